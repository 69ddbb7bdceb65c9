import { z } from "zod";
import { type ApiTable, apiNames, wireApis } from "../../chat/api.js";
import { parties } from "../attribution/attribution.js";
import { attributionSchema as attribution } from "../attribution/attribution-schema.js";
import { notAppliedReasons } from "../baseline.js";
import { effectSchema } from "../effects/effect-schema.js";
import { findingIds } from "../verdict.js";
import { generatedFrom, layer } from "./generated-from-schema.js";
import { pair } from "./pair-schema.js";
import { promptTokens } from "./prompt-tokens-schema.js";
import { sameModelSchema } from "./same-model-schema.js";

/**
 * The shapes of the machine-readable results: `compatibility-matrix.json` and `run --json` ({@link matrixResults}), and
 * `judge --json` ({@link observedResults}). Their types and the published JSON Schemas are derived from these.
 */
const text = z.string();
const share = z.number().min(0).max(1);
const count = z.number().int().min(0);
const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const observed = z.enum(["ok", "bad", "mixed", "blocked", "unsupported", "not-run"]);
const place = z.strictObject({ file: text, interaction: count.describe("Place in the file, from 0.") });

const trials = z
  .strictObject({
    attempted: count,
    eligible: count.describe("Trials that are evidence about the model: ok + bad."),
    ok: count,
    bad: count,
    excluded: z.record(text, count).describe("Reason → trials that are no evidence about the model."),
    interval: z
      .array(z.number().min(0).max(1))
      .length(2)
      .nullable()
      .describe("Of the failure rate, [low, high]; null with no eligible trial."),
    intervalKind: text.nullable(),
  })
  .describe("Counts of trials.");

const finding = z.strictObject({
  id: z.enum(findingIds),
  cause: text.nullable(),
  severity: z.enum(["bad", "note"]),
  n: count.describe("Trials that have it."),
  seen: text.describe("What was seen the first time."),
  step: text.nullable(),
});

function cell(table: ApiTable) {
  return z.strictObject({
    target: text,
    model: text,
    provider: text,
    api: z.enum(apiNames(table)),
    exercises: z.array(text).describe("What the scenario exercises: chat, tools, tool-results, streaming, …"),
    providerModelId: text.nullable(),
    region: text.nullable().describe("null: the provider has none, or the bytes are authored."),
    upstream: text
      .nullable()
      .describe("Who served the cell, as the gateway says; null: unsaid, several, or the bytes are authored."),
    upstreamPin: text.nullable(),
    upstreams: z.array(z.strictObject({ name: text, ok: count, eligible: count })),
    client: z.enum(["sdk", "http"]),
    scenario: text,
    scenarioVersion: count,
    observed,
    claim: z
      .enum(["pass", "fail", "flaky", "inconclusive"])
      .nullable()
      .describe("null: the sample cannot carry a claim; inconclusive: it carries none yet (see trials.further)."),
    findings: z.array(finding),
    trials: trials.extend({
      sampling: z.enum(["fixed", "sequential"]).describe("sequential: a test stopped the trials."),
      distinctReplies: count.describe(
        "Eligible trials that replied differently; equal replies are no independent observations.",
      ),
      cachedTokens: count
        .nullable()
        .describe("Prompt tokens that came from a cache, as the service says; null: it does not."),
      passRates: z
        .array(z.strictObject({ k: count, any: share, all: share }))
        .describe(
          "pass@k (any of k trials is ok) and pass^k (all are), unbiased; empty where the number of trials was not fixed.",
        ),
      further: z
        .strictObject({
          expected: count.nullable().describe("About how many, at the observed failure rate; null: more than most."),
          most: count.describe("How many until the sequential rule's limit."),
        })
        .optional()
        .describe("Further trials that an inconclusive cell needs; absent: it is not inconclusive."),
    }),
    reason: text.nullable().describe("For blocked, unsupported and not-run: why, in one word."),
    reasonText: text.nullable(),
    provenance: z
      .strictObject({
        source: z.enum(["live", "recorded", "authored", "simulated"]),
        recordedAt: text.nullable().describe("ISO 8601, UTC; null for authored bytes."),
        after: text.nullable().describe("For authored bytes: the document that they follow."),
        endpoint: text.nullable(),
        region: text.nullable(),
        note: text.nullable(),
        requestIds: z.array(text).describe("As the service gave them; [] for authored bytes."),
      })
      .nullable(),
    private: z
      .literal(true)
      .optional()
      .describe(
        "Of a production log or trace: lengths and hashes stand in place of texts, unless content was asked for.",
      ),
    attribution: attribution.optional().describe("Whose fault a failing or refused cell is; absent: it is neither."),
    effects: z.array(effectSchema).optional(),
  });
}

/** The schema of `compatibility-matrix.json` and of `run --json`; `table`: the wire APIs whose names are valid. */
export function matrixResults(table: ApiTable = wireApis) {
  return z
    .strictObject({
      schemaVersion: z.literal(1),
      suite: text,
      tested: date.nullable(),
      authored: z.boolean().describe("True: no byte of any cell came from a vendor."),
      generatedFrom: generatedFrom(),
      stopped: z
        .strictObject({
          made: count.describe("Trials that were made."),
          unasked: count.describe("Planned trials that were not; at most so many where a test ends them."),
        })
        .optional()
        .describe("How far a stopped run got; absent: it is whole."),
      cells: z.array(cell(table)),
      pairs: z.array(pair),
      sameModel: z
        .array(sameModelSchema)
        .optional()
        .describe("What tests of `llm-parity identity` beside the run say of its targets; absent: there are none."),
      known: z.strictObject({
        expected: z.array(text),
        unexpected: z.array(text),
        stale: z.array(text),
        changed: z.array(text).describe("Entries whose cell claims something else than they expect."),
        expired: z.array(text),
        notApplied: z
          .array(
            z.strictObject({
              place: text,
              why: z
                .enum(notAppliedReasons)
                .describe(
                  "simulated: a simulator was asked; not-in-run: the suite or an option leaves its cell out; no-trials: no trial of its cell can be judged; not-seen: live trials without the finding, too few to call it gone.",
                ),
              detail: text.nullable().describe("For no-trials: what is in the way."),
            }),
          )
          .describe("Entries of which this run says nothing."),
        messages: z.array(text),
      }),
    })
    .meta({ id: "compatibility-matrix" });
}

function exchange(table: ApiTable) {
  return z.strictObject({
    ...place.shape,
    provider: text,
    api: z.enum(apiNames(table)),
    upstream: text.nullable(),
    model: text,
    providerModelId: text,
    region: text.nullable(),
    shape: text.describe("What the request asks: basic-chat, tool-call, response-after-tool, multi-step, …"),
    httpStatus: count.nullable(),
    streaming: z.boolean(),
    hasTools: z.boolean().nullable().describe("null: the request is not recorded."),
    hasToolResult: z.boolean().nullable(),
    complete: z.boolean(),
    finish: z
      .strictObject({
        kind: text,
        raw: text.nullable(),
        nativeRaw: text.nullable().describe("The upstream's own word, where a gateway passes it on."),
      })
      .nullable(),
    outputTokens: z.number().nullable().describe("null: not reported, which is not zero."),
    textLength: count,
    toolCalls: count,
    observed,
    reason: text.nullable(),
    reasonText: text.nullable(),
    findings: z.array(finding.omit({ n: true, step: true })),
    notes: z
      .array(z.strictObject({ id: text, message: text }))
      .describe("What the decoder saw on the wire and did not read, or found odd. Some become findings."),
    warnings: z
      .array(z.strictObject({ id: text, field: text, message: text }))
      .describe("What the reader of the request could not express."),
    recording: z
      .strictObject({ losses: z.array(text), notes: z.array(text) })
      .describe("What the recording no longer holds of the exchange (status, frames, …), and its oddities."),
    requestId: text.nullable(),
    provenance: z.strictObject({ source: text, recordedAt: text.nullable(), after: text.nullable() }),
    private: z
      .literal(true)
      .optional()
      .describe("A production log or trace: without --include-content, nothing of its request and reply is quoted."),
  });
}

function observedCell(table: ApiTable) {
  return z.strictObject({
    model: text,
    provider: text,
    api: z.enum(apiNames(table)),
    upstream: text.nullable(),
    shape: text,
    observed,
    claim: z.null().describe("Recordings that somebody kept are no sample."),
    reason: text.nullable(),
    reasonText: text.nullable(),
    trials,
    findings: z.array(finding.omit({ step: true }).extend({ places: z.array(place) })),
    provenance: z.strictObject({
      source: z.enum(["recorded", "authored"]),
      oldest: text.nullable(),
      newest: text.nullable(),
      places: z.array(place).describe("The first few exchanges of the cell."),
    }),
    attribution: attribution
      .optional()
      .describe("Of the cell's questions the one that names a party, else the most frequent; absent: none fails."),
    parties: z
      .partialRecord(z.enum(parties), count)
      .optional()
      .describe("Bad or refused exchanges of all its questions, by party."),
  });
}

/** The schema of `judge --json`; `table`: the wire APIs whose names are valid. */
export function observedResults(table: ApiTable = wireApis) {
  return z
    .strictObject({
      schemaVersion: z.literal(1),
      exchanges: z.array(exchange(table)),
      cells: z.array(observedCell(table)),
      read: z.strictObject({
        files: count,
        otherFiles: count.describe("Files that are no recording of a known format."),
        formats: z.record(text, count),
        interactions: count.describe("Interactions that were found, readable or not."),
        exchanges: count,
        skipped: z.record(text, count),
        damaged: z.array(text).describe("A message for each of `unread`."),
        unread: z
          .array(
            z.strictObject({
              file: text,
              interaction: count.nullable().describe("From 0; null: the file as a whole, or what it lost."),
              line: count.nullable().describe("Where the interaction begins in the file, from 1; null: not known."),
              reason: text,
            }),
          )
          .describe("Interactions and files that cannot be read; their neighbours are judged."),
        losses: z
          .record(text, count)
          .describe("Judged exchanges of which the recording has lost something, by what it lost."),
        promptTokens: promptTokens.optional(),
      }),
      layer: layer(),
    })
    .meta({ id: "observed-matrix" });
}

/** `compatibility-matrix.json`. */
export type MatrixResults = z.infer<ReturnType<typeof matrixResults>>;
/** What `judge --json` prints. */
export type ObservedResults = z.infer<ReturnType<typeof observedResults>>;
/** One cell of `compatibility-matrix.json`. */
export type CellResult = z.infer<ReturnType<typeof cell>>;
/** One exchange of `judge --json`. */
export type ExchangeResult = z.infer<ReturnType<typeof exchange>>;
/** One cell of `judge --json`. */
export type ObservedCellResult = z.infer<ReturnType<typeof observedCell>>;
