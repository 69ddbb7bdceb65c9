import { z } from "zod";
import { type Attribution, controlKinds, parties } from "./attribution.js";

const text = z.string();
const count = z.number().int().min(0);

/** The shape of an {@link Attribution} in results. */
export const attributionSchema = z
  .strictObject({
    party: z.enum(parties),
    standing: z
      .enum(["established", "suspected"])
      .nullable()
      .describe(
        "suspected: a provider without a place proof, or a sender whose unchanged request was not asked; null: undetermined.",
      ),
    leans: z.enum(parties).nullable().describe("For undetermined: what the controls suggest, their caveats waived."),
    rule: text.describe("The rule that fits first; no-rule-fits: none does."),
    mark: z.enum(["SIMULATED", "DEMO"]).nullable().describe("No vendor sent these bytes."),
    decides: z
      .strictObject({ id: text, failing: text.nullable(), cures: text.nullable() })
      .nullable()
      .describe("The one factor of the request that decides, with its two values."),
    sentence: text,
    for: z.array(text),
    against: z.array(text),
    exonerated: z.array(z.strictObject({ what: text, because: text })),
    missing: z.array(
      z.strictObject({
        control: text,
        tells: text.describe("What it does: separates the provider from the model."),
        calls: count.describe("About how many calls it takes."),
      }),
    ),
    controls: z.array(
      z.strictObject({
        kind: z.enum(controlKinds),
        differs: text,
        of: text,
        bad: count,
        eligible: count,
        reading: z.enum(["fine", "fails", "suggests-fine", "suggests-fails", "too-few"]),
        caveats: z.array(text),
      }),
    ),
  })
  .describe("Whose fault it is, as far as the controls of this evidence go.");

/** An attribution as data; members in a fixed order. */
export function attributionJson(attribution: Attribution): z.infer<typeof attributionSchema> {
  const { party, standing, leans, rule, mark, decides, sentence, exonerated, missing, controls } = attribution;
  return {
    ...{ party, standing, leans, rule, mark, decides: decides === null ? null : { ...decides }, sentence },
    for: [...attribution.for],
    against: [...attribution.against],
    exonerated: exonerated.map((one) => ({ ...one })),
    missing: missing.map(({ control, tells, calls }) => ({ control, tells, calls })),
    controls: controls.map((one) => ({ ...one, caveats: [...one.caveats] })),
  };
}
