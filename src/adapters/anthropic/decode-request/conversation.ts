import type { JsonObject, JsonValue } from "../../../chat/json.js";
import type {
  AssistantPart,
  Message,
  SystemMessage,
  ToolMessage,
  ToolResultPart,
  UserPart,
} from "../../../chat/message.js";
import type { Warning } from "../../../chat/reply.js";
import type { Tool, ToolChoice } from "../../../chat/request.js";
import { booleanIn, numberIn, objectIn, objectsIn, stringIn } from "../../draft/read-json.js";
import { decodedBody, namesOf, readSettings, type SettingNames } from "../../bedrock-invoke/decode-request/decoded-body.js";
import type { DecodedBody } from "../../bedrock-invoke/families/family.js";

const names: SettingNames = {
  maxOutputTokens: ["max_tokens", "max_tokens_to_sample"],
  temperature: ["temperature"],
  topP: ["top_p"],
  topK: ["top_k"],
  stopSequences: ["stop_sequences"],
};

/** Decodes a Messages body, or the prompt body of Claude 2. */
export function decodeAnthropic(body: JsonObject): DecodedBody {
  const warnings: Warning[] = [];
  const choice = objectIn(body, "tool_choice") ?? {};
  const serial = booleanIn(choice, "disable_parallel_tool_use");
  return decodedBody(body, {
    messages: readConversation(body, warnings),
    settings: {
      ...readSettings(body, names),
      tools: readTools(body, warnings),
      toolChoice: readToolChoice(choice),
      parallelToolCalls: serial === null ? null : !serial,
      reasoning: readThinking(body),
    },
    members: [
      ...namesOf(names),
      "anthropic_version",
      "system",
      "messages",
      "prompt",
      "tools",
      "tool_choice",
      "thinking",
    ],
    warnings,
  });
}

function readConversation(body: JsonObject, warnings: Warning[]): readonly Message[] {
  const prompt = stringIn(body, "prompt");
  if (prompt !== null) return [{ role: "user", parts: [{ kind: "text", text: prompt }], name: null }];
  const spoken = (objectsIn(body, "messages") ?? []).flatMap((message, at) => readTurn(message, at, warnings));
  return [...readSystem(body["system"]), ...spoken];
}

function readSystem(system: JsonValue | undefined): readonly SystemMessage[] {
  const parts = blocksOf(system).flatMap((block) => [...textPart(block), ...cachePart(block)]);
  return parts.length === 0 ? [] : [{ role: "system", parts, name: null }];
}

function readTurn(message: JsonObject, at: number, warnings: Warning[]): readonly Message[] {
  const blocks = blocksOf(message["content"]);
  if (stringIn(message, "role") === "assistant") {
    return [{ role: "assistant", parts: blocks.flatMap(assistantParts), name: null }];
  }
  const results = blocks.filter((block) => stringIn(block, "type") === "tool_result").map(toolMessage);
  const rest = blocks.filter((block) => stringIn(block, "type") !== "tool_result");
  const parts = rest.flatMap((block) => userParts(block, at, warnings));
  return parts.length === 0 && results.length > 0 ? results : [...results, { role: "user", parts, name: null }];
}

function toolMessage(block: JsonObject): ToolMessage {
  const failed = booleanIn(block, "is_error");
  const parts = blocksOf(block["content"]).flatMap((inner): readonly ToolResultPart[] => [
    ...textPart(inner),
    ...imagePart(inner),
  ]);
  return {
    role: "tool",
    toolCallId: stringIn(block, "tool_use_id"),
    toolName: null,
    parts,
    status: failed === null ? null : failed ? "error" : "success",
  };
}

function userParts(block: JsonObject, at: number, warnings: Warning[]): readonly UserPart[] {
  const parts: readonly UserPart[] = [...textPart(block), ...imagePart(block)];
  if (parts.length === 0) {
    const message = `a ${String(stringIn(block, "type"))} block`;
    warnings.push({ id: "part-dropped", field: `messages[${at}]`, message });
  }
  return [...parts, ...cachePart(block)];
}

function assistantParts(block: JsonObject): readonly AssistantPart[] {
  switch (stringIn(block, "type")) {
    case "text":
      return textPart(block);
    case "tool_use": {
      const input = block["input"];
      const argumentsText = input === undefined ? null : JSON.stringify(input);
      return [{ kind: "tool-call", id: stringIn(block, "id"), name: stringIn(block, "name"), argumentsText }];
    }
    case "thinking":
    case "redacted_thinking":
      return [
        {
          kind: "reasoning",
          text: stringIn(block, "thinking"),
          signature: stringIn(block, "signature"),
          redacted: stringIn(block, "data"),
          details: null,
          field: "thinking",
        },
      ];
    default:
      return [{ kind: "other", raw: block }];
  }
}

function blocksOf(content: JsonValue | undefined): readonly JsonObject[] {
  if (typeof content === "string") return [{ type: "text", text: content }];
  return objectsIn({ content: content ?? null }, "content") ?? [];
}

function textPart(block: JsonObject) {
  const text = stringIn(block, "text");
  return text === null ? [] : [{ kind: "text", text } as const];
}

function cachePart(block: JsonObject) {
  const control = objectIn(block, "cache_control");
  return control === null ? [] : [{ kind: "cache-point", ttl: stringIn(control, "ttl") } as const];
}

function imagePart(block: JsonObject) {
  const source = objectIn(block, "source");
  if (source === null || stringIn(block, "type") !== "image") return [];
  const base64 = stringIn(source, "data");
  const mediaType = stringIn(source, "media_type");
  if (base64 !== null && mediaType !== null) {
    return [{ kind: "image", source: { kind: "bytes", mediaType, base64 } } as const];
  }
  const url = stringIn(source, "url");
  return url === null ? [] : [{ kind: "image", source: { kind: "url", url } } as const];
}

function readTools(body: JsonObject, warnings: Warning[]): readonly Tool[] | null {
  const tools = objectsIn(body, "tools");
  if (tools === null) return null;
  return tools.flatMap((tool, at) => {
    const name = stringIn(tool, "name");
    if (name === null) {
      warnings.push({ id: "tool-dropped", field: `tools[${at}]`, message: "the tool has no name" });
      return [];
    }
    const parameters = objectIn(tool, "input_schema");
    return [{ name, description: stringIn(tool, "description"), parameters, strict: booleanIn(tool, "strict") }];
  });
}

function readToolChoice(choice: JsonObject): ToolChoice | null {
  const type = stringIn(choice, "type");
  if (type === "auto" || type === "none") return { kind: type };
  if (type === "any") return { kind: "required" };
  const name = stringIn(choice, "name");
  return type === "tool" && name !== null ? { kind: "tool", name } : null;
}

function readThinking(body: JsonObject) {
  const thinking = objectIn(body, "thinking");
  if (thinking === null) return null;
  const mode = stringIn(thinking, "type") === "disabled" ? "off" : "on";
  return { mode, effort: null, budgetTokens: numberIn(thinking, "budget_tokens") } as const;
}
