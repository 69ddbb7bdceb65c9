import type { Choice } from "../shell/choose.js";
import { UsageError } from "../shell/usage-error.js";

/** Throws a UsageError for a suite whose targets can no longer be asked. */
export function requireLive({ suite, catalog }: Choice): void {
  if (suite.live) return;
  throw new UsageError(`the suite "${suite.name}" can only be replayed: ${suite.title}`, {
    hint: `Use --suite ${catalog.defaults.live}, or drop --live.`,
  });
}
