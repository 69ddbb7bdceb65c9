import { Budget } from "../../runner/live/budget.js";
import type { LivePace } from "../../runner/live/live-pace.js";
import { runLive } from "../../runner/live/run-live.js";
import { shareOf, withRetries } from "../../runner/live/trial-cost.js";
import type { Passage } from "../../runner/pace/pace.js";
import type { PlannedCase } from "../../runner/plan.js";
import { simulatorUrl } from "../../runner/simulator-url.js";
import { decodeTrial, encodeTrial } from "../../runner/store/trial-record.js";
import { type RetryPolicy, retryWithBackoff } from "../../runner/trial/retry-policy.js";
import { transportOf } from "../../wire/transport/faces.js";
import type { LiveTransport } from "../../wire/transport/live.js";
import { stopWhenDecided } from "../suite/stop-when-decided.js";
import type { Fleet } from "./database/fleet.js";
import type { Ledger } from "./ledger.js";
import type { WantedTrial } from "./queue/block.js";
import type { TakenBlock } from "./queue/queue.js";
import type { ServedPlan } from "./served-plan.js";

/** What a worker asks blocks with. `signal` aborts what is under way; after `stop` nothing is begun. */
export type BlockTools = {
  readonly fleet: Fleet;
  readonly ledger: Ledger;
  readonly pace: LivePace;
  readonly live: LiveTransport;
  readonly simulator: string | null;
  readonly signal: AbortSignal;
  readonly stop: AbortSignal;
};

/** The block, its plan and its case. */
export type BlockTask = { readonly taken: TakenBlock; readonly plan: ServedPlan; readonly planned: PlannedCase };

/**
 * Asks the trials of a block that are not counted yet, one after the other, as a run on one machine does. Rejects with LostLeaseError when the block
 * went to another worker, and with the error of the database, or SecretInFixtureError, where a trial cannot be kept.
 */
export async function askBlock({ taken, plan, planned }: BlockTask, tools: BlockTools): Promise<void> {
  const { how, facts, redactor, credentialsFor, columns } = plan;
  const { ledger, live, simulator, signal, stop } = tools;
  const wanted = new Map(taken.trials.map((one) => [one.trial, one]));
  const rule = plan.rule === null ? null : stopWhenDecided(plan.rule);
  for (const { transcript, round } of await countedTrials(tools.fleet, taken)) {
    if ((wanted.get(transcript.trial)?.round ?? 0) <= round) wanted.delete(transcript.trial);
    rule?.add(planned, transcript);
  }
  const budget = new Budget({ maxCalls: null, maxCostUsd: null });
  const retry = cappedRetry(how.retries, shareOf(planned).calls * wanted.size);
  const account = accountOf({ taken, planned, retry }, tools);
  await runLive([planned], {
    exchange: live.within(how.deadlines),
    client: how.client,
    makeTransport: (exchange) => transportOf(exchange),
    credentialsFor: (target) => Promise.resolve(credentialsFor(target)),
    baseUrlFor: ({ baseUrl }) => (simulator === null ? null : simulatorUrl(simulator, baseUrl)),
    source: simulator === null ? "live" : "simulated",
    ...{ budget, retry, columns, pace: account.pace, concurrency: 1, seed: facts.seed, signal, stop },
    ...(facts.nonceSeed === null ? {} : { nonceSeed: facts.nonceSeed }),
    now: () => new Date(),
    isWanted: (_, trial) => wanted.has(trial),
    isSettled: () => rule?.isSettled(planned) === true,
    onBegin: (_, trial) => account.begin(wanted.get(trial) ?? { trial, round: 0 }, budget.spent),
    onTrial: async (_, finished) => {
      account.requireWhole();
      // What was cut short says nothing: another worker asks it again.
      if (signal.aborted) return;
      const { trial } = finished.transcript;
      const one = wanted.get(trial) ?? { trial, round: 0 };
      const { json, transcript } = encodeTrial(finished, one.round, { redactor, file: `trial ${trial}` });
      await ledger.keep(taken, { ...one, record: json, spent: account.spentSince(budget.spent) });
      rule?.add(planned, transcript);
    },
  });
}

async function countedTrials({ query }: Fleet, { plan, target, scenario }: TakenBlock) {
  const rows = await query(
    "select record from llm_parity_fleet.trial where plan = $1 and target = $2 and scenario = $3 order by trial, round",
    [plan, target, scenario],
  );
  return rows.map(({ record }) => decodeTrial(String(record)));
}

/** Of the calls of a block, one in five may be a retry, so that a column without answers costs at most 1.2 times its plan. */
function cappedRetry(retries: number, calls: number): RetryPolicy {
  const policy = retryWithBackoff(retries);
  let left = calls < 5 ? retries : Math.floor(calls / 5);
  return {
    ...policy,
    mayAskAgain: () => {
      left -= 1;
      return left >= 0;
    },
  };
}

type Accounted = Pick<BlockTask, "taken" | "planned"> & { readonly retry: RetryPolicy };

/** Writes each trial into the ledger before its first call goes: whatever becomes of this process, it is known that it was asked. */
function accountOf({ taken, planned, retry }: Accounted, { ledger, pace }: BlockTools) {
  const cost = withRetries(planned, shareOf(planned), retry);
  let begun: WantedTrial | null = null;
  let before = { calls: 0, costUsd: 0 };
  let broken: { readonly error: unknown } | null = null;
  const take = async (...[call, signal]: Parameters<LivePace["pace"]["take"]>): Promise<Passage> => {
    const first = begun;
    begun = null;
    const refusal = first === null ? null : await ledger.ask(taken, first, cost);
    if (refusal !== null) return { kind: "refused", reason: refusal };
    const passage = await pace.pace.take(call, signal);
    if (first !== null && passage.kind !== "go") await ledger.undo(taken, first);
    return passage;
  };
  return {
    begin: (wanted: WantedTrial, spent: typeof before): void => {
      begun = wanted;
      before = spent;
    },
    spentSince: (spent: typeof before) => ({
      calls: spent.calls - before.calls,
      costUsd: spent.costUsd - before.costUsd,
    }),
    /** Throws what broke the account: a trial that it does not have must not look like a fault of the harness. */
    requireWhole: (): void => {
      if (broken !== null) throw broken.error;
    },
    pace: {
      ...pace,
      pace: {
        take: (...call: Parameters<LivePace["pace"]["take"]>) =>
          take(...call).catch((error: unknown) => {
            broken = { error };
            throw error;
          }),
      },
    },
  };
}
