import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startPostgres, type TestPostgres } from "../../../../test/support/postgres.js";
import { hasPostgres, postgresTitle } from "../../../../test/support/postgres-server.js";
import { type Fleet, openFleet } from "../database/fleet.js";
import { makeTables } from "../database/tables.js";
import { createLedger } from "../ledger.js";
import { moveLane, pauseLane, takeSlots } from "../take-slots.js";
import type { Block } from "./block.js";
import { LostLeaseError } from "./lease.js";
import { createQueue, makeQueues, type TakenBlock } from "./queue.js";

/** The queue is the same on every Node. */
const isHere = hasPostgres && process.versions.node.startsWith("20.");

const line = { plan: "run", provider: "openrouter" };
const blockOf = (id: number): Block => ({
  ...line,
  id: `00000000-0000-8000-8000-00000000000${id}`,
  target: "a/b/c",
  scenario: "basic-chat",
  trials: [{ trial: id, round: 0 }],
});
const only = (taken: readonly TakenBlock[]): TakenBlock => {
  const [one] = taken;
  if (one === undefined || taken.length > 1) throw new Error(`${taken.length} blocks`);
  return one;
};
const cost = { calls: 2, costUsd: 0.5 };

describe.skipIf(!isHere)(postgresTitle("a queue of blocks"), () => {
  let server: TestPostgres;
  let fleet: Fleet;
  let url: string;

  beforeAll(async () => {
    server = await startPostgres();
  });

  beforeEach(async () => {
    url = await server.createDatabase();
    fleet = await openFleet(url, { connections: 4 });
    await makeTables(fleet);
    await makeQueues(fleet, [line]);
    await fleet.query("insert into llm_parity_fleet.plan (id, facts, max_calls) values ('run', '{}', 5)");
  });

  afterEach(() => fleet.close());

  const queueOf = (owner: string) => createQueue(fleet, { owner, leaseMs: 30_000 });
  const state = async () =>
    (await fleet.query("select state, owner, reason from llm_parity_fleet.block order by id"))[0];
  /** Lets time pass for whoever has a block. */
  const expire = () => fleet.query("update llm_parity_fleet.block set until = now() - interval '1 second'");
  const plan = async () => (await fleet.query("select calls, usd from llm_parity_fleet.plan"))[0];

  test("gives each block to one, whoever asks at once, and a block that was put twice once", async () => {
    const blocks = [1, 2, 3, 4].map(blockOf);
    expect(await queueOf("planner").put(blocks)).toBe(4);
    expect(await queueOf("planner").put(blocks)).toBe(0);
    const taken = await Promise.all(["a", "b", "c"].map((owner) => queueOf(owner).take([line], 2)));
    expect(
      taken
        .flat()
        .map(({ id }) => id)
        .toSorted(),
    ).toEqual(blocks.map(({ id }) => id));
    expect(await queueOf("a").take([line], 9)).toEqual([]);
  });

  test("lets a silent worker lose its block: it can keep, end and give back nothing", async () => {
    const [one, two] = [queueOf("one"), queueOf("two")];
    await one.put([blockOf(1)]);
    const lost = only(await one.take([line], 1));
    const wanted = { trial: 1, round: 0 };
    expect(await createLedger(fleet, "one").ask(lost, wanted, cost)).toBeNull();
    expect(await one.keepAlive(lost)).toBe(true);
    await expire();
    const taken = only(await two.take([line], 1));
    expect(taken.lease.number).toBeGreaterThan(lost.lease.number);
    expect(await one.keepAlive(lost)).toBe(false);
    const record = { ...wanted, record: "{}", spent: { calls: 1, costUsd: 0.1 } };
    await expect(createLedger(fleet, "one").keep(lost, record)).rejects.toBeInstanceOf(LostLeaseError);
    await expect(createLedger(fleet, "one").ask(lost, wanted, cost)).rejects.toBeInstanceOf(LostLeaseError);
    expect(await one.done(lost)).toBe(false);
    await one.release(lost, "late");
    expect(await state()).toMatchObject({ state: "taken", owner: "two" });

    expect(await createLedger(fleet, "two").ask(taken, wanted, cost)).toBeNull();
    await createLedger(fleet, "two").keep(taken, record);
    await createLedger(fleet, "two").keep(taken, record);
    expect(await fleet.query("select record from llm_parity_fleet.trial")).toEqual([{ record: "{}" }]);
    // The first asking is never heard of again: its most is spent.
    expect(await plan()).toEqual({ calls: 3, usd: 0.6 });
    expect(await two.done(taken)).toBe(true);
    expect(await two.take([line], 1)).toEqual([]);
  });

  test("parks a block after three tries, whether they failed or were not heard of; giving back is no try", async () => {
    const queue = queueOf("one");
    await queue.put([blockOf(1)]);
    for (let times = 0; times < 5; times += 1) await queue.release(only(await queue.take([line], 1)), null);
    await queue.release(only(await queue.take([line], 1)), "broken once");
    expect(await state()).toMatchObject({ state: "waiting", reason: "broken once" });
    for (let times = 0; times < 3; times += 1) await queue.release(only(await queue.take([line], 1)), null);
    only(await queue.take([line], 1));
    await expire();
    await queue.release(only(await queue.take([line], 1)), "broken at last");
    expect(await state()).toMatchObject({ state: "parked", reason: "broken at last" });
    expect(await queue.take([line], 1)).toEqual([]);
  });

  test("stops at the limits of the plan, in the words of a run on one machine", async () => {
    const queue = queueOf("one");
    await queue.put([blockOf(1), blockOf(2), blockOf(3)]);
    const taken = await queue.take([line], 3);
    const ledger = createLedger(fleet, "one");
    const said = await Promise.all(taken.map((one) => ledger.ask(one, { trial: 1, round: 0 }, cost)));
    expect(said.toSorted()).toEqual(["--max-calls 5 would be exceeded", null, null]);
    const [first] = taken;
    if (first === undefined) throw new Error("no block");
    await ledger.undo(first, { trial: 1, round: 0 });
    await ledger.undo(first, { trial: 1, round: 0 });
    expect(await plan()).toEqual({ calls: said[0] === null ? 2 : 4, usd: said[0] === null ? 0.5 : 1 });
    await fleet.query("update llm_parity_fleet.plan set max_calls = null, max_usd = 9");
    expect(await ledger.ask(first, { trial: 2, round: 0 }, { calls: 1, costUsd: null })).toMatch("no dated price");
  });

  test("shares a lane: what many take at once are different times, and a pause holds all", async () => {
    const other = await openFleet(url, { connections: 2 });
    const ends = await Promise.all(
      Array.from({ length: 20 }, (_, at) => takeSlots(at % 2 === 0 ? fleet : other, "openrouter", 60_000)),
    );
    const sorted = ends.toSorted((a, b) => a - b);
    // Of twenty minutes, each has one; the clock goes on meanwhile.
    expect(sorted.slice(1).every((end, at) => end - (sorted[at] ?? 0) > 30_000)).toBe(true);
    await pauseLane(fleet, "openrouter", 3_600_000);
    expect(await takeSlots(other, "openrouter", 0)).toBeGreaterThan(3_000_000);
    await moveLane(fleet, "openrouter", -1_000);
    expect(await takeSlots(other, "bedrock", 0)).toBeLessThan(1_000);
    await other.close();
  });
});
