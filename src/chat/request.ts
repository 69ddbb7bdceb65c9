import type { JsonObject, JsonValue } from "./json.js";
import type { Message } from "./message.js";
import type { WireChange } from "./wire-change.js";

/** A tool that the model may call; `parameters` is its JSON Schema, null: none was given. */
export type Tool = {
  readonly name: string;
  readonly description: string | null;
  readonly parameters: JsonObject | null;
  /** Strict schema adherence; null: not sent. */
  readonly strict: boolean | null;
  /** A prompt-cache boundary after this tool, see `CachePointPart`; absent: none. */
  readonly cachePoint?: { readonly ttl: string | null };
};

export type ToolChoice =
  | { readonly kind: "auto" }
  | { readonly kind: "none" }
  | { readonly kind: "required" }
  | { readonly kind: "tool"; readonly name: string };

/** How much the model may reason. `default`: nothing is sent about it. `effort` and `budgetTokens` null: not sent. */
export type ReasoningSetting = {
  readonly mode: "default" | "off" | "on";
  readonly effort: string | null;
  readonly budgetTokens: number | null;
};

export type ResponseFormat =
  | { readonly kind: "text" }
  | { readonly kind: "json-object" }
  | {
      readonly kind: "json-schema";
      readonly name: string;
      readonly schema: JsonObject;
      readonly strict: boolean | null;
    };

/**
 * A request to a model, independent of any provider.
 * A setting of null is not sent, so the service's default applies.
 * `tools: []` is sent as an empty list; `tools: null` is not sent.
 * `extra` holds provider-specific members of the wire body (`provider`, `usage`, `guardrailConfig`,
 * `additionalModelRequestFields`, …); an adapter merges them into the top level of the body unchanged.
 */
export type ChatRequest = {
  readonly model: string;
  readonly messages: readonly Message[];
  readonly tools: readonly Tool[] | null;
  readonly toolChoice: ToolChoice | null;
  readonly parallelToolCalls: boolean | null;
  readonly maxOutputTokens: number | null;
  readonly temperature: number | null;
  readonly topP: number | null;
  readonly topK: number | null;
  readonly seed: number | null;
  readonly presencePenalty: number | null;
  readonly frequencyPenalty: number | null;
  readonly stopSequences: readonly string[] | null;
  readonly reasoning: ReasoningSetting | null;
  readonly responseFormat: ResponseFormat | null;
  /** How many replies to generate. */
  readonly choices: number | null;
  /** Log probabilities of the tokens, with so many alternatives to each; 0: of the chosen tokens alone. */
  readonly logprobs: number | null;
  /** What is added to the score of tokens, by their number in the model's vocabulary: -100 forbids one. */
  readonly logitBias: { readonly [token: string]: number } | null;
  readonly extra: { readonly [member: string]: JsonValue };
  /** What is changed in the encoded request just before it is sent; null: nothing. Only a scenario changes anything. */
  readonly change: WireChange | null;
};

/**
 * A request with only the model and its messages set; every other setting is null.
 *
 * @example
 * const messages = [{ role: "user", parts: [{ kind: "text", text: "Hi" }], name: null }] as const;
 * const request = { ...plainRequest("kimi-k2.5", messages), maxOutputTokens: 100 };
 */
export function plainRequest(model: string, messages: readonly Message[]): ChatRequest {
  return {
    model,
    messages,
    tools: null,
    toolChoice: null,
    parallelToolCalls: null,
    maxOutputTokens: null,
    temperature: null,
    topP: null,
    topK: null,
    seed: null,
    presencePenalty: null,
    frequencyPenalty: null,
    stopSequences: null,
    reasoning: null,
    responseFormat: null,
    choices: null,
    logprobs: null,
    logitBias: null,
    extra: {},
    change: null,
  };
}
