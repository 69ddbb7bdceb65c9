import { setTimeout as wait } from "node:timers/promises";
import type { Elsewhere } from "../../runner/ask-live.js";
import type { BudgetLimits } from "../../runner/live/budget.js";
import type { PlannedCase } from "../../runner/plan.js";
import type { Fleet } from "./database/fleet.js";
import { makeTables } from "./database/tables.js";
import { parkedBlocks, type Standing, standingOf, trialsInBlocks, twiceText } from "./plan-standing.js";
import { type Block, blockText, type Line } from "./queue/block.js";
import { blocksOf } from "./queue/make-blocks.js";
import { createQueue, makeQueues, removeQueues } from "./queue/queue.js";

type Asked = Parameters<Elsewhere>[0];

/** `pollMs`: how often the database is looked at; default: half a second. */
export type CollectOptions = { readonly limits: BudgetLimits; readonly pollMs?: number };

/** How long nothing may happen before it is said. */
const quietMs = 60_000;

/**
 * Lets workers ask the trials of a run: puts them into the queue, and gives what workers have counted, each trial once, until none is left. Where
 * the run is stopped, workers end the trials under way. A run that ended before can go on: what was asked meanwhile is there.
 */
export function askByWorkers(fleet: Fleet, { limits, pollMs = 500 }: CollectOptions): Elsewhere {
  return async function* (asked) {
    const { facts, stop, signal, onEvent } = asked;
    const cases = asked.cases.filter(({ skip }) => skip === null);
    const lines = linesOf(facts.id, cases);
    await openPlan(fleet, asked, { limits, lines });
    let said = performance.now();
    try {
      yield* earlier(fleet, facts.id);
      await putMissing(fleet, asked, cases);
      onEvent({ kind: "note", text: await queuedText(fleet, facts.id) });
      for (;;) {
        const standing = await standingOf(fleet, facts.id);
        const records = await uncollected(fleet, facts.id);
        if (records.length > 0) {
          said = performance.now();
          yield records.map(({ record }) => record);
          await setCollected(fleet, records);
          continue;
        }
        if (stop.aborted) await closePlan(fleet, facts.id);
        if (isOver(standing, stop.aborted) || signal.aborted) {
          if (stop.aborted || (await putMissing(fleet, asked, cases)) === 0) break;
          continue;
        }
        if (performance.now() - said > quietMs) {
          said = performance.now();
          onEvent({ kind: "note", text: waitingText(standing) });
        }
        await wait(pollMs);
      }
    } finally {
      await closePlan(fleet, facts.id);
    }
    await conclude(fleet, asked, lines);
  };
}

function linesOf(plan: string, cases: readonly PlannedCase[]): readonly Line[] {
  return [...new Set(cases.map(({ target }) => target.provider))].map((provider) => ({ plan, provider }));
}

type Opening = { readonly limits: BudgetLimits; readonly lines: readonly Line[] };

/** Blocks that were parked are tried again: a person has let the run go on. */
async function openPlan(fleet: Fleet, { facts }: Asked, { limits, lines }: Opening): Promise<void> {
  await makeTables(fleet);
  await makeQueues(fleet, lines);
  await fleet.query(
    `insert into llm_parity_fleet.plan (id, facts, max_calls, max_usd) values ($1, $2, $3, $4)
     on conflict (id) do update set is_open = true`,
    [facts.id, JSON.stringify(facts), limits.maxCalls, limits.maxCostUsd],
  );
  for (const { id, queue } of await parkedBlocks(fleet, facts.id)) {
    await fleet.change(async ({ query, db }) => {
      await fleet.boss.deleteJob(queue, id, { db });
      await query("delete from llm_parity_fleet.block where id = $1", [id]);
    });
  }
}

async function closePlan({ query }: Fleet, plan: string): Promise<void> {
  await query("update llm_parity_fleet.plan set is_open = false where id = $1 and is_open", [plan]);
}

type StoredRecord = { readonly record: string; readonly key: readonly unknown[] };

/** What workers counted while nobody collected it. */
async function* earlier(fleet: Fleet, plan: string): AsyncGenerator<readonly string[]> {
  for (;;) {
    const records = await uncollected(fleet, plan);
    if (records.length === 0) return;
    yield records.map(({ record }) => record);
    await setCollected(fleet, records);
  }
}

async function uncollected({ query }: Fleet, plan: string): Promise<readonly StoredRecord[]> {
  const rows = await query(
    `select record, target, scenario, trial, round from llm_parity_fleet.trial
     where plan = $1 and not is_collected order by at limit 50`,
    [plan],
  );
  return rows.map(({ record, target, scenario, trial, round }) => ({
    record: String(record),
    key: [plan, target, scenario, trial, round],
  }));
}

async function setCollected({ change }: Fleet, records: readonly StoredRecord[]): Promise<void> {
  await change(async ({ query }) => {
    for (const { key } of records) {
      await query(
        `update llm_parity_fleet.trial set is_collected = true
         where plan = $1 and target = $2 and scenario = $3 and trial = $4 and round = $5`,
        key,
      );
    }
  });
}

/** Puts what is still to be asked and in no block; resolves with how many blocks were added. Of a case that a test stops, one block at a time. */
async function putMissing(fleet: Fleet, asked: Asked, cases: readonly PlannedCase[]): Promise<number> {
  const { facts, progress, stopRule } = asked;
  const made = new Set(progress.transcripts().map(({ cell, trial }) => `${cell.target} ${cell.scenario} ${trial}`));
  const inBlocks = await trialsInBlocks(fleet, facts.id);
  const blocks = cases.flatMap((planned): readonly Block[] => {
    if (stopRule?.isSettled(planned) === true) return [];
    const name = `${planned.target.id} ${planned.scenario.id}`;
    const wanted = Array.from({ length: planned.trials }, (_, at) => at + 1)
      .map((trial) => ({ trial, round: progress.roundOf(planned, trial) }))
      .filter(({ trial, round }) => progress.isWanted(planned, trial) && (round > 0 || !made.has(`${name} ${trial}`)))
      .filter(({ trial, round }) => inBlocks.has(`${name} ${trial} ${round}`) === false);
    const all = blocksOf(facts.id, planned, wanted);
    return stopRule === null ? all : all.slice(0, 1);
  });
  return createQueue(fleet, { owner: "planner", leaseMs: 0 }).put(blocks);
}

function isOver({ waiting, taken }: Standing, isStopped: boolean): boolean {
  return taken === 0 && (isStopped || waiting === 0);
}

async function queuedText({ place, query }: Fleet, plan: string): Promise<string> {
  const [row] = await query(
    `select count(*)::int as blocks, coalesce(sum(jsonb_array_length(trials)), 0)::int as trials
     from llm_parity_fleet.block where plan = $1 and state in ('waiting', 'taken')`,
    [plan],
  );
  return `queue: ${row?.["trials"]} trials in ${row?.["blocks"]} blocks wait for workers at ${place}: llm-parity work`;
}

function waitingText({ waiting, taken, providers }: Standing): string {
  const who =
    taken === 0
      ? "no worker has taken one: is a worker running, with the keys and files of this run?"
      : `${taken} are asked`;
  return `waiting: ${waiting} blocks (${providers.join(", ")}); ${who}`;
}

/** Says what was asked twice, and what no worker could ask; removes a plan of which nothing is left. */
async function conclude(fleet: Fleet, { facts, stop, signal, onEvent }: Asked, lines: readonly Line[]): Promise<void> {
  const twice = await twiceText(fleet, facts.id);
  if (twice !== null) onEvent({ kind: "note", text: twice });
  const parked = await parkedBlocks(fleet, facts.id);
  for (const { block, reason } of parked) {
    onEvent({ kind: "note", text: `parked after three tries, not asked: ${blockText(block)}: ${reason}` });
  }
  if (stop.aborted || signal.aborted || parked.length > 0) return;
  await removeQueues(fleet, lines);
  await fleet.query("delete from llm_parity_fleet.plan where id = $1", [facts.id]);
}
