import { wholeOf } from "../../../chat/api.js";
import { type BedrockAction, bedrockBaseUrl, bedrockModelPath } from "../../../chat/bedrock-url.js";
import type { TwinRequest } from "./twin.js";

/** Where a validated request goes: the base URL without a trailing slash, and the path of its API. */
export function addressOf(request: TwinRequest): { readonly base: string; readonly path: string } {
  const base = (request.baseUrl ?? bedrockBaseUrl(request.region ?? "") ?? "").replace(/\/$/, "");
  return { base, path: pathOf(request) };
}

function pathOf({ api, modelId }: TwinRequest): string {
  if (wholeOf(api) === "chat-completions") return "/chat/completions";
  return bedrockModelPath(modelId, actions[api] ?? "converse") ?? "";
}

const actions: { readonly [api: string]: BedrockAction } = {
  "converse-stream": "converse-stream",
  "invoke-model": "invoke",
  "invoke-model-stream": "invoke-with-response-stream",
};
