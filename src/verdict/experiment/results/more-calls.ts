import { decidedAt } from "../options.js";
import type { Contrast } from "../proof/contrast.js";
import { roundArms, standings } from "../proof/proof.js";
import { failingCounts, type State } from "../state.js";

/** Below this probability no cause stands out. */
const standsOut = 0.3;

/**
 * About how many calls would settle it, if the likeliest cause is the true one: rounds until each contrast has its e-value, at its
 * expected growth, and a call for each time that the doubt has to be halved, at the failure rate. Null: no cause stands out.
 */
export function moreCallsOf(state: State): number | null {
  const [top] = state.candidates;
  if (top === undefined || top.probability < standsOut) return null;
  const { proof } = state;
  const { bad, eligible } = failingCounts(state);
  const rate = (bad + 0.5) / (eligible + 1);
  const doubt = Math.log2((1 - top.probability) / (1 - decidedAt));
  const search = Math.ceil(Math.max(doubt, 0) / rate);
  if (proof === null) return search + 2 * Math.ceil(Math.log(50) / growthAt(rate, 0.01));
  const rounds = standings(proof).map(({ isProved, evidence }, index) => {
    const contrast = proof.contrasts[index];
    return isProved || contrast === undefined
      ? 0
      : Math.ceil(Math.log(proof.threshold / evidence) / growthOf(contrast));
  });
  const arms = Math.max(roundArms(proof).length, 1);
  return search + arms * Math.max(0, ...rounds);
}

function growthOf({ expected }: Contrast): number {
  return growthAt(expected.left, expected.right);
}

/** The mean growth of the logarithm of the e-value in a round, if both rates are as expected. */
function growthAt(left: number, right: number): number {
  const mean = (left + right) / 2;
  const term = (rate: number) => rate * Math.log(rate / mean) + (1 - rate) * Math.log((1 - rate) / (1 - mean));
  return Math.max(term(left) + term(right), 0.01);
}
