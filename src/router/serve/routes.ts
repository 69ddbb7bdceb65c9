import { callPaths, socketPaths } from "./doors.js";
import { neighbourOf } from "./routes/neighbours.js";

/** A path that is served. `methods`: those that it takes, besides OPTIONS; HEAD is taken wherever GET is. */
type Route = { readonly path: string; readonly methods: readonly ("GET" | "POST")[] };

export const modelsPath = "/v1/models";

/** The label of `GET /v1/models/{id}`: one for all ids, so that clients cannot add labels to the metrics. */
export const modelPath = "/v1/models/{id}";

/**
 * All paths. Each is served exactly as it is written: a trailing or doubled slash, another case or a prefix is answered by 404, which
 * says what to write instead. So each thing has one address in logs, in metrics and in the rules of a proxy.
 */
const routes: readonly Route[] = [
  ...callPaths.map((path): Route => ({ path, methods: ["POST"] })),
  { path: modelsPath, methods: ["GET"] },
  { path: modelPath, methods: ["GET"] },
  ...socketPaths.filter((path) => !callPaths.includes(path)).map((path): Route => ({ path, methods: ["GET"] })),
  ...["/", "/health", "/ready", "/routers", "/metrics", "/openapi.json"].map(
    (path): Route => ({ path, methods: ["GET"] }),
  ),
];

/** The route of a path without its query; null: it is not served. */
export function routeOf(path: string): Route | null {
  const isModel = path.startsWith(`${modelsPath}/`) && modelIdOf(path) !== null;
  return byPath.get(isModel ? modelPath : path) ?? null;
}

const byPath: ReadonlyMap<string, Route> = new Map(routes.map((route) => [route.path, route]));

/** The path of a request's URL, without its query. */
export function pathOf(url: string): string {
  const query = url.indexOf("?");
  return query === -1 ? url : url.slice(0, query);
}

/**
 * The id in a path of one model, decoded; it may have slashes, as OpenRouter's have, raw or as `%2F`. Null: none, a slash at its end,
 * or `%` sequences that are no UTF-8.
 */
export function modelIdOf(path: string): string | null {
  const raw = path.slice(modelsPath.length + 1);
  if (raw === "" || raw.endsWith("/") || raw.startsWith("/")) return null;
  try {
    return decodeURIComponent(raw);
  } catch {
    return null;
  }
}

/** The methods of a route for the header `allow`. */
export function allowedBy({ methods }: Route): string {
  return methods.join(", ");
}

/** What a client learns about a path that is not served: what to write instead, and what there is. */
export function nothingAt(path: string): string {
  const shown = path.length > 100 ? `${path.slice(0, 100)}…` : path;
  const neighbour = neighbourOf(path, (candidate) => {
    const route = routeOf(candidate);
    return route === null ? null : `${route.methods[0] ?? "GET"} ${candidate}`;
  });
  const posted = callPaths.map((one) => `POST ${one}`).join(", ");
  const served = `This router serves ${posted}, GET /v1/models and GET /v1/models/{id}; see /openapi.json`;
  return `there is nothing at ${shown}. ${neighbour === null ? "" : `${neighbour}. `}${served}`;
}
