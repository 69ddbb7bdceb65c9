import { announcesCall } from "../chat/finish-of.js";
import type { ReasoningPart } from "../chat/message.js";
import { toolCallsOf } from "../chat/read-reply.js";
import type { Reply } from "../chat/reply.js";
import { isBlank } from "./compare-text.js";
import { isShownContent, isUnknownContent } from "./shown-content.js";
import { taggedThoughtIn, visibleTextOf } from "./visible-text.js";

/** Up to this many output tokens are an end marker or similar, not a text that a parser dropped. */
const silentTokens = 3;

/**
 * What a whole reply consists of. `shown`: text, a call, or other content that a user sees ({@link isShownContent}).
 * The other kinds show nothing, each for a different reason. Only `empty` counts as an empty reply, with its cause:
 * `stop-sequence`: the model began with a sequence that ends the reply, which is counted and not shown. `silent`: 0–3 output
 * tokens. `not-read`: the reply has content of a kind that this program does not read. `parser-ate-it`: more tokens were
 * generated, and none arrived. `tokens-unknown`: the count is not reported.
 */
export type Substance =
  | { readonly kind: "shown" }
  | { readonly kind: "refusal"; readonly text: string }
  | { readonly kind: "filtered" }
  | { readonly kind: "cut" }
  | { readonly kind: "reasoning-only"; readonly cause: "part" | "think-tag" | "hidden"; readonly reasoning: string }
  | { readonly kind: "call-announced" }
  | { readonly kind: "generation-failed" }
  | { readonly kind: "empty"; readonly cause: EmptyCause };

type EmptyCause = "stop-sequence" | "silent" | "not-read" | "parser-ate-it" | "tokens-unknown";

/** Classifies a complete reply. The result is meaningless for a reply that did not arrive whole. */
export function substanceOf(reply: Reply): Substance {
  const refusal = refusalTextOf(reply);
  if (refusal !== null) return { kind: "refusal", text: refusal };
  if (hasVisibleContent(reply)) return { kind: "shown" };
  switch (reply.finish?.kind) {
    case "content-filter":
      return { kind: "filtered" };
    case "length":
      return { kind: "cut" };
    case "error":
      return { kind: "generation-failed" };
    case "tool-calls":
      return { kind: "call-announced" };
    case "stop":
      if (announcesCall(reply.finish)) return { kind: "call-announced" };
      return reasoningOnly(reply) ?? { kind: "empty", cause: emptyCause(reply) };
    default:
      return reasoningOnly(reply) ?? { kind: "empty", cause: emptyCause(reply) };
  }
}

function refusalTextOf(reply: Reply): string | null {
  const text = reply.parts.map((part) => (part.kind === "refusal" ? part.text : "")).join("");
  return isBlank(text) || toolCallsOf(reply).length > 0 || !isBlank(visibleTextOf(reply)) ? null : text;
}

function hasVisibleContent(reply: Reply): boolean {
  if (toolCallsOf(reply).length > 0) return true;
  const text = visibleTextOf(reply);
  return !isBlank(taggedThoughtIn(text)?.after ?? text) || reply.parts.some(isShownContent);
}

function reasoningOnly(reply: Reply): Substance | null {
  const reasoning = reply.parts.filter((part): part is ReasoningPart => part.kind === "reasoning");
  const text = reasoning.map((part) => part.text).join("");
  if (reasoning.some(holdsReasoning)) return { kind: "reasoning-only", cause: "part", reasoning: text };
  const visible = visibleTextOf(reply);
  if (taggedThoughtIn(visible) !== null) return { kind: "reasoning-only", cause: "think-tag", reasoning: visible };
  return spentOnReasoning(reply) ? { kind: "reasoning-only", cause: "hidden", reasoning: "" } : null;
}

function holdsReasoning(part: ReasoningPart): boolean {
  const shown = part.text !== null && !isBlank(part.text);
  return (
    shown || Boolean(part.signature) || Boolean(part.redacted) || (part.details !== null && part.details.length > 0)
  );
}

/** The provider counts the output as reasoning tokens and shows none, so no parser dropped it. */
function spentOnReasoning(reply: Reply): boolean {
  const output = reply.usage?.outputTokens ?? null;
  const reasoning = reply.usage?.reasoningTokens ?? null;
  return output !== null && reasoning !== null && reasoning > 0 && output - reasoning <= silentTokens;
}

function emptyCause(reply: Reply): EmptyCause {
  if (reply.parts.some(isUnknownContent)) return "not-read";
  if (reply.finish?.stopSequence != null && reply.finish.stopSequence !== "") return "stop-sequence";
  const tokens = reply.usage?.outputTokens ?? null;
  if (tokens === null) return "tokens-unknown";
  return tokens <= silentTokens ? "silent" : "parser-ate-it";
}
