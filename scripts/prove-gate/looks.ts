import { backtest } from "../../src/verdict/regression/backtest.js";
import type { Night } from "../../src/verdict/regression/night.js";
import { weeklyLook } from "../../src/verdict/regression/weekly-look.js";
import type { Part } from "./part.js";
import { begin, learn, makeWorld, type Past, play, type World } from "./world.js";

/** A quiet suite of 60 nights replayed, and the week after a small fall in ten of its cells. Printed alone. */
export function showLooks(seed: number): Part {
  const correlations = [0.02, 0.02, 0.05, 0.05];
  const made = makeWorld({ seed: seed * 1039, kind: "as measured", cells: 168, correlations });
  const world = { ...made, cells: made.cells.map((cell, at) => (at < 10 ? { ...cell, rate: 0 } : cell)) };
  const learned = learn(world, "full", 20, 20);
  const { baseline } = learned;
  const nights = playOn(world, learned, 40);
  const changed = new Map(world.cells.slice(0, 10).map(({ cell }) => [cell, 0.1]));
  const week = Array.from({ length: 7 }, (_, at) => begin(world, { day: 60 + at, screen: 12, changed }).night);
  const [tonight, ...before] = week.toReversed();
  if (baseline === null || tonight === undefined) throw new Error("there is no baseline, or no week");
  const { unconfirmed } = backtest({ kind: "full", baseline, history: nights, standingOf: () => "open" });
  const { changes } = weeklyLook({ kind: "full", baseline, history: [...nights, ...before], tonight });
  const found = changes.filter(({ cell, direction }) => changed.has(cell) && direction === "worse").length;
  const [low, high] = unconfirmed?.interval ?? [0, 1];
  return {
    title: "Replay of 60 quiet nights, and the weekly look",
    lines: [
      `nights with an alarm in the replay: ${unconfirmed?.nights} of 60, 95 % from ${low.toFixed(3)} to ${high.toFixed(3)}`,
      `good trials from 1 to .9 in ten cells: ${found} found by the week; ${changes.length - found} others reported`,
    ],
    missed: [],
  };
}

/** The learned nights and so many more, as the gate would have asked them. */
function playOn(world: World, learned: Past, more: number): readonly Night[] {
  let history = learned.history;
  for (let at = 0; at < more; at += 1) {
    const { night } = play(world, { ...learned, history }, { day: history.length, screen: 12 });
    history = [...history, night];
  }
  return history;
}
