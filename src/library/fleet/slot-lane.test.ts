import { expect, test } from "vitest";
import { manualTimers } from "../../../test/support/wire-doubles.js";
import { SlotLane } from "./slot-lane.js";

const forever = new AbortController().signal;

/** A lane of five calls a second in this process. `waits`: how long each taking of times has to wait, one after the other; then 0. */
function laneOf(waits: readonly number[] = [], spacingMs = 200) {
  const timers = manualTimers();
  const taken: number[] = [];
  const went: (readonly [name: string, at: number])[] = [];
  const left = [...waits];
  const lane = new SlotLane(
    spacingMs,
    (calls) => {
      taken.push(calls);
      return Promise.resolve(left.shift() ?? 0);
    },
    timers,
  );
  const ask = (name: string, signal = forever) =>
    lane.take(signal).then((goes) => {
      if (goes) went.push([name, timers.now()]);
      return goes;
    });
  const pass = async (ms: number, stepMs = 50) => {
    await timers.advance(0);
    for (let passed = 0; passed < ms; passed += stepMs) await timers.advance(stepMs);
  };
  return { lane, timers, taken, went, ask, pass };
}

test("up to eight calls that wait take their times at once, and are spaced", async () => {
  const { ask, pass, taken, went } = laneOf([0, 100]);
  for (let call = 1; call <= 10; call += 1) void ask(String(call));
  await pass(3_000);
  expect(taken[0]).toBe(8);
  expect(went.map(([name]) => name)).toEqual(["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"]);
  const gaps = went.slice(1, 8).map(([, at], index) => at - (went[index]?.[1] ?? 0));
  expect(gaps).toEqual([200, 200, 200, 200, 200, 200, 200]);
  expect(taken.slice(1)).toEqual([2]);
});

test("calls wait until the time that they were given", async () => {
  const { ask, pass, went } = laneOf([5_000]);
  void ask("1");
  await pass(6_000);
  expect(went).toEqual([["1", 5_000]]);
});

test("a time that passed unused is given up, and another is taken: there is no burst", async () => {
  const { ask, taken, went, timers, pass } = laneOf([0, 1_000]);
  for (const name of ["1", "2", "3"]) void ask(name);
  await timers.advance(0);
  expect(went).toEqual([["1", 0]]);
  // The process stands still for three seconds.
  await timers.advance(3_000);
  await pass(1_500);
  expect(taken).toEqual([3, 2]);
  expect(went.slice(1)).toEqual([
    ["2", 4_000],
    ["3", 4_200],
  ]);
});

test("times are given up when the service asks for fewer calls", async () => {
  const { ask, lane, taken, went, timers, pass } = laneOf([0, 30_000]);
  for (const name of ["1", "2", "3"]) void ask(name);
  await timers.advance(0);
  lane.drop();
  await pass(31_000);
  expect(taken).toEqual([3, 2]);
  expect(went.map(([, at]) => at)).toEqual([0, 30_200, 30_400]);
});

test("a call whose signal aborts waits no longer, and holds up no other", async () => {
  const { ask, went, timers, pass } = laneOf([10_000]);
  const stopped = new AbortController();
  const one = ask("1", stopped.signal);
  const two = ask("2");
  await timers.advance(0);
  stopped.abort();
  expect(await one).toBe(false);
  await pass(11_000);
  expect(await two).toBe(true);
  expect(went).toEqual([["2", 10_000]]);
  expect(await ask("late", stopped.signal)).toBe(false);
});

test("where nothing waits any more, no timer is left", async () => {
  const { ask, timers } = laneOf([60_000]);
  const stopped = new AbortController();
  const one = ask("1", stopped.signal);
  await timers.advance(0);
  stopped.abort();
  expect(await one).toBe(false);
  await timers.advance(0);
  expect(timers.pending()).toBe(0);
});

test("without a limit, calls that wait go together", async () => {
  const { ask, went, pass } = laneOf([500], 0);
  for (const name of ["1", "2", "3"]) void ask(name);
  await pass(600);
  expect(went.map(([, at]) => at)).toEqual([500, 500, 500]);
});

test("a database that is broken is said to every call that waits", async () => {
  const lane = new SlotLane(200, () => Promise.reject(new Error("gone")), manualTimers());
  const asked = await Promise.allSettled([lane.take(forever), lane.take(forever)]);
  expect(asked.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
});
