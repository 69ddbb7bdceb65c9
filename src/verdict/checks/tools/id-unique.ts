import { toolCallsOf } from "../../../chat/read-reply.js";
import { bad } from "../check.js";
import { both, must } from "../rule.js";
import { hasId } from "../tool-calls.js";
import { callCheck } from "./call-check.js";

/** No two calls of one reply share an id. */
export const toolsIdUnique = callCheck(
  {
    id: "tools/id-unique",
    claim: "no two calls of a reply share an id",
    rule: must(both("ChatCompletionMessageToolCall.id", "ToolUseBlock.toolUseId")),
  },
  ({ turn }) => {
    const ids = toolCallsOf(turn.reply)
      .filter(hasId)
      .map(({ id }) => id);
    const twice = ids.filter((id, index) => ids.indexOf(id) !== index);
    return [...new Set(twice)].map((id) =>
      bad("call-id-duplicate", null, `id ${JSON.stringify(id)} on more than one call`),
    );
  },
);
