import { createHash } from "node:crypto";
import { readerFor, spokenApis } from "../adapters/registry.js";
import type { Api } from "../chat/api.js";
import { shownParts, unmarkedTools } from "../chat/cache-points.js";
import { isJsonObject, type JsonObject } from "../chat/json.js";
import type { Message } from "../chat/message.js";
import type { ChatRequest } from "../chat/request.js";
import type { WireRequest } from "../wire/exchange.js";
import type { Identity } from "./identify/identify.js";
import type { Interaction } from "./interaction.js";
import { jsonObjectIn } from "./members.js";

/** How many tokens a prompt has, as a service counted it. `prompt`: the same for two requests with the same prompt, in any API. */
export type PromptCount = {
  readonly api: Api;
  readonly model: string | null;
  readonly prompt: string;
  readonly tokens: number;
};

/** The count in a recorded call that asks for one; null: it is no such call, or it was refused. Caches count as part of the prompt. */
export async function promptCountOf({ request, chunks }: Interaction, identity: Identity): Promise<PromptCount | null> {
  const counted = request === null || identity.body === null ? null : countedRequest(identity, request, identity.body);
  const answer = jsonObjectIn(Buffer.concat(chunks.map(([, bytes]) => bytes)).toString()) ?? {};
  const tokens = ["input_tokens", "inputTokens", "totalTokens"].map((name) => answer[name]).find(isCount);
  if (counted === null || tokens === undefined) return null;
  const reader = await readerFor(counted.api, spokenApis);
  const { request: asked } = reader.decodeRequest(counted.request, counted.body);
  return { api: counted.api, model: identity.model, prompt: promptOf(asked), tokens };
}

type Counted = { readonly api: Api; readonly request: WireRequest; readonly body: JsonObject };

/** What would be asked: the body of each count is that of its API, on Bedrock and Gemini inside another. */
function countedRequest({ api }: Identity, request: WireRequest, body: JsonObject): Counted | null {
  if (api === "responses-input-tokens") return { api: "responses", request, body };
  if (api !== "count-tokens") return null;
  const input = body["input"];
  const inner = body["generateContentRequest"];
  if (isJsonObject(input)) return bedrockRequest(request, input);
  if (/:countTokens$/.test(request.url.replace(/[?#].*$/, ""))) {
    return { api: "generate-content", request, body: isJsonObject(inner) ? inner : body };
  }
  return { api: "messages", request, body };
}

function bedrockRequest(request: WireRequest, input: JsonObject): Counted | null {
  const { converse, invokeModel } = input;
  if (isJsonObject(converse)) return { api: "converse", request, body: converse };
  const encoded = isJsonObject(invokeModel) ? invokeModel["body"] : null;
  const body = typeof encoded === "string" ? jsonObjectIn(Buffer.from(encoded, "base64").toString()) : null;
  return body === null ? null : { api: "invoke-model", request, body };
}

/**
 * Names a prompt by what a model reads of a request: the history, the tools and what is added for a choice, a format or reasoning.
 * Where a cache begins changes nothing of it.
 */
export function promptOf({ messages, tools, toolChoice, responseFormat, reasoning, extra }: ChatRequest): string {
  const choice = toolChoice?.kind === "auto" ? null : toolChoice;
  const read = [
    messages.map(withoutCachePoints),
    unmarkedTools(tools),
    extra["tools"] ?? null,
    choice,
    responseFormat,
    reasoning,
  ];
  return createHash("sha256").update(JSON.stringify(read)).digest("hex");
}

function withoutCachePoints(message: Message): unknown {
  return { ...message, parts: shownParts(message) };
}

function isCount(value: unknown): value is number {
  return typeof value === "number";
}
