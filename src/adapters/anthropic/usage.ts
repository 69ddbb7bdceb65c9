import type { JsonObject } from "../../chat/json.js";
import { damagedNames } from "../draft/damaged-names.js";
import { countIn, numberIn, objectIn } from "../draft/read-json.js";
import { type Draft, noteUsageForm, update } from "../draft/stream-state.js";
import { type Counts, withBodyUsage } from "../draft/usage-counts.js";

/**
 * Reads the token counts of a reply or an event; later counts replace earlier ones. `prompt`: the output count of `message_start`
 * is only a starting value, not the reply's count. `input_tokens` has neither the tokens read from a cache nor those written to
 * one (platform.claude.com, prompt caching, read 2026-11-29). `cost`: OpenRouter's, in US dollars.
 */
export function countUsage(draft: Draft, usage: JsonObject | null, of: "whole" | "prompt"): void {
  if (usage === null) return;
  const { output_tokens: _sofar, ...promptSide } = usage;
  const counts: Partial<Counts> = {
    fresh: countIn(usage, "input_tokens"),
    cacheRead: countIn(usage, "cache_read_input_tokens"),
    cacheWrite: countIn(usage, "cache_creation_input_tokens") ?? writtenByLife(usage),
    output: of === "whole" ? countIn(usage, "output_tokens") : null,
    reasoning: numberIn(objectIn(usage, "output_tokens_details") ?? {}, "thinking_tokens"),
    cost: numberIn(usage, "cost"),
  };
  const parts = [usage, objectIn(usage, "cache_creation"), objectIn(usage, "output_tokens_details")];
  for (const part of parts) if (part !== null) noteUsageForm(draft, part, damagedNames(part, usageNames));
  update(draft, { usage: withBodyUsage(draft.state.usage, counts, of === "whole" ? usage : promptSide) });
}

/** The members of a usage that hold counts (@anthropic-ai/sdk 1.14.0: BetaUsage). */
const usageNames: readonly string[] = [
  ...["input_tokens", "output_tokens", "cache_creation_input_tokens", "cache_read_input_tokens"],
  ...["cache_creation", "ephemeral_5m_input_tokens", "ephemeral_1h_input_tokens"],
  ...["output_tokens_details", "thinking_tokens", "server_tool_use", "service_tier", "inference_geo"],
];

/** Where only the tokens of each lifetime are counted (`ephemeral_5m_input_tokens`), their sum. */
function writtenByLife(usage: JsonObject): number | null {
  const counts = Object.values(objectIn(usage, "cache_creation") ?? {}).filter((count) => typeof count === "number");
  return counts.length === 0 ? null : counts.reduce((sum, count) => sum + count, 0);
}
