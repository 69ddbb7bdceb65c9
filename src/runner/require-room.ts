import type { PlannedCase } from "./plan.js";
import { type FreeBytes, freeBytesOf, plannedBytes, requireSpace } from "./store/planned-space.js";
import type { RunProgress } from "./store/run-progress.js";

/** Where the evidence goes. `evidence`: below a root, or into the folder of a run that goes on. `fixtures` null: none are written. */
type Room = {
  readonly evidence: { readonly root: string } | { readonly path: string };
  readonly fixtures: object | null;
  readonly freeBytes?: FreeBytes;
};

/** Throws EvidenceError where the evidence of the trials that are still to be asked has no room. */
export async function requireRoom(
  cases: readonly PlannedCase[],
  { evidence, fixtures, freeBytes = freeBytesOf }: Room,
  isWanted: RunProgress["isWanted"],
): Promise<void> {
  const isResumed = "path" in evidence;
  const folder = isResumed ? evidence.path : evidence.root;
  const hint = isResumed
    ? `Make room, then continue: llm-parity run --resume ${evidence.path}`
    : "Make room, or name a folder on another device with --runs.";
  // A recording keeps the exchanges once more, as fixtures.
  const copies = fixtures === null ? 1 : 2;
  await requireSpace(folder, copies * plannedBytes(stillToAsk(cases, isWanted)), { freeBytes, hint });
}

/** The calls and the input of the trials that are still to be asked. */
function stillToAsk(cases: readonly PlannedCase[], isWanted: RunProgress["isWanted"]) {
  let [calls, inputTokens] = [0, 0];
  for (const planned of cases) {
    if (planned.skip !== null) continue;
    const trials = Array.from({ length: planned.trials }, (_, at) => at + 1);
    const share = trials.filter((trial) => isWanted(planned, trial)).length / Math.max(1, planned.trials);
    calls += planned.estimate.calls * share;
    inputTokens += planned.estimate.inputTokens * share;
  }
  return { calls, inputTokens };
}
