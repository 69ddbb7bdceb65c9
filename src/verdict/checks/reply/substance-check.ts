import { finishText } from "../../../chat/finish-of.js";
import type { Finish } from "../../../chat/reply.js";
import { type Substance, substanceOf } from "../../blank-reply.js";
import { type Check, type CheckFinding, type CheckName, callElsewhere, type JudgedTurn } from "../check.js";

/** A check of what a whole reply consists of (see {@link substanceOf}). */
export function substanceCheck(
  name: CheckName,
  find: (substance: Substance, judged: JudgedTurn) => readonly CheckFinding[],
): Check {
  return {
    ...name,
    needsWholeReply: true,
    explainedBy: [...callElsewhere, "message-missing", "legacy-call"],
    run: (judged) => find(substanceOf(judged.turn.reply), judged),
  };
}

/** The finish reason as reports print it: `finish end_turn`, `finish stop / network_error`. */
export function finishWords(finish: Finish | null): string {
  return finish === null ? "no finish reason" : `finish ${finishText(finish)}`;
}
