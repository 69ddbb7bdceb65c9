import { z } from "zod";
import type { Target } from "../../chat/target.js";
import { controlKinds } from "../attribution/attribution.js";

const text = z.string();
const textOrNull = z.string().nullable();
const count = z.number().int().min(0);

/** Checks no member: a target is data that the program wrote, and reading it sends nothing. */
const target = z.custom<Target>((value) => typeof value === "object" && value !== null && "id" in value);

/** Which call of a cell is shown: the one whose request and reply stand in files of their own. */
const shownCall = z.strictObject({
  target: text.describe("The id of the target."),
  scenario: text,
  client: z.enum(["sdk", "http"]),
  trial: count.min(1),
  step: text,
  exchange: count.describe("Its number within the exchanges of its trial, from 0."),
});
export type ShownCall = z.infer<typeof shownCall>;

const nightFact = z.strictObject({
  run: text.describe("The id of the run."),
  startedAt: text.describe("ISO 8601, UTC."),
  bad: count,
  eligible: count,
});

/** The schema of `case.json`: what a bundle is about, and what its other files do not hold. */
export function caseFactsSchema() {
  return z
    .strictObject({
      schemaVersion: z.literal(1),
      program: text.describe("The version of llm-parity that made the bundle."),
      madeAt: text.describe("ISO 8601, UTC."),
      mark: z.enum(["SIMULATED", "DEMO"]).nullable().describe("No vendor sent these bytes; null: a vendor did."),
      run: textOrNull.describe("The id of the run; null: kept recordings."),
      failing: shownCall,
      working: shownCall
        .extend({
          kind: z.enum(controlKinds).describe("What is between it and the failing call."),
          differs: text.describe("The factor or the part of the place, as in `id-form`, `provider`."),
        })
        .nullable()
        .describe("The control that passes; null: the evidence holds none."),
      cells: z
        .array(
          z.strictObject({
            role: z.enum(["failing", "working", "control"]),
            target: text,
            scenario: text,
            client: z.enum(["sdk", "http"]),
            file: text.describe("The exchanges, in `wire/`."),
          }),
        )
        .describe("The failing cell first, then the working one, then the other controls."),
      targets: z.array(target),
      sequential: z
        .strictObject({ acceptable: z.number(), unacceptable: z.number(), alpha: z.number(), cap: count })
        .nullable()
        .describe("The rule that stopped the trials; null: their number was fixed."),
      history: z
        .strictObject({
          runs: count.describe("Runs that have this cell, this one included."),
          lastWorked: nightFact.nullable().describe("The latest run in which no eligible trial was bad."),
          firstFailed: nightFact.nullable().describe("The first run after it in which one was."),
        })
        .nullable()
        .describe("null: no other run was there to look at."),
      environment: z.strictObject({
        versions: z.record(text, text).describe("Of the programs that asked."),
        system: text.describe("Where the bundle was made, as `linux x64`."),
        clients: z.string().describe("How the requests were sent: the official SDK, or our own client."),
        retries: count,
      }),
      account: textOrNull.describe("The AWS account id for the case form; null: not given."),
      redacted: z
        .array(z.strictObject({ what: text, where: text, n: count }))
        .describe("What was taken out of the bytes before they were stored here."),
    })
    .describe("What an evidence bundle is about.");
}

/** The content of `case.json`. */
export type CaseFacts = z.infer<ReturnType<typeof caseFactsSchema>>;
