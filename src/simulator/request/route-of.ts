import type { AskedApi } from "../../chat/api.js";
import type { WireRequest } from "../../wire/exchange.js";
import type { Service } from "./door.js";
import { openRoute } from "./open-route.js";
import type { Route } from "./route.js";

const operations: { readonly [operation: string]: AskedApi } = {
  converse: "converse",
  "converse-stream": "converse-stream",
  invoke: "invoke-model",
  "invoke-with-response-stream": "invoke-model-stream",
};

/** Routes a request by method, host and path, without reading the body. */
export function routeOf(request: WireRequest): Route {
  const { pathname } = new URL(request.url);
  const route = openRoute(request) ?? modelRoute(pathname) ?? unknownRoute(pathname, "path");
  if (route.kind === "unknown" || methodsOf(route).includes(request.method.toUpperCase())) return route;
  const { service, dialect } = route;
  return { kind: "unknown", service, dialect, path: pathname, because: "method" };
}

function methodsOf({ kind }: Route): readonly string[] {
  if (kind === "models") return ["GET", "HEAD"];
  return kind === "stored" ? ["GET", "POST", "DELETE"] : ["POST"];
}

/** The id may be an ARN, with `/` and `:` percent-encoded or not. */
function modelRoute(path: string): Route | null {
  const [, id = "", operation = ""] = /^\/model\/(.+)\/([a-z-]+)$/.exec(path) ?? [];
  const isCount = operation === "count-tokens";
  const api = isCount ? "converse" : operations[operation];
  const modelId = decoded(id);
  if (api === undefined || modelId === null) return null;
  const route = { kind: "model", service: "bedrock", dialect: "chat", api, modelId } as const;
  return isCount ? { ...route, isCount } : route;
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

function unknownRoute(path: string, because: "path" | "method"): Route {
  const dialect = /\/messages(?:\/|$)/.test(path)
    ? "messages"
    : /\/responses(?:\/|$)/.test(path)
      ? "responses"
      : "chat";
  return { kind: "unknown", service: serviceOfPath(path), dialect, path, because };
}

function serviceOfPath(path: string): Service {
  if (path.startsWith("/api/")) return "openrouter";
  if (/^\/(?:openai|anthropic|bedrock-mantle)\//.test(path)) return "bedrock-openai";
  return path.startsWith("/v1/") ? "openai" : "bedrock";
}
