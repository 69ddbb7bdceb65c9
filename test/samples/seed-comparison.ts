/**
 * "OpenRouter vs AWS Bedrock API Comparison" of 2026-02-10, typed by hand: one line for each cell of its tables, the
 * document's own words beside what we must observe. Where it has no row there is no evidence, and the cell says so.
 */
export type SeedCell = {
  readonly model: string;
  readonly scenario: string;
  readonly provider: "openrouter" | "bedrock";
  /** The words of the document; null: it has no such row or column. */
  readonly words: string | null;
  readonly observed: "ok" | "bad" | "blocked" | "unsupported" | "not-run";
  /** The bad finding with its cause, or the reason for which nothing was observed; null for an `ok` cell. */
  readonly why: string | null;
};

type Cell = readonly [words: string | null, observed: SeedCell["observed"], why: string | null];

const chat = "basic-chat";
const tool = "tool-call";
const after = "response-after-tool";
const steps = "multi-step";

const works: Cell = ["✅ Works", "ok", null];
const noRow: Cell = [null, "not-run", "no recording"];
const noColumn: Cell = ["(OpenRouter only)", "unsupported", "unsupported"];
const profile: Cell = ["⚠️ Requires inference profile", "blocked", "inference-profile"];
/** The document gives no error for it; the same set-up, the same call: the profile is what is not configured. */
const config: Cell = ["⚠️ Config issues", "blocked", "inference-profile"];

const rows: readonly (readonly [model: string, scenario: string, openrouter: Cell, bedrock: Cell])[] = [
  ["kimi-k2.5", chat, ['✅ "42"', "ok", null], ['✅ "42"', "ok", null]],
  ["kimi-k2.5", tool, ["✅ Calls function", "ok", null], ["✅ Calls function", "ok", null]],
  ["kimi-k2.5", after, ['✅ "Weather is 65°F sunny"', "ok", null], ["❌ Empty/blank", "bad", "empty-reply (silent)"]],
  ["kimi-k2.5", steps, works, ["❌ Empty after tool", "bad", "empty-reply (silent)"]],

  ["claude-3.5-sonnet", chat, works, works],
  ["claude-3.5-sonnet", tool, works, works],
  ["claude-3.5-sonnet", after, works, works],
  ["claude-3.5-sonnet", steps, noRow, noRow],

  ["deepseek-r1", chat, works, works],
  ["deepseek-r1", tool, works, profile],
  ["deepseek-r1", after, works, config],
  ["deepseek-r1", steps, noRow, noRow],

  ["mistral-large-3", chat, works, works],
  ["mistral-large-3", tool, works, works],
  ["mistral-large-3", after, works, ["⚠️ SSH failure (untested)", "blocked", "connection"]],
  ["mistral-large-3", steps, noRow, noRow],

  ["gpt-4o", chat, works, noColumn],
  ["gpt-4o", tool, works, noColumn],
  ["gpt-4o", after, works, noColumn],
  ["gpt-4o", steps, noRow, noColumn],

  ["llama-3.3-70b", chat, works, works],
  ["llama-3.3-70b", tool, ["⚠️ Unusual behavior", "bad", "unusual-tool-call (wrapped)"], profile],
  ["llama-3.3-70b", after, ["⚠️ Describes call instead of using result", "bad", "describes-call"], config],
  ["llama-3.3-70b", steps, noRow, noRow],
];

export const seedCells: readonly SeedCell[] = rows.flatMap(([model, scenario, openrouter, bedrock]) => [
  cell(model, scenario, "openrouter", openrouter),
  cell(model, scenario, "bedrock", bedrock),
]);

function cell(model: string, scenario: string, provider: SeedCell["provider"], [words, observed, why]: Cell): SeedCell {
  return { model, scenario, provider, words, observed, why };
}
