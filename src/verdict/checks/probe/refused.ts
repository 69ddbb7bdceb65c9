import { expectedRefusal } from "../../../scenario/probe/refusal.js";
import { quote } from "../../compare-text.js";
import { visibleTextOf } from "../../visible-text.js";
import { bad, type Check } from "../check.js";
import { must, scenarioExpects } from "../rule.js";
import { probeAnswer } from "./probe-turn.js";

/** What must be refused is refused before anything is generated. */
export const probeRefused: Check = {
  id: "probe/refused",
  claim: "a request that must be refused is refused",
  rule: must(scenarioExpects),
  needsWholeReply: false,
  ofProbes: true,
  explainedBy: [],
  run: (judged) => {
    const expected = expectedRefusal(judged);
    if (expected === null) return null;
    const answer = probeAnswer(judged, expected);
    if (answer.kind === "elsewhere") return null;
    if (answer.kind !== "accepted") return [];
    const { status, usage } = judged.turn.reply;
    const text = visibleTextOf(judged.turn.reply);
    const tokens = usage?.outputTokens ?? null;
    const shown = text === "" ? "no text" : quote(text);
    const counted = tokens === null ? "" : `, ${tokens} output tokens`;
    const seen = `answered with ${status ?? 200} (${shown}${counted}), must be ${expected.statuses.join(" or ")}`;
    return [bad("probe-accepted", null, seen)];
  },
};
