import { quote } from "../../compare-text.js";
import { unreadText } from "../../unread-text.js";
import { visibleTextOf } from "../../visible-text.js";
import { bad } from "../check.js";
import { both, must } from "../rule.js";
import { finishWords, substanceCheck } from "./substance-check.js";

/** A reply is not held back by a filter or guardrail, in whole or in part. */
export const replyNotFiltered = substanceCheck(
  {
    id: "reply/not-filtered",
    claim: "no filter holds a reply back",
    rule: must(both("finish_reason content_filter", "StopReason guardrail_intervened, content_filtered")),
  },
  (substance, { turn }) => {
    const isFiltered = substance.kind === "filtered" || turn.reply.finish?.kind === "content-filter";
    if (!isFiltered || substance.kind === "refusal") return [];
    const text = visibleTextOf(turn.reply);
    const seen = text === "" ? unreadText(turn.reply) : `; text ${quote(text)}`;
    return [bad("filtered", null, `${finishWords(turn.reply.finish)}${seen}`)];
  },
);
