import { quote } from "../../compare-text.js";
import { bad, type Check } from "../check.js";
import { must, scenarioExpects } from "../rule.js";

/** Of several conversations in flight, each gets its own replies: none has the marker of another one, in its text, its reasoning or its calls. */
export const inFlightOwnReply: Check = {
  id: "in-flight/own-reply",
  claim: "no reply has what another conversation in flight said",
  rule: must(scenarioExpects),
  explainedBy: [],
  needsWholeReply: false,
  run: ({ turn, beside }) => {
    if (beside === undefined) return null;
    const text = JSON.stringify(turn.reply.parts).toLowerCase();
    const foreign = beside.markers.filter((marker) => text.includes(marker.toLowerCase()));
    return foreign.map((marker) =>
      bad("crossed-reply", null, `${quote(marker)} is of another conversation; this one is ${quote(beside.own)}`),
    );
  },
};
