import type { Target } from "../../../chat/target.js";
import { UsageError } from "../../../library/usage-error.js";
import { defaultBudget } from "../../../verdict/experiment/options.js";
import { print } from "../../shell/print.js";
import { limitPrice } from "../cost-of-call.js";
import { medianCalls } from "../plan-text.js";
import type { ReproCase } from "./repro-cases.js";

/** What each stage of a repro may spend, in US dollars. Together they are what was allowed. */
export type Shares = {
  readonly probes: number;
  readonly matrix: number;
  readonly experiment: number;
  readonly again: number;
};

const share = { probes: 0.1, matrix: 0.25, experiment: 0.5, again: 0.15 } as const;

/** The most that the probes are allowed, as `doctor --probe` has it. */
const mostProbes = 0.1;

/** Tokens of one call of the matrix at most: the scenarios are short, and each allows 1024 tokens of output. */
const [inputTokens, outputTokens] = [1500, 1024];

/** Turns of a trial at most. */
const turns = 2;

/** Divides an amount over the stages. Throws UsageError where the matrix alone may cost more than its share. */
export function sharesOf(one: ReproCase, targets: readonly Target[], maxCost: number): Shares {
  const matrix = matrixPrice(one, targets);
  if (matrix > maxCost * share.matrix) {
    const least = Math.ceil((matrix / share.matrix) * 100) / 100;
    throw new UsageError(`--max-cost ${maxCost} is too little: the matrix may cost $${matrix.toFixed(2)}`, {
      hint: `A quarter of the amount goes to the matrix: use at least --max-cost ${least.toFixed(2)}.`,
    });
  }
  return {
    probes: Math.min(mostProbes, maxCost * share.probes),
    matrix,
    experiment: maxCost * share.experiment,
    again: maxCost * share.again,
  };
}

/** Prints what is asked and what it may cost. */
export function showReproPlan(
  one: ReproCase,
  targets: readonly Target[],
  { budget }: { readonly budget?: number },
): void {
  const matrix = matrixPrice(one, targets);
  const dearest = Math.max(...targets.map((target) => callPrice(target, targets)));
  const dollars = (amount: number) => `$${amount.toFixed(2)}`;
  const calls = budget ?? defaultBudget;
  const usual = medianCalls.map((count) => `${count} (${dollars(count * dearest)})`).join(", ");
  print(
    [
      "",
      `Plan of ${one.name}:`,
      `  probes: ${one.assumptions.length} assumptions, at most ${dollars(mostProbes)}`,
      `  matrix: ${one.scenarios.length} scenarios on ${targets.length} targets, ${one.trials} trials each, at most ${matrixCalls(one, targets)} calls, ${dollars(matrix)}`,
      `  experiment: usually ${usual} calls at failure rates of 100, 40, 20 %; at most ${calls} (${dollars(calls * dearest)})`,
      `  asked again for the bundle: ${2 * pairsAgain} calls, at most ${dollars(2 * pairsAgain * dearest)}`,
      "Nothing was sent. --max-cost USD asks the services, --demo asks our simulator.",
    ].join("\n"),
  );
}

/** Pairs that are asked again for the bundle. */
export const pairsAgain = 5;

/** Calls of the matrix at most. */
export function matrixCalls({ scenarios, trials }: ReproCase, targets: readonly Target[]): number {
  return scenarios.length * targets.length * trials * turns;
}

function matrixPrice(one: ReproCase, targets: readonly Target[]): number {
  return targets.reduce((sum, target) => sum + matrixCalls(one, [target]) * callPrice(target, targets), 0);
}

function callPrice(target: Target, targets: readonly Target[]): number {
  const price = limitPrice(target, targets);
  if (price === null) return 0;
  return (inputTokens * price.inputPerMillion + outputTokens * price.outputPerMillion) / 1_000_000;
}
