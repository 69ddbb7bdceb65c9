import { toolCallsOf } from "../../../chat/read-reply.js";
import { bad, type Check, callsBroken } from "../check.js";
import { must, scenarioExpects } from "../rule.js";
import { describeCall } from "../tool-calls.js";
import { expectationsOf } from "./expectations-of.js";

/** No call is made where the scenario expects none. */
export const expectNoCalls: Check = {
  id: "expect/no-calls",
  claim: "no call is made where none is expected",
  rule: must(scenarioExpects),
  needsWholeReply: true,
  explainedBy: ["choice-ignored", ...callsBroken, "repeats-call", "unexpected-call", "duplicate-call", "phantom-call"],
  run: (judged) => {
    if (expectationsOf(judged, "no-calls").length === 0) return null;
    const calls = toolCallsOf(judged.turn.reply);
    return calls.length === 0 ? [] : [bad("unexpected-call", null, calls.map(describeCall).join(", "))];
  },
};
