import { type JsonObject, withoutNulls } from "../../../chat/json.js";
import type { ChatRequest, Tool, ToolChoice } from "../../../chat/request.js";
import { unreachable } from "../../../chat/unreachable.js";

/** Encodes tools, the tool choice and parallel calls; a setting that is null is not sent. */
export function encodeTools(request: ChatRequest): JsonObject {
  return withoutNulls({
    tools: request.tools === null ? null : request.tools.map(encodeTool),
    tool_choice: request.toolChoice === null ? null : encodeChoice(request.toolChoice),
    parallel_tool_calls: request.parallelToolCalls,
  });
}

function encodeTool(tool: Tool): JsonObject {
  const { name, description, parameters, strict } = tool;
  return { type: "function", function: withoutNulls({ name, description, parameters, strict }) };
}

function encodeChoice(choice: ToolChoice): string | JsonObject {
  switch (choice.kind) {
    case "auto":
    case "none":
    case "required":
      return choice.kind;
    case "tool":
      return { type: "function", function: { name: choice.name } };
    default:
      return unreachable(choice);
  }
}
