import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { isLoopback } from "../config/load-router.js";
import type { ServeConfig } from "../config/router-config.js";

/** Why a request does not come in: an HTTP status and what to do. Null: it does. */
export type Refusal = { readonly status: number; readonly code: string; readonly message: string };

/**
 * Checks who asks, before anything of the request is read: the host it names (a page elsewhere may have bound its own name to this
 * address), the page it comes from, and the key. `open`: the route needs no key.
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
  // A browser that sends no origin still says that another site asks.
  if (!isAllowed && (origin !== undefined || headers["sec-fetch-site"] === "cross-site")) {
    const message = "pages of this origin may not ask; see serve.allowed_origins";
    return { status: 403, code: "origin_not_allowed", message };
  }
  if (open || config.apiKey === null || isKey(headers.authorization, config.apiKey)) return null;
  const message = "the router's API key is missing or wrong: send it as Authorization: Bearer …";
  return { status: 401, code: "invalid_api_key", message };
}

function hostOf(header: string | undefined): string | null {
  if (header === undefined) return null;
  const found = /^(?:\[([0-9a-fA-F:]+)\]|([A-Za-z0-9.-]+))(?::\d{1,5})?$/.exec(header);
  return (found?.[1] ?? found?.[2] ?? null)?.toLowerCase() ?? null;
}

/** On an address of all interfaces any literal address is this machine's; a name must be listed. */
function isKnownHost(host: string, { host: own, allowedHosts }: Pick<ServeConfig, "host" | "allowedHosts">): boolean {
  if (isLoopback(host) || host === own.toLowerCase() || allowedHosts.includes(host)) return true;
  const isAddress = /^(?:\d{1,3}\.){3}\d{1,3}$/.test(host) || host.includes(":");
  return isAddress && (own === "0.0.0.0" || own === "::");
}

/** Hashed first: keys of any length take the same time. */
function isKey(header: string | undefined, key: string): boolean {
  const given = /^Bearer (.+)$/i.exec(header ?? "")?.[1] ?? "";
  return timingSafeEqual(digest(given), digest(key));
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
