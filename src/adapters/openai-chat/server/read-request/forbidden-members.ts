import type { JsonObject } from "../../../../chat/json.js";
import { RequestRefusal } from "./refusal.js";

/**
 * Refuses members that would choose whom to ask, where, or as whom. A proxy that took them would hand its keys to any host
 * (CVE-2024-6587, LiteLLM `api_base`), so they are refused and not only left out; null is no excuse.
 */
export function refuseForbiddenMembers(body: JsonObject): void {
  for (const name of Object.keys(body)) {
    if (unsafeNames.has(name))
      throw new RequestRefusal(name, `'${name}' is no name of a member.`, "forbidden_parameter");
    if (!isForbidden(name)) continue;
    const message = `'${name.slice(0, 100)}' cannot be set by a request: whom to ask, where and with which key is the router's configuration.`;
    throw new RequestRefusal(name.slice(0, 100), message, "forbidden_parameter");
  }
}

/** Names that change an object when they are copied into it. */
const unsafeNames: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

/** Compared without case and separators: `apiBase`, `api-base` and `API_BASE` are one name. */
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
