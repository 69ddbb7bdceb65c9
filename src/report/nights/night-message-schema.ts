import { z } from "zod";
import type { NightMessage } from "./night-message.js";

const count = z.int().min(0);
const counts = z.strictObject({
  regressed: count.describe("Cells that regressed tonight, outside the columns that regressed."),
  known: count.describe("Cells that regressed as known.yaml expects: no alarm."),
  regressedTwoOfThree: count.describe("Cells that were suspicious in two of three nights."),
  columnsRegressed: count,
  incidents: count.describe("Columns with an incident: the night is masked for them."),
  notMeasured: count,
  suspicious: count,
  fixed: count,
  learning: count.describe("Cells without a baseline to compare with."),
  compared: count,
});

/** The schema of the message of a night. */
export function nightMessageSchema(): z.ZodType<NightMessage> {
  return z
    .strictObject({
      schemaVersion: z.literal(1),
      night: z.string().describe("UTC date of the scheduled start, YYYY-MM-DD."),
      exitCode: z
        .union([z.literal(0), z.literal(1), z.literal(4)])
        .describe("1: an alarm; 4: something was not measured; 0: neither."),
      headline: z.string().min(1),
      counts: counts.nullable().describe("null: nothing was measured."),
      link: z.string().nullable().describe("Where the run is shown; null: not known."),
      text: z.string().min(1).describe("The same for people, in lines."),
    })
    .meta({ id: "night-message", title: "llm-parity night message", description: "A night in counts and links." });
}
