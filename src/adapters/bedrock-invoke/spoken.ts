import { invokeModel } from "../../chat/apis/invoke-model.js";
import { isJsonObject, type JsonObject } from "../../chat/json.js";
import { type Signs, valueAt } from "../signs.js";
import type { SpokenApi } from "../spoken-api.js";
import { familyOfResponse } from "./decode/response-family.js";
import { detectFamily } from "./decode-request/detect-family.js";

const signs: Signs = {
  reply: { shape: (body) => isNovaBody(body) || isAnthropicBody(body), member: isPromptBody },
  payload: { member: (payload) => typeof valueAt(payload, "chunk", "bytes") === "string" },
  damaged: { reply: /"type": ?"message",/, events: null, payload: null },
  endMark: null,
  several: null,
};

/** Converse's reply without the latency that Converse adds. */
function isNovaBody(body: JsonObject): boolean {
  return (
    isJsonObject(valueAt(body, "output", "message")) &&
    "stopReason" in body &&
    !("metrics" in body) &&
    valueAt(body, "usage", "cacheReadInputTokenCount") !== undefined
  );
}

/** Bedrock's ids for Anthropic messages begin with `msg_bdrk_` (recordings of 2024 and 2025). */
function isAnthropicBody({ type, content, id }: JsonObject): boolean {
  return type === "message" && Array.isArray(content) && typeof id === "string" && /^msg_(?:bdrk_|bedrock_)/.test(id);
}

/**
 * Bodies that no other API has: Llama, Titan, Mistral's text models (Bedrock user guide, "Inference request parameters
 * and response fields for foundation models", read 2026-11). Cohere's and AI21's bodies are the same as in their own APIs.
 */
function isPromptBody(body: JsonObject): boolean {
  if (typeof body["generation"] === "string") return "prompt_token_count" in body;
  if (typeof valueAt(body, "results", 0, "outputText") === "string") return "inputTextTokenCount" in body;
  const output = valueAt(body, "outputs", 0);
  return typeof valueAt(output, "text") === "string" && valueAt(output, "stop_reason") !== undefined;
}

/** The InvokeModel API, for the registry. */
export const spokenInvokeModel: SpokenApi = {
  api: invokeModel,
  speaks: { asks: true, load: async () => (await import("./adapter.js")).bedrockInvoke },
  signs,
  familyOf: ({ model, request, response }) =>
    (request === null ? null : detectFamily(model, request)) ?? detectFamily(model, {}) ?? familyOfResponse(response()),
};
