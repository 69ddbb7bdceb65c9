import type { AssistantPart } from "../../../chat/message.js";
import { isBlank } from "../../compare-text.js";
import { taggedThoughtIn, visibleTextOf } from "../../visible-text.js";
import type { MeasureKind } from "./measure.js";

/** Reasoning is shown, in its own part or in think tags, or its tokens are counted. */
export const reasons: MeasureKind<"reasons"> = {
  kind: "reasons",
  run: ([reply]) =>
    reply.parts.some(isReasoning) ||
    (reply.usage?.reasoningTokens ?? 0) > 0 ||
    taggedThoughtIn(visibleTextOf(reply)) !== null,
  words: () => "has reasoning",
};

/** The service reports more reasoning tokens. */
export const reasoningTokensAbove: MeasureKind<"reasoning-tokens-above"> = {
  kind: "reasoning-tokens-above",
  run: ([{ usage }], { tokens }) => {
    const reported = usage?.reasoningTokens ?? null;
    return reported === null ? null : reported > tokens;
  },
  words: ({ tokens }) => `has more than ${tokens} reasoning tokens`,
};

function isReasoning(part: AssistantPart): boolean {
  if (part.kind !== "reasoning") return false;
  return !isBlank(part.text ?? "") || part.redacted !== null || (part.details ?? []).length > 0;
}
