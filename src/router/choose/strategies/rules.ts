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

/** By keywords. */
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
