import type { MeasureKind } from "./measure.js";

/** The service reports prompt tokens from its cache. One that reports no such count does not say. */
export const cached: MeasureKind<"cached"> = {
  kind: "cached",
  run: ([{ usage }]) => {
    const reported = usage?.cacheReadTokens ?? null;
    return reported === null ? null : reported > 0;
  },
  words: () => "reports prompt tokens from the cache",
};
