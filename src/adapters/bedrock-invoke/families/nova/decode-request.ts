import type { JsonObject } from "../../../../chat/json.js";
import type {
  AssistantPart,
  CachePointPart,
  ImagePart,
  Message,
  SystemPart,
  ToolMessage,
  ToolResultPart,
  UserPart,
} from "../../../../chat/message.js";
import type { Warning } from "../../../../chat/reply.js";
import type { Tool, ToolChoice } from "../../../../chat/request.js";
import { booleanIn, objectIn, objectsIn, stringIn } from "../../../draft/read-json.js";
import { decodedBody, readSettings } from "../../decode-request/decoded-body.js";
import type { DecodedBody } from "../family.js";

/** Decodes a `messages-v1` body. Older bodies have `max_new_tokens` and `top_p` (recordings of 2025). */
export function decodeNova(body: JsonObject): DecodedBody {
  const warnings: Warning[] = [];
  const inference = objectIn(body, "inferenceConfig") ?? {};
  const toolConfig = objectIn(body, "toolConfig") ?? {};
  const system = (objectsIn(body, "system") ?? []).flatMap((block): readonly SystemPart[] => [
    ...textParts(block),
    ...cachePoints(block),
  ]);
  const opening: readonly Message[] = system.length === 0 ? [] : [{ role: "system", parts: system, name: null }];
  return decodedBody(body, {
    messages: [...opening, ...(objectsIn(body, "messages") ?? []).flatMap((turn, at) => readTurn(turn, at, warnings))],
    settings: {
      ...readSettings(inference, {
        maxOutputTokens: ["maxTokens", "max_new_tokens"],
        temperature: ["temperature"],
        topP: ["topP", "top_p"],
        topK: ["topK", "top_k"],
        stopSequences: ["stopSequences"],
      }),
      tools: readTools(toolConfig, warnings),
      toolChoice: readToolChoice(objectIn(toolConfig, "toolChoice")),
      reasoning: readReasoning(inference),
    },
    members: ["schemaVersion", "system", "messages", "inferenceConfig", "toolConfig"],
    warnings,
  });
}

function readTurn(turn: JsonObject, at: number, warnings: Warning[]): readonly Message[] {
  const blocks = objectsIn(turn, "content") ?? [];
  if (stringIn(turn, "role") === "assistant") {
    return [{ role: "assistant", parts: blocks.flatMap(assistantParts), name: null }];
  }
  const results = blocks.flatMap((block) => {
    const result = objectIn(block, "toolResult");
    return result === null ? [] : [toolMessage(result)];
  });
  const parts = blocks.flatMap((block): readonly UserPart[] => {
    if (objectIn(block, "toolResult") !== null) return [];
    const read = [...textParts(block), ...imageParts(block), ...cachePoints(block)];
    if (read.length === 0) {
      const message = `a block with ${Object.keys(block).join(", ")}`;
      warnings.push({ id: "part-dropped", field: `messages[${at}]`, message });
    }
    return read;
  });
  return parts.length === 0 && results.length > 0 ? results : [...results, { role: "user", parts, name: null }];
}

function toolMessage(result: JsonObject): ToolMessage {
  const status = stringIn(result, "status");
  return {
    role: "tool",
    toolCallId: stringIn(result, "toolUseId"),
    toolName: null,
    parts: (objectsIn(result, "content") ?? []).flatMap((block): readonly ToolResultPart[] => {
      const json = block["json"];
      return json === undefined ? [...textParts(block), ...imageParts(block)] : [{ kind: "json", value: json }];
    }),
    status: status === "success" || status === "error" ? status : null,
  };
}

function assistantParts(block: JsonObject): readonly AssistantPart[] {
  const toolUse = objectIn(block, "toolUse");
  const reasoning = objectIn(block, "reasoningContent");
  const text = textParts(block);
  if (text.length > 0) return text;
  if (toolUse !== null) {
    const input = toolUse["input"];
    const argumentsText = input === undefined ? null : JSON.stringify(input);
    return [{ kind: "tool-call", id: stringIn(toolUse, "toolUseId"), name: stringIn(toolUse, "name"), argumentsText }];
  }
  if (reasoning === null) return [{ kind: "other", raw: block }];
  const shown = objectIn(reasoning, "reasoningText") ?? {};
  return [
    {
      kind: "reasoning",
      text: stringIn(shown, "text"),
      signature: stringIn(shown, "signature"),
      redacted: stringIn(reasoning, "redactedContent"),
      details: null,
      field: "reasoningContent",
    },
  ];
}

function textParts(block: JsonObject) {
  const text = stringIn(block, "text");
  return text === null ? [] : [{ kind: "text", text } as const];
}

function cachePoints(block: JsonObject): readonly CachePointPart[] {
  const point = objectIn(block, "cachePoint");
  return point === null ? [] : [{ kind: "cache-point", ttl: stringIn(point, "ttl") }];
}

function imageParts(block: JsonObject): readonly ImagePart[] {
  const image = objectIn(block, "image");
  if (image === null) return [];
  const format = stringIn(image, "format");
  const base64 = stringIn(objectIn(image, "source") ?? {}, "bytes");
  if (format === null || base64 === null) return [];
  return [{ kind: "image", source: { kind: "bytes", mediaType: `image/${format}`, base64 } }];
}

function readTools(toolConfig: JsonObject, warnings: Warning[]): readonly Tool[] | null {
  const tools = objectsIn(toolConfig, "tools");
  if (tools === null) return null;
  return tools.flatMap((tool, at) => {
    const spec = objectIn(tool, "toolSpec") ?? {};
    const name = stringIn(spec, "name");
    if (name === null) {
      warnings.push({ id: "tool-dropped", field: `toolConfig.tools[${at}]`, message: "no toolSpec with a name" });
      return [];
    }
    const parameters = objectIn(objectIn(spec, "inputSchema") ?? {}, "json");
    return [{ name, description: stringIn(spec, "description"), parameters, strict: booleanIn(spec, "strict") }];
  });
}

function readToolChoice(choice: JsonObject | null): ToolChoice | null {
  if (choice === null) return null;
  if (choice["auto"] !== undefined) return { kind: "auto" };
  if (choice["any"] !== undefined) return { kind: "required" };
  const name = stringIn(objectIn(choice, "tool") ?? {}, "name");
  return name === null ? null : { kind: "tool", name };
}

function readReasoning(inference: JsonObject) {
  const config = objectIn(inference, "reasoningConfig");
  if (config === null) return null;
  const mode = stringIn(config, "type") === "disabled" ? "off" : "on";
  return { mode, effort: stringIn(config, "maxReasoningEffort"), budgetTokens: null } as const;
}
