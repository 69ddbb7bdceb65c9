import type { Check } from "../check.js";
import { type NoteRule, noteCheck } from "../note-check.js";
import { must, openai, should } from "../rule.js";

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
    // Every client reads U+FFFD in place of such bytes: the reply has lost characters.
    id: "envelope/utf-8",
    claim: "the bytes of a reply are UTF-8",
    notes: ["not-utf8"],
    finding: "not-utf8",
    rule: should({ source: "RFC 8259, 8.1: JSON text between systems must be UTF-8", date: "2026-11-28" }),
    ofParts: true,
  },
];

/** What the decoder noted about the form of the reply as a whole. */
export const envelopeNotes: readonly Check[] = rules.map(noteCheck);
