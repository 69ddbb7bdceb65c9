import type { Choice } from "../../library/choose.js";
import { UsageError } from "../../library/usage-error.js";
import { runPace } from "../../runner/pace/limits-of.js";

/** Throws UsageError for a `--quota-share` of which no target that is asked has a quota. `quotaShare` absent: it was not typed. */
export function refuseIdleShare(
  { quotaShare, models }: { readonly quotaShare?: number; readonly models: string },
  { catalog, targets }: Choice,
): void {
  if (quotaShare === undefined) return;
  const { drawOf } = runPace(catalog.providers, quotaShare);
  if (targets.some((target) => drawOf(target).quotas.length > 0)) return;
  throw new UsageError(`--quota-share has no effect: ${models} has no quota that a target of this run draws from`, {
    hint: "Write the quotas of the account under providers, as docs/live.md shows, or drop --quota-share.",
  });
}
