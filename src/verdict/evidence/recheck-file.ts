import { z } from "zod";
import { againCallSchema } from "./experiment-result.js";
import { recheckWords, recordedKinds } from "./recheck-decision.js";

const count = z.number().int().min(0);

const side = z.strictObject({
  bad: count,
  eligible: count,
  of: z.enum(recordedKinds).describe("Which calls are counted; the shown one never is."),
});

/** The schema of `rechecks/<stamp>.json`: the two requests of a bundle, asked again on a later day. */
export function recheckFileSchema() {
  return z
    .strictObject({
      schemaVersion: z.literal(1),
      askedAt: z.string().describe("ISO 8601, UTC: before the first call."),
      program: z.string().describe("The version of llm-parity that asked."),
      mark: z.enum(["SIMULATED"]).nullable().describe("No vendor was asked; null: a vendor was."),
      previous: z.string().describe("SHA-256 of SHA256SUMS before this recheck."),
      pairs: count.describe("Pairs that were to be asked."),
      seed: count.describe("Of the order inside each pair: the first 32 bits of `previous`, so that no one chose it."),
      ended: z.string().nullable().describe("Why fewer were asked; null: all were."),
      recorded: z
        .strictObject({
          findings: z.array(z.string()),
          failing: side,
          working: side.nullable(),
          redacted: z
            .array(z.enum(["failing", "working"]))
            .describe("Requests whose stored body is not what was sent."),
        })
        .describe("What the bundle had before, without the shown calls."),
      decision: z.enum(recheckWords),
      says: z.array(z.string()),
      calls: z.array(againCallSchema).describe("In the order in which they were asked."),
    })
    .describe("The two requests of a bundle, asked again.");
}

/** The content of `rechecks/<stamp>.json`. */
export type RecheckFile = z.infer<ReturnType<typeof recheckFileSchema>>;
