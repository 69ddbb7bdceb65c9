import { finishText } from "../../../chat/finish-of.js";
import { toolCallsOf } from "../../../chat/read-reply.js";
import { unreadText } from "../../unread-text.js";
import { bad, type Check, callElsewhere, note } from "../check.js";
import { both, must } from "../rule.js";

/** The finish reason and the calls of a reply agree. `stop` beside calls is a note, since the calls can still be answered. */
export const toolsFinishAgrees: Check = {
  id: "tools/finish-agrees",
  claim: "the finish reason and the calls of a reply agree",
  rule: must(both("finish_reason tool_calls: the model called a tool", "StopReason tool_use")),
  needsWholeReply: true,
  explainedBy: [...callElsewhere],
  run: ({ turn: { reply } }) => {
    const calls = toolCallsOf(reply).length;
    if (reply.finish === null) return null;
    const words = finishText(reply.finish);
    if (reply.finish.kind === "tool-calls" && calls === 0) {
      return [bad("tool-use-without-block", null, `finish ${words}, and no call in the reply${unreadText(reply)}`)];
    }
    if (reply.finish.kind === "stop" && calls > 0) {
      return [note("stop-with-tool-calls", null, `finish ${words} with ${calls} call${calls === 1 ? "" : "s"}`)];
    }
    return [];
  },
};
