import { z } from "zod";

const text = z.string();
const usd = z.number().min(0).describe("US dollars, rounded up to a millionth.");

const route = z.strictObject({
  model: text,
  provider: text,
  api: text.describe("Without streaming in its name."),
  id: text.describe("The provider's id of the model."),
  region: text.nullable(),
  url: text.describe("The base URL of the vendor, also where a simulator answered."),
  state: z.enum(["served", "not-served", "key-refused", "key-missing", "not-asked", "undecided"]),
  says: text.describe("The words of the answer, or why there is none."),
  use: z.array(text).describe("For `not-served`: surfaces that answered for the model, at most three."),
  listed: z
    .strictObject({ state: z.enum(["served", "refused"]), source: text, date: text })
    .nullable()
    .describe("What models.yaml says; null: nothing."),
  differs: z.boolean().describe("true: the answer is not what models.yaml says."),
  status: z.number().int().nullable().describe("null: no answer."),
  file: text.nullable().describe("Its recording beside this file; null: none was kept."),
});

/** The schema of `routes.json`, which `doctor --routes --json` prints too. */
export const routesSchema = z
  .strictObject({
    schemaVersion: z.literal(1),
    mode: z.enum(["live", "simulator"]),
    note: text.nullable().describe("Of a simulator's answers: that they say nothing about a vendor; null otherwise."),
    startedAt: text.describe("ISO 8601, UTC."),
    maxCostUsd: usd.describe("The most that all requests could cost."),
    missing: z.array(text).describe("Credentials that were not there, once each, and how to set them."),
    overspent: text.nullable().describe("Why it stopped before all was asked; null: it did not."),
    routes: z.array(route),
  })
  .meta({
    id: "routes",
    title: "llm-parity routes",
    description: "What doctor --routes asked, and which surfaces serve a model.",
  });

/** Which surfaces serve a model, as data. */
export type RoutesJson = z.infer<typeof routesSchema>;
