import type { JsonObject, JsonValue } from "../../../chat/json.js";
import type { Usage } from "../../../chat/reply.js";
import { usageOddity } from "../../draft/usage-form.js";
import { memberOf, numberOf } from "../wire.js";

/** Token counts. `oddity`: how their form differs from the API's; null: it does not. */
export type ReadUsage = { readonly usage: Usage; readonly oddity: string | null };

/**
 * Decodes usage; a number that was sent as text is read. Converse counts cached tokens separately from `inputTokens`; the whole prompt is their sum. It does
 * not report reasoning.
 */
export function decodeUsage(raw: JsonObject): ReadUsage {
  const input = countOf(raw, "inputTokens");
  const cacheRead = countOf(raw, "cacheReadInputTokens");
  const cacheWrite = countOf(raw, "cacheWriteInputTokens");
  const texts = Object.keys(raw).filter((name) => isCount(raw[name]));
  const usage: Usage = {
    inputTokens:
      input === null ? null : [cacheRead, cacheWrite].reduce<number>((sum, n) => (n === null ? sum : sum + n), input),
    outputTokens: countOf(raw, "outputTokens"),
    totalTokens: countOf(raw, "totalTokens"),
    reasoningTokens: null,
    cacheReadTokens: cacheRead,
    cacheWriteTokens: cacheWrite,
    costUsd: null,
    raw,
  };
  return { usage, oddity: usageOddity({ texts }) };
}

function countOf(raw: JsonObject, name: string): number | null {
  const value = memberOf(raw, name);
  return isCount(value) ? Number(value) : numberOf(raw, name);
}

function isCount(value: JsonValue | undefined): boolean {
  return typeof value === "string" && /^\d{1,15}$/.test(value);
}
