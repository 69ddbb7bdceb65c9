import type { JsonObject } from "../../../chat/json.js";
import type { Answer } from "../../answer/answer.js";

/** The tokens as Copilot bills them, at a fictitious price of nothing (vercel/ai, github-copilot-id-rotation.1, 2026-08-06). */
export function billedTokens({ usage }: Answer): JsonObject {
  if (usage === null) return {};
  const { input, output, cached } = usage;
  const counts = { input, cache_read: cached?.read ?? 0, cache_write: cached?.written ?? 0, output };
  const details = Object.entries(counts).map(([token_type, token_count]) => ({
    ...{ batch_size: 1_000_000, cost_per_batch: 0 },
    token_count,
    token_type,
  }));
  return { copilot_usage: { token_details: details, total_nano_aiu: 0 } };
}
