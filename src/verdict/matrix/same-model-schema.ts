import { z } from "zod";
import { causeIds } from "../identity/causes.js";
import { identityWords } from "../identity/conclude.js";
import type { SameModel } from "../identity/same-model.js";

const count = z.int().min(0);

/** What a test of identity says of two targets of the run. */
export const sameModelSchema: z.ZodType<SameModel> = z.strictObject({
  test: z.string().describe("The name of its folder."),
  startedAt: z.string().describe("ISO 8601, UTC."),
  ...{ A: z.string().describe("A target of the run."), B: z.string() },
  result: z.enum(identityWords).describe("same: within what was tested."),
  because: z.string(),
  bits: z.number().nullable().describe("How far the answers are apart; null: too few answers."),
  chanceBits: z.number().nullable(),
  calls: count,
  answers: z.strictObject({ A: count, B: count }),
  causes: z
    .array(z.enum(causeIds))
    .nullable()
    .describe("One is named; several cannot be told apart; none: cannot tell; null: no difference was found."),
  causeBecause: z.string().nullable(),
  simulated: z.boolean().describe("No vendor was asked."),
});
