import type { Fleet } from "./database/fleet.js";
import { type Block, queueName } from "./queue/block.js";

/** How far the blocks of a plan are. `providers`: of those that wait. */
export type Standing = { readonly waiting: number; readonly taken: number; readonly providers: readonly string[] };

/** A block whose worker is silent for longer than its lease is not under way. */
export async function standingOf({ query }: Fleet, plan: string): Promise<Standing> {
  const [row] = await query(
    `select count(*) filter (where state = 'waiting' or (state = 'taken' and until < now()))::int as waiting,
       count(*) filter (where state = 'taken' and until >= now())::int as taken,
       coalesce(jsonb_agg(distinct provider) filter (where state = 'waiting'), '[]') as providers
     from llm_parity_fleet.block where plan = $1`,
    [plan],
  );
  return {
    waiting: Number(row?.["waiting"]),
    taken: Number(row?.["taken"]),
    providers: row?.["providers"] as readonly string[],
  };
}

/** The trials that are in some block, whatever its state: `target scenario trial round`. */
export async function trialsInBlocks({ query }: Fleet, plan: string): Promise<ReadonlySet<string>> {
  const rows = await query(
    `select concat_ws(' ', target, scenario, one->>'trial', one->>'round') as name
     from llm_parity_fleet.block, jsonb_array_elements(trials) one where plan = $1`,
    [plan],
  );
  return new Set(rows.map(({ name }) => String(name)));
}

/** A block that three tries could not end, its queue, and what went wrong the last time. */
export type ParkedBlock = {
  readonly id: string;
  readonly queue: string;
  readonly block: Pick<Block, "target" | "scenario" | "trials">;
  readonly reason: string;
};

/** The parked blocks of a plan. */
export async function parkedBlocks({ query }: Fleet, plan: string): Promise<readonly ParkedBlock[]> {
  const rows = await query(
    `select id, plan, provider, target, scenario, trials, reason from llm_parity_fleet.block
     where plan = $1 and state = 'parked' order by target, scenario, id`,
    [plan],
  );
  return rows.map((row) => {
    const block = row as unknown as Block & { readonly reason: string | null };
    return { id: block.id, queue: queueName(block), block, reason: block.reason ?? "for no known reason" };
  });
}

/** What was paid more than once, in words; null: nothing was. */
export async function twiceText({ query }: Fleet, plan: string): Promise<string | null> {
  const [row] = await query(
    `select count(distinct (b.target, b.scenario, a.trial, a.round))::int as trials, count(*)::int as times,
       coalesce(sum(a.calls), 0)::float8 as calls, coalesce(sum(a.usd), 0)::float8 as usd
     from llm_parity_fleet.asked a join llm_parity_fleet.block b on b.id = a.block
     where b.plan = $1 and exists (
       select from llm_parity_fleet.asked later where later.block = a.block and later.trial = a.trial
         and later.round = a.round and later.lease > a.lease)`,
    [plan],
  );
  const times = Number(row?.["times"]);
  if (times === 0) return null;
  const calls = Math.round(Number(row?.["calls"]));
  const usd = Number(row?.["usd"]).toFixed(4);
  const trials = Number(row?.["trials"]);
  return `${trials} ${trials === 1 ? "trial was" : "trials were"} asked more than once, since a worker was lost: at most ${calls} further calls, $${usd}; they are counted against the limits, and each trial counts once`;
}
