import { z } from "zod";
import { nightFormat } from "./night-format.js";

const text = z.string();

const run = z
  .strictObject({
    id: text,
    startedAt: text.describe("ISO 8601, UTC."),
    mode: z.enum(["live", "simulator"]),
    suite: text.nullable().describe("null: it is not known."),
    versions: z.record(text, text),
    edition: z
      .strictObject({ id: text, sha256: text.describe("Of the edition's file: a draft changes under its name.") })
      .readonly()
      .exactOptional()
      .describe("The edition of the conformance suite that it asked; absent: not recorded."),
    trials: z.number().int().min(1).nullable().describe("The planned trials of each cell; null: the run keeps none."),
    sequential: z
      .boolean()
      .describe("True for --trials auto: its numbers of trials depend on the outcomes, so that no gate reads them."),
  })
  .readonly();

/** A run of a night. */
export type NightRun = z.infer<typeof run>;

/** The schema of `night.json`. */
export const nightFile = z
  .strictObject({
    formatVersion: z.literal(nightFormat),
    id: text.describe("The UTC date of the scheduled start, YYYY-MM-DD."),
    runs: z.array(run).readonly().describe("In the order of their start."),
    masked: z
      .array(text)
      .readonly()
      .describe("Columns of which this night says nothing, since it was an incident there."),
  })
  .describe("A night: which runs it has. The lines of their cells are in summary.jsonl beside it.");

/** What a night is, beside the lines of its cells. */
export type NightFacts = Readonly<Omit<z.infer<typeof nightFile>, "formatVersion">>;
