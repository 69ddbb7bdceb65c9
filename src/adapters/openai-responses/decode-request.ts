import { isJsonObject, type JsonObject, type JsonValue } from "../../chat/json.js";
import type { Message } from "../../chat/message.js";
import type { Warning } from "../../chat/reply.js";
import { type ChatRequest, plainRequest } from "../../chat/request.js";
import type { WireRequest } from "../../wire/exchange.js";
import { parseJson } from "../../wire/json.js";
import { textAt } from "../openai/wire-members.js";
import { decodeInput } from "./decode-request/input.js";
import type { Warn } from "./decode-request/place.js";
import { decodeSettings } from "./decode-request/settings.js";

/** A chat request, with a warning for each part of the wire request that it cannot express. */
type DecodedRequest = { readonly request: ChatRequest; readonly warnings: readonly Warning[] };

/**
 * Decodes a wire request. Nothing is lost: a member that the chat vocabulary does not have, or has in part, goes into `extra`
 * unchanged, and an item that it does not have is kept whole in its place. A body that is not a JSON object gives an empty request
 * with a warning.
 */
export function decodeRequest(request: WireRequest, body?: JsonObject): DecodedRequest {
  if (body !== undefined) return decodeRequestBody(body);
  const text = request.body === null ? "" : new TextDecoder().decode(request.body);
  const parsed = parseJson(text);
  if (parsed.ok && isJsonObject(parsed.value)) return decodeRequestBody(parsed.value);
  const message = parsed.ok ? "the body is not a JSON object" : `the body is not JSON: ${parsed.message}`;
  return { request: plainRequest("", []), warnings: [{ id: "body-unreadable", field: "", message }] };
}

/** {@link decodeRequest} for a parsed body. */
export function decodeRequestBody(body: JsonObject): DecodedRequest {
  const warnings: Warning[] = [];
  const warn: Warn = (id, field, message) => warnings.push({ id, field, message });
  const { settings, read } = decodeSettings(body, warn);
  const model = textAt(body, "model");
  if (model === null) warn("model-missing", "model", "the request names no model");
  const messages = [...decodeInstructions(body), ...decodeInput(body["input"], warn)];
  warnOfHistory(body, warn);
  const isRead = (name: string, value: JsonValue): boolean => {
    if (name === "model") return model !== null;
    if (name === "input") return typeof value === "string" || Array.isArray(value);
    return name === "instructions" || name === "stream" ? typeof value !== "object" : read.has(name);
  };
  const extra = Object.fromEntries(Object.entries(body).filter(([name, value]) => !isRead(name, value)));
  return { request: Object.assign(plainRequest(model ?? "", messages), settings, { extra }), warnings };
}

/** `instructions` are the first thing that the model reads, as a system message is. */
function decodeInstructions(body: JsonObject): readonly Message[] {
  const text = textAt(body, "instructions");
  return text === null ? [] : [{ role: "system", parts: [{ kind: "text", text }], name: null }];
}

/** The members that stand for messages which the service has stored. */
const stored = ["previous_response_id", "conversation", "prompt"] as const;

function warnOfHistory(body: JsonObject, warn: Warn): void {
  for (const name of stored) {
    if (body[name] === undefined || body[name] === null) continue;
    warn("history-elsewhere", name, "the model reads more messages than the request has: the service has stored them");
  }
}
