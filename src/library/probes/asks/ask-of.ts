import { streamingOf } from "../../../chat/api.js";
import { bedrockModelPath } from "../../../chat/bedrock-url.js";
import type { JsonObject } from "../../../chat/json.js";
import type { Ask, ProbedProvider } from "../assumption.js";

/** What differs between asks of one kind. `limit`: the most tokens of the reply; default 16. */
export type AskParts = {
  readonly name: string;
  readonly model: string;
  readonly body: JsonObject;
  readonly limit?: number;
  readonly streams?: true;
};

const usualLimit = 16;

/** Asks Converse or ConverseStream. */
export function converseAsk({ name, model, body, limit = usualLimit, streams }: AskParts): Ask {
  const settings = typeof body["inferenceConfig"] === "object" ? body["inferenceConfig"] : {};
  return {
    name,
    provider: "bedrock",
    api: streams ? streamingOf("converse") : "converse",
    model,
    method: "POST",
    path: pathOf(model, streams ? "converse-stream" : "converse"),
    body: { ...body, inferenceConfig: { ...settings, maxTokens: limit } },
    maxOutputTokens: limit,
  };
}

/** Asks InvokeModel or InvokeModelWithResponseStream, in a body family that limits the reply by `max_tokens`. */
export function invokeAsk({ name, model, body, limit = usualLimit, streams }: AskParts): Ask {
  return {
    name,
    provider: "bedrock",
    api: streams ? streamingOf("invoke-model") : "invoke-model",
    model,
    method: "POST",
    path: pathOf(model, streams ? "invoke-with-response-stream" : "invoke"),
    body: { ...body, max_tokens: limit },
    maxOutputTokens: limit,
  };
}

/** Asks `/chat/completions` of a provider. */
export function chatAsk(provider: ProbedProvider, { name, model, body, limit = usualLimit, streams }: AskParts): Ask {
  return {
    name,
    provider,
    api: streams ? streamingOf("chat-completions") : "chat-completions",
    model,
    method: "POST",
    path: "/chat/completions",
    body: { model, ...body, max_tokens: limit, ...(streams ? { stream: true } : {}) },
    maxOutputTokens: limit,
  };
}

/** Reads a list of a provider. It asks no model and costs nothing. */
export function listAsk(
  provider: ProbedProvider,
  { name, path }: { readonly name: string; readonly path: string },
): Ask {
  const none = { model: "none", body: null, maxOutputTokens: 0 };
  return { name, provider, api: "chat-completions", method: "GET", path, ...none };
}

function pathOf(model: string, action: Parameters<typeof bedrockModelPath>[1]): string {
  const path = bedrockModelPath(model, action);
  if (path === null) throw new TypeError(`${JSON.stringify(model)} cannot stand in a path`);
  return path;
}
