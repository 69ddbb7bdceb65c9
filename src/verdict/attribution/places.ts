import { type Api, type Client, isStreaming, wholeOf } from "../../chat/api.js";
import type { Source } from "../../chat/target.js";
import { remember } from "../remember.js";

/** Where a question was asked. `served`: the upstreams that a gateway named in its replies. */
export type Place = {
  readonly model: string;
  readonly provider: string;
  readonly api: Api;
  readonly providerModelId: string;
  readonly region: string | null;
  readonly upstreamPin: string | null;
  readonly served: readonly string[];
  readonly client: Client;
};

/** Gateways: they pass a request on to an upstream that they choose. */
const gateways: ReadonlySet<string> = new Set(["openrouter"]);

/**
 * Upstreams of gateways that are a provider of their own, letters and digits of their names alone. Source: provider slugs and reply
 * names of openrouter.ai/docs (provider routing), 2026-11-20.
 */
const upstreamProviders: { readonly [name: string]: string } = {
  amazonbedrock: "bedrock",
  bedrock: "bedrock",
  moonshotai: "moonshot",
  moonshot: "moonshot",
};

/** Providers of models.yaml that are further endpoints of another one (its OpenAI-compatible APIs). Source: scenarios/models.yaml, 2026-11-28. */
const endpointsOf: { readonly [provider: string]: string } = {
  "bedrock-openai": "bedrock",
  "bedrock-mantle": "bedrock",
};

/** Servers that rewrite a factor of the request before the model sees it, so that a control there does not carry the failing value. */
const normalisers: readonly ({ readonly server: string; readonly factor: string; readonly says: string } & Source)[] = [
  {
    server: "moonshot",
    factor: "id-form",
    says: "it rewrites tool-call ids before the model sees them",
    source: "MoonshotAI/kimi-code#3429; README of K2-Vendor-Verifier",
    date: "2026-09-02",
  },
];

/** What a server is known to rewrite, among factors that the request has; null: nothing. */
export function rewrites(place: Place, factors: { readonly [id: string]: string | null }): string | null {
  const server = serverOf(place);
  const row = normalisers.find((one) => one.server === server && (factors[one.factor] ?? null) !== null);
  return row === undefined ? null : `${row.says} (${row.source}, ${row.date})`;
}

/** Who ran the model: the provider, or the one upstream behind a gateway; null: the gateway chose, and names none or several. */
export function serverOf({ provider, upstreamPin, served }: Place): string | null {
  if (!isGateway({ provider, upstreamPin, served })) return endpointsOf[provider] ?? provider;
  const names = [...new Set((upstreamPin === null ? served : [upstreamPin]).map(serverName))];
  return names.length === 1 ? (names[0] ?? null) : null;
}

/** True where the server is known before the call: a provider without a gateway, or a pin (a trial that breaks its pin is excluded). */
export function isPinned(place: Place): boolean {
  return !isGateway(place) || place.upstreamPin !== null;
}

/** True for a provider that passes requests on. */
export function isGateway({
  provider,
  upstreamPin,
  served,
}: Pick<Place, "provider" | "upstreamPin" | "served">): boolean {
  return gateways.has(provider) || upstreamPin !== null || served.length > 0;
}

/** `bedrock converse-stream`, `openrouter chat-completions → Amazon Bedrock`: a place in words. */
export function placeText({ provider, api, upstreamPin, served, region }: Place): string {
  const by = upstreamPin === null ? served.join(", ") : upstreamPin;
  return [`${provider} ${api}`, by === "" ? "" : `→ ${by}`, region === null ? "" : `in ${region}`]
    .filter((word) => word !== "")
    .join(" ");
}

/** True when two places speak the same API, streamed or not. */
export function sameApiFamily(a: Place, b: Place): boolean {
  return wholeOf(a.api) === wholeOf(b.api);
}

/** True when both stream, or neither does. */
export function alikeStreamed(a: Place, b: Place): boolean {
  return isStreaming(a.api) === isStreaming(b.api);
}

const serverName = remember(1_000, (name) => {
  const plain = name
    .split("/", 1)
    .join("")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");
  return upstreamProviders[plain] ?? plain;
});
