import type { JsonObject } from "../../chat/json.js";
import type { FinishKind } from "../../chat/reply.js";
import type { Parameter } from "./parameters.js";

/**
 * What is looked for in a reply; `same-reply` looks at two. Text is compared without regard to case, after NFKC.
 * - `contains`: the text has at least one of the words.
 * - `text-above`: the text has more characters.
 * - `output-tokens-above`: the service reports more output tokens.
 * - `calls-at-least`: so many calls, or more.
 * - `calls-tool`: a call of that tool.
 * - `is-json`: the text is one JSON object and nothing else. `matches-schema`: and it fits the schema.
 * - `repeats-above`: more than this share of the words (0 to 1) was in the text before.
 * - `reasons`: reasoning is shown or counted. `reasoning-tokens-above`: more reasoning tokens are reported.
 * - `cached`: the service reports prompt tokens from its cache.
 * - `same-reply`: the two replies of the side have the same text and the same calls.
 * - `finish`: the reply ended so.
 * - `logprobs`: log probabilities of the text came.
 */
export type Measure =
  | { readonly kind: "contains"; readonly anyOf: readonly string[] }
  | { readonly kind: "text-above"; readonly characters: number }
  | { readonly kind: "output-tokens-above"; readonly tokens: number }
  | { readonly kind: "calls-at-least"; readonly calls: number }
  | { readonly kind: "calls-tool"; readonly tool: string }
  | { readonly kind: "is-json" }
  | { readonly kind: "matches-schema"; readonly schema: JsonObject }
  | { readonly kind: "repeats-above"; readonly share: number }
  | { readonly kind: "reasons" }
  | { readonly kind: "reasoning-tokens-above"; readonly tokens: number }
  | { readonly kind: "cached" }
  | { readonly kind: "same-reply" }
  | { readonly kind: "finish"; readonly anyOf: readonly FinishKind[] }
  | { readonly kind: "logprobs" };

/**
 * The same request with one thing changed. `base` and `changed`: the ids of the steps on each side, one, or two for `same-reply`; `base` is
 * empty only for `repeat`, where the second request alone shows the effect. `effect`: the parameter `adds` what is measured, or `removes` it.
 */
export type Comparison = {
  readonly parameter: Parameter;
  /** The parameter with the value that tells it from others of its name: `toolChoice none`. */
  readonly label: string;
  readonly base: readonly string[];
  readonly changed: readonly string[];
  readonly measure: Measure;
  readonly effect: "adds" | "removes";
};
