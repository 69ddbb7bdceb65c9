import type { Api } from "../chat/api.js";
import type { JsonObject } from "../chat/json.js";
import type { Capabilities, Quirks, Source, Target } from "../chat/target.js";

/** Who serves models, and how it is reached. `baseUrl` may hold `{region}`; null: the adapter knows it, by region. */
export type Provider = {
  readonly name: string;
  readonly title: string;
  readonly apis: readonly Api[];
  readonly baseUrl: string | null;
  readonly keyVariable: string | null;
  readonly auth: Target["auth"];
  readonly signingName: string | null;
  /** What `@place` means for it: a region, an upstream to pin, or nothing. */
  readonly place: "region" | "upstream" | "none";
  readonly defaultRegion: string | null;
  readonly extra: JsonObject;
  readonly capabilities: Partial<Capabilities>;
  readonly quirks: Partial<Quirks>;
  readonly sources: readonly Source[];
};

const chatApis = ["chat-completions", "chat-completions-stream"] as const;
const bedrockApis = ["converse", "converse-stream", "invoke-model", "invoke-model-stream"] as const;

const plain = {
  keyVariable: null,
  signingName: null,
  place: "none",
  defaultRegion: null,
  extra: {},
  capabilities: {},
  quirks: {},
} as const;

const bedrock = { ...plain, auth: "bedrock", place: "region", defaultRegion: "us-east-1" } as const;

const bedrockEndpoints: Source = {
  source: "https://docs.aws.amazon.com/bedrock/latest/userguide/inference-responses-api.html",
  date: "2026-11-20",
};

/** The providers that can be named without any file; `models.yaml` may add more. */
export const builtInProviders: readonly Provider[] = [
  {
    ...plain,
    name: "openrouter",
    title: "OpenRouter",
    apis: chatApis,
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
    title: "AWS Bedrock",
    apis: bedrockApis,
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
    title: "AWS Bedrock, OpenAI-compatible runtime endpoint",
    apis: chatApis,
    baseUrl: "https://bedrock-runtime.{region}.amazonaws.com/openai/v1",
    signingName: "bedrock",
    sources: [bedrockEndpoints],
  },
  {
    ...bedrock,
    name: "bedrock-mantle",
    title: "AWS Bedrock Mantle, OpenAI-compatible",
    apis: chatApis,
    baseUrl: "https://bedrock-mantle.{region}.api.aws/v1",
    signingName: "bedrock-mantle",
    sources: [bedrockEndpoints],
  },
  {
    ...plain,
    name: "moonshot",
    title: "Moonshot AI",
    apis: chatApis,
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
    name: "openai-chat",
    title: "OpenAI-compatible endpoint",
    apis: chatApis,
    baseUrl: null,
    auth: "none",
    sources: [],
  },
];
