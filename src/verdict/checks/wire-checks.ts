import type { FindingId } from "../verdict.js";
import { bad, type Check, note } from "./check.js";
import { bedrock, both, must, openai, type Rule, reports, should } from "./rule.js";

/**
 * What a decoder saw on the wire and noted, as checks. A `must` is a bad finding: the form's own words forbid it, or two readers
 * of the same bytes read different replies. A `should` is a note: services do it and clients cope.
 */
type WireRule = {
  readonly id: string;
  readonly claim: string;
  /** Ids of the decoder's notes that contradict the claim. */
  readonly notes: readonly string[];
  readonly finding: FindingId;
  readonly rule: Rule;
  /** Does a note of that id contradict the claim? Default: yes. */
  readonly tells?: (message: string) => boolean;
  /** Findings that say the same already. */
  readonly explainedBy?: readonly FindingId[];
};

const rules: readonly WireRule[] = [
  {
    id: "stream/nothing-after-finish",
    claim: "no content comes after the finish",
    notes: ["event-after-finish"],
    finding: "event-after-finish",
    rule: must(openai("ChatCompletionChunk.choices[].finish_reason")),
  },
  {
    id: "stream/blocks-apart",
    claim: "every block has an index of its own, one kind, and one end",
    notes: ["block-index-reused", "block-index-missing", "block-kind-changed", "block-end-repeated", "delta-missing"],
    finding: "block-broken",
    rule: must(bedrock("ContentBlockStartEvent.contentBlockIndex")),
    explainedBy: ["event-after-finish"],
  },
  {
    // Seen of Ollama, where every call has index 0 (vercel/ai#14277): clients that join by index join two calls.
    id: "stream/index-unique",
    claim: "no two calls of a stream share an index",
    notes: ["index-reused", "call-index-reused"],
    finding: "index-reused",
    rule: must(reports("vercel/ai#14277")),
  },
  {
    // Seen of Mistral and Gemini (AstrBot#6692): clients fall back to the order in which calls come.
    id: "stream/index-present",
    claim: "every call of a stream has an index",
    notes: ["index-missing"],
    finding: "index-missing",
    rule: should(openai("ChatCompletionChunk.choices[].delta.tool_calls[].index")),
  },
  {
    // OpenRouter says the same word twice in most of its streams (recordings of 2025 and 2026): that is no second finish.
    id: "stream/finish-once",
    claim: "a stream finishes once, or repeats the same word",
    notes: ["finish-repeated"],
    finding: "finish-repeated",
    rule: should(openai("ChatCompletionChunk.choices[].finish_reason")),
    tells: (message) => !/: (\S+)(?:, \1)+$/.test(message),
  },
  {
    id: "stream/events-known",
    claim: "every event is one that the API names",
    notes: ["unknown-event"],
    finding: "unknown-event",
    rule: should(both("ChatCompletionChunk", "ConverseStreamOutput")),
  },
  {
    // "Each chunk has the same ID", "Each chunk has the same timestamp".
    id: "stream/identity-stable",
    claim: "every chunk says the same id, time and model",
    notes: ["identity-changed"],
    finding: "identity-changed",
    rule: should(openai("ChatCompletionChunk.id, .created")),
  },
  {
    id: "stream/metadata-once",
    claim: "metadata comes once",
    notes: ["metadata-repeated"],
    finding: "metadata-repeated",
    rule: should(bedrock("ConverseStreamOutput.metadata")),
  },
  {
    // A stream was asked and one JSON body came, or the other way: clients that trust what they asked read nothing.
    id: "envelope/form-as-asked",
    claim: "the reply has the form that was asked for",
    notes: ["other-shape"],
    finding: "other-shape",
    rule: should(openai("ChatCompletionCreateParams.stream")),
  },
  {
    id: "envelope/message-present",
    claim: "a completion has a choice with a message",
    notes: ["message-missing"],
    finding: "message-missing",
    rule: must(openai("ChatCompletion.choices[].message")),
  },
  {
    id: "tools/arguments-text",
    claim: "arguments come as JSON text",
    notes: ["arguments-not-text"],
    finding: "arguments-not-text",
    rule: must(openai("ChatCompletionMessageToolCall.function.arguments: string")),
  },
  {
    // Deprecated by OpenAI in 2023-11: a client that offered `tools` does not look there.
    id: "tools/no-legacy-call",
    claim: "a call comes in tool_calls, not in the legacy function_call",
    notes: ["function-call"],
    finding: "legacy-call",
    rule: must(openai("ChatCompletionMessage.function_call: deprecated")),
  },
];

/** One check a rule, in the order of the table. */
export const wireChecks: readonly Check[] = rules.map(({ id, claim, rule, notes, finding, tells, explainedBy }) => ({
  ...{ id, claim, rule },
  needsWholeReply: true,
  explainedBy: explainedBy ?? [],
  run: ({ turn: { reply } }) => {
    const seen = reply.notes.find((one) => notes.includes(one.id) && (tells?.(one.message) ?? true));
    if (seen === undefined) return [];
    return [(rule.severity === "must" ? bad : note)(finding, seen.id === finding ? null : seen.id, seen.message)];
  },
}));
