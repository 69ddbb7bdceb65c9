import { createHash } from "node:crypto";
import type { PlannedCase } from "../../../runner/plan.js";
import { type Block, mostTrials, type WantedTrial } from "./block.js";

/** The blocks of a case, in the order of its trials. The same trials have the same id, so that they are not put twice. */
export function blocksOf(plan: string, planned: PlannedCase, trials: readonly WantedTrial[]): readonly Block[] {
  const { target, scenario } = planned;
  const starts = Array.from({ length: Math.ceil(trials.length / mostTrials) }, (_, at) => at * mostTrials);
  return starts.map((start) => {
    const some = trials.slice(start, start + mostTrials);
    const one = { plan, provider: target.provider, target: target.id, scenario: scenario.id, trials: some };
    return { id: uuidOf(JSON.stringify(one)), ...one };
  });
}

/** A UUID of version 8, RFC 9562: made of a hash. */
function uuidOf(text: string): string {
  const hex = createHash("sha256").update(text).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    "-",
  );
}
