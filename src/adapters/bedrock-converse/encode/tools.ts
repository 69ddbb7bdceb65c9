import type { JsonObject } from "../../../chat/json.js";
import type { ChatRequest, Tool, ToolChoice } from "../../../chat/request.js";
import { unreachable } from "../../../chat/unreachable.js";
import { firstToolBlock } from "../../blocks/tool-history.js";
import type { Warn } from "../../blocks/warning-log.js";
import { encodeCachePoint } from "./shared-blocks.js";

/** Encodes `toolConfig`; null when the request has neither tools nor a tool choice. */
export function encodeTools(request: ChatRequest, warn: Warn): JsonObject | null {
  const { tools, toolChoice } = request;
  if (tools === null && firstToolBlock(request.messages) !== null) {
    warn(
      "tool-config-missing",
      "tools",
      "the history has tool blocks but the request has no tools; Bedrock requires toolConfig",
    );
  }
  const choice = toolChoice === null ? null : encodeChoice(toolChoice, tools !== null, warn);
  if (tools === null && choice === null) return null;
  return {
    ...(tools === null ? {} : { tools: tools.flatMap((tool, index) => encodeTool(tool, `tools[${index}]`, warn)) }),
    ...(choice === null ? {} : { toolChoice: choice }),
  };
}

/** A cache point after a tool is an entry of its own in the list. */
function encodeTool(tool: Tool, field: string, warn: Warn): readonly JsonObject[] {
  const { name, description, parameters, strict, cachePoint } = tool;
  if (parameters === null)
    warn("tool-parameters-missing", `${field}.parameters`, "Converse requires inputSchema; none is sent");
  const toolSpec: JsonObject = {
    name,
    ...(description === null ? {} : { description }),
    ...(parameters === null ? {} : { inputSchema: { json: parameters } }),
    ...(strict === null ? {} : { strict }),
  };
  return cachePoint === undefined ? [{ toolSpec }] : [{ toolSpec }, encodeCachePoint(cachePoint)];
}

function encodeChoice(choice: ToolChoice, hasTools: boolean, warn: Warn): JsonObject | null {
  switch (choice.kind) {
    case "auto":
      return { auto: {} };
    case "required":
      return { any: {} };
    case "tool":
      return { tool: { name: choice.name } };
    case "none":
      warn(
        "tool-choice-none",
        "toolChoice",
        hasTools
          ? 'Converse has no tool choice "none": no choice is sent, and the tools are still offered'
          : 'Converse has no tool choice "none"',
      );
      return null;
    default:
      return unreachable(choice);
  }
}
