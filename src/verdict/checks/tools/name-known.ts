import { toolCallsOf } from "../../../chat/read-reply.js";
import { bad } from "../check.js";
import { both, must } from "../rule.js";
import { describeCall, isNamed, toolNamed } from "../tool-calls.js";
import { callCheck } from "./call-check.js";

/** Every call names a tool that the request declared. */
export const toolsNameKnown = callCheck(
  {
    id: "tools/name-known",
    claim: "every call names a declared tool",
    rule: must(both("ChatCompletionMessageToolCall.function.name", "ToolUseBlock.name")),
  },
  (judged) =>
    toolCallsOf(judged.turn.reply).flatMap((call) => {
      if (!isNamed(call)) return [bad("phantom-call", "no-name", describeCall(call))];
      if (toolNamed(judged.tools, call.name) !== undefined) return [];
      const declared = judged.tools.map(({ name }) => name).join(", ");
      const cause = judged.tools.length === 0 ? "no-tools-declared" : null;
      return [bad("tool-name-unknown", cause, `${JSON.stringify(call.name)} is not one of: ${declared}`)];
    }),
);
