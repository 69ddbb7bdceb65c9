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
];

/** What the decoder noted about the form of the reply as a whole. */
export const envelopeNotes: readonly Check[] = rules.map(noteCheck);
