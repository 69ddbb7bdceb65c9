import { wireApiOf } from "../../chat/api.js";
import { isJsonObject, type JsonValue } from "../../chat/json.js";
import type { ChatRequest } from "../../chat/request.js";
import type { Target } from "../../chat/target.js";

/**
 * The gateways whose requests name upstreams that may not answer, in `provider.ignore`: slugs, or the names that replies have
 * (OpenRouterTeam/typescript-sdk src/models/providerpreferences.ts and providername.ts; openrouter.ai/docs, provider routing, read 2026-11-29).
 */
const excluding: ReadonlySet<string> = new Set(["openrouter"]);

/** True for a target at which a request can leave out the upstream of the last reply, since its replies name theirs. */
export function canExclude({ provider, api }: Pick<Target, "provider" | "api">): boolean {
  return excluding.has(provider) && wireApiOf(api)?.lacks?.upstream !== true;
}

/** What a request says to be answered by any upstream but this one. It takes the place of a target's pin. */
export function withoutUpstream(upstream: string): ChatRequest["extra"] {
  return { provider: { ignore: [upstream] } };
}

/** The upstreams that a request leaves out, as its scenario asked; `[]`: none. */
export function excludedBy({ extra }: Pick<ChatRequest, "extra">): readonly string[] {
  const routing: JsonValue = extra["provider"] ?? null;
  const ignored = isJsonObject(routing) ? routing["ignore"] : null;
  return Array.isArray(ignored) ? ignored.filter((one) => typeof one === "string") : [];
}
