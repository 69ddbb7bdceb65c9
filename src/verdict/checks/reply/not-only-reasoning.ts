import { quote } from "../../compare-text.js";
import { bad } from "../check.js";
import { must, reports } from "../rule.js";
import { substanceCheck } from "./substance-check.js";

/** Reasoning is not an answer: not in a part of its own, not in think tags, and not as hidden tokens. */
export const replyNotOnlyReasoning = substanceCheck(
  {
    id: "reply/not-only-reasoning",
    claim: "a reply shows more than reasoning",
    rule: must(reports("Kimi-K2#128", "MiniMax provider verifier, response_not_only_reasoning")),
  },
  (substance) => {
    if (substance.kind !== "reasoning-only") return [];
    const cause = substance.cause === "part" ? null : substance.cause;
    const seen = substance.cause === "hidden" ? "reasoning tokens counted, none shown" : quote(substance.reasoning);
    return [bad("reasoning-only", cause, `reasoning and nothing else: ${seen}`)];
  },
);
