import { z } from "zod";
import { editionName } from "./edition.js";

/** Which edition of the conformance suite judged. */
export const judgedBySchema = z.strictObject({
  id: editionName,
  draft: z.literal(true).optional().describe("It may still change under its name; absent: it is frozen."),
  outside: z
    .array(z.string())
    .min(1)
    .optional()
    .describe("Scenarios that the edition does not have, or has otherwise; absent: none."),
});

export type JudgedBy = z.infer<typeof judgedBySchema>;
