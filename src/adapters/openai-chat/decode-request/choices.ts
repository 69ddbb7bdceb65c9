import { isJsonObject, type JsonObject, type JsonValue } from "../../../chat/json.js";
import type { ChatRequest } from "../../../chat/request.js";

/**
 * A decoded request with its number of choices, log probabilities and bias as settings. What has another form than ours writes stays in
 * `extra`, so that the request is written as it was read. The router does not read them: it returns one choice, and passes the rest on.
 */
export function withChoices(request: ChatRequest): ChatRequest {
  const { n, logit_bias: bias, logprobs: wanted, top_logprobs: alternatives } = request.extra;
  const choices = typeof n === "number" ? n : null;
  const logitBias = biasOf(bias);
  const logprobs = logprobsOf(wanted, alternatives);
  const read = new Set([
    ...(choices === null ? [] : ["n"]),
    ...(logitBias === null ? [] : ["logit_bias"]),
    ...(logprobs === null ? [] : ["logprobs", "top_logprobs"]),
  ]);
  if (read.size === 0) return request;
  const extra = Object.fromEntries(Object.entries(request.extra).filter(([name]) => !read.has(name)));
  return { ...request, choices, logprobs, logitBias, extra };
}

/** `top_logprobs` of 0 says the same as none, and is not what ours writes. */
function logprobsOf(wanted: JsonValue | undefined, alternatives: JsonValue | undefined): number | null {
  if (wanted !== true) return null;
  if (alternatives === undefined) return 0;
  return typeof alternatives === "number" && alternatives > 0 ? alternatives : null;
}

function biasOf(value: JsonValue | undefined): ChatRequest["logitBias"] {
  if (!isJsonObject(value)) return null;
  return isBias(value) ? value : null;
}

function isBias(value: JsonObject): value is { readonly [token: string]: number } {
  return Object.values(value).every((one) => typeof one === "number");
}
