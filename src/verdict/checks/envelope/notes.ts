import type { Check } from "../check.js";
import { type NoteRule, noteCheck } from "../note-check.js";
import { must, openai, reports, should } from "../rule.js";

const rules: readonly NoteRule[] = [
  {
    // One JSON body in answer to a request for a stream, or a stream where none was requested: a client that trusts its own
    // request reads nothing.
    id: "envelope/form-as-asked",
    claim: "the reply has the requested form",
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
    // Every client reads U+FFFD in place of such bytes: the reply has lost characters. A byte order mark inside an event adds one.
    id: "envelope/utf-8",
    claim: "the bytes of a reply are UTF-8",
    notes: ["not-utf8", "byte-order-mark"],
    finding: "not-utf8",
    rule: should({ source: "RFC 8259, 8.1: JSON text between systems must be UTF-8", date: "2026-11-28" }),
    ofParts: true,
  },
  {
    // OpenRouter has put the whole completion into `provider`: clients read nothing.
    id: "envelope/at-the-top",
    claim: "the completion is the body, not a member of it",
    notes: ["nested-reply"],
    finding: "nested-reply",
    rule: should(reports("pydantic/pydantic-ai#3994", "pydantic/pydantic-ai#4528")),
  },
  {
    // One choice is judged. What is wrong with another one is named, since nothing else would show it.
    id: "envelope/one-choice",
    claim: "the reply is one choice",
    notes: ["choices-ignored", "extra-choices"],
    finding: "other-choices",
    // More are asked for: then only what is wrong with one of them.
    contradicts: (message, { choices }) => (choices ?? 1) < 2 || / is (?:blank|cut|without)/.test(message),
    cause: (message) => (/ is [^;]*blank/.test(message) ? "blank" : message.includes("cut by") ? "cut" : null),
    rule: should(openai("ChatCompletionCreateParams.n: defaults to 1")),
  },
  {
    id: "envelope/usage-form",
    claim: "token counts are numbers in the API's own members",
    notes: ["usage-form"],
    finding: "usage-form",
    rule: should(openai("CompletionUsage")),
  },
];

/** What the decoder noted about the form of the reply as a whole. */
export const envelopeNotes: readonly Check[] = rules.map(noteCheck);
