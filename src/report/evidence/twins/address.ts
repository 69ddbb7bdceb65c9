import { wholeOf } from "../../../chat/api.js";
import { type BedrockAction, bedrockBaseUrl, bedrockModelPath } from "../../../chat/bedrock-url.js";
import type { TwinRequest } from "./twin.js";

/** Where a validated request goes: the base URL without a trailing slash, and the path of its API. */
export function addressOf(request: TwinRequest): { readonly base: string; readonly path: string } {
  const base = (request.baseUrl ?? bedrockBaseUrl(request.region ?? "") ?? "").replace(/\/$/, "");
  const path = openPaths[wholeOf(request.api)];
  if (path === undefined)
    return { base, path: bedrockModelPath(request.modelId, actions[request.api] ?? "converse") ?? "" };
  // ANTHROPIC_BASE_URL, which may stand for the base, ends before `/v1` (@anthropic-ai/sdk 1.14.0).
  const version = path === "/messages" && base.endsWith("/v1") ? "/v1" : "";
  return { base: base.slice(0, base.length - version.length), path: version + path };
}

const openPaths: { readonly [api: string]: string } = {
  "chat-completions": "/chat/completions",
  responses: "/responses",
  messages: "/messages",
};

const actions: { readonly [api: string]: BedrockAction } = {
  "converse-stream": "converse-stream",
  "invoke-model": "invoke",
  "invoke-model-stream": "invoke-with-response-stream",
};
