import { isJsonObject, type JsonObject, type JsonValue } from "../../chat/json.js";
import type { Warning } from "../../chat/reply.js";
import { type ChatRequest, plainRequest } from "../../chat/request.js";
import { headerOf, type WireRequest } from "../../wire/exchange.js";
import { parseJson } from "../../wire/json.js";
import { betasInHeader, betasMember, joinedBetas } from "../betas/beta-names.js";
import { textAt } from "../openai/wire-members.js";
import { withChoices } from "./decode-request/choices.js";
import { decodeMessages } from "./decode-request/messages.js";
import { decodeSettings } from "./decode-request/settings.js";

/** A chat request, with a warning for each part of the wire request that it cannot express. */
type DecodedRequest = { readonly request: ChatRequest; readonly warnings: readonly Warning[] };

/**
 * Decodes a wire request. Nothing is lost: a member that the chat vocabulary does not have, or whose type is not the
 * API's, goes into `extra` unchanged; so do betas of OpenRouter's header, as a list. A body that is not a JSON object gives an empty request with a warning.
 */
export function decodeRequest(request: WireRequest, body?: JsonObject): DecodedRequest {
  const betas = betasInHeader(headerOf(request.headers, "x-anthropic-beta"));
  if (body !== undefined) return decodeWhole(body, betas);
  const text = request.body === null ? "" : new TextDecoder().decode(request.body);
  const parsed = parseJson(text);
  if (parsed.ok && isJsonObject(parsed.value)) return decodeWhole(parsed.value, betas);
  const message = parsed.ok ? "the body is not a JSON object" : `the body is not JSON: ${parsed.message}`;
  return { request: plainRequest("", []), warnings: [{ id: "body-unreadable", field: "", message }] };
}

function decodeWhole(body: JsonObject, betas: readonly string[] | null): DecodedRequest {
  const { request: read, warnings } = decodeRequestBody(body);
  const request = withChoices(read);
  if (betas === null) return { request, warnings };
  const extra = { ...request.extra, [betasMember]: joinedBetas(request.extra[betasMember], betas) };
  return { request: { ...request, extra }, warnings };
}

/** {@link decodeRequest} for a parsed body of a router's client, whose choices, log probabilities and bias stay in `extra`. */
export function decodeRequestBody(body: JsonObject): DecodedRequest {
  const warnings: Warning[] = [];
  const { settings, read } = decodeSettings(body);
  const model = textAt(body, "model");
  if (model === null) warnings.push({ id: "model-missing", field: "model", message: "the request names no model" });
  const messages = Array.isArray(body["messages"]) ? decodeMessages(body["messages"], warnings) : [];
  if (!Array.isArray(body["messages"])) {
    warnings.push({ id: "messages-missing", field: "messages", message: "the request has no list of messages" });
  }
  const isRead = (name: string) =>
    read.has(name) || (name === "model" && model !== null) || (name === "messages" && Array.isArray(body["messages"]));
  const extra: { [name: string]: JsonValue } = {};
  for (const name of Object.keys(body)) {
    const value = body[name];
    if (value !== undefined && !isRead(name) && !isStreamSwitch(name, value)) extra[name] = value;
  }
  return { request: Object.assign(plainRequest(model ?? "", messages), settings, { extra }), warnings };
}

/** Streaming is part of the API and usage is always requested, so neither is a member of a chat request. */
function isStreamSwitch(name: string, value: JsonValue): boolean {
  if (name === "stream") return typeof value === "boolean";
  if (name !== "stream_options" || !isJsonObject(value)) return false;
  return Object.keys(value).length === 1 && value["include_usage"] === true;
}
