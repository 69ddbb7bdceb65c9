import { z } from "zod";
import { parameters } from "../../scenario/compare/parameters.js";
import type { EffectVerdict } from "./effect-verdict.js";

const count = z.int().min(0);
const shown = z.strictObject({ shown: count, replies: count });

/** What `compatibility-matrix.json` has of a comparison. */
export const effectSchema = z
  .strictObject({
    parameter: z.enum(parameters),
    label: z.string().describe("The parameter with its value: the row of the parameter page."),
    verdict: z.enum(["honoured", "ignored", "refused", "cannot-be-said", "unknown"]),
    reason: z
      .enum(["documented", "too-few-trials", "base-does-not-show", "in-between", "not-measurable", "several-upstreams"])
      .nullable()
      .describe("Why nothing is known; documented: a source says that it is not supported; null: it is known."),
    constraint: z
      .enum(["holds", "honest-failure", "silent-failure", "cannot-be-said", "unknown"])
      .describe("honest-failure: it was refused; silent-failure: it was accepted and had no effect."),
    base: shown
      .nullable()
      .describe("Replies without the parameter, and those that show what is measured; null: none are needed."),
    changed: shown.describe("The same with the parameter."),
    refused: count.describe("Trials in which the request with the parameter was refused."),
    leftOut: count.describe("Trials in which the API had no place for the parameter."),
    seen: z.string(),
  })
  .describe("Whether a parameter had its effect, from pairs of requests that differ in it alone.");

type EffectResult = z.infer<typeof effectSchema>;

/** A comparison as data; members in a fixed order. */
export function effectJson(effect: EffectVerdict): EffectResult {
  const { parameter, label, verdict, reason, constraint, base, changed, refused, leftOut, seen } = effect;
  return { parameter, label, verdict, reason, constraint, base, changed, refused, leftOut, seen };
}
