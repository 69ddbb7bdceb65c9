import { z } from "zod";
import { apiNames, wireApis } from "../../chat/api.js";
import { editionName, type Profile } from "../editions/edition.js";
import { findingIds } from "../verdict.js";

const text = z.string();
const count = z.number().int().min(0);
const sha256 = text.regex(/^[0-9a-f]{64}$/);
const day = text.regex(/^\d{4}-\d{2}-\d{2}$/);

const run = z.strictObject({
  id: text,
  startedAt: text.describe("ISO 8601, UTC."),
  facts: sha256.describe("Of its run.json."),
  journal: sha256.describe("Of its journal.jsonl."),
  trials: z.strictObject({ planned: count.describe("At most, where a test stops them."), made: count }),
  damaged: count.describe("Records that cannot be read: their trials are not counted."),
  link: sha256.describe(
    "Of the link before it (the first: of the edition), its id, and the hashes of its files, a line each.",
  ),
});

const finding = z.strictObject({
  id: z.enum(findingIds),
  cause: text.nullable(),
  n: count.min(1).describe("Trials that have it."),
});

/** What a cell of a statement may show. */
export const cellResults = ["pass", "fail", "flaky", "inconclusive", "skipped"] as const;

const cell = z.strictObject({
  target: text,
  scenario: text,
  client: z.enum(["sdk", "http"]).nullable().describe("null: no run asked it."),
  providerModelId: text.nullable(),
  region: text.nullable(),
  upstreamPin: text.nullable(),
  result: z.enum(cellResults),
  why: text.nullable().describe("Of a skipped cell, and of one without a claim: the reason; else null."),
  trials: z.strictObject({
    eligible: count,
    bad: count.describe("Trials with a bad finding of a required check."),
    excluded: z.record(text, count).describe("Reason → trials that are no evidence about the model."),
  }),
  interval: z.tuple([z.number(), z.number()]).nullable().describe("Of the failure rate; null: no eligible trial."),
  intervalKind: text.nullable(),
  findings: z.array(finding).describe("What made trials fail."),
  beside: z.array(finding).describe("Bad findings of checks that the profile does not require."),
});

const known = z.strictObject({
  target: text,
  scenario: text,
  finding: text.nullable(),
  bug: text,
  since: day,
  expires: day,
});

/** The results of a statement as a whole. */
export const statementResults = ["conforms", "does-not-conform", "not-shown"] as const;

/** The schema of what `attest` writes. */
export const statementSchema = z
  .strictObject({
    schemaVersion: z.literal(1),
    is: z.literal("llm-parity conformance statement"),
    demo: z.literal(true).optional().describe("A simulator was asked: nothing is said about a vendor."),
    result: z
      .enum(statementResults)
      .describe("conforms: every cell passes; does-not-conform: one fails or is flaky; not-shown: else."),
    says: text,
    program: text.describe("The version of llm-parity that judged."),
    edition: z.strictObject({ id: editionName, sha256, draft: z.literal(true).optional() }),
    profile: z.strictObject({ id: text, title: text, says: text, scenarios: z.array(text), checks: z.array(text) }),
    targets: z.array(z.strictObject({ id: text, model: text, provider: text, api: z.enum(apiNames(wireApis)) })),
    window: z.strictObject({ from: day, to: day.describe("The last day of it.") }).describe("Days in UTC."),
    expires: day.describe("The first day on which it says nothing any more: 90 days after the window."),
    runs: z
      .strictObject({
        count,
        head: sha256.describe("The last link; without a run: that of the edition."),
        list: z.array(run).describe("Every run of this edition in the window, oldest first, whatever it asked."),
        others: z
          .strictObject({
            simulated: count.describe("Of this edition, but of a simulator; of a demo: of services."),
            otherEdition: count,
            notRecorded: count.describe("Runs that do not say their edition."),
          })
          .describe("Runs of the window that are not counted."),
      })
      .describe("The runs behind it."),
    cells: z.array(cell),
    known: z.array(known).describe("Entries of known.yaml about its cells: bugs that were reported."),
    sha256: sha256.describe("Of the other members, as JSON without white space, in this order."),
  })
  .meta({ id: "statement", title: "llm-parity conformance statement" });

/** A statement that a target behaves as a profile requires, with what it rests on. */
export type Statement = z.infer<typeof statementSchema>;
export type StatementCell = Statement["cells"][number];
export type StatementRun = Statement["runs"]["list"][number];
/** A statement before it is sealed. */
export type StatementBody = Omit<Statement, "sha256">;
/** What of a profile a statement repeats. */
export function profileOf({ id, title, says, scenarios, checks }: Profile): Statement["profile"] {
  return { id, title, says, scenarios, checks };
}
