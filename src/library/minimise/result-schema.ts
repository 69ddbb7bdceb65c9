import { z } from "zod";
import { unitGroups } from "../../verdict/minimise/units/unit.js";
import { counted, endedSchema, resultHead } from "../experiment/result-schema.js";

const text = z.string();
const count = z.int().min(0);
const plain = z.strictObject({ bad: count, eligible: count });

const result = z.strictObject({
  ending: z
    .enum(["fixed-point", "spent", "too-rare", "refused", "rate-changed"])
    .describe(
      "`fixed-point`: no single removal keeps the failure. `spent`: the smallest request that was shown to fail.",
    ),
  request: z.json().describe("The smallest request, in our own form; its body is in `minimised/failing.json`."),
  rate: plain.describe("The request as it was, on fresh calls."),
  keeps: z.number().describe("A removal that fails at this rate or more keeps the failure."),
  own: plain.describe("What is left."),
  removed: z.array(z.strictObject({ pointer: text, group: z.enum(unitGroups), says: text })),
  stays: z.array(
    z.strictObject({
      ...{ pointer: text, group: z.enum(unitGroups), says: text },
      because: z.enum(["cures", "refused", "around", "invalid", "untried"]),
      tried: plain
        .extend({ refusedAt: count.nullable() })
        .nullable()
        .describe("What the request without it showed; null: it was not asked."),
    }),
  ),
  ...{ units: count, calls: count, voids: count, refusals: count },
  elsewhere: count.describe("Calls that another upstream served."),
  isSteady: z.boolean().describe("Its first replies say the same in the same words, although each had a nonce."),
  callsNeeded: z
    .number()
    .nullable()
    .describe("About how many more a fixed point takes; null: it is one, or cannot be."),
  claim: z.array(text),
});

const proof = z.strictObject({
  decision: z.enum(["proved", "fails-too", "refused", "open"]),
  standing: z.strictObject({
    ...{ rounds: count, provedAfter: count, left: counted, right: counted },
    ...{ evidence: z.number(), isProved: z.boolean() },
  }),
  refused: z.strictObject({ side: z.enum(["failing", "working"]), call: count }).nullable(),
  voidPairs: count,
  callsNeeded: z.number().nullable(),
});

/** The schema of `result.json` of `minimise`, which `--json` prints too. */
export const minimiseResultSchema = z
  .strictObject({
    ...resultHead,
    result: result.nullable().describe("null: it ended before it was decided."),
    control: z.strictObject({
      says: text.nullable().describe("The control in words; null: none is known."),
      why: text.nullable().describe("Why it was not asked; null: it was."),
      proof: proof.nullable(),
    }),
    files: z
      .strictObject({ failing: text, working: text.nullable(), difference: text.nullable() })
      .nullable()
      .describe("Bodies beside this file; null: nothing was written."),
    ended: endedSchema,
    calls: count,
    spentUsd: z.number(),
  })
  .meta({
    id: "minimise-result",
    title: "llm-parity minimise",
    description: "The smallest request that still fails, and what each removal showed.",
  });
