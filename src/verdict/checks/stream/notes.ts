import type { Check } from "../check.js";
import { type NoteRule, noteCheck } from "../note-check.js";
import { bedrock, both, must, openai, reports, should } from "../rule.js";

const terminatedByDone = {
  source: "OpenAI API reference, streaming: terminated by data: [DONE]",
  date: "2026-11-21",
} as const;

const rules: readonly NoteRule[] = [
  {
    id: "stream/nothing-after-finish",
    claim: "no content comes after the finish",
    notes: ["event-after-finish"],
    finding: "event-after-finish",
    rule: must(openai("ChatCompletionChunk.choices[].finish_reason")),
  },
  {
    // The official client stops reading at [DONE] (openai-node 6.49, run 2026-11-28), so that what comes after it is lost.
    id: "stream/nothing-after-done",
    claim: "no content comes after [DONE]",
    notes: ["content-after-done"],
    finding: "event-after-finish",
    rule: must(terminatedByDone),
  },
  {
    id: "stream/no-error-after-done",
    claim: "no error comes after [DONE]",
    notes: ["error-after-done"],
    finding: "midstream-error",
    rule: must(terminatedByDone),
  },
  {
    // Counts, a second [DONE], bytes that are no event: every client has the whole reply by then.
    id: "stream/done-last",
    claim: "[DONE] is the last event",
    notes: ["event-after-done", "bytes-after-done"],
    finding: "event-after-finish",
    rule: should(terminatedByDone),
  },
  {
    // A client reads past such a line (WHATWG HTML 9.2.6), and may lose a piece of the reply with it.
    id: "stream/lines-read",
    claim: "every line of a stream is a comment or a field of an event",
    notes: ["line-ignored"],
    finding: "line-ignored",
    rule: should({ source: "WHATWG HTML, 9.2.6: a line with another field name is ignored", date: "2026-11-28" }),
    ofParts: true,
  },
  {
    id: "stream/blocks-apart",
    claim: "every block has its own index, one kind, one content and one end",
    notes: [
      ...["block-index-reused", "block-index-missing", "block-kind-changed", "block-end-repeated", "delta-missing"],
      // Responses repeats each text when it is done, and the whole output at the end: a client reads the one or the other.
      ...["unexpected-delta", "pieces-differ"],
    ],
    finding: "block-broken",
    rule: must({
      source: `${bedrock("ContentBlockStartEvent.contentBlockIndex").source}; ${openai("ResponseTextDoneEvent.text").source}`,
      date: bedrock("").date,
    }),
    explainedBy: ["event-after-finish"],
  },
  {
    // A frame that was lost or came twice. Clients read such a reply, and a vendor may leave such a frame out of good ones.
    id: "stream/blocks-in-order",
    claim:
      "the message and each block begin once, in order, and each block ends; events with numbers count from 0 by 1",
    notes: [
      ...["message-start-missing", "message-start-repeated", "message-start-late"],
      ...["block-start-repeated", "delta-without-start", "block-order", "block-end-missing", "empty-block"],
      ...["sequence-gap", "sequence-repeated", "sequence-order"],
      ...["block-after-finish", "block-overlap", "block-input", "signature-not-last"],
    ],
    finding: "block-broken",
    rule: should(both("ResponseStreamEvent.sequence_number", "ConverseStreamOutput")),
    explainedBy: ["event-after-finish", "block-broken"],
  },
  {
    // Ollama gives every call index 0 (vercel/ai#14277): a client that joins by index merges two calls.
    id: "stream/index-unique",
    claim: "no two calls of a stream share an index",
    notes: ["index-reused", "call-index-reused"],
    finding: "index-reused",
    rule: must(reports("vercel/ai#14277")),
  },
  {
    // Mistral and Gemini leave it out (AstrBot#6692): clients fall back to the order of the calls.
    id: "stream/index-present",
    claim: "every call of a stream has an index",
    notes: ["index-missing"],
    finding: "index-missing",
    rule: should(openai("ChatCompletionChunk.choices[].delta.tool_calls[].index")),
  },
  {
    id: "stream/index-number",
    claim: "the index of a call is a number",
    notes: ["index-not-number"],
    finding: "index-not-number",
    rule: should(openai("ChatCompletionChunk.choices[].delta.tool_calls[].index: number")),
  },
  {
    // A client that joins by index reads one call; one that joins by id reads several, none of them whole.
    id: "stream/call-id-stable",
    claim: "a call keeps its id",
    notes: ["call-id-changed"],
    finding: "call-id-changed",
    rule: should(reports("poolsideai/pool#9", "vllm-project/vllm#23522")),
    explainedBy: ["index-reused"],
  },
  {
    // Some clients join names and some take the first or the last one, so that they call different tools.
    id: "stream/call-name-whole",
    claim: "the name of a call arrives once and whole",
    notes: ["tool-name-split", "tool-name-changed"],
    finding: "call-name-changed",
    rule: should(reports("openai-python, accumulate_delta")),
  },
  {
    // Every client joins the pieces, and gets arguments that are not JSON.
    id: "stream/arguments-once",
    claim: "each piece of a call's arguments adds to those before it",
    notes: ["arguments-repeated"],
    finding: "arguments-repeated",
    rule: must(openai("ChatCompletionChunk.choices[].delta.tool_calls[].function.arguments")),
  },
  {
    // OpenRouter repeats the same word in most of its streams (recordings of 2025 and 2026); that is not a second finish.
    id: "stream/finish-once",
    claim: "a stream finishes once, or repeats the same word",
    notes: ["finish-repeated"],
    finding: "finish-repeated",
    rule: should(openai("ChatCompletionChunk.choices[].finish_reason")),
    contradicts: (message) => !/: (\S+)(?:, \1)+$/.test(message),
  },
  {
    id: "stream/events-known",
    claim: "every event is one that the API defines",
    notes: ["unknown-event", "event-name"],
    finding: "unknown-event",
    rule: should(both("ChatCompletionChunk", "ConverseStreamOutput")),
  },
  {
    // "Each chunk has the same ID", "Each chunk has the same timestamp".
    id: "stream/identity-stable",
    claim: "every chunk has the same id, time and model",
    notes: ["identity-changed"],
    finding: "identity-changed",
    rule: should(openai("ChatCompletionChunk.id, .created")),
  },
  {
    id: "stream/metadata-once",
    claim: "metadata arrives once",
    notes: ["metadata-repeated"],
    finding: "metadata-repeated",
    rule: should(bedrock("ConverseStreamOutput.metadata")),
  },
];

/** What the decoder noted about the order, the indexes and the chunks of a stream. */
export const streamNotes: readonly Check[] = rules.map(noteCheck);
