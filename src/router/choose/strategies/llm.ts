import { z } from "zod";
import type { Choose, RoutingRequest } from "../decision.js";
import { defineStrategy, firstOf, modelName, type StrategyParts } from "./define-strategy.js";

/** Lets one of the models choose. */
export const llm = defineStrategy({
  name: "llm",
  sentence: "one of the models decides",
  schema: z.object({ model: modelName.optional().describe("Of the strategy llm: which of the models decides.") }),
  names: ({ model }, isUsed) => (isUsed && model !== undefined ? [{ path: ["model"], of: "value", name: model }] : []),
  lacks: ({ model }) => {
    if (model !== undefined) return [];
    const hint = "add router.model: one of the models";
    return [{ path: ["strategy"], of: "value", message: "llm needs a model that decides", hint }];
  },
  choose: ({ model = "" }, { models, askText }) =>
    byJudge(Object.fromEntries(models.map(({ name, description }) => [name, description])), (prompt, signal) =>
      askText(model, prompt, signal),
    ),
});

type Ask = (prompt: string, signal: Parameters<StrategyParts["askText"]>[2]) => Promise<string>;

/**
 * Asks a judge for a model's name. `ask` resolves with the text of the judge's reply. If it fails or names no model, the first
 * model is chosen, with a warning.
 */
export function byJudge(descriptions: { readonly [model: string]: string }, ask: Ask): Choose {
  return async (request, names, signal) => {
    try {
      const reply = await ask(judgePrompt(request, names, descriptions), signal);
      const first = modelNamedIn(reply, names);
      if (first !== null) return { first, reason: "the judge's choice" };
      const warnings = [`the judge named no model: ${JSON.stringify(reply.slice(0, 80))}`];
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

/**
 * The model that a judge's reply names: the whole reply without case, quotes and a full stop; else the only name that occurs in
 * it. Null: none, or several.
 */
export function modelNamedIn(reply: string, names: readonly string[]): string | null {
  const bare = reply
    .trim()
    .replaceAll(/^["'`]+|["'`.]+$/g, "")
    .toLowerCase();
  const exact = names.find((name) => name.toLowerCase() === bare);
  if (exact !== undefined) return exact;
  const inside = names.filter((name) => reply.toLowerCase().includes(name.toLowerCase()));
  return inside.length === 1 ? (inside[0] ?? null) : null;
}
