import { type Api, type ApiTable, wireApiOf, wireApis } from "../chat/api.js";
import type { Capabilities, Price, Quirks, Source, Target } from "../chat/target.js";
import { noQuirks, unknownCapabilities } from "../chat/unset.js";
import type { Provider } from "./provider.js";

/**
 * The parts that make a target of a provider. `variant`: the suffix of its id; null: the pin. A region that is not the
 * provider's default is appended after it. `path`: that of the base URL, where the model is not at the provider's usual one; absent or
 * null: it is.
 */
export type TargetParts = {
  readonly model: string;
  readonly provider: Provider;
  readonly api: Api;
  readonly providerModelId: string;
  readonly region: string | null;
  readonly upstreamPin: string | null;
  readonly upstreamName: string | null;
  readonly variant: string | null;
  readonly family: string | null;
  readonly capabilities: Partial<Capabilities>;
  readonly quirks: Partial<Quirks>;
  readonly extra: Target["extra"];
  readonly price: Price | null;
  readonly sources: readonly Source[];
  readonly path?: string | null;
};

/** Builds a target. Facts of the model and its offer override those of the provider. */
export function buildTarget(parts: TargetParts, table: ApiTable = wireApis): Target {
  const { provider, api } = parts;
  const region = parts.region ?? provider.defaultRegion;
  const baseUrl = provider.apiBaseUrls[api] ?? atPath(provider.baseUrl, parts.path ?? null);
  const row = wireApiOf(api, table);
  const hasFamilies = row?.hasFamilies === true;
  const lacks = row?.lacks ?? null;
  const stopSequences = lacks?.stopSequences === true ? { stopSequences: false } : {};
  return {
    id: targetId(parts, region),
    model: parts.model,
    provider: provider.name,
    api,
    providerModelId: parts.providerModelId,
    region,
    upstreamPin: parts.upstreamPin,
    upstreamName: parts.upstreamName,
    baseUrl: baseUrl === null ? null : baseUrl.replace("{region}", region ?? ""),
    keyVariable: provider.keyVariable,
    auth: provider.auth,
    signingName: provider.signingName,
    capabilities: { ...unknownCapabilities, ...provider.capabilities, ...parts.capabilities, ...stopSequences },
    quirks: { ...noQuirks, ...provider.quirks, ...parts.quirks, family: hasFamilies ? parts.family : null },
    extra: { ...without(provider.extra, lacks?.members ?? []), ...pinOf(parts.upstreamPin), ...parts.extra },
    price: parts.price,
    sources: [...parts.sources, ...provider.sources],
  };
}

/** A base URL with this path in place of its own last one, `/v1` or `/openai/v1`. */
function atPath(baseUrl: string | null, path: string | null): string | null {
  return baseUrl === null || path === null ? baseUrl : baseUrl.replace(usualPath, path);
}

/** What an offer's path replaces at the end of a base URL. */
export const usualPath = /(?:\/openai)?\/v1\/?$/;

function without(extra: Target["extra"], members: readonly string[]): Target["extra"] {
  return Object.fromEntries(Object.entries(extra).filter(([name]) => !members.includes(name)));
}

function targetId(parts: TargetParts, region: string | null): string {
  const otherRegion = region !== parts.provider.defaultRegion ? region : null;
  const places = [parts.variant ?? parts.upstreamPin, otherRegion].filter((place) => place !== null);
  return [`${parts.model}/${parts.provider.name}/${parts.api}`, ...places].join("@");
}

/**
 * OpenRouter: use only this upstream, and no other when it fails (openrouter.ai/docs, provider routing, read
 * 2026-11-20).
 */
function pinOf(upstreamPin: string | null): Target["extra"] {
  return upstreamPin === null ? {} : { provider: { only: [upstreamPin], allow_fallbacks: false } };
}
