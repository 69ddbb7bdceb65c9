import { z } from "zod";
import { judgedBySchema } from "../editions/judged-by.js";

const text = z.string();

const run = z.strictObject({
  id: text.describe("The name of its folder."),
  startedAt: text.describe("ISO 8601, UTC."),
  commit: text
    .nullable()
    .describe("Of the checkout that the program ran from, with -dirty where it was changed; null: installed."),
  edition: text
    .nullable()
    .optional()
    .describe("The edition of the conformance suite that it asked; null or absent: not recorded."),
});

/** Which findings count. */
export function layer() {
  return z
    .literal("strict")
    .optional()
    .describe("What only a specification notices counts as failing too; absent: what a client notices.");
}

/** How the results were made. */
export function generatedFrom() {
  return z.strictObject({
    mode: z.enum(["replay", "live", "simulator"]),
    command: text,
    date: z
      .string()
      .regex(/^\d{4}-\d{2}-\d{2}$/)
      .nullable(),
    versions: z.record(text, text),
    layer: layer(),
    edition: judgedBySchema
      .optional()
      .describe("The edition of the conformance suite that judged; absent: made before there were any."),
    run: run.optional().describe("The run that asked; absent: a replay."),
  });
}
