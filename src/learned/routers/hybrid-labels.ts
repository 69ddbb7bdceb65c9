import { unreachable } from "../../chat/unreachable.js";
import { sigmoid } from "../learn/softmax.js";
import { meanOf } from "../learn/vector.js";

/** How a quality gap becomes a label. */
export const hybridModes = ["deterministic", "probabilistic", "transformed"] as const;

type Labelling = { readonly mode: (typeof hybridModes)[number]; readonly tau: number };

/**
 * Labels from 0 (ask the large model) to 1 (the small one does) of gaps, each the small model's score less the large one's.
 * `deterministic`: 1 where the gap is not negative. `probabilistic`: the sigmoid of the gap over `tau`. `transformed`: 1
 * where the gap is at least -t, for the t that splits the queries most evenly.
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

/** The t of 50 between 0 and the largest gap that is evenest; of equals the smallest. */
function evenestAllowance(gaps: readonly number[]): number {
  const most = gaps.reduce((high, gap) => Math.max(high, Math.abs(gap)), 0) + 1e-8;
  const tried = Array.from({ length: 50 }, (_, index) => (most * index) / 49);
  const judged = tried.map((allowance) => ({ allowance, evenness: evennessOf(allowing(gaps, allowance)) }));
  return judged.toSorted((a, b) => b.evenness - a.evenness)[0]?.allowance ?? 0;
}

function evennessOf(labels: readonly number[]): number {
  const share = meanOf(labels);
  return 2 * share * (1 - share);
}

function allowing(gaps: readonly number[], allowance: number): readonly number[] {
  return gaps.map((gap) => Number(gap >= -allowance));
}
