import { type Substance, substanceOf } from "../../blank-reply.js";
import { type Check, type CheckName, callElsewhere, type JudgedTurn, type Seen } from "../check.js";

/** A claim about what a whole reply consists of. */
export function substanceCheck(
  name: CheckName,
  find: (substance: Substance, judged: JudgedTurn) => readonly Seen[],
): Check {
  return {
    ...name,
    needsWholeReply: true,
    explainedBy: [...callElsewhere, "message-missing", "legacy-call"],
    run: (judged) => find(substanceOf(judged.turn.reply), judged),
  };
}

/** The finish reason in the words of a report. */
export function finishWords(finish: { readonly kind: string; readonly raw: string | null } | null): string {
  return finish === null ? "no finish reason" : `finish ${finish.raw ?? finish.kind}`;
}
