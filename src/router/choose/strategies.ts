import type { StopSignal } from "../../chat/stop-signal.js";
import type { Choose, RoutingRequest } from "./decision.js";

/** By chance, by weight; a model without a weight has 1. `random`: uniform in [0, 1). */
export function byChance(weights: { readonly [model: string]: number }, random: () => number): Choose {
  return async (_request, names) => {
    const weightOf = (name: string) => weights[name] ?? 1;
    const total = names.reduce((sum, name) => sum + weightOf(name), 0);
    let left = random() * total;
    const drawn = names.find((name) => {
      left -= weightOf(name);
      return left < 0;
    });
    return { first: drawn ?? firstOf(names), reason: "drawn by weight" };
  };
}

/** One after the other, in the order of the file. */
export function inTurn(): Choose {
  let turn = 0;
  return async (_request, names) => {
    const first = names[turn % names.length] ?? firstOf(names);
    turn += 1;
    return { first, reason: "its turn" };
  };
}

type Rule = { readonly keywords: readonly string[]; readonly model: string };

/**
 * The first rule one of whose keywords stands in the text as words of its own ("hi" is not in "this"), case apart, and whose model
 * may be asked; else the default, wherever it stands; else the first model.
 */
export function byRules(rules: readonly Rule[], otherwise: string | null): Choose {
  return async ({ text }, names) => {
    const said = words(text);
    for (const { keywords, model } of rules) {
      const found = keywords.find((keyword) => said.includes(words(keyword)));
      if (found !== undefined && names.includes(model)) return { first: model, reason: `the rule for "${found}"` };
    }
    if (otherwise !== null && names.includes(otherwise))
      return { first: otherwise, reason: "no rule fits: the default" };
    return { first: firstOf(names), reason: "no rule fits: the first model" };
  };
}

/** Words between spaces, so that a part of a word is not found. */
function words(text: string): string {
  return ` ${text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim()} `;
}

/** The first model of the file that may be asked. */
export const firstListed: Choose = async (_request, names) => ({
  first: firstOf(names),
  reason: "the first that is fit",
});

/** Asks a model for a model's name. `ask` resolves with what it said; where it fails, the first model is taken, and told. */
export function byJudge(
  descriptions: { readonly [model: string]: string },
  ask: (prompt: string, signal: StopSignal) => Promise<string>,
): Choose {
  return async (request, names, signal) => {
    try {
      const said = await ask(judgePrompt(request, names, descriptions), signal);
      const first = namedIn(said, names);
      if (first !== null) return { first, reason: "the judge's choice" };
      const warnings = [`the judge named no model: ${JSON.stringify(said.slice(0, 80))}`];
      return { first: firstOf(names), reason: "the judge named no model: the first", warnings };
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return { first: firstOf(names), reason: "the judge failed: the first", warnings: [`the judge failed: ${why}`] };
    }
  };
}

function judgePrompt(
  { text }: RoutingRequest,
  names: readonly string[],
  descriptions: { readonly [model: string]: string },
): string {
  const list = names.map((name) => `- ${name}${descriptions[name] ? `: ${descriptions[name]}` : ""}`).join("\n");
  return `Choose the model that should answer the request.\n\nModels:\n${list}\n\nRequest:\n${text}\n\nReply with the name of one model and nothing else.`;
}

/** The name that was said, case and quotes apart; else the one name that stands in what was said. */
export function namedIn(said: string, names: readonly string[]): string | null {
  const bare = said
    .trim()
    .replaceAll(/^["'`]+|["'`.]+$/g, "")
    .toLowerCase();
  const exact = names.find((name) => name.toLowerCase() === bare);
  if (exact !== undefined) return exact;
  const inside = names.filter((name) => said.toLowerCase().includes(name.toLowerCase()));
  return inside.length === 1 ? (inside[0] ?? null) : null;
}

/** By a trained model's ranking of the text. */
export function byRanking(
  rank: (text: string, signal: StopSignal) => Promise<readonly { readonly model: string; readonly score: number }[]>,
): Choose {
  return async ({ text }, names, signal) => {
    try {
      const ranked = (await rank(text, signal)).find(({ model }) => names.includes(model));
      if (ranked !== undefined) return { first: ranked.model, reason: `ranked first, ${ranked.score.toFixed(3)}` };
      return { first: firstOf(names), reason: "the ranking names no model of this router: the first" };
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return {
        first: firstOf(names),
        reason: "the ranking failed: the first",
        warnings: [`the ranking failed: ${why}`],
      };
    }
  };
}

function firstOf(names: readonly string[]): string {
  const [first] = names;
  if (first === undefined) throw new RangeError("there is no model to choose");
  return first;
}
