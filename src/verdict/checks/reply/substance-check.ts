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

/** The finish reason as reports print it: `finish end_turn`. */
export function finishWords(finish: { readonly kind: string; readonly raw: string | null } | null): string {
  return finish === null ? "no finish reason" : `finish ${finish.raw ?? finish.kind}`;
}
