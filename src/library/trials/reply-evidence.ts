import { finishText } from "../../chat/finish-of.js";
import { reasoningTextOf, toolCallsOf } from "../../chat/read-reply.js";
import type { Reply } from "../../chat/reply.js";
import type { ReplyEvidence } from "../../report/sheet/trial-evidence.js";
import { shortened } from "../../verdict/compare-text.js";
import { visibleTextOf } from "../../verdict/visible-text.js";

/** Texts of a reply are shown up to so many characters. */
const most = 8_000;

/** A reply as pages show it. */
export function replyEvidence(reply: Reply): ReplyEvidence {
  const text = visibleTextOf(reply);
  const reasoning = reasoningTextOf(reply);
  return {
    text: text === "" ? null : shortened(text, most),
    reasoning: reasoning === null ? null : shortened(reasoning, most),
    calls: toolCallsOf(reply).map(({ id, name, argumentsText }) => ({
      ...{ id, name },
      argumentsText: argumentsText === null ? null : shortened(argumentsText, most),
    })),
    finish: reply.finish === null ? null : finishText(reply.finish),
    usage: reply.usage?.raw ?? null,
    completeness: reply.completeness,
    failure: reply.failure === null ? null : `${reply.failure.kind}: ${shortened(reply.failure.message, most)}`,
  };
}
