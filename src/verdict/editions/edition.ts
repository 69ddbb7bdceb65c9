import { z } from "zod";
import { layers } from "../checks/rule.js";
import { storedVerdictSchema } from "./stored-verdict.js";

const text = z.string();
const id = text.min(1);
const day = text.regex(/^\d{4}-\d{2}-\d{2}$/);

/** `stable`: a statement may rest on it. `provisional`: it is shown, and may still change its mind; no profile requires it. */
export const stabilities = ["stable", "provisional"] as const;
export type Stability = (typeof stabilities)[number];

/** The name of an edition: its month, and a number where a month has several. */
export const editionName = text.regex(
  /^\d{4}-\d{2}(\.\d{1,2})?$/,
  "write a month and, after a dot, a number: 2026-11, 2026-11.2",
);

const check = z
  .strictObject({
    id,
    claim: text,
    severity: z.enum(["must", "should", "may"]),
    layer: z.enum(layers),
    notes: z
      .literal("strict")
      .optional()
      .describe("What clients cope with is a note, which only the strict layer counts."),
    source: text,
    date: day.describe("Of the source, or the day on which it was read."),
    explainedBy: z.array(id).describe("Findings of the same turn under which it does not apply."),
    wholeReply: z.boolean().describe("It judges whole replies alone."),
    stability: z.enum(stabilities),
  })
  .describe("What a check claims, and on whose word.");

const scenario = z
  .strictObject({
    id,
    version: z.number().int().min(1),
    sha256: text.describe("Of the scenario, as run.json has it; comments and layout do not count."),
    rows: z
      .array(z.number().int())
      .describe("Rows of docs/conformance.md that it holds; []: it is of llm-parity's own making."),
    stability: z.enum(stabilities),
  })
  .describe("What is asked.");

const profile = z
  .strictObject({
    id,
    title: text,
    says: text.describe("What a statement about it says, as a sentence."),
    streams: z.boolean().describe("It is about targets that stream alone."),
    scenarios: z.array(id).min(1),
    checks: z
      .array(id)
      .min(1)
      .describe("The checks whose bad findings make a trial of it fail; others are named beside it."),
  })
  .describe("A set of scenarios and required checks: what a statement is about.");

/** The schema of a file of `scenarios/editions/`. */
export const editionSchema = z
  .strictObject({
    edition: editionName,
    frozen: day.nullable().describe("The day since which nothing of it changes; null: it is a draft."),
    checks: z.array(check),
    scenarios: z.array(scenario),
    profiles: z.array(profile),
    recordings: z.array(storedVerdictSchema).describe("What its rules say of the shipped recordings."),
  })
  .meta({ id: "edition", title: "An edition of the conformance suite" });

/** A dated version of the conformance suite: the checks, scenarios and profiles that belong to it. */
export type Edition = z.infer<typeof editionSchema>;
/** The sources of what is asked and judged in one edition. */
export type EditionCheck = Edition["checks"][number];
export type EditionScenario = Edition["scenarios"][number];
export type Profile = Edition["profiles"][number];
