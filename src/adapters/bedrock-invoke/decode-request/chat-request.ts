import { isJsonObject, type JsonObject, type JsonValue } from "../../../chat/json.js";
import type { AssistantPart, Message, SystemMessage, UserPart } from "../../../chat/message.js";
import type { Warning } from "../../../chat/reply.js";
import type { ChatRequest, ResponseFormat, Tool, ToolChoice } from "../../../chat/request.js";
import { booleanIn, objectIn, objectsIn, stringIn } from "../../draft/read-json.js";
import type { SettingPlaces } from "../encode/settings.js";
import type { DecodedBody } from "../families/family.js";
import { decodedBody, namesOf, readSettings, type SettingNames } from "./decoded-body.js";

/** Decodes a Chat Completions body of InvokeModel. Members that the chat vocabulary does not have go into `extra`. */
export function decodeChatBody(body: JsonObject, places: SettingPlaces): DecodedBody {
  const names: SettingNames = {
    ...Object.fromEntries(Object.entries(places.places).map(([setting, name]) => [setting, [name]])),
    maxOutputTokens: ["max_completion_tokens", "max_tokens"],
    stopSequences: ["stop"],
  };
  const warnings: Warning[] = [];
  const effort = stringIn(body, "reasoning_effort");
  const settings: Partial<ChatRequest> = {
    ...readSettings(body, names),
    tools: readTools(body, warnings),
    toolChoice: readToolChoice(body["tool_choice"]),
    parallelToolCalls: booleanIn(body, "parallel_tool_calls"),
    responseFormat: readResponseFormat(body, warnings),
    reasoning: effort === null ? null : { mode: "on", effort, budgetTokens: null },
  };
  return decodedBody(body, {
    messages: (objectsIn(body, "messages") ?? []).flatMap((message, at) => readMessage(message, at, warnings)),
    settings,
    members: [...namesOf(names), ...chatMembers],
    warnings,
  });
}

const chatMembers = ["messages", "tools", "tool_choice", "parallel_tool_calls", "response_format", "reasoning_effort"];

function readMessage(message: JsonObject, at: number, warnings: Warning[]): readonly Message[] {
  const name = stringIn(message, "name");
  const role = stringIn(message, "role");
  switch (role) {
    case "system":
    case "developer":
      return [readSystem(message, role)];
    case "user":
      return [{ role, parts: readUserParts(message["content"]), name }];
    case "assistant":
      return [{ role, parts: readAssistantParts(message), name }];
    case "tool":
      return [
        {
          role,
          toolCallId: stringIn(message, "tool_call_id"),
          toolName: name,
          parts: textsOf(message["content"]).map((text) => ({ kind: "text", text })),
          status: null,
        },
      ];
    default:
      warnings.push({ id: "message-dropped", field: `messages[${at}]`, message: `unknown role ${String(role)}` });
      return [];
  }
}

function readSystem(message: JsonObject, role: "system" | "developer"): SystemMessage {
  const parts = textsOf(message["content"]).map((text) => ({ kind: "text", text }) as const);
  return { role, parts, name: stringIn(message, "name") };
}

function textsOf(content: JsonValue | undefined): readonly string[] {
  if (typeof content === "string") return [content];
  return (objectsIn({ content: content ?? null }, "content") ?? []).flatMap((part) => {
    const text = stringIn(part, "text");
    return text === null ? [] : [text];
  });
}

function readUserParts(content: JsonValue | undefined): readonly UserPart[] {
  if (typeof content === "string") return [{ kind: "text", text: content }];
  return (objectsIn({ content: content ?? null }, "content") ?? []).flatMap((part): readonly UserPart[] => {
    const text = stringIn(part, "text");
    if (text !== null) return [{ kind: "text", text }];
    const url = stringIn(objectIn(part, "image_url") ?? {}, "url");
    return url === null ? [] : [{ kind: "image", source: imageSource(url) }];
  });
}

function imageSource(url: string) {
  const data = /^data:([^;,]+);base64,(.*)$/s.exec(url);
  if (data === null || data[1] === undefined || data[2] === undefined) return { kind: "url", url } as const;
  return { kind: "bytes", mediaType: data[1], base64: data[2] } as const;
}

function readAssistantParts(message: JsonObject): readonly AssistantPart[] {
  const texts = textsOf(message["content"]).map((text): AssistantPart => ({ kind: "text", text }));
  const calls = (objectsIn(message, "tool_calls") ?? []).map((call): AssistantPart => {
    const callee = objectIn(call, "function") ?? {};
    return {
      kind: "tool-call",
      id: stringIn(call, "id"),
      name: stringIn(callee, "name"),
      argumentsText: stringIn(callee, "arguments"),
    };
  });
  return [...readReasoning(message), ...texts, ...calls];
}

function readReasoning(message: JsonObject): readonly AssistantPart[] {
  return ["reasoning_content", "reasoning"].flatMap((field): readonly AssistantPart[] => {
    const text = stringIn(message, field);
    if (text === null) return [];
    return [{ kind: "reasoning", text, signature: null, redacted: null, details: null, field }];
  });
}

function readTools(body: JsonObject, warnings: Warning[]): readonly Tool[] | null {
  const tools = objectsIn(body, "tools");
  if (tools === null) return null;
  return tools.flatMap((tool, at) => {
    const callee = objectIn(tool, "function") ?? {};
    const name = stringIn(callee, "name");
    if (name === null) {
      warnings.push({ id: "tool-dropped", field: `tools[${at}]`, message: "the tool has no name" });
      return [];
    }
    const strict = booleanIn(callee, "strict");
    return [{ name, description: stringIn(callee, "description"), parameters: objectIn(callee, "parameters"), strict }];
  });
}

function readToolChoice(choice: JsonValue | undefined): ToolChoice | null {
  if (choice === "auto" || choice === "none" || choice === "required") return { kind: choice };
  if (choice === "any") return { kind: "required" }; // Mistral's word.
  if (!isJsonObject(choice)) return null;
  const name = stringIn(objectIn(choice, "function") ?? {}, "name");
  return name === null ? null : { kind: "tool", name };
}

function readResponseFormat(body: JsonObject, warnings: Warning[]): ResponseFormat | null {
  const format = objectIn(body, "response_format");
  if (format === null) return null;
  const type = stringIn(format, "type");
  if (type === "json_object") return { kind: "json-object" };
  if (type === "text") return { kind: "text" };
  const given = objectIn(format, "json_schema") ?? {};
  const name = stringIn(given, "name");
  const schema = objectIn(given, "schema");
  if (name !== null && schema !== null)
    return { kind: "json-schema", name, schema, strict: booleanIn(given, "strict") };
  warnings.push({ id: "setting-dropped", field: "response_format", message: `unknown format ${String(type)}` });
  return null;
}
