import { isJsonObject, type JsonObject, type JsonValue } from "../../chat/json.js";
import type { Warning } from "../../chat/reply.js";
import type { ChatRequest } from "../../chat/request.js";
import { decodeRequestBody } from "./decode-request.js";

/** What a client asked a server of this API, or why it is not taken: a member, and what to do. */
export type ServerRequest =
  | {
      readonly kind: "request";
      /** `model` is what the client wrote. */
      readonly request: ChatRequest;
      readonly stream: boolean;
      readonly includeUsage: boolean;
      readonly warnings: readonly Warning[];
    }
  | { readonly kind: "refused"; readonly param: string | null; readonly message: string };

const roles = ["system", "developer", "user", "assistant", "tool", "function"];

/** Members by which a request could lead the router elsewhere or name a secret: they are the configuration's alone. */
const forbidden =
  /^(?:api_base|base_url|api_key|api_version|azure_.*|aws_.*|vertex_.*|custom_llm_provider|organization|extra_headers|headers|proxy)$/i;

/** Reads the parsed body of a chat completion request. Members that it does not know stand in `request.extra`, as they came. */
export function readServerRequest(body: JsonValue, { maxMessages }: { readonly maxMessages: number }): ServerRequest {
  if (!isJsonObject(body)) return refused(null, "the body must be a JSON object");
  const mistake = mistakeIn(body, maxMessages);
  if (mistake !== null) return mistake;
  const { stream, stream_options: options, ...rest } = body;
  const { request, warnings } = decodeRequestBody(rest);
  const unread = warnings.find(({ id }) => id === "messages-missing" || id === "message-unreadable");
  if (unread !== undefined) return refused(unread.field, unread.message);
  return {
    kind: "request",
    request,
    stream: stream === true,
    includeUsage: isJsonObject(options ?? null) && (options as JsonObject)["include_usage"] === true,
    warnings: warnings.filter(({ id }) => id !== "model-missing"),
  };
}

function mistakeIn(body: JsonObject, maxMessages: number): ServerRequest | null {
  const elsewhere = Object.keys(body).find((name) => forbidden.test(name));
  if (elsewhere !== undefined) return refused(elsewhere, `${elsewhere} is the configuration's to say, not a request's`);
  const { messages, model, stream, n } = body;
  if (!Array.isArray(messages)) return refused("messages", "messages must be a list");
  if (messages.length === 0) return refused("messages", "messages must hold at least one message");
  if (messages.length > maxMessages) return refused("messages", `at most ${maxMessages} messages are taken`);
  if (model !== undefined && model !== null && typeof model !== "string")
    return refused("model", "model must be a text");
  if (stream !== undefined && stream !== null && typeof stream !== "boolean")
    return refused("stream", "stream must be true or false");
  if (n !== undefined && n !== null && n !== 1) return refused("n", "one reply a request: ask again for another");
  for (const member of ["functions", "function_call"]) {
    if (body[member] !== undefined && body[member] !== null)
      return refused(member, `${member} is deprecated: write tools and tool_choice`);
  }
  for (const [index, message] of messages.entries()) {
    const wrong = messageMistake(message, index);
    if (wrong !== null) return wrong;
  }
  return toolMistake(body);
}

function messageMistake(message: JsonValue, index: number): ServerRequest | null {
  const at = `messages[${index}]`;
  if (!isJsonObject(message)) return refused(at, "a message must be an object");
  const { role, content } = message;
  if (typeof role !== "string" || !roles.includes(role)) {
    return refused(`${at}.role`, `the role must be one of ${roles.slice(0, 5).join(", ")}`);
  }
  if (role === "function")
    return refused(`${at}.role`, "the role function is deprecated: write tool, with tool_call_id");
  const isContent = content === undefined || content === null || typeof content === "string" || Array.isArray(content);
  if (!isContent) return refused(`${at}.content`, "content must be a text or a list of parts");
  if (role === "tool" && typeof message["tool_call_id"] !== "string") {
    return refused(`${at}.tool_call_id`, "a tool message names the call that it answers");
  }
  const calls = message["tool_calls"];
  if (calls !== undefined && calls !== null && !Array.isArray(calls))
    return refused(`${at}.tool_calls`, "tool_calls must be a list");
  return null;
}

function toolMistake({ tools, tool_choice: choice }: JsonObject): ServerRequest | null {
  if (tools !== undefined && tools !== null && !Array.isArray(tools)) return refused("tools", "tools must be a list");
  for (const [index, tool] of (Array.isArray(tools) ? tools : []).entries()) {
    const call = isJsonObject(tool) ? tool["function"] : undefined;
    if (!isJsonObject(call ?? null) || typeof (call as JsonObject)["name"] !== "string") {
      return refused(`tools[${index}].function.name`, "a tool is { type: function, function: { name, … } }");
    }
  }
  const isNamed = isJsonObject(choice ?? null) && isJsonObject((choice as JsonObject)["function"] ?? null);
  const isWord = choice === undefined || choice === null || ["auto", "none", "required"].includes(String(choice));
  if (!isWord && !isNamed)
    return refused("tool_choice", "tool_choice is auto, none, required or { type: function, function: { name } }");
  const hasTools = Array.isArray(tools) && tools.length > 0;
  if (!hasTools && (choice === "required" || isNamed))
    return refused("tool_choice", "a call is required, and there are no tools");
  return null;
}

function refused(param: string | null, message: string): ServerRequest {
  return { kind: "refused", param, message };
}
