import type { Api } from "../../chat/api.js";
import { headerOf, type WireRequest } from "../../wire/exchange.js";

/**
 * The service that the simulator answers as. `bedrock`: Converse and InvokeModel. `bedrock-openai`: Bedrock's
 * OpenAI-compatible endpoints. `openai`: any other OpenAI-compatible endpoint, including Moonshot's.
 */
export type Service = "openrouter" | "openai" | "bedrock-openai" | "bedrock";

/**
 * The target of a request's method and path. `chat`: the model id is in the body. `models`: what there is to ask; `modelId` null:
 * all. `modelId` is percent-decoded.
 */
export type Route =
  | { readonly kind: "models"; readonly service: Exclude<Service, "bedrock">; readonly modelId: string | null }
  | { readonly kind: "chat"; readonly service: Exclude<Service, "bedrock"> }
  | { readonly kind: "model"; readonly service: "bedrock"; readonly api: Api; readonly modelId: string }
  | { readonly kind: "unknown"; readonly service: Service; readonly path: string; readonly because: "path" | "method" };

const operations: { readonly [operation: string]: Api } = {
  converse: "converse",
  "converse-stream": "converse-stream",
  invoke: "invoke-model",
  "invoke-with-response-stream": "invoke-model-stream",
};

/** Routes a request by method, host and path, without reading the body. */
export function routeOf(request: WireRequest): Route {
  const url = new URL(request.url);
  const route = routeOfPath(url, request);
  const method = request.method.toUpperCase();
  const isRight = route.kind === "models" ? method === "GET" || method === "HEAD" : method === "POST";
  if (route.kind === "unknown" || isRight) return route;
  return { kind: "unknown", service: route.service, path: url.pathname, because: "method" };
}

function routeOfPath(url: URL, request: WireRequest): Route {
  const path = pathOf(url);
  if (path === "/api/v1/chat/completions") return { kind: "chat", service: "openrouter" };
  if (path === "/openai/v1/chat/completions") return { kind: "chat", service: "bedrock-openai" };
  if (path === "/v1/chat/completions") {
    return { kind: "chat", service: isMantle(url, request) ? "bedrock-openai" : "openai" };
  }
  return (
    modelsRoute(url, request) ??
    modelRoute(path) ?? { kind: "unknown", service: serviceOfPath(path), path: url.pathname, because: "path" }
  );
}

/** OpenRouter's `/api/v1/models`, and OpenAI's `/v1/models` with one for each model. */
function modelsRoute(url: URL, request: WireRequest): Route | null {
  const path = pathOf(url);
  if (path === "/api/v1/models") return { kind: "models", service: "openrouter", modelId: null };
  const found = /^(\/openai)?\/v1\/models(?:\/(.+))?$/.exec(path);
  if (found === null) return null;
  const modelId = found[2] === undefined ? null : decoded(found[2]);
  if (found[2] !== undefined && modelId === null) return null;
  const isBedrock = found[1] !== undefined || isMantle(url, request);
  return { kind: "models", service: isBedrock ? "bedrock-openai" : "openai", modelId };
}

/** What stands before the path of Bedrock's mantle endpoint where one host serves all, and a bearer key does not tell it from others. */
const mantleDoor = /^\/bedrock-mantle(?=\/v1\/)/;

function pathOf({ pathname }: URL): string {
  return pathname.replace(mantleDoor, "");
}

/**
 * Recognises Bedrock's mantle endpoint by its host or, behind another host, by its name before the path or by the service name in the
 * signature, of which it takes two (BerriAI/litellm#31476, 2026-07-03).
 */
function isMantle(url: URL, { headers }: WireRequest): boolean {
  return (
    url.hostname.startsWith("bedrock-mantle.") ||
    mantleDoor.test(url.pathname) ||
    /\/bedrock(?:-mantle)?\/aws4_request/.test(headerOf(headers, "authorization") ?? "")
  );
}

/** The id may be an ARN, with `/` and `:` percent-encoded or not. */
function modelRoute(path: string): Route | null {
  const found = /^\/model\/(.+)\/([a-z-]+)$/.exec(path);
  const api = operations[found?.[2] ?? ""];
  const modelId = decoded(found?.[1] ?? "");
  if (api === undefined || modelId === null) return null;
  return { kind: "model", service: "bedrock", api, modelId };
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

function serviceOfPath(path: string): Service {
  if (path.startsWith("/api/")) return "openrouter";
  if (path.startsWith("/openai/")) return "bedrock-openai";
  return path.startsWith("/v1/") ? "openai" : "bedrock";
}
