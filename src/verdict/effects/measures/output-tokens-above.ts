import type { MeasureKind } from "./measure.js";

/** The service reports more output tokens. */
export const outputTokensAbove: MeasureKind<"output-tokens-above"> = {
  kind: "output-tokens-above",
  run: ([{ usage }], { tokens }) => {
    const reported = usage?.outputTokens ?? null;
    return reported === null ? null : reported > tokens;
  },
  words: ({ tokens }) => `has more than ${tokens} output tokens`,
};
