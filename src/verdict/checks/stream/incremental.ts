import { visibleTextOf } from "../../visible-text.js";
import { type Check, note } from "../check.js";
import { reports, should } from "../rule.js";

/** No service puts this many characters into one delta unless something buffers the stream. */
const longText = 400;

/** A stream delivers its text in pieces. If a long text arrives all at once, something on the way buffered it. */
export const streamIncremental: Check = {
  id: "stream/incremental",
  claim: "a long text arrives in more than one piece",
  rule: should(reports("webai openai_conformance_test, streaming.timing")),
  needsWholeReply: true,
  explainedBy: [],
  run: ({ turn: { reply }, streaming }) => {
    const characters = visibleTextOf(reply).length;
    if (!streaming || reply.textPieces === null || characters < longText) return null;
    return reply.textPieces > 1 ? [] : [note("buffered", null, `${characters} characters in one piece`)];
  },
};
