import type { Api } from "./api.js";
import type { JsonObject } from "./json.js";

/** Where a fact about a vendor was read. `date` (`YYYY-MM-DD`): when it was true. */
export type Source = { readonly source: string; readonly date: string };

/**
 * What a target can do, as far as a source documents it; null: no source does.
 * A scenario that needs a capability that is `false` is `unsupported` for the target, not `bad`.
 */
export type Capabilities = {
  readonly tools: boolean | null;
  readonly streamingTools: boolean | null;
  readonly toolChoice: readonly ("auto" | "none" | "required" | "tool")[] | null;
  readonly parallelToolCalls: boolean | null;
  readonly structuredOutput: boolean | null;
  readonly images: boolean | null;
  readonly reasoning: boolean | null;
  readonly stopSequences: boolean | null;
  readonly system: boolean | null;
  readonly maxOutputTokens: number | null;
  /** The service takes one value of temperature, top-p, the number of choices and both penalties, and refuses any other. */
  readonly fixedSampling: boolean | null;
};

/**
 * The call ids that a model writes by itself, or that its service mints for it. `form`: in words; `example`: one id. `apis`: without streaming in
 * their names; absent: every API.
 */
export type NativeCallId = {
  readonly form: string;
  readonly example: string;
  readonly apis?: readonly string[] | undefined;
} & Source;

/** Facts that change how a request is written for a target. Data with a source, never a test on the model's name. */
export type Quirks = {
  /** The body family of InvokeModel; null: not an InvokeModel target. */
  readonly family: string | null;
  /** The tool-call ids that the service accepts, as a regular expression; null: any. */
  readonly toolCallIdPattern: string | null;
  /**
   * Does the service accept `toolResult.status`? (Converse: "only Nova and Claude 3/4".) null: no source documents it.
   */
  readonly toolResultStatus: boolean | null;
  /**
   * How a request asks for reasoning: `openrouter`, `moonshot-thinking`, `claude-thinking`, `nova-reasoning`,
   * `effort-flat`; null: no source documents it.
   */
  readonly reasoningDialect: string | null;
  /** `max_completion_tokens` instead of `max_tokens`. */
  readonly maxCompletionTokens: boolean | null;
  /** False: the service refuses any temperature and any topP, so that neither is sent. null: no source says so. */
  readonly takesSampling: boolean | null;
  /** The service refuses temperature and topP together. */
  readonly temperatureOrTopP: boolean | null;
  /** Is unsigned reasoning kept in the history or dropped? null: no source documents it. */
  readonly reasoningReplay: "keep" | "drop" | null;
  /**
   * The model signs its reasoning or, on Responses, encrypts it, and its services take it back with that alone. null: no source documents
   * it.
   */
  readonly signsReasoning: boolean | null;
  /**
   * The model writes its reasoning into the text, in tags such as `<think>`. The router then sends it as reasoning; the harness leaves
   * it in the text and reports it. null: no source documents it.
   */
  readonly thoughtsInText: boolean | null;
  /** The model's own form of call ids; the first row whose APIs fit counts. null: no source documents it. */
  readonly nativeCallIds: readonly NativeCallId[] | null;
};

/** US dollars per million tokens, with source and date. */
export type Price = { readonly inputPerMillion: number; readonly outputPerMillion: number } & Source;

/**
 * Model × provider × API, with everything that a request to it needs. `id` is stable and unique:
 * `<model>/<provider>/<api>` plus `@region` or `@upstream` when more than one is listed.
 */
export type Target = {
  readonly id: string;
  readonly model: string;
  readonly provider: string;
  readonly api: Api;
  readonly providerModelId: string;
  readonly region: string | null;
  /** The upstream that requests are pinned to (OpenRouter provider slug); null: not pinned. */
  readonly upstreamPin: string | null;
  /** The provider's name for that upstream in its replies, when it differs from the slug. */
  readonly upstreamName: string | null;
  /** Base URL without the API's own path; null: the provider's, which depends on the region. */
  readonly baseUrl: string | null;
  /** The environment variable that holds the key, for providers outside AWS; null: it needs none. */
  readonly keyVariable: string | null;
  /** `bedrock`: SigV4 or a Bedrock bearer key. `bearer`: the key as a bearer token. `api-key`: the key in `x-api-key`. `none`. */
  readonly auth: "bearer" | "api-key" | "bedrock" | "none";
  /** Service name that SigV4 signs for, e.g. `bedrock`, `bedrock-mantle`. */
  readonly signingName: string | null;
  readonly capabilities: Capabilities;
  readonly quirks: Quirks;
  /** Body members that every request to this target carries (provider pin, usage switch). */
  readonly extra: JsonObject;
  readonly price: Price | null;
  readonly sources: readonly Source[];
};
