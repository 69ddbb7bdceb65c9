import { readBedrockModelPath } from "../../chat/bedrock-url.js";
import { isJsonObject, type JsonObject } from "../../chat/json.js";
import type { Warning } from "../../chat/reply.js";
import { type ChatRequest, plainRequest } from "../../chat/request.js";
import type { WireRequest } from "../../wire/exchange.js";
import { parseJson } from "../../wire/json.js";
import { detectFamily } from "./decode-request/detect-family.js";
import { familyNamed } from "./families/family-of.js";
import { textOf } from "./wire.js";

/** Decodes a request to InvokeModel. An unreadable body gives a warning and an empty conversation. */
export function decodeRequest(
  request: WireRequest,
  parsed?: JsonObject,
): { readonly request: ChatRequest; readonly warnings: readonly Warning[] } {
  const modelId = readBedrockModelPath(request.url)?.modelId ?? null;
  const body = parsed ?? bodyOf(request);
  const family = body === null ? null : detectFamily(modelId, body);
  const decoded = body === null || family === null ? null : familyNamed(family)?.decodeRequest(body);
  const unread = decoded === null || decoded === undefined;
  const warnings = unread
    ? [unreadable(body === null ? "the body is not a JSON object" : "no known body family")]
    : decoded.warnings;
  const plain = plainRequest(modelId === null ? unknownModel : modelId, []);
  const read = unread ? { ...plain, extra: body ?? {} } : { ...plain, ...decoded.request };
  if (modelId !== null) return { request: read, warnings };
  return {
    request: read,
    warnings: [...warnings, { id: "model-unknown", field: "model", message: "no model id in the path" }],
  };
}

const unknownModel = "unknown";

function bodyOf(request: WireRequest): JsonObject | null {
  if (request.body === null) return null;
  const parsed = parseJson(textOf(request.body));
  return parsed.ok && isJsonObject(parsed.value) ? parsed.value : null;
}

function unreadable(message: string): Warning {
  return { id: "request-unreadable", field: "body", message };
}
