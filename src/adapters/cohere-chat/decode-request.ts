import { isJsonObject, type JsonObject, type JsonValue } from "../../chat/json.js";
import type { Warning } from "../../chat/reply.js";
import { type ChatRequest, plainRequest } from "../../chat/request.js";
import type { WireRequest } from "../../wire/exchange.js";
import { parseJson } from "../../wire/json.js";
import { textAt } from "../openai/wire-members.js";
import { decodeMessages } from "./decode-request/messages.js";
import { decodeSettings } from "./decode-request/settings.js";

type DecodedRequest = { readonly request: ChatRequest; readonly warnings: readonly Warning[] };

/** Decodes a wire request. A member that the chat vocabulary does not have goes into `extra` unchanged. */
export function decodeRequest(request: WireRequest, body?: JsonObject): DecodedRequest {
  if (body !== undefined) return decodeBody(body);
  const parsed = parseJson(request.body === null ? "" : new TextDecoder().decode(request.body));
  if (parsed.ok && isJsonObject(parsed.value)) return decodeBody(parsed.value);
  const message = parsed.ok ? "the body is not a JSON object" : `the body is not JSON: ${parsed.message}`;
  return { request: plainRequest("", []), warnings: [{ id: "body-unreadable", field: "", message }] };
}

function decodeBody(body: JsonObject): DecodedRequest {
  const warnings: Warning[] = [];
  const { settings, read } = decodeSettings(body);
  const model = textAt(body, "model");
  if (model === null) warnings.push({ id: "model-missing", field: "model", message: "the request names no model" });
  const listed = body["messages"];
  const messages = Array.isArray(listed) ? decodeMessages(listed, warnings) : [];
  if (!Array.isArray(listed)) {
    warnings.push({ id: "messages-missing", field: "messages", message: "the request has no list of messages" });
  }
  const extra: { [name: string]: JsonValue } = {};
  for (const [name, value] of Object.entries(body)) {
    if (!read.has(name) && !["model", "messages", "stream"].includes(name)) extra[name] = value;
  }
  return { request: Object.assign(plainRequest(model ?? "", messages), settings, { extra }), warnings };
}
