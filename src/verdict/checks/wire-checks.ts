import type { FindingId } from "../verdict.js";
import { bad, type Check, note } from "./check.js";

/**
 * What a decoder saw on the wire and noted, as checks. `must`: the form's own words forbid it, or it makes two readers of the
 * same bytes read different replies; the finding is bad. `should`: services do it and clients cope; it is shown.
 */
type WireRule = {
  readonly id: string;
  readonly claim: string;
  /** Ids of the decoder's notes that contradict the claim. */
  readonly notes: readonly string[];
  readonly finding: FindingId;
  readonly severity: "must" | "should";
  /** Does a note of that id contradict the claim? Default: yes. */
  readonly tells?: (message: string) => boolean;
  /** Findings that say the same already. */
  readonly explainedBy?: readonly FindingId[];
};

const rules: readonly WireRule[] = [
  {
    // OpenAI API reference, chat completion chunk, read 2026-11-21: "finish_reason … null" until the last chunk.
    id: "stream/nothing-after-finish",
    claim: "no content comes after the finish",
    notes: ["event-after-finish"],
    finding: "event-after-finish",
    severity: "must",
  },
  {
    // bedrock-runtime model 2023-09-30: contentBlockIndex names one block from its start to its stop.
    id: "stream/blocks-apart",
    claim: "every block has an index of its own, one kind, and one end",
    notes: ["block-index-reused", "block-index-missing", "block-kind-changed", "block-end-repeated", "delta-missing"],
    finding: "block-broken",
    severity: "must",
    explainedBy: ["event-after-finish"],
  },
  {
    // Seen of Ollama, where every call has index 0 (vercel/ai#14277): clients that join by index join two calls.
    id: "stream/index-unique",
    claim: "no two calls of a stream share an index",
    notes: ["index-reused", "call-index-reused"],
    finding: "index-reused",
    severity: "must",
  },
  {
    // Seen of Mistral and Gemini (AstrBot#6692): clients fall back to the order in which calls come.
    id: "stream/index-present",
    claim: "every call of a stream has an index",
    notes: ["index-missing"],
    finding: "index-missing",
    severity: "should",
  },
  {
    // OpenRouter says the same word twice in most of its streams (recordings of 2025 and 2026): that is no second finish.
    id: "stream/finish-once",
    claim: "a stream finishes once, or repeats the same word",
    notes: ["finish-repeated"],
    finding: "finish-repeated",
    severity: "should",
    tells: (message) => !/: (\S+)(?:, \1)+$/.test(message),
  },
  {
    id: "stream/events-known",
    claim: "every event is one that the API names",
    notes: ["unknown-event"],
    finding: "unknown-event",
    severity: "should",
  },
  {
    id: "stream/metadata-once",
    claim: "metadata comes once",
    notes: ["metadata-repeated"],
    finding: "metadata-repeated",
    severity: "should",
  },
  {
    // A stream was asked and one JSON body came, or the other way: clients that trust what they asked read nothing.
    id: "envelope/form-as-asked",
    claim: "the reply has the form that was asked for",
    notes: ["other-shape"],
    finding: "other-shape",
    severity: "should",
  },
  {
    id: "envelope/message-present",
    claim: "a completion has a choice with a message",
    notes: ["message-missing"],
    finding: "message-missing",
    severity: "must",
  },
  {
    // OpenAI API reference, tool_calls[].function.arguments, read 2026-11-21: a string of JSON.
    id: "tools/arguments-text",
    claim: "arguments come as JSON text",
    notes: ["arguments-not-text"],
    finding: "arguments-not-text",
    severity: "must",
  },
  {
    // Deprecated by OpenAI in 2023-11: a client that offered `tools` does not look there.
    id: "tools/no-legacy-call",
    claim: "a call comes in tool_calls, not in the legacy function_call",
    notes: ["function-call"],
    finding: "legacy-call",
    severity: "must",
  },
];

/** One check a rule, in the order of the table. */
export const wireChecks: readonly Check[] = rules.map(
  ({ id, claim, notes, finding, severity, tells, explainedBy }) => ({
    id,
    claim,
    needsWholeReply: true,
    explainedBy: explainedBy ?? [],
    run: ({ turn: { reply } }) => {
      const seen = reply.notes.find((one) => notes.includes(one.id) && (tells?.(one.message) ?? true));
      if (seen === undefined) return [];
      return [(severity === "must" ? bad : note)(finding, seen.id === finding ? null : seen.id, seen.message)];
    },
  }),
);
