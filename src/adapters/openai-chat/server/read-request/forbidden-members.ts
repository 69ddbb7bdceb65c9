import type { JsonObject } from "../../../../chat/json.js";
import { RequestRefusal } from "./refusal.js";

/**
 * Refuses members that would choose the provider, its address or the credentials. A proxy that obeyed them would send its
 * keys to any host (CVE-2024-6587, LiteLLM `api_base`), so they are refused, not just ignored, even when they are null.
 */
export function refuseForbiddenMembers(body: JsonObject): void {
  for (const name of Object.keys(body)) {
    if (unsafeNames.has(name))
      throw new RequestRefusal(name, `'${name}' is not a valid member name.`, "forbidden_parameter");
    if (!isForbidden(name)) continue;
    const message = `'${name.slice(0, 100)}' cannot be set by a request: the router's configuration decides the provider, its address and the key.`;
    throw new RequestRefusal(name.slice(0, 100), message, "forbidden_parameter");
  }
}

/** Names that change an object's prototype when they are copied into it. */
const unsafeNames: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

/** Compares without case and separators: `apiBase`, `api-base` and `API_BASE` are one name. */
function isForbidden(name: string): boolean {
  const bare = name.toLowerCase().replace(/[^a-z0-9]/g, "");
  return forbidden.has(bare) || forbiddenPrefixes.some((prefix) => bare.startsWith(prefix));
}

const forbidden: ReadonlySet<string> = new Set([
  "apibase",
  "apibaseurl",
  "apiendpoint",
  "apikey",
  "apikeyenv",
  "apikeys",
  "apitype",
  "apiversion",
  "authmode",
  "authorization",
  "baseurl",
  "bearertoken",
  "chatpath",
  "customllmprovider",
  "defaultheaders",
  "deploymentid",
  "endpoint",
  "endpointurl",
  "extraheaders",
  "headers",
  "modellist",
  "providertype",
  "proxy",
  "regionname",
  "userconfig",
]);

const forbiddenPrefixes: readonly string[] = ["aws", "azure", "vertex", "litellm", "openaiapi", "portkey", "xportkey"];
