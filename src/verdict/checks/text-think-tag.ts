import { quote } from "../compare-text.js";
import { taggedThoughtIn, visibleTextOf } from "../visible-text.js";
import { type Check, note } from "./check.js";

/** A thought does not stand in the text. A note: the answer is there; with nothing after it, it is `reasoning-only`. */
export const textThinkTag: Check = {
  id: "text/think-tag",
  claim: "no thought stands in the text",
  needsWholeReply: true,
  explainedBy: ["reasoning-only"],
  run: ({ turn }) => {
    const text = visibleTextOf(turn.reply);
    const thought = taggedThoughtIn(text);
    return thought === null ? [] : [note("think-tag-in-text", thought.cause, quote(text))];
  },
};
