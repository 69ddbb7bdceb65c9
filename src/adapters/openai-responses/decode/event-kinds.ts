import type { TextKind, TextPlace } from "./stream-state.js";

/** What an event that is about one text of an item does with it. */
export type TextEvent = {
  /** `piece`: it adds one. `whole`: it repeats the text. `part`: it has the content part, empty at the `begin` and whole at the `end`. */
  readonly role: "piece" | "whole" | "part-begin" | "part-end";
  readonly list: TextPlace["list"];
  readonly kind: TextKind;
  /** The member with the piece or the text. */
  readonly member: string;
};

/**
 * The events of texts, by type. OpenAI API (openai-node 6.49.0): ResponseStreamEvent; `reasoning_part`: mantle (recordings of 2026-08);
 * `reasoning.delta` and `.done`: openresponses/openresponses, src/pages/specification.mdx, read 2026-11-28; `reasoning_summary.delta`:
 * OpenAI before 2025-06.
 */
export const textEvents: ReadonlyMap<string, TextEvent> = new Map([
  ...pieces("output_text", { list: "content", kind: "text", member: "text" }),
  ...pieces("refusal", { list: "content", kind: "refusal", member: "refusal" }),
  ...pieces("reasoning_text", { list: "content", kind: "reasoning", member: "text" }),
  ...pieces("reasoning", { list: "content", kind: "reasoning", member: "text" }),
  ...pieces("reasoning_summary_text", { list: "summary", kind: "reasoning", member: "text" }),
  ...pieces("reasoning_summary", { list: "summary", kind: "reasoning", member: "text" }),
  ...pieces("function_call_arguments", { list: "arguments", kind: "arguments", member: "arguments" }),
  ...parts("content_part", "content"),
  ...parts("reasoning_part", "content"),
  ...parts("reasoning_summary_part", "summary"),
]);

/** The event types that end a stream (ResponseStreamEvent; `cancelled` is a status of a response, and a copy may send it as an event). */
export const terminalTypes: ReadonlySet<string> = new Set([
  "response.completed",
  "response.incomplete",
  "response.failed",
  "response.cancelled",
]);

/** The event types that hold a response that has not ended. */
export const progressTypes: ReadonlySet<string> = new Set([
  "response.created",
  "response.queued",
  "response.in_progress",
]);

/**
 * True for an event whose content its item repeats when it is done: of a hosted tool, of a custom tool, or an annotation. True too for
 * `keepalive`, which OpenAI sends in long streams (openai/codex, codex-rs/core, read 2026-11-28).
 */
export function isRepeatedLater(type: string): boolean {
  return repeated.test(type);
}

const repeated =
  /^(?:response\.(?:[a-z_]+_call(?:_[a-z_]+)?|mcp_list_tools|output_text\.annotation|audio(?:\.transcript)?|program(?:_[a-z_]+)?|compaction)\.[a-z_]+|keepalive)$/;

type Named = readonly [type: string, event: TextEvent];

function pieces(name: string, of: Omit<TextEvent, "role">): readonly Named[] {
  return [
    [`response.${name}.delta`, { ...of, role: "piece", member: "delta" }],
    [`response.${name}.done`, { ...of, role: "whole" }],
  ];
}

function parts(name: string, list: TextPlace["list"]): readonly Named[] {
  const of = { list, kind: "other", member: "part" } as const;
  return [
    [`response.${name}.added`, { ...of, role: "part-begin" }],
    [`response.${name}.done`, { ...of, role: "part-end" }],
  ];
}
