import { announcesCall, finishText } from "../../../chat/finish-of.js";
import { toolCallsOf } from "../../../chat/read-reply.js";
import type { FinishKind } from "../../../chat/reply.js";
import { unreadText } from "../../unread-text.js";
import { visibleTextOf } from "../../visible-text.js";
import { bad, type Check, callElsewhere, note } from "../check.js";
import { both, mustOrNote } from "../rule.js";

/**
 * The finish reason and the calls of a reply agree. `stop` beside calls is a note, since the calls can still be answered; so is
 * text under `stop` where only the upstream's word announces a call.
 */
export const toolsFinishAgrees: Check = {
  id: "tools/finish-agrees",
  claim: "the finish reason and the calls of a reply agree",
  rule: mustOrNote(both("finish_reason tool_calls: the model called a tool", "StopReason tool_use")),
  needsWholeReply: true,
  explainedBy: [...callElsewhere, "legacy-call"],
  run: ({ turn: { reply } }) => {
    const calls = toolCallsOf(reply).length;
    if (reply.finish === null) return null;
    const words = finishText(reply.finish);
    if (announcesCall(reply.finish) && calls === 0 && isDecided(reply.finish.kind)) {
      const seen = `finish ${words}, and no call in the reply${unreadText(reply)}`;
      const isLost = reply.finish.kind === "tool-calls" || visibleTextOf(reply).trim() === "";
      return [(isLost ? bad : note)("tool-use-without-block", null, seen)];
    }
    if (reply.finish.kind === "stop" && calls > 0) {
      return [note("stop-with-tool-calls", null, `finish ${words} with ${calls} call${calls === 1 ? "" : "s"}`)];
    }
    return [];
  },
};

/** A limit, a filter or a failure explains by itself that no call came. */
function isDecided(kind: FinishKind): boolean {
  return kind === "tool-calls" || kind === "stop";
}
