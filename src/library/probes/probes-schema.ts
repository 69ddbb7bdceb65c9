import { z } from "zod";

const text = z.string();
const count = z.number().int().min(0);
const usd = z.number().min(0).describe("US dollars, rounded up to a millionth.");

const plannedRequest = z.strictObject({
  name: text.describe("Its recording is `<name>.har`."),
  target: text,
  model: text.nullable().describe("The provider's id of the model; null: no model is asked."),
  maxInputTokens: count.describe("Each byte of the body counts as a token."),
  maxOutputTokens: count.describe("The limit in the body; 0: no model is asked."),
  maxCostUsd: usd,
  price: z
    .enum(["own", "dearest", "none"])
    .describe(
      "`own`: its dated price; `dearest`: it has none, and the dearest of models.yaml counts; `none`: it is free.",
    ),
  settles: z.array(text).describe("The ids of the assumptions that it is asked for."),
});

/** The plan of probes, as `probes.json` has it. */
export const probePlanSchema = z.strictObject({
  maxCostUsd: usd.describe("The most that all requests can cost, in US dollars."),
  moved: z
    .array(text)
    .describe("Providers at an address of their own in models.yaml: what answers there may not be the vendor."),
  requests: z.array(plannedRequest),
});

const assumption = z.strictObject({
  id: text.describe("As docs/unverified.md has it."),
  vendor: text,
  statement: text,
  state: z
    .enum(["confirmed", "refuted", "open", "confirmed (simulated)", "refuted (simulated)", "open (simulated)"])
    .describe("`(simulated)`: a simulator answered, so that it says nothing about the vendor."),
  evidence: text.describe("The words of the answer that show it, or why it was not asked."),
  requests: z.array(text).describe("The names of its requests that were asked."),
});

const askedRequest = z.strictObject({
  name: text,
  target: text,
  status: count.nullable().describe("null: no answer came."),
  requestId: text.nullable(),
  file: text.nullable().describe("Its recording beside this file; null: it was not kept."),
  problem: text.nullable().describe("Why it was not kept; null: it was."),
});

/** The schema of `probes.json`, which `doctor --probe --json` prints too. */
export const probesSchema = z
  .strictObject({
    schemaVersion: z.literal(1),
    mode: z.enum(["live", "simulator"]),
    note: text
      .nullable()
      .describe("Of a simulator's answers: that they say nothing about a vendor; null: vendors answered."),
    startedAt: text.describe("ISO 8601, UTC."),
    plan: probePlanSchema,
    missing: z.array(text).describe("Credentials that were not there, once each, and how to set them."),
    overspent: text.nullable().describe("Why it stopped before all was asked; null: it did not."),
    assumptions: z.array(assumption),
    requests: z.array(askedRequest).describe("Those that were asked."),
  })
  .meta({
    id: "probes",
    title: "llm-parity probes",
    description: "What doctor --probe asked, and what the answers say about the assumptions of docs/unverified.md.",
  });

/** What probes showed, as data. */
export type ProbesJson = z.infer<typeof probesSchema>;
