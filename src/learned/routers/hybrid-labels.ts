import { unreachable } from "../../chat/unreachable.js";
import { sigmoid } from "../learn/softmax.js";
import { meanOf } from "../learn/vector.js";

/** The ways to turn a quality gap into a label. */
export const hybridModes = ["deterministic", "probabilistic", "transformed"] as const;

type Labelling = { readonly mode: (typeof hybridModes)[number]; readonly tau: number };

/**
 * Turns gaps into labels from 0 (ask the large model) to 1 (the small one is good enough). A gap is the small model's score
 * minus the large model's. `deterministic`: 1 if the gap is not negative. `probabilistic`: the sigmoid of the gap divided
 * by `tau`. `transformed`: 1 if the gap is at least -t, for the t that splits the queries most evenly.
 */
export function labelsOf(gaps: readonly number[], { mode, tau }: Labelling): readonly number[] {
  switch (mode) {
    case "deterministic":
      return gaps.map((gap) => Number(gap >= 0));
    case "probabilistic":
      return gaps.map((gap) => sigmoid(gap / tau));
    case "transformed":
      return allowing(gaps, evenestAllowance(gaps));
    default:
      return unreachable(mode);
  }
}

/** Of 50 values of t from 0 to the largest gap, the one with the most even split; of equals, the smallest. */
function evenestAllowance(gaps: readonly number[]): number {
  const largest = gaps.reduce((high, gap) => Math.max(high, Math.abs(gap)), 0) + 1e-8;
  const allowances = Array.from({ length: 50 }, (_, index) => (largest * index) / 49);
  const rated = allowances.map((allowance) => ({ allowance, evenness: evennessOf(allowing(gaps, allowance)) }));
  return rated.toSorted((a, b) => b.evenness - a.evenness)[0]?.allowance ?? 0;
}

function evennessOf(labels: readonly number[]): number {
  const share = meanOf(labels);
  return 2 * share * (1 - share);
}

function allowing(gaps: readonly number[], allowance: number): readonly number[] {
  return gaps.map((gap) => Number(gap >= -allowance));
}
