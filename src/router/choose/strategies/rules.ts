import { z } from "zod";
import type { Choose } from "../decision.js";
import { keywordTest, normalised } from "../keyword-match.js";
import { defineStrategy, firstOf, modelName, type StrategyMistake } from "./define-strategy.js";

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
    list.length > 0
      ? blankKeywords(list)
      : [{ path: ["strategy"], of: "value", message: "the strategy rules has no rules", hint: "add router.rules" }],
  choose: ({ rules: list }) =>
    byRules(
      list.flatMap(({ keywords, model }) => (keywords && model ? [{ keywords, model }] : [])),
      list.find((one) => one.default !== undefined)?.default ?? null,
    ),
});

type Rule = { readonly keywords: readonly string[]; readonly model: string };

function blankKeywords(
  list: readonly { readonly keywords?: readonly string[] | undefined }[],
): readonly StrategyMistake[] {
  return list.flatMap(({ keywords = [] }, index) =>
    keywords.flatMap((keyword, at) => {
      if (keywordTest(keyword) !== null) return [];
      const hint = "write a word, or take it out";
      return [
        { path: ["rules", index, "keywords", at], of: "value", message: "a blank keyword matches nothing", hint },
      ];
    }),
  );
}

/**
 * Chooses by the first rule that has a keyword in the text and a model that may be asked; else the default, wherever it is
 * listed; else the first model. {@link keywordTest} says when a text has a keyword: "hi" is not in "this".
 */
export function byRules(rules: readonly Rule[], fallback: string | null): Choose {
  const tests = rules.map(({ keywords, model }) => ({
    model,
    keywords: keywords.map((keyword) => ({ keyword, isIn: keywordTest(keyword) })),
  }));
  return async ({ text }, names) => {
    const read = normalised(text);
    for (const { keywords, model } of tests) {
      const found = keywords.find(({ isIn }) => isIn?.(read) === true);
      if (found !== undefined && names.includes(model)) {
        return { first: model, reason: `the rule for "${found.keyword}"` };
      }
    }
    if (fallback !== null && names.includes(fallback)) return { first: fallback, reason: "no rule fits: the default" };
    return { first: firstOf(names), reason: "no rule fits: the first model" };
  };
}
