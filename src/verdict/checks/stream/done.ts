import { noteCheck } from "../note-check.js";
import { should } from "../rule.js";

/** A stream ends with `[DONE]` after its last chunk. */
export const streamDone = noteCheck({
  id: "stream/done",
  claim: "a stream ends with [DONE]",
  rule: should({ source: "OpenAI API reference, streaming: terminated by data: [DONE]", date: "2026-11-21" }),
  notes: ["done-missing"],
  finding: "done-missing",
  streamsOnly: true,
});
