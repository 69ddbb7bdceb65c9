import { isJsonObject, type JsonObject, type JsonValue } from "../../../src/chat/json.js";
import type { WireRequest } from "../../../src/wire/exchange.js";

/** A tool call and a result as a body holds them. `input`: in Chat Completions what the text of the arguments says. */
export type SeenCall = { readonly id: string; readonly input: JsonValue };
export type SeenResult = { readonly id: string; readonly content: JsonValue; readonly name: JsonValue | undefined };

/** One message, in the words of no API. */
export type SeenTurn = {
  readonly role: string;
  readonly texts: readonly string[];
  readonly reasoning: readonly string[];
  readonly calls: readonly SeenCall[];
  readonly results: readonly SeenResult[];
};

/** What a request looks like on the wire, read without the adapters. */
export type Seen = {
  readonly provider: string;
  readonly api: string;
  readonly isStreaming: boolean;
  readonly region: string | null;
  readonly client: "http" | "sdk";
  readonly model: string;
  readonly body: JsonObject;
  readonly system: boolean;
  readonly turns: readonly SeenTurn[];
  readonly tools: readonly JsonObject[];
};

/** Reads a request by its address and its body. */
export function readWire({ url, headers, body }: WireRequest): Seen {
  const { host, pathname } = new URL(url);
  const parsed = parsedObject(body === null ? "{}" : new TextDecoder().decode(body));
  const agent = headers.map(([name, value]) => `${name}: ${value}`).join("\n");
  const [, inPath] = /\/model\/([^/]+)\//.exec(pathname) ?? [];
  const isConverse = /\/converse(-stream)?$/.test(pathname);
  return {
    provider: providerOf(host),
    api: isConverse ? "converse" : pathname.includes("/invoke") ? "invoke" : `chat of ${host.split(".")[0]}`,
    isStreaming: /-stream$/.test(pathname) || parsed["stream"] === true,
    region: /\.((?:us|eu|ap)-[a-z]+-\d)\./.exec(host)?.[1] ?? null,
    client: /aws-sdk-js|x-stainless|OpenAI\/JS/i.test(agent) ? "sdk" : "http",
    model: inPath === undefined ? String(parsed["model"]) : decodeURIComponent(inPath),
    body: parsed,
    ...(isConverse ? converseParts(parsed) : chatParts(parsed)),
  };
}

function providerOf(host: string): string {
  // OpenRouter's pinned upstream here is Moonshot itself: one server through two doors.
  return host.includes("amazonaws") || host.includes("api.aws") ? "bedrock" : "moonshot";
}

type Parts = Pick<Seen, "system" | "turns" | "tools">;

function converseParts(body: JsonObject): Parts {
  return {
    system: listIn(body, "system").length > 0,
    turns: listIn(body, "messages").map((message) => {
      const blocks = listIn(message, "content");
      return {
        role: String(message["role"]),
        texts: blocks.flatMap((block) => (typeof block["text"] === "string" ? [block["text"]] : [])),
        reasoning: blocks.flatMap((block) => ("reasoningContent" in block ? [JSON.stringify(block)] : [])),
        calls: objectsAt(blocks, "toolUse").map((use) => ({
          id: String(use["toolUseId"]),
          input: use["input"] ?? null,
        })),
        results: objectsAt(blocks, "toolResult").map((result) => ({
          id: String(result["toolUseId"]),
          content: result["content"] ?? null,
          name: undefined,
        })),
      };
    }),
    tools: objectsAt(listIn(objectAt(body, "toolConfig"), "tools"), "toolSpec").map((tool) =>
      objectAt(objectAt(tool, "inputSchema"), "json"),
    ),
  };
}

function chatParts(body: JsonObject): Parts {
  const messages = listIn(body, "messages");
  return {
    system: messages.some(({ role }) => role === "system" || role === "developer"),
    turns: messages
      .filter(({ role }) => role !== "system" && role !== "developer")
      .map((message) => {
        const isResult = message["role"] === "tool";
        const calls = listIn(message, "tool_calls");
        return {
          role: isResult ? "user" : String(message["role"]),
          texts: isResult ? [] : textsOf(message["content"]),
          reasoning: [message["reasoning_content"], message["reasoning"]].flatMap((one) =>
            typeof one === "string" && one !== "" ? [one] : [],
          ),
          calls: calls.map((call) => ({
            id: String(call["id"]),
            input: parsedValue(objectAt(call, "function")["arguments"]),
          })),
          results: isResult
            ? [{ id: String(message["tool_call_id"]), content: message["content"] ?? null, name: message["name"] }]
            : [],
        };
      }),
    tools: listIn(body, "tools").map((tool) => objectAt(objectAt(tool, "function"), "parameters")),
  };
}

/** The texts of a content: a text, or a list of parts. */
export function textsOf(content: JsonValue | undefined): readonly string[] {
  if (typeof content === "string") return content.trim() === "" ? [] : [content];
  if (!Array.isArray(content)) return [];
  return content.flatMap((part) => (isJsonObject(part) && typeof part["text"] === "string" ? [part["text"]] : []));
}

export function objectAt(value: JsonObject, name: string): JsonObject {
  const found = value[name];
  return isJsonObject(found) ? found : {};
}

export function listIn(value: JsonObject, name: string): readonly JsonObject[] {
  const found = value[name];
  return Array.isArray(found) ? found.filter(isJsonObject) : [];
}

function objectsAt(blocks: readonly JsonObject[], name: string): readonly JsonObject[] {
  return blocks.flatMap((block) => (isJsonObject(block[name]) ? [objectAt(block, name)] : []));
}

/** A JSON object in a text; empty where it is none. */
export function parsedObject(text: string): JsonObject {
  const value = parsedValue(text);
  return isJsonObject(value) ? value : {};
}

function parsedValue(text: JsonValue | undefined): JsonValue {
  if (typeof text !== "string") return text ?? null;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
