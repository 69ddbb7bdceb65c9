import type { JsonObject } from "../../chat/json.js";
import { numberAt, objectAt } from "./members.js";

/** Where the bodies of the six APIs and their families say how many tokens a reply may have. */
const places: readonly (readonly [group: string | null, member: string])[] = [
  [null, "max_completion_tokens"],
  [null, "max_tokens"],
  [null, "max_gen_len"],
  ["inferenceConfig", "maxTokens"],
  ["inferenceConfig", "max_new_tokens"],
  ["textGenerationConfig", "maxTokenCount"],
];

/** The token limit of a request; null: it sends none. */
export function tokenLimitOf(body: JsonObject): number | null {
  for (const [group, member] of places) {
    const limit = numberAt(group === null ? body : (objectAt(body, group) ?? {}), member);
    if (limit !== null) return limit;
  }
  return null;
}
