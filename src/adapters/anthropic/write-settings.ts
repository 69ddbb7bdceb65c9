import type { JsonObject } from "../../chat/json.js";

/** The smallest thinking budget that Claude accepts (AWS "Extended thinking", read 2026-08). */
export const leastBudget = 1024;

/** Thinking with a budget of tokens. */
export function budgetedThinking(budgetTokens: number): JsonObject {
  return { type: "enabled", budget_tokens: budgetTokens };
}

/** The format of structured output, in `output_config.format`. The name of a schema has no member. */
export function schemaFormat(schema: JsonObject): JsonObject {
  return { type: "json_schema", schema };
}
