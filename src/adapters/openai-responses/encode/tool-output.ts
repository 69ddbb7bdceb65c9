import type { JsonObject, JsonValue } from "../../../chat/json.js";
import type { ToolMessage } from "../../../chat/message.js";
import { type ItemContext, warn } from "./context.js";
import { dropCachePoint, encodeContent } from "./parts.js";

/** Encodes a tool's result: its output is a string for a single text, else a list of parts, images and files among them. */
export function encodeToolOutput(message: ToolMessage, field: string, context: ItemContext): JsonObject {
  if (message.toolCallId === null)
    warn(context, "tool-call-id-missing", [`${field}.toolCallId`, "a tool result without the id of its call"]);
  // `status` of the item says whether it is whole, not whether the tool failed (openai 6.49, FunctionCallOutput).
  if (message.status === "error")
    warn(context, "tool-status-dropped", [`${field}.status`, "this API cannot mark a tool result as failed"]);
  return {
    type: "function_call_output",
    ...(message.toolCallId === null ? {} : { call_id: message.toolCallId }),
    output: encodeOutput(message, field, context),
  };
}

function encodeOutput({ parts }: ToolMessage, field: string, context: ItemContext): JsonValue {
  if (parts.every(({ kind }) => kind === "cache-point")) {
    for (const at of parts.keys()) dropCachePoint(`${field}.parts[${at}]`, context);
    warn(context, "tool-result-empty", [`${field}.parts`, "a result without parts is sent as an empty text"]);
    return "";
  }
  const encodable = parts.map((part, index) => {
    if (part.kind !== "json") return part;
    warn(context, "json-as-text", [`${field}.parts[${index}]`, "JSON is sent as JSON text"]);
    return { kind: "text", text: JSON.stringify(part.value) } as const;
  });
  return encodeContent(encodable, field, context);
}
