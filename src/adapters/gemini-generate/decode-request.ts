import { isJsonObject, type JsonObject, type JsonValue } from "../../chat/json.js";
import type { Warning } from "../../chat/reply.js";
import { type ChatRequest, plainRequest } from "../../chat/request.js";
import type { WireRequest } from "../../wire/exchange.js";
import { parseJson } from "../../wire/json.js";
import { decodeContents } from "./decode-request/contents.js";
import { decodeSettings } from "./decode-request/settings.js";
import { decodeChoice, decodeTools } from "./decode-request/tools.js";
import { memberOf, objectsAt } from "./wire.js";

type DecodedRequest = { readonly request: ChatRequest; readonly warnings: readonly Warning[] };

/**
 * Decodes a wire request; the model is in its path. A member that the chat vocabulary does not have goes into `extra` unchanged; a
 * part or a tool that it does not have is a warning.
 */
export function decodeRequest({ url, body: bytes }: WireRequest, body?: JsonObject): DecodedRequest {
  if (body !== undefined) return decodeBody(url, body);
  const parsed = parseJson(bytes === null ? "" : new TextDecoder().decode(bytes));
  if (parsed.ok && isJsonObject(parsed.value)) return decodeBody(url, parsed.value);
  const message = parsed.ok ? "the body is not a JSON object" : `the body is not JSON: ${parsed.message}`;
  return { request: plainRequest(modelIn(url), []), warnings: [{ id: "body-unreadable", field: "", message }] };
}

function decodeBody(url: string, body: JsonObject): DecodedRequest {
  const warnings: Warning[] = [];
  if (!Array.isArray(body["contents"])) {
    warnings.push({ id: "messages-missing", field: "contents", message: "the request has no list of contents" });
  }
  const messages = decodeContents(memberOf(body, "systemInstruction"), objectsAt(body, "contents"), warnings);
  // One tool may stand for a list of one, as in any protobuf.
  const listed = isJsonObject(body["tools"]) ? [body["tools"]] : objectsAt(body, "tools");
  const tools = body["tools"] === undefined || body["tools"] === null ? null : decodeTools(listed, warnings);
  const settings = decodeSettings(memberOf(body, "generationConfig"), warnings);
  const extra: { [name: string]: JsonValue } = {};
  for (const [name, value] of Object.entries(body)) {
    if (!readMembers.has(name) && value !== null) extra[name] = value;
  }
  const choice = decodeChoice(memberOf(body, "toolConfig"), warnings);
  const request = Object.assign(plainRequest(modelIn(url), messages), settings, { tools, toolChoice: choice, extra });
  return { request, warnings };
}

const readMembers: ReadonlySet<string> = new Set([
  ...["contents", "tools", "systemInstruction", "system_instruction", "generationConfig", "generation_config"],
  ...["toolConfig", "tool_config"],
]);

function modelIn(url: string): string {
  return /\/(?:models|tunedModels|endpoints)\/([^/:?#]+):/.exec(url)?.[1] ?? "";
}
