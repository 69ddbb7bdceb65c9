import type { ChatRequest } from "../../src/chat/request.js";
import { seededRandom } from "../../src/chat/seeded-random.js";
import { openMinimiser } from "../../src/verdict/minimise/search/minimise.js";
import type { MinimiseResult } from "../../src/verdict/minimise/search/result.js";
import { unitsOf } from "../../src/verdict/minimise/units/units-of.js";
import { without } from "../../src/verdict/minimise/units/without.js";
import type { Sample } from "./sample-requests.js";

/** A request that is fine fails as often all the same. */
const baseRate = 0.005;

/** One search of a sample at a failure rate; the seed draws the outcomes. */
export function simulate(
  sample: Sample,
  { rate, seed, budget = 5000 }: { readonly rate: number; readonly seed: number; readonly budget?: number },
): MinimiseResult {
  const random = seededRandom(seed * 7919 + 13);
  const minimiser = openMinimiser(sample.request, { seed, budget });
  for (let call = 1; ; call += 1) {
    const step = minimiser.step();
    if (step.kind === "done") return step.result;
    const fails = sample.fails(step.request);
    const isBad = random() < (fails === true ? rate : baseRate);
    const outcome = fails === "refused" ? "refused" : isBad ? "bad" : "ok";
    minimiser.add({ call, body: step.body, stage: step.stage, outcome, replyKey: null, upstream: null });
  }
}

/** True when what is left is exactly what is needed; with nothing written down, when no single removal leaves a failing request. */
export function isExact({ request, fails, needed }: Sample, result: MinimiseResult): boolean {
  if (result.ending !== "fixed-point") return false;
  const left = result.stays.map(({ unit }) => unit.id);
  if (needed.length > 0) return sorted(left) === sorted(needed);
  return fails(result.request) === true && !left.some((id) => failsWithout({ request, fails }, left, id));
}

function failsWithout({ request, fails }: Pick<Sample, "request" | "fails">, left: readonly string[], id: string) {
  const gone = unitsOf(request).filter((unit) => unit.id === id || !left.includes(unit.id));
  const less: ChatRequest | null = without(request, gone);
  return less !== null && fails(less) === true;
}

function sorted(ids: readonly string[]): string {
  return ids.toSorted().join(" ");
}
