import type { MeasureKind } from "./measure.js";

/** The service reports prompt tokens from its cache. */
export const cached: MeasureKind<"cached"> = {
  kind: "cached",
  run: ([{ usage }]) => (usage === null ? null : (usage.cacheReadTokens ?? 0) > 0),
  words: () => "reports prompt tokens from the cache",
};
