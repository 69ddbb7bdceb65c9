import type { JsonObject } from "../../chat/json.js";
import type { ChatRequest, Tool } from "../../chat/request.js";
import { unreachable } from "../../chat/unreachable.js";
import { cached } from "./write-blocks.js";

/** A tool. The API requires `input_schema`; a tool without a schema has no arguments. */
export function writeTool(tool: Tool): JsonObject {
  const written: JsonObject = {
    name: tool.name,
    ...(tool.description === null ? {} : { description: tool.description }),
    input_schema: tool.parameters ?? { type: "object", properties: {} },
    ...(tool.strict === null ? {} : { strict: tool.strict }),
  };
  return tool.cachePoint === undefined ? written : cached(written, tool.cachePoint);
}

/** `tool_choice`, which also has the switch for parallel calls; empty where neither is set. The switch needs tools. */
export function writeToolChoice(request: Pick<ChatRequest, "toolChoice" | "parallelToolCalls" | "tools">): JsonObject {
  const { toolChoice: choice, tools } = request;
  const parallel = tools === null ? null : request.parallelToolCalls;
  if (choice === null && parallel === null) return {};
  const kind = choice === null ? "auto" : choice.kind;
  const serial = parallel === null || kind === "none" ? {} : { disable_parallel_tool_use: !parallel };
  switch (kind) {
    case "auto":
    case "none":
      return { tool_choice: { type: kind, ...serial } };
    case "required":
      return { tool_choice: { type: "any", ...serial } };
    case "tool":
      return choice?.kind === "tool" ? { tool_choice: { type: "tool", name: choice.name, ...serial } } : {};
    default:
      return unreachable(kind);
  }
}
