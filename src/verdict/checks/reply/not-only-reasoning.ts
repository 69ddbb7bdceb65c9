import { quote } from "../../compare-text.js";
import { unreadText } from "../../unread-text.js";
import { bad } from "../check.js";
import { must, reports } from "../rule.js";
import { substanceCheck } from "./substance-check.js";

/** A reply is more than reasoning, whether that is a separate part, text in think tags, or hidden tokens. */
export const replyNotOnlyReasoning = substanceCheck(
  {
    id: "reply/not-only-reasoning",
    claim: "a reply shows more than reasoning",
    rule: must(reports("Kimi-K2#128", "MiniMax provider verifier, response_not_only_reasoning")),
  },
  (substance, { turn }) => {
    if (substance.kind !== "reasoning-only") return [];
    const cause = substance.cause === "part" ? null : substance.cause;
    const seen = substance.cause === "hidden" ? "reasoning tokens counted, none shown" : quote(substance.reasoning);
    return [bad("reasoning-only", cause, `reasoning and nothing else: ${seen}${unreadText(turn.reply)}`)];
  },
);
