import type { JsonValue } from "../chat/json.js";

/**
 * One claim of a scenario about the reply to a step. Text is compared without regard to case, after NFKC.
 * - `says`: the text contains at least one of `anyOf`.
 * - `uses-result`: the text contains, for each group, at least one of its words: proof that the tool result was used.
 *   A reply with none of them that has the call's own words (tool name, argument names) describes the call instead.
 * - `calls`: exactly these calls were made (any order), each with arguments that match.
 * - `no-calls`: no call was made.
 * - `finish`: the unified finish kind is one of `anyOf`.
 * - `refused`: the request is refused before anything is generated, with one of these statuses and an error object whose words
 *   have at least one of `names` (`[]`: whatever they say) and whose type is one of `types` (null: whatever it is).
 */
export type Expectation =
  | { readonly kind: "says"; readonly anyOf: readonly string[] }
  | { readonly kind: "uses-result"; readonly groups: readonly (readonly string[])[] }
  | {
      readonly kind: "calls";
      readonly calls: readonly {
        readonly tool: string;
        readonly arguments: { readonly [name: string]: ArgumentMatcher };
      }[];
    }
  | { readonly kind: "no-calls" }
  | { readonly kind: "finish"; readonly anyOf: readonly string[] }
  | {
      readonly kind: "refused";
      readonly statuses: readonly number[];
      readonly names: readonly string[];
      readonly types: readonly string[] | null;
    };

/** The JSON value that an argument must have, or a condition on it. `present`: any value. */
export type ArgumentMatcher =
  | { readonly kind: "equals"; readonly value: JsonValue }
  | { readonly kind: "contains"; readonly text: string }
  | { readonly kind: "any-of"; readonly values: readonly JsonValue[] }
  | { readonly kind: "present" };
