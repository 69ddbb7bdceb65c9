import { messages as messagesApi } from "../../chat/apis/messages.js";
import { isJsonObject, type JsonObject, type JsonValue } from "../../chat/json.js";
import type { Warning } from "../../chat/reply.js";
import { type ChatRequest, plainRequest } from "../../chat/request.js";
import { headerOf, type WireRequest } from "../../wire/exchange.js";
import { parseJson } from "../../wire/json.js";
import { readConversation } from "../anthropic/decode-request/conversation.js";
import { betasInHeader, betasMember, joinedBetas } from "../betas/beta-names.js";
import { stringIn } from "../draft/read-json.js";
import { decodeSettings } from "./decode-request/settings.js";

/** A chat request, with a warning for each part of the wire request that it cannot express. */
type DecodedRequest = { readonly request: ChatRequest; readonly warnings: readonly Warning[] };

/**
 * Decodes a wire request. A member that the chat vocabulary does not have, or whose type is not the API's, goes into `extra`
 * unchanged; so do betas of the header `anthropic-beta`, as a list. On Vertex AI the path names the model. A body that is not a JSON object gives an empty request with a warning.
 */
export function decodeRequest({ url, headers, body: bytes }: WireRequest, body?: JsonObject): DecodedRequest {
  const at = { url, betas: betasInHeader(headerOf(headers, "anthropic-beta")) };
  if (body !== undefined) return decodeBody(at, body);
  const parsed = parseJson(bytes === null ? "" : new TextDecoder().decode(bytes));
  if (parsed.ok && isJsonObject(parsed.value)) return decodeBody(at, parsed.value);
  const message = parsed.ok ? "the body is not a JSON object" : `the body is not JSON: ${parsed.message}`;
  const model = modelInPath(url) ?? "";
  return { request: plainRequest(model, []), warnings: [{ id: "body-unreadable", field: "", message }] };
}

type BesideBody = { readonly url: string; readonly betas: readonly string[] | null };

function decodeBody({ url, betas }: BesideBody, body: JsonObject): DecodedRequest {
  const warnings: Warning[] = [];
  const model = stringIn(body, "model") ?? modelInPath(url);
  if (model === null) warnings.push({ id: "model-missing", field: "model", message: "the request names no model" });
  if (!Array.isArray(body["messages"])) {
    warnings.push({ id: "messages-missing", field: "messages", message: "the request has no list of messages" });
  }
  const conversation = readConversation(body, warnings);
  const { settings, read } = decodeSettings(body, warnings);
  const extra: { [name: string]: JsonValue } = {};
  for (const [name, value] of Object.entries(body)) if (!read.has(name) && !isSaid(name, value)) extra[name] = value;
  if (betas !== null) extra[betasMember] = joinedBetas(extra[betasMember], betas);
  return { request: { ...plainRequest(model ?? "", conversation), ...settings, extra }, warnings };
}

/**
 * True for a member that the request says elsewhere: streaming is part of the API, and `anthropic_version` part of a host's door
 * (Vertex AI, InvokeModel).
 */
function isSaid(name: string, value: JsonValue): boolean {
  if (name === "stream") return typeof value === "boolean";
  if (name === "messages") return Array.isArray(value);
  if (name === "system") return typeof value === "string" || Array.isArray(value);
  return name === "anthropic_version" || (name === "model" && typeof value === "string");
}

function modelInPath(url: string): string | null {
  const path = url.replace(/[?#].*$/, "");
  for (const { whole, streaming } of messagesApi.morePaths ?? []) {
    const found = (whole.exec(path) ?? streaming?.exec(path))?.groups?.["model"];
    if (found !== undefined) return decoded(found);
  }
  return null;
}

/** Text that is no valid percent-encoding stays as it is. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
