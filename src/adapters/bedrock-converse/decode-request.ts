import { readBedrockModelPath } from "../../chat/bedrock-url.js";
import { isJsonObject, type JsonObject, type JsonValue } from "../../chat/json.js";
import type { Message, SystemPart } from "../../chat/message.js";
import type { Warning } from "../../chat/reply.js";
import { type ChatRequest, plainRequest } from "../../chat/request.js";
import type { WireRequest } from "../../wire/exchange.js";
import { parseJson } from "../../wire/json.js";
import { createWarningLog, type Warn } from "../blocks/warning-log.js";
import { decodeAssistantPart, decodeCachePoint } from "./decode-request/assistant-parts.js";
import { decodeResponseFormat, decodeSettings } from "./decode-request/settings.js";
import { decodeToolConfig } from "./decode-request/tools.js";
import { decodeUserTurn } from "./decode-request/user-turn.js";
import { listOf, objectOf, textOf } from "./wire.js";

/**
 * Decodes a Converse request. Members that are not read here (guardrailConfig, additionalModelRequestFields, …) go into
 * `extra` unchanged; a block that the chat vocabulary does not have is a warning. Never throws.
 */
export function decodeRequest(
  request: WireRequest,
  body?: JsonObject,
): { readonly request: ChatRequest; readonly warnings: readonly Warning[] } {
  const { warn, warnings } = createWarningLog();
  const model = readBedrockModelPath(request.url)?.modelId ?? "";
  if (model === "") warn("model-missing", "url", "the path names no model");
  if (body !== undefined) return { request: decodeBody(model, body, warn), warnings };
  const parsed = parseJson(new TextDecoder().decode(request.body ?? new Uint8Array()));
  if (parsed.ok && isJsonObject(parsed.value)) return { request: decodeBody(model, parsed.value, warn), warnings };
  warn(
    "body-unreadable",
    "body",
    parsed.ok ? "the body is not a JSON object" : `the body is not JSON: ${parsed.message}`,
  );
  return { request: plainRequest(model, []), warnings };
}

const readHere: ReadonlySet<string> = new Set(["modelId", "system", "messages", "toolConfig", "inferenceConfig"]);

function decodeBody(model: string, body: JsonObject, warn: Warn): ChatRequest {
  const toolConfig = objectOf(body, "toolConfig");
  const format = decodeResponseFormat(objectOf(body, "outputConfig"));
  const unread = Object.entries(body).filter(
    ([name]) => !readHere.has(name) && !(name === "outputConfig" && format !== null),
  );
  return {
    ...plainRequest(model, [...decodeSystem(body, warn), ...decodeMessages(body, warn)]),
    ...(toolConfig === null ? {} : decodeToolConfig(toolConfig, warn)),
    ...decodeSettings(objectOf(body, "inferenceConfig"), warn),
    responseFormat: format,
    extra: Object.fromEntries(unread),
  };
}

function decodeSystem(body: JsonObject, warn: Warn): readonly Message[] {
  const blocks = listOf(body, "system");
  if (blocks === null || blocks.length === 0) return [];
  return [{ role: "system", parts: systemParts(blocks, "system", warn), name: null }];
}

function systemParts(blocks: readonly JsonValue[], field: string, warn: Warn): readonly SystemPart[] {
  return blocks.flatMap((block, index): SystemPart[] => {
    const text = isJsonObject(block) ? textOf(block, "text") : null;
    if (text !== null) return [{ kind: "text", text }];
    const cachePoint = isJsonObject(block) ? objectOf(block, "cachePoint") : null;
    if (cachePoint !== null) return [decodeCachePoint(cachePoint)];
    warn("unread-block", `${field}[${index}]`, "a system message cannot hold this block");
    return [];
  });
}

function decodeMessages(body: JsonObject, warn: Warn): readonly Message[] {
  return (listOf(body, "messages") ?? []).flatMap((message, index): readonly Message[] => {
    const field = `messages[${index}]`;
    const content = isJsonObject(message) ? listOf(message, "content") : null;
    if (!isJsonObject(message) || content === null) {
      warn("unread-message", field, "a message without content is not read");
      return [];
    }
    const role = textOf(message, "role");
    switch (role) {
      case "assistant":
        return [
          {
            role,
            parts: content.map((block, part) => decodeAssistantPart(block, `${field}.content[${part}]`, warn)),
            name: null,
          },
        ];
      case "user":
        return decodeUserTurn(content, `${field}.content`, warn);
      case "system":
        return [{ role, parts: systemParts(content, `${field}.content`, warn), name: null }];
      default:
        warn("unread-message", field, `a message with the role ${JSON.stringify(role)} is not read`);
        return [];
    }
  });
}
