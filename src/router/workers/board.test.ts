import { expect, test } from "vitest";
import { Board } from "./board.js";
import type { ToWorker } from "./messages.js";
import { Shares } from "./shares.js";

/** Workers whose messages arrive at once. */
function crew(count: number) {
  const config = {
    serve: { maxRequests: 4, maxConnections: 2 },
    reliability: { cooldownFailures: 3, cooldownMs: 1_000 },
  };
  const shares: Shares[] = [];
  const board = new Board<number>(config, (worker: number, message: ToWorker) => shares[worker]?.hear(message));
  const reliability = {
    ...config.reliability,
    ...{ retries: 0, backoffMs: 1, maxBackoffMs: 1, deadlines: { firstByteMs: 1, idleMs: 1, totalMs: 1 } },
  };
  const cooldowns = Array.from({ length: count }, (_, worker) => {
    const one = new Shares((message) => board.hear(worker, message));
    shares.push(one);
    const cooldown = one.cooldownOf(reliability);
    cooldown.use();
    board.join(worker);
    return cooldown;
  });
  return { board, shares, cooldowns, config, reliability };
}

test("failures in a row count over all workers, and one answer ends them", () => {
  const { cooldowns } = crew(3);
  for (const [at, cooldown] of cooldowns.entries()) cooldown.recordFailure("kimi", at);
  expect(cooldowns.map(({ isResting }) => isResting("kimi", 10))).toEqual([true, true, true]);
  expect(cooldowns.map(({ isResting }) => isResting("claude", 10))).toEqual([false, false, false]);
  cooldowns[1]?.recordAnswer("kimi");
  expect(cooldowns.map(({ isResting }) => isResting("kimi", 10))).toEqual([false, false, false]);
});

test("a worker that joins knows who rests; a file that is read again lets all work", () => {
  const { board, cooldowns, shares, config, reliability } = crew(2);
  for (const at of [1, 2, 3]) cooldowns[0]?.recordFailure("kimi", at);
  const late = new Shares(() => undefined);
  const cooldown = late.cooldownOf(reliability);
  cooldown.use();
  shares.push(late);
  board.join(2);
  expect(cooldown.isResting("kimi", 10)).toBe(true);
  board.configure(config);
  const next = shares[1]?.cooldownOf(reliability);
  next?.use();
  next?.recordFailure("kimi", 4);
  expect(next?.isResting("kimi", 5)).toBe(false);
});

test("a cooldown that is not in use yet hears nothing of the others", () => {
  const { shares, cooldowns, reliability } = crew(2);
  const next = shares[1]?.cooldownOf(reliability);
  for (const at of [1, 2, 3]) cooldowns[0]?.recordFailure("kimi", at);
  expect([next?.isResting("kimi", 4), cooldowns[1]?.isResting("kimi", 4)]).toEqual([false, true]);
});

test("the counts of all workers are one page, with those of workers that have ended", async () => {
  const { board, shares } = crew(3);
  for (const one of shares) one.metrics.count("attempts", { model: "kimi", outcome: "answered" }, 2);
  shares[2]?.metrics.observe(0.2, { route: "/" });
  shares[1]?.metrics.observe(3, { route: "/" });
  shares[2]?.tellCounts();
  board.leave(2);
  expect(await shares[0]?.metrics.totals?.()).toEqual({
    counters: [["attempts", [['model="kimi",outcome="answered"', 6]]]],
    durations: [['route="/"', [0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 3.2]]],
  });
});

test("each limit counts for itself", () => {
  const { shares } = crew(2);
  const entered = (limit: "requests" | "connections") => {
    return [0, 1, 0, 1, 0].map((worker) => shares[worker]?.limits[limit].enter());
  };
  return Promise.all([Promise.all(entered("requests")), Promise.all(entered("connections"))]).then(([all, open]) => {
    expect(all.filter(Boolean)).toHaveLength(4);
    expect(open.filter(Boolean)).toHaveLength(2);
  });
});
