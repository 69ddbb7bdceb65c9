import { z } from "zod";
import { suggestion } from "../../../source/suggest.js";
import type { Choose, RoutingRequest } from "../decision.js";
import { defineStrategy, firstOf, modelName, type StrategyParts } from "./define-strategy.js";

const text = z.string().min(1);

/** The keys of a judge that is none of the models: where it is, and how it is asked. */
const address = z.object({
  provider: text.optional().describe("Of the strategy llm: the provider of a judge that is none of the models."),
  base_url: text.optional(),
  provider_type: text.optional(),
  auth_mode: text.optional(),
  chat_path: text.optional(),
  local: z.boolean().optional(),
});

const settings = address.extend({
  model: modelName
    .optional()
    .describe("Of the strategy llm: which model decides; one of the models, or with provider or base_url any other."),
});

/** Lets a model choose: one of the file's or, as in the seed, one of another address. */
export const llm = defineStrategy({
  name: "llm",
  sentence: "a model decides",
  schema: settings,
  lacks: (section, models) => {
    const { model } = section;
    if (model === undefined) {
      const hint = "add router.model: one of the models";
      return [{ path: ["strategy"], of: "value", message: "llm needs a model that decides", hint }];
    }
    if (models.includes(model) || judgeApart(section, models) !== null) return [];
    const message = `there is no model "${model}" in this file`;
    const hint = `${suggestion(model, models, "models")}; or say where it is: add router.provider, such as openai, or router.base_url`;
    return [{ path: ["model"], of: "value", message, hint }];
  },
  choose: ({ model = "" }, { models, askText }) =>
    byJudge(Object.fromEntries(models.map(({ name, description }) => [name, description])), (prompt, signal) =>
      askText(model, prompt, signal),
    ),
});

/** The keys in a `router` section that describe a judge which is none of the models. */
export const judgeKeys: readonly string[] = Object.keys(address.shape);

/** A judge that is none of the models, in the keys of a model's entry; null: the section has none. `models`: their names. */
export function judgeApart(section: object, models: readonly string[]): (Address & { readonly model: string }) | null {
  const { model, ...rest } = settings.parse(section);
  if (model === undefined || models.includes(model)) return null;
  return rest.provider === undefined && rest.base_url === undefined ? null : { ...rest, model };
}

type Address = z.output<typeof address>;

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
