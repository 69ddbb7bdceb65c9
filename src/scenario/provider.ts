import { type Api, type ApiTable, namesOf, wireApis } from "../chat/api.js";
import type { JsonObject } from "../chat/json.js";
import type { Capabilities, Quirks, Source, Target } from "../chat/target.js";
import type { Quota, QuotaRule } from "./providers/quota.js";

/**
 * A provider and how to reach it. `apis`: the APIs that it serves. `apiBaseUrls`: API → its base URL, where that
 * differs from `baseUrl`. Base URLs may contain `{region}`; `baseUrl` null: the adapter derives it from the region.
 * `keyVariable`: the environment variable that holds the key; null: it needs none.
 */
export type Provider = {
  readonly name: string;
  readonly title: string;
  readonly apis: readonly Api[];
  readonly baseUrl: string | null;
  readonly apiBaseUrls: { readonly [api: string]: string };
  readonly keyVariable: string | null;
  readonly auth: Target["auth"];
  readonly signingName: string | null;
  /** The meaning of `@place` in a typed target: a region, an upstream to pin, or not allowed. */
  readonly place: "region" | "upstream" | "none";
  readonly defaultRegion: string | null;
  readonly extra: JsonObject;
  readonly capabilities: Partial<Capabilities>;
  readonly quirks: Partial<Quirks>;
  readonly sources: readonly Source[];
  /** How fast a run may ask, as `models.yaml` says; null: it does not. `inFlight`: calls under way at once. */
  readonly pace: { readonly requestsPerMinute: number | null; readonly inFlight: number | null };
  /** Quotas of the account, as `models.yaml` says. */
  readonly quotas: readonly Quota[];
  readonly quotaRule: QuotaRule;
  /** The provider that is the same endpoint and has the same model ids; null: none is. */
  readonly sameIdsAs: string | null;
};

/** How a provider takes a key: in `x-api-key` where it takes its own so, else as a bearer token. */
export function keyAuth({ auth }: Pick<Provider, "auth">): Target["auth"] {
  return auth === "api-key" ? "api-key" : "bearer";
}

/** The providers that need no file, each with the APIs of `table` that name it. `models.yaml` may add more. */
export function builtInProviders(table: ApiTable = wireApis): readonly Provider[] {
  return providers.map((provider) => ({ ...provider, ...apisOf(provider.name, table) }));
}

function apisOf(name: string, table: ApiTable): Pick<Provider, "apis" | "apiBaseUrls"> {
  const served = table.filter(({ servedBy }) => Object.hasOwn(servedBy, name));
  const baseUrls = served.flatMap((api) => {
    const baseUrl = api.servedBy[name] ?? null;
    return baseUrl === null ? [] : namesOf(api).map((one) => [one, baseUrl]);
  });
  return { apis: served.flatMap(namesOf), apiBaseUrls: Object.fromEntries(baseUrls) };
}

const plain = {
  keyVariable: null,
  signingName: null,
  place: "none",
  defaultRegion: null,
  extra: {},
  capabilities: {},
  quirks: {},
  pace: { requestsPerMinute: null, inFlight: null },
  quotas: [],
  quotaRule: { sharedWith: null, givesBack: false },
  sameIdsAs: null,
} as const;

/**
 * A quota counts input and the limit of the reply when a request begins, and what was used when it has ended
 * (docs.aws.amazon.com/bedrock/latest/userguide/quotas-token-burndown.html, read 2026-11-29). It holds for every API of bedrock-runtime
 * together (quotas-runtime.html, the same day).
 */
const bedrockQuotas: QuotaRule = { sharedWith: null, givesBack: true };

const bedrock = { ...plain, auth: "bedrock", place: "region", defaultRegion: "us-east-1" } as const;

const bedrockEndpoints: Source = {
  source: "https://docs.aws.amazon.com/bedrock/latest/userguide/inference-responses-api.html",
  date: "2026-11-20",
};

const providers: readonly Omit<Provider, "apis" | "apiBaseUrls">[] = [
  {
    ...plain,
    name: "openrouter",
    title: "OpenRouter",
    baseUrl: "https://openrouter.ai/api/v1",
    keyVariable: "OPENROUTER_API_KEY",
    auth: "bearer",
    place: "upstream",
    extra: { usage: { include: true } },
    quirks: { reasoningDialect: "openrouter", maxCompletionTokens: false, reasoningReplay: "keep" },
    sources: [{ source: "https://openrouter.ai/docs/api/reference/overview", date: "2026-11-20" }],
  },
  {
    ...bedrock,
    name: "bedrock",
    quotaRule: bedrockQuotas,
    title: "AWS Bedrock",
    baseUrl: null,
    signingName: "bedrock",
    // ToolUseId was [a-zA-Z0-9_-]+ until 2026-04-02.
    quirks: { toolCallIdPattern: "^[a-zA-Z0-9_.:-]{1,64}$" },
    sources: [
      {
        source: "botocore 0e6e240 data/bedrock-runtime/2023-09-30/service-2.json (limits, ToolUseId)",
        date: "2026-08-07",
      },
    ],
  },
  {
    ...bedrock,
    name: "bedrock-openai",
    quotaRule: { ...bedrockQuotas, sharedWith: "bedrock" },
    title: "AWS Bedrock runtime, OpenAI- and Anthropic-compatible",
    baseUrl: "https://bedrock-runtime.{region}.amazonaws.com/openai/v1",
    signingName: "bedrock",
    // aws-samples/sample-per-model-bedrock 2ef21bd, _shared/bedrock.py, 2026-08-22: mantle has ids of its own.
    sameIdsAs: "bedrock",
    sources: [bedrockEndpoints],
  },
  {
    ...bedrock,
    name: "bedrock-mantle",
    // Apart from bedrock-runtime. Whether it gives back the limit of a reply is not documented (quotas-mantle.html, read 2026-11-29).
    quotaRule: { sharedWith: null, givesBack: false },
    title: "AWS Bedrock Mantle",
    baseUrl: "https://bedrock-mantle.{region}.api.aws/v1",
    signingName: "bedrock-mantle",
    sources: [bedrockEndpoints],
  },
  {
    ...plain,
    name: "moonshot",
    // The limit of the reply counts, whatever is generated (platform.moonshot.cn/docs/introduction, read 2026-11-29).
    quotaRule: { sharedWith: null, givesBack: false },
    title: "Moonshot AI",
    baseUrl: "https://api.moonshot.ai/v1",
    keyVariable: "MOONSHOT_API_KEY",
    auth: "bearer",
    quirks: { reasoningDialect: "moonshot-thinking", reasoningReplay: "keep" },
    sources: [
      {
        source: "https://github.com/mastra-ai/mastra/issues/12592 (reasoning_content is required on tool turns)",
        date: "2026-11-20",
      },
    ],
  },
  {
    ...plain,
    name: "anthropic",
    title: "Anthropic",
    baseUrl: "https://api.anthropic.com/v1",
    keyVariable: "ANTHROPIC_API_KEY",
    auth: "api-key",
    sources: [{ source: "https://platform.claude.com/docs/en/api/overview", date: "2026-08-20" }],
  },
  {
    ...plain,
    name: "openai-chat",
    title: "OpenAI-compatible endpoint",
    baseUrl: null,
    auth: "none",
    sources: [],
  },
];
