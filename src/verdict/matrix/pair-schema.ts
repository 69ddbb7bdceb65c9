import { z } from "zod";

const text = z.string();
const share = z.number().min(0).max(1);
const count = z.number().int().min(0);

/** What `compatibility-matrix.json` has of two columns that are compared. */
export const pair = z
  .strictObject({
    scenario: text,
    left: text.describe("Target of the first column."),
    right: text,
    client: z.enum(["sdk", "http"]).describe("Of the right column."),
    observedToDiffer: z.boolean(),
    requestsEquivalent: z.boolean(),
    toolResults: z
      .strictObject({ left: z.enum(["json", "text"]), right: z.enum(["json", "text"]) })
      .nullable()
      .describe("How each side sent the JSON results of tools, where the two differ; null: alike, or there are none."),
    rates: z
      .strictObject({
        state: z.enum(["different", "same within 10 points", "not enough"]),
        p: share.nullable().describe("Corrected for every comparison of the report (Holm)."),
        test: z.enum(["fisher", "sequential"]),
        trialsNeeded: count.nullable().describe("About how many more a side would tell, should the rates stay."),
      })
      .nullable()
      .describe("null: a side without eligible trials, or authored."),
  })
  .describe("Two columns of one model in one scenario.");
