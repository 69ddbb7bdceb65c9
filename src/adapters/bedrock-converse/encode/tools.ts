import type { JsonObject } from "../../../chat/json.js";
import type { ChatRequest, Tool, ToolChoice } from "../../../chat/request.js";
import { unreachable } from "../../../chat/unreachable.js";
import { firstToolBlock } from "../../blocks/tool-history.js";
import type { Warn } from "../../blocks/warning-log.js";

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
    ...(tools === null ? {} : { tools: tools.map((tool, index) => encodeTool(tool, `tools[${index}]`, warn)) }),
    ...(choice === null ? {} : { toolChoice: choice }),
  };
}

function encodeTool({ name, description, parameters, strict }: Tool, field: string, warn: Warn): JsonObject {
  if (parameters === null)
    warn("tool-parameters-missing", `${field}.parameters`, "Converse requires inputSchema; none is sent");
  return {
    toolSpec: {
      name,
      ...(description === null ? {} : { description }),
      ...(parameters === null ? {} : { inputSchema: { json: parameters } }),
      ...(strict === null ? {} : { strict }),
    },
  };
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
