import { failureInterval } from "../../src/verdict/statistics/statistics.js";
import { correlationRows } from "./false-alarms.js";
import { falseShare } from "./false-nights.js";
import { mean, type Part, share, table } from "./part.js";
import { learn, makeWorld, play, type World } from "./world.js";

export type ActedOptions = { readonly seed: number; readonly suites: number; readonly nights: number };

/**
 * Nights that are played through the whole gate, planned trials, suspects and all, against the shares that are computed: the two have
 * to agree, so that the computed ones can be believed.
 */
export function proveActed({ seed, suites, nights }: ActedOptions): Part {
  const rows: (readonly (string | number)[])[] = [];
  let [played, alarms, expected] = [0, 0, 0];
  for (const [name, correlations] of correlationRows) {
    const each = Array.from({ length: suites }, (_, at) => {
      const world = makeWorld({ seed: seed * 1031 + at, kind: "all 2 to 10 %", cells: 168, correlations });
      return act(world, nights);
    });
    const own = each.reduce((all, one) => all + one.alarms, 0);
    const computed = mean(each.map((one) => one.expected));
    rows.push([name, suites * nights, own, share(computed * suites * nights)]);
    played += suites * nights;
    alarms += own;
    expected += computed * suites * nights;
  }
  const [low, high] = failureInterval({ bad: alarms, eligible: played }, 0.0005) ?? [0, 1];
  const isWithin = low * played <= expected && expected <= high * played;
  const words = `${alarms} false nights of ${played} played, ${expected.toFixed(1)} were computed`;
  return {
    title: "Nights played through the whole gate, suites of 2 to 10 %",
    lines: [...table(["correlation", "nights", "false", "computed"], rows), words],
    missed: isWithin ? [] : [words],
  };
}

function act(world: World, nights: number): { readonly alarms: number; readonly expected: number } {
  let past = learn(world, "full", 30, 8);
  const shares: number[] = [];
  let alarms = 0;
  for (let day = 30; day < 30 + nights; day += 1) {
    shares.push(falseShare(world, past).regressed);
    const { night, result } = play(world, past, { day, screen: 12 });
    if (result.alarm) alarms += 1;
    past = { ...past, history: [...past.history, night] };
  }
  return { alarms, expected: mean(shares) };
}
