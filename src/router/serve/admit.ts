import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import type { ServeConfig } from "../config/router-config.js";
import { isLoopback } from "../config/serve-config.js";

/** Why a request is refused: an HTTP status, a code and what to do. */
export type Refusal = { readonly status: number; readonly code: string; readonly message: string };

/**
 * Checks a request before its body is read: the host that it names (against DNS rebinding), the origin of the page that sends it, and
 * the API key. `open`: the route needs no key; default: false. Null: the request is admitted.
 */
export function admit(
  headers: IncomingHttpHeaders,
  config: Pick<ServeConfig, "host" | "apiKey" | "allowedHosts" | "allowedOrigins">,
  { open = false }: { readonly open?: boolean } = {},
): Refusal | null {
  const host = hostOf(headers.host);
  if (host === null || !isKnownHost(host, config)) {
    const message = "the request names a host that is not this router's; see serve.allowed_hosts";
    return { status: 403, code: "host_not_allowed", message };
  }
  const { origin } = headers;
  const isAllowed = origin !== undefined && config.allowedOrigins.includes(origin);
  // A browser that sends no origin still marks a cross-site request.
  if (!isAllowed && (origin !== undefined || headers["sec-fetch-site"] === "cross-site")) {
    const message = "pages from this origin may not send requests; see serve.allowed_origins";
    return { status: 403, code: "origin_not_allowed", message };
  }
  const { apiKey } = config;
  if (open || apiKey === null || keysIn(headers).some((given) => isKey(given, apiKey))) return null;
  const message = "the router's API key is missing or wrong: send it as Authorization: Bearer … or as x-api-key";
  return { status: 401, code: "invalid_api_key", message };
}

function hostOf(header: string | undefined): string | null {
  if (header === undefined) return null;
  const found = /^(?:\[([0-9a-fA-F:]+)\]|([A-Za-z0-9.-]+))(?::\d{1,5})?$/.exec(header);
  return (found?.[1] ?? found?.[2] ?? null)?.toLowerCase() ?? null;
}

/** A server on all interfaces accepts any IP address as its host; a name must be listed. */
function isKnownHost(
  host: string,
  { host: listenHost, allowedHosts }: Pick<ServeConfig, "host" | "allowedHosts">,
): boolean {
  if (isLoopback(host) || host === listenHost.toLowerCase() || allowedHosts.includes(host)) return true;
  const isAddress = /^(?:\d{1,3}\.){3}\d{1,3}$/.test(host) || host.includes(":");
  return isAddress && (listenHost === "0.0.0.0" || listenHost === "::");
}

/** The keys that a request carries: as OpenAI's clients send them, and as Anthropic's do. */
function keysIn({ authorization = "", "x-api-key": own }: IncomingHttpHeaders): readonly string[] {
  const bearer = /^Bearer (.+)$/i.exec(authorization)?.[1];
  return [bearer, own].filter((key): key is string => typeof key === "string" && key !== "");
}

/** Compares hashes, so that the time does not depend on the keys or their lengths. */
function isKey(given: string, key: string): boolean {
  return timingSafeEqual(digest(given), digest(key));
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
