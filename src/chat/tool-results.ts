import { isJsonObject } from "./json.js";
import type { Message } from "./message.js";

/**
 * True where a request has what came of a call: a message of a tool, or an item of OpenAI's Responses that answers a call of another
 * kind, which is kept as it came (`custom_tool_call_output`, `tool_search_output`, `mcp_approval_response`, …).
 */
export function hasToolResult(messages: readonly Message[]): boolean {
  return messages.some(
    (message) => message.role === "tool" || (message.role === "assistant" && hasOutputItem(message)),
  );
}

function hasOutputItem({ parts }: Extract<Message, { role: "assistant" }>): boolean {
  return parts.some((part) => {
    const type = part.kind === "other" && isJsonObject(part.raw) ? part.raw["type"] : null;
    return typeof type === "string" && /_(?:output|approval_response)$/.test(type);
  });
}
