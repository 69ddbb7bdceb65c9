import { visibleTextOf } from "../../visible-text.js";
import { type Check, note } from "../check.js";
import { reports, should } from "../rule.js";

/** A text of this many characters is more than any service puts into one delta of its own accord. */
const longText = 400;

/** A stream brings its text in pieces; one that brings all of it at once was held back by somebody on the way. */
export const streamIncremental: Check = {
  id: "stream/incremental",
  claim: "a long text comes in more than one piece",
  rule: should(reports("webai openai_conformance_test, streaming.timing")),
  needsWholeReply: true,
  explainedBy: [],
  run: ({ turn: { reply }, streaming }) => {
    const characters = visibleTextOf(reply).length;
    if (!streaming || reply.textPieces === null || characters < longText) return null;
    return reply.textPieces > 1 ? [] : [note("buffered", null, `${characters} characters in one piece`)];
  },
};
