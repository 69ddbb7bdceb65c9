import { z } from "zod";
import { armIds, exclusions, sides } from "../../verdict/identity/call.js";
import { causeIds } from "../../verdict/identity/causes.js";
import { identityWords } from "../../verdict/identity/conclude.js";
import { endedSchema } from "../experiment/result-schema.js";

const text = z.string();
const count = z.int().min(0);
const side = z.enum(sides);

const divergence = z
  .strictObject({
    bits: z.number().describe("Jensen–Shannon divergence within each prompt, over all prompts: 0 to 1."),
    chanceBits: z.number().describe("The same on average, where groups are drawn anew within each prompt."),
    p: z.number().describe("The share of such draws that are as far apart."),
    answers: count,
    prompts: count,
  })
  .nullable();

const tokens = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("equal"), prompts: count }),
  z.strictObject({ kind: z.literal("constant"), more: z.int().describe("Of B at every prompt."), prompts: count }),
  z.strictObject({ kind: z.literal("uneven"), least: z.int(), most: z.int(), prompts: count }),
  z.strictObject({ kind: z.literal("unsteady"), side, prompts: count }),
  z.strictObject({ kind: z.literal("unknown"), why: text }),
]);

const tally = z.record(text, count).describe("Answer → how often it was given.");

/** The schema of `result.json` of `identity`, which `--json` prints too. */
export const identityResultSchema = z
  .strictObject({
    schemaVersion: z.literal(1),
    ...{ id: text, A: text, B: text },
    mark: z.enum(["SIMULATED"]).nullable().describe("SIMULATED: no vendor was asked."),
    ...{ battery: text, edition: count },
    result: z.enum(identityWords).describe("same: within what was tested."),
    because: text,
    alpha: z.number().describe("The share of equal pairs that are called different at most."),
    evidence: z.number().describe("The e-value of the comparison; different from 1/alpha on."),
    decidedAfter: count.nullable().describe("Answers until then; null: it was not reached."),
    baseArm: z.enum(armIds),
    comparisons: z
      .strictObject({ AB: divergence, AA: divergence, BB: divergence })
      .describe("Between the sides, and within each: its earlier answers against its later ones."),
    tokens: tokens.describe("The prompt tokens of the same requests."),
    cause: z
      .strictObject({
        causes: z.array(z.enum(causeIds)).describe("One is named; several cannot be told apart; none: cannot tell."),
        because: text,
      })
      .nullable()
      .describe("null: the sides were not found to differ."),
    arms: z.array(
      z.strictObject({
        arm: z.enum(armIds),
        outcome: z.enum(["kept", "cured", "unclear", "refused"]),
        answers: count,
        evidence: z.number(),
        isConfirmed: z.boolean().nullable().describe("Whether a second stretch shows nothing either; null: not asked."),
      }),
    ),
    again: z
      .strictObject({
        evidence: z.number(),
        at: count.nullable().describe("Answers after which the difference was found again; null: it was not."),
        answers: count,
      })
      .nullable()
      .describe("The comparison after the arms; null: it was not asked."),
    power: z
      .array(z.strictObject({ against: text, found: count, tests: count }))
      .describe("How many tests like this one would have found it."),
    calls: z.strictObject({
      made: count,
      answers: z.strictObject({ A: count, B: count }),
      excluded: z.array(z.strictObject({ side, reason: z.enum(exclusions), count })),
    }),
    dropped: z.array(text).describe("Prompts that were left out, since a side gave no answer."),
    models: z.strictObject({ A: z.array(text), B: z.array(text) }).describe("As the replies name them."),
    upstreams: z
      .strictObject({ A: z.array(text), B: z.array(text) })
      .describe("That served a side, as a gateway names them; several may answer differently."),
    counts: z
      .array(z.strictObject({ prompt: text, A: tally, B: tally }))
      .describe("Of the comparison, without the arms."),
    ended: endedSchema,
    spentUsd: z.number(),
  })
  .meta({
    id: "identity-result",
    title: "llm-parity identity",
    description: "Whether two targets answer as one model does, by one-token answers.",
  });
