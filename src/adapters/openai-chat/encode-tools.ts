import type { JsonObject } from "../../chat/json.js";
import type { ChatRequest, Tool, ToolChoice } from "../../chat/request.js";
import { unreachable } from "../../chat/unreachable.js";

/** Tools, the choice among them and whether several may be called at once; what is null is not sent. */
export function encodeTools(request: ChatRequest): JsonObject {
  return {
    ...(request.tools === null ? {} : { tools: request.tools.map(encodeTool) }),
    ...(request.toolChoice === null ? {} : { tool_choice: encodeChoice(request.toolChoice) }),
    ...(request.parallelToolCalls === null ? {} : { parallel_tool_calls: request.parallelToolCalls }),
  };
}

function encodeTool(tool: Tool): JsonObject {
  return {
    type: "function",
    function: {
      name: tool.name,
      ...(tool.description === null ? {} : { description: tool.description }),
      ...(tool.parameters === null ? {} : { parameters: tool.parameters }),
      ...(tool.strict === null ? {} : { strict: tool.strict }),
    },
  };
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
