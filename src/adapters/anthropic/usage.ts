import type { JsonObject } from "../../chat/json.js";
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
  noteUsageForm(draft, usage, unknownNames(usage));
  update(draft, { usage: withBodyUsage(draft.state.usage, counts, of === "whole" ? usage : promptSide) });
}

/** Names that the API does not have: its own counts under them, or damaged ones, would be missed. */
function unknownNames(usage: JsonObject): readonly string[] {
  return Object.keys(usage).filter((name) => {
    const inner = Object.keys(objectIn(usage, name) ?? {});
    if (name === "cache_creation") return !inner.every((one) => /^ephemeral_\d+[mh]_input_tokens$/.test(one));
    if (name === "output_tokens_details") return !inner.every((one) => one === "thinking_tokens");
    return !usageNames.has(name);
  });
}

/** The members of a usage, of the beta's too (@anthropic-ai/sdk 1.14.0: BetaUsage), and OpenRouter's (recordings of 2026). */
const usageNames: ReadonlySet<string> = new Set([
  ...["input_tokens", "output_tokens", "cache_creation_input_tokens", "cache_read_input_tokens"],
  ...["server_tool_use", "service_tier", "inference_geo", "iterations", "speed", "fallback_credit"],
  ...["cost", "cost_details", "is_byok"],
]);

/** Where only the tokens of each lifetime are counted (`ephemeral_5m_input_tokens`), their sum. */
function writtenByLife(usage: JsonObject): number | null {
  const counts = Object.values(objectIn(usage, "cache_creation") ?? {}).filter((count) => typeof count === "number");
  return counts.length === 0 ? null : counts.reduce((sum, count) => sum + count, 0);
}
