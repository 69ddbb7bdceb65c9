import type { FindingId } from "../verdict.js";
import { type Check, note } from "./check.js";

/** The decoder saw it on the wire and noted it: the note becomes a finding of the same name. */
export function noteCheck(id: string, claim: string, finding: FindingId): Check {
  return {
    id,
    claim,
    needsWholeReply: true,
    explainedBy: [],
    run: ({ turn, streaming }) => {
      if (!streaming) return null;
      const seen = turn.reply.notes.find((one) => one.id === finding);
      return seen === undefined ? [] : [note(finding, null, seen.message)];
    },
  };
}
