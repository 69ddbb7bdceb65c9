import { z } from "zod";
import type { Choose } from "../decision.js";
import { defineStrategy, firstOf, modelName } from "./define-strategy.js";

const text = z.string().min(1);

const rule = z
  .strictObject({
    keywords: z.array(text).min(1).optional(),
    model: modelName.optional(),
    default: modelName.optional(),
  })
  .refine(
    (one) =>
      one.default === undefined ? one.keywords !== undefined && one.model !== undefined : one.model === undefined,
    "write keywords and model, or default alone",
  );

/** Chooses by keywords. */
export const rules = defineStrategy({
  name: "rules",
  sentence: "by keywords in the text of the request",
  schema: z.object({ rules: z.array(rule).default([]) }),
  names: ({ rules: list }) =>
    list.flatMap((one, index) =>
      (["model", "default"] as const).flatMap((member) => {
        const name = one[member];
        return name === undefined ? [] : [{ path: ["rules", index, member], of: "value", name } as const];
      }),
    ),
  lacks: ({ rules: list }) =>
    list.length > 0 ? [] : [{ path: ["strategy"], of: "value", message: "rules need rules", hint: "add router.rules" }],
  choose: ({ rules: list }) =>
    byRules(
      list.flatMap(({ keywords, model }) => (keywords && model ? [{ keywords, model }] : [])),
      list.find((one) => one.default !== undefined)?.default ?? null,
    ),
});

type Rule = { readonly keywords: readonly string[]; readonly model: string };

/**
 * Chooses by the first rule that has a keyword in the text and a model that may be asked; else the default, wherever it is
 * listed; else the first model. Keywords match whole words, ignoring case: "hi" does not match "this".
 */
export function byRules(rules: readonly Rule[], fallback: string | null): Choose {
  return async ({ text }, names) => {
    const textWords = words(text);
    for (const { keywords, model } of rules) {
      const found = keywords.find((keyword) => textWords.includes(words(keyword)));
      if (found !== undefined && names.includes(model)) return { first: model, reason: `the rule for "${found}"` };
    }
    if (fallback !== null && names.includes(fallback)) return { first: fallback, reason: "no rule fits: the default" };
    return { first: firstOf(names), reason: "no rule fits: the first model" };
  };
}

/** The words of a text in lower case, each between spaces, so that a search matches whole words only. */
function words(text: string): string {
  return ` ${text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim()} `;
}
