import { isStreaming } from "../../chat/api.js";
import type { JsonObject } from "../../chat/json.js";
import type { ChatRequest, Tool, ToolChoice } from "../../chat/request.js";
import type { Target } from "../../chat/target.js";
import { Refusal } from "./refusal.js";
import type { RepairContext } from "./repair-step.js";
import { firstToolBlock } from "./tool-history.js";
import type { Warn } from "./warning-log.js";

/**
 * Changes tools and tool choice to what the service accepts. Tools that the history needs are kept, or rebuilt from it
 * ("The toolConfig field must be defined when using toolUse and toolResult content blocks."; Anthropic: "Requests which include
 * `tool_use` or `tool_result` blocks must define tools"). Tools are never dropped silently.
 */
export function repairTools(request: ChatRequest, { target, service, warn }: RepairContext): ChatRequest {
  const place = firstToolBlock(request.messages);
  const history = place !== null;
  const offered = request.tools !== null && request.tools.length > 0 ? request.tools : null;
  if (offered !== null || history) refuseIfUnable(target, offered !== null ? "tools" : (place ?? "tools"));
  if (request.tools?.length === 0) {
    warn("dropped", "tools", `${service.name} refuses an empty list of tools; none is sent`);
  }
  const kept = (those: readonly Tool[]) =>
    service.hasChoiceNone ? those : keptTools(those, request.toolChoice, { history, service, warn });
  const tools = offered === null ? rebuilt(request, place, warn) : kept(offered);
  return {
    ...request,
    tools: tools?.map((tool, index) => complete(tool, `tools[${index}]`, warn)) ?? null,
    toolChoice:
      tools === null
        ? droppedChoice(request.toolChoice, warn)
        : choiceFor(request.toolChoice, { target, service, warn }),
  };
}

function refuseIfUnable({ api, capabilities, id }: Target, field: string): void {
  if (capabilities.tools === false) throw new Refusal(field, `${id} does not support tools`);
  if (isStreaming(api) && capabilities.streamingTools === false) {
    throw new Refusal(field, `${id} does not support tools while streaming; send the request without streaming`);
  }
}

/** For a service without a tool choice "none": the tools are left out; but a history with calls needs them anyway. */
function keptTools(
  tools: readonly Tool[],
  choice: ToolChoice | null,
  { history, service, warn }: Pick<RepairContext, "service" | "warn"> & { readonly history: boolean },
): readonly Tool[] | null {
  if (choice?.kind !== "none") return tools;
  if (history) {
    warn(
      "tool-choice-none",
      "toolChoice",
      "the history has tool blocks, so the tools are still offered; the model may call one",
    );
    return tools;
  }
  warn("tool-choice-none", "tools", `${service.name} has no tool choice "none": the tools are not offered`);
  return null;
}

function rebuilt({ messages, tools }: ChatRequest, place: string | null, warn: Warn): readonly Tool[] | null {
  if (place === null) return null;
  const called = messages.flatMap((message) =>
    message.role === "assistant"
      ? message.parts.flatMap((part) => (part.kind === "tool-call" && part.name !== null ? [part.name] : []))
      : [],
  );
  const names = [...new Set(called)];
  warn(
    "tools-rebuilt",
    tools === null ? place : "tools",
    `the history has tool blocks, so these tools are declared without a schema: ${names.join(", ")}`,
  );
  return names.map((name) => ({ name, description: null, parameters: anyObject, strict: null }));
}

const anyObject: JsonObject = { type: "object", properties: {} };

function complete(tool: Tool, field: string, warn: Warn): Tool {
  if (tool.description === "") warn("dropped", `${field}.description`, "an empty description is not sent");
  if (tool.parameters === null) warn("parameters-added", `${field}.parameters`, "sent as an object without properties");
  return {
    ...tool,
    description: tool.description === "" ? null : tool.description,
    parameters: tool.parameters ?? anyObject,
  };
}

function droppedChoice(choice: ToolChoice | null, warn: Warn): null {
  if (choice !== null && choice.kind !== "none") warn("dropped", "toolChoice", "there is no tool to choose from");
  return null;
}

function choiceFor(choice: ToolChoice | null, { target, service, warn }: RepairContext): ToolChoice | null {
  if (choice === null || (choice.kind === "none" && !service.hasChoiceNone)) return null;
  const supported = target.capabilities.toolChoice;
  if (supported === null || supported.includes(choice.kind)) return choice;
  warn("dropped", "toolChoice", `this model supports ${supported.join(", ")}, not ${choice.kind}; the model decides`);
  return null;
}
