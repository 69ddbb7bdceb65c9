import type { FindingId } from "../verdict.js";
import { type Check, type CheckName, note } from "./check.js";

/** The decoder saw it on the wire and noted it: the note becomes a finding of the same name. */
export function noteCheck(name: CheckName, finding: FindingId): Check {
  return {
    ...name,
    needsWholeReply: true,
    explainedBy: [],
    run: ({ turn, streaming }) => {
      if (!streaming) return null;
      const seen = turn.reply.notes.find((one) => one.id === finding);
      return seen === undefined ? [] : [note(finding, null, seen.message)];
    },
  };
}
