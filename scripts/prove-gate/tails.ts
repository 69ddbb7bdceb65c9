import { seededRandom } from "../../src/chat/seeded-random.js";
import { correlationSteps } from "../../src/verdict/regression/correlation.js";
import { predict } from "../../src/verdict/regression/probability/predict.js";
import { exactTail, type WholeCase } from "./exact-tail.js";
import type { Part } from "./part.js";

const cases = 50;

/** Largest relative difference that is accepted. */
const accepted = 1e-9;

/** Compares p values of the gate with exact fractions. */
export function proveTails(seed: number): Part {
  const random = seededRandom(seed);
  let worst = { difference: 0, words: "" };
  for (let one = 0; one < cases; one += 1) {
    const made = drawCase(random);
    const { bad, trials, known, correlation } = made;
    const p = predict(known, trials, correlation / 1000).tails[bad] ?? Number.NaN;
    const exact = exactTail(made);
    const difference = exact === p ? 0 : Math.abs(p / exact - 1);
    const words = `${bad} of ${trials} after ${known.bad} of ${known.eligible} at ${correlation / 1000}: ${p}, exactly ${exact}`;
    if (!(difference <= worst.difference)) worst = { difference, words };
  }
  const line = `${cases} p values against exact fractions: relative difference at most ${worst.difference.toExponential(1)} (${worst.words})`;
  return {
    title: "p values",
    lines: [line],
    missed: worst.difference <= accepted ? [] : [`a p value differs from its exact fraction: ${worst.words}`],
  };
}

function drawCase(random: () => number): WholeCase {
  const pick = <Value>(values: readonly [Value, ...Value[]]): Value =>
    values[Math.floor(random() * values.length)] ?? values[0];
  const trials = pick([6, 12, 32, 50]);
  const perNight = pick([6, 12, 20]);
  const eligible = perNight * pick([8, 16, 30]);
  const known = { bad: Math.floor(random() ** 3 * (eligible + 1)), eligible, perNight };
  const step = correlationSteps[Math.floor(random() * 20)] ?? 0.05;
  return { bad: Math.floor(random() * (trials + 1)), trials, known, correlation: Math.round(step * 1000) };
}
