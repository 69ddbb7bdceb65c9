import { isJsonObject, type JsonObject, type JsonValue, withoutNulls } from "../../../chat/json.js";
import type { ChatRequest, Tool, ToolChoice } from "../../../chat/request.js";
import { unreachable } from "../../../chat/unreachable.js";

/**
 * Encodes tools, the tool choice and parallel calls; a setting that is null is not sent. Tools that a list in `extra` has too are left
 * to it: a list that also holds tools of other kinds is kept there whole.
 */
export function encodeTools(request: ChatRequest): JsonObject {
  const { tools, extra } = request;
  return withoutNulls({
    tools: tools === null || hasAll(extra["tools"], tools) ? null : tools.map(encodeTool),
    tool_choice: request.toolChoice === null ? null : encodeChoice(request.toolChoice),
    parallel_tool_calls: request.parallelToolCalls,
  });
}

function hasAll(list: JsonValue | undefined, tools: readonly Tool[]): boolean {
  if (!Array.isArray(list)) return false;
  const names = new Set(list.map((tool) => (isJsonObject(tool) ? tool["name"] : null)));
  return tools.every(({ name }) => names.has(name));
}

/**
 * A tool is flat here. Its `parameters` may be null and not absent (openai 6.49, FunctionTool; OpenRouterTeam/typescript-sdk,
 * ResponsesRequestToolFunction, 2026-11). `strict` that is not sent means true to OpenAI here, and false in Chat Completions.
 */
function encodeTool({ name, description, parameters, strict }: Tool): JsonObject {
  const known = withoutNulls({ type: "function", name, description, strict });
  return { ...known, parameters };
}

function encodeChoice(choice: ToolChoice): string | JsonObject {
  switch (choice.kind) {
    case "auto":
    case "none":
    case "required":
      return choice.kind;
    case "tool":
      return { type: "function", name: choice.name };
    default:
      return unreachable(choice);
  }
}
