import { toolCallsOf } from "../../../chat/read-reply.js";
import { bad } from "../check.js";
import { both, must } from "../rule.js";
import { describeCall, hasId, isNamed } from "../tool-calls.js";
import { callCheck } from "./call-check.js";

/** Every call has an id; without one it cannot be answered. */
export const toolsIdPresent = callCheck(
  {
    id: "tools/id-present",
    claim: "every call has an id",
    rule: must(both("ChatCompletionMessageToolCall.id", "ToolUseBlock.toolUseId")),
  },
  (judged) =>
    toolCallsOf(judged.turn.reply)
      .filter((call) => isNamed(call) && !hasId(call))
      .map((call) => bad("call-id-missing", call.id === null ? null : "blank", describeCall(call))),
);
