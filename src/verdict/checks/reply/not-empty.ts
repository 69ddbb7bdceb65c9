import { unreadText } from "../../unread-text.js";
import { bad } from "../check.js";
import { both, must } from "../rule.js";
import { finishWords, substanceCheck } from "./substance-check.js";

/** A reply shows text, a call or other content. The cause of the finding is the reason why it is empty. */
export const replyNotEmpty = substanceCheck(
  {
    id: "reply/not-empty",
    claim: "a reply shows something",
    rule: must(both("ChatCompletionMessage", "ConverseOutput.message")),
  },
  (substance, { turn }) => {
    if (substance.kind !== "empty") return [];
    const tokens = turn.reply.usage?.outputTokens ?? null;
    const counted = tokens === null ? "output tokens not reported" : `${tokens} output tokens reported`;
    return [
      bad(
        "empty-reply",
        substance.cause,
        `no text, no call; ${finishWords(turn.reply.finish)}; ${counted}${unreadText(turn.reply)}`,
      ),
    ];
  },
);
