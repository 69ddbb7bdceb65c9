import { z } from "zod";
import { type ApiTable, apiNames, wireApis } from "../../chat/api.js";

const count = z.number().int().min(0);
const rate = z.number().min(0).max(1);
const interval = z.array(rate).length(2);
const share = z
  .strictObject({ n: count, of: count, interval: interval.describe("Wilson, 95 %.") })
  .nullable()
  .describe("null: there is nothing to share.");

const target = z.strictObject({
  target: z.string(),
  samples: count,
  excluded: count.describe("Samples that are no evidence about the model."),
  counts: z.strictObject({ stop: count, toolCalls: count, others: count, schemaErrors: count, successful: count }),
  schemaAccuracy: share,
  buckets: z.strictObject({ "invalid-json": share, "unknown-name": share, "schema-mismatch": share }),
  erroredRequests: share,
  bad: share,
});

const agreement = z.strictObject({
  target: z.string(),
  reference: z.string(),
  samples: count.describe("Samples of which both have a reply."),
  precision: rate.nullable(),
  recall: rate.nullable(),
  f1: rate.nullable(),
  f1Interval: interval.nullable().describe("95 %, by resampling the pairs."),
  similarity: z.number().nullable().describe("In percent."),
  badHereOnly: count,
  badThereOnly: count,
  p: rate.describe("McNemar's exact test of the two before."),
});

/** The shape of `run --dataset --json`: the source of its published JSON Schema. */
export function datasetJson(table: ApiTable = wireApis) {
  return z
    .strictObject({
      schemaVersion: z.literal(1),
      dataset: z.strictObject({ file: z.string(), sha256: z.string(), samples: count }),
      apis: z.record(z.string(), z.enum(apiNames(table))).describe("Target → wire API."),
      targets: z.array(target),
      agreements: z.array(agreement),
      excluded: z.record(z.string(), count),
      simulated: z.literal(true).optional().describe("A simulator answered, no vendor; absent: services did."),
    })
    .meta({ id: "dataset" });
}
