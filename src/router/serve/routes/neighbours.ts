/** A path that clients of another API ask for, and what to do instead. `at` is matched in lower case, without surplus slashes. */
type Neighbour = { readonly at: RegExp; readonly advice: string };

const instead = "send chat completions to POST /v1/chat/completions";

/**
 * The paths that are not served, of other APIs too (the vendors' API references, read 2026-11-28), the more special first. Ollama's clients ask for `/api/chat` and `/api/tags`, Azure's for `/openai/deployments/…`.
 */
const neighbours: readonly Neighbour[] = [
  {
    at: /\/(?:engines|deployments)\/.+\/(?:chat\/)?completions$/,
    advice: `The model is a member of the body, not a part of the path: ${instead}`,
  },
  {
    at: /\/responses\/.+/,
    advice:
      "Responses are not stored, so there is none to read, cancel, compact or count: send the whole conversation to POST /v1/responses",
  },
  {
    at: /\/messages\/batches(?:\/|$)/,
    advice: "Batches are not served: send each message to POST /v1/messages",
  },
  {
    at: /\/v1\/complete$/,
    advice: "Anthropic's Text Completions are not served: send the prompt as messages to POST /v1/messages",
  },
  { at: /^\/api\/(?:chat|generate)$/, advice: `Ollama's API is not served: ${instead}` },
  {
    at: /^\/api\/(?:tags|show|ps|version|pull|push|create|copy|delete|blobs\/.*)$/,
    advice: "Ollama's API is not served: GET /v1/models lists the models",
  },
  { at: /^\/api\/embed$|\/embeddings$/, advice: "Embeddings are not served: ask their provider itself" },
  {
    at: /\/model\/.+\/(?:converse|converse-stream|invoke|invoke-with-response-stream)$/,
    advice: `Bedrock's API is not served, models of Bedrock are: ${instead}`,
  },
  {
    at: /^\/v1beta(?:\/|$)|:(?:stream)?generatecontent$|:counttokens$/,
    advice: `Gemini's API is not served: ${instead}`,
  },
  { at: /\/(?:openai\/)?deployments(?:\/|$)/, advice: `Azure's paths are not served: ${instead}` },
];

/** Looked up after the served path has been looked for, since they are shorter. */
const others: readonly Neighbour[] = [
  {
    at: /\/completions$/,
    advice: "OpenAI's legacy completions are not served: send the prompt as messages to POST /v1/chat/completions",
  },
  {
    at: /\/(?:audio|images|moderations|files|uploads|batches|assistants|threads|fine_tuning|vector_stores|realtime|videos|rerank|edits)(?:\/|$)/,
    advice: "Only chat completions and models of OpenAI's API are served",
  },
  {
    at: /^\/(?:docs|redoc|swagger|swagger-ui|openapi\.ya?ml)(?:\/|$)/,
    advice: "The API is described at GET /openapi.json",
  },
  {
    at: /^\/(?:v1\/)?(?:healthz|livez|readyz|ping|status|health|ready)$/,
    advice: "The router's state is at GET /health and GET /ready",
  },
  { at: /^\/v1(?:\/chat)?$/, advice: "That is only the beginning of a path" },
];

/**
 * What to write instead of a path that is not served: the served path that was probably meant, else the advice for another API's
 * path. Null: nothing is known about it. `served` gives the method and path of a candidate that is served, else null.
 */
export function neighbourOf(path: string, served: (candidate: string) => string | null): string | null {
  const tidy = tidied(path);
  const lower = tidy.toLowerCase();
  const foreign = neighbours.find(({ at }) => at.test(lower));
  if (foreign !== undefined) return foreign.advice;
  const meant = candidatesFor(tidy)
    .map(served)
    .find((found) => found !== null);
  if (meant !== undefined) return `Write ${meant}: ${whyNot(path, tidy)}`;
  return others.find(({ at }) => at.test(lower))?.advice ?? null;
}

/** Without a host, doubled slashes and a slash at the end. */
function tidied(path: string): string {
  const bare = path.replace(/^https?:\/\/[^/]*/i, "").replace(/\/{2,}/g, "/");
  return bare.length > 1 ? bare.replace(/\/$/, "") : bare;
}

/** What the base URLs of other services put before a path (`/api/v1` of OpenRouter, `/openai/v1` of Groq, `/anthropic/v1` of Bedrock). */
const prefix = /^\/(?:api|openai|anthropic|inference|router|proxy|v\d+)(?=\/)/i;

function candidatesFor(tidy: string): readonly string[] {
  let rest = tidy;
  while (prefix.test(rest)) rest = rest.replace(prefix, "");
  // OpenRouter retrieves a model from `/model/{author}/{slug}`.
  rest = rest.replace(/^\/model\//i, "/models/");
  return [tidy, `/v1${rest}`, rest].flatMap((path) => [path, path.toLowerCase()]);
}

function whyNot(path: string, tidy: string): string {
  if (/^https?:/i.test(path)) return "without the host";
  if (/\/model\//i.test(path)) return "as OpenAI's API has it";
  if (path === tidy) return "the base URL of a client ends in /v1, once";
  return /\/$/.test(path) ? "without a slash at its end" : "with single slashes";
}
