import type { AssistantPart, ReasoningPart, ToolCallPart } from "./message.js";
import type { Reply } from "./reply.js";

/** All visible text of a reply: its text parts joined without a separator; `""` when it has none. */
export function textOf(reply: { readonly parts: readonly AssistantPart[] }): string {
  let text = "";
  for (const part of reply.parts) if (part.kind === "text") text += part.text;
  return text;
}

/** All reasoning text of a reply, joined without a separator; null when no reasoning part has text. */
export function reasoningTextOf(reply: { readonly parts: readonly AssistantPart[] }): string | null {
  const shown = reply.parts.filter((part): part is ReasoningPart => part.kind === "reasoning" && part.text !== null);
  return shown.length === 0 ? null : shown.map((part) => part.text).join("");
}

/** The tool calls of a reply in the order in which they began. */
export function toolCallsOf(reply: { readonly parts: readonly AssistantPart[] }): readonly ToolCallPart[] {
  return reply.parts.filter((part): part is ToolCallPart => part.kind === "tool-call");
}

/** The facts that two clients must read alike from the same bytes. Token counts null: not reported. */
export type Reading = {
  readonly completeness: Reply["completeness"];
  readonly finish: Reply["finish"];
  readonly text: string;
  readonly reasoning: string | null;
  readonly toolCalls: readonly ToolCallPart[];
  readonly outputTokens: number | null;
  readonly inputTokens: number | null;
};

/** The part of a reply that two clients must agree on. */
export function readingOf(reply: Reply): Reading {
  return {
    completeness: reply.completeness,
    finish: reply.finish,
    text: textOf(reply),
    reasoning: reasoningTextOf(reply),
    toolCalls: toolCallsOf(reply),
    outputTokens: reply.usage?.outputTokens ?? null,
    inputTokens: reply.usage?.inputTokens ?? null,
  };
}
