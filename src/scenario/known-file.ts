import { z } from "zod";
import { type ApiTable, askedApiNames, wireApis } from "../chat/api.js";
import { day, kebabName, modelName, webAddress } from "./names.js";

const shows = z
  .strictObject({
    symptom: z.string().min(1).nullable().default(null).describe("In one short sentence, in your own words."),
    outputTokens: z
      .union([z.int().min(0), z.literal("some")])
      .nullable()
      .default(null)
      .describe("Output tokens of the reply; some: more than 0, without a number; null: the report does not say."),
    region: z.string().min(1).nullable().default(null).describe("Region of the provider; null: the report names none."),
    date: day.describe("The day on which it was seen, or else reported."),
  })
  .describe("What the bug report shows, to be held against the cell.");

function entry(table: ApiTable) {
  return z
    .strictObject({
      model: modelName,
      target: z.string().min(1).optional().describe("A target's id; or write provider and api."),
      provider: kebabName.optional(),
      api: z.enum(askedApiNames(table)).optional(),
      scenario: kebabName,
      finding: kebabName.optional().describe("The finding that is expected, e.g. empty-reply."),
      check: z
        .string()
        .regex(/^[a-z]+\/[a-z-]+$/, "write the id of a check, such as stream/finish-once")
        .optional()
        .describe("The check that is expected to fail, e.g. output/json; llm-parity list checks shows them."),
      claim: z
        .enum(["fail", "flaky"])
        .optional()
        .describe("What a large enough sample is expected to claim; absent: either."),
      bug: webAddress.describe("Where it is reported."),
      shows: shows.optional(),
      since: day,
      expires: day.describe("From this day on it excuses nothing."),
      note: z.string().nullable().default(null),
    })
    .refine(
      ({ target, provider, api }) =>
        target === undefined
          ? provider !== undefined && api !== undefined
          : provider === undefined && api === undefined,
      "write either target, or provider and api",
    )
    .refine(
      ({ finding, check }) => finding !== undefined || check !== undefined,
      "write what is expected: a finding, a check, or both",
    )
    .refine(({ since, expires }) => since < expires, "expires must be later than since");
}

/** The schema of `known.yaml`. `table`: the wire APIs whose names it accepts. */
export function knownFile(table: ApiTable = wireApis) {
  return z.strictObject({ known: z.array(entry(table)) }).meta({
    id: "known",
    title: "llm-parity known divergences",
    description: "What is expected to differ today; a stale entry fails the run.",
  });
}

export type KnownFile = z.output<ReturnType<typeof knownFile>>;
