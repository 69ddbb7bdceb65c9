import { z } from "zod";
import { type ApiTable, apiNames, wireApis } from "../../chat/api.js";
import { findingIds } from "../verdict.js";

const text = z.string();
const count = z.number().int().min(0);

const ranked = <Value extends z.ZodType>(value: Value, says: string) =>
  z
    .strictObject({
      distinct: count.describe("How many different values there are."),
      most: z
        .array(z.strictObject({ value, n: count.min(1).describe("Trials that have it.") }))
        .max(10)
        .describe("The most frequent ones, at most ten; values of equal frequency in ascending order."),
    })
    .describe(says);

const times = (says: string) =>
  z
    .strictObject({
      n: count.min(1).describe("Turns that were measured."),
      p50: z.number().min(0),
      p99: z.number().min(0),
    })
    .nullable()
    .describe(
      `${says}, in milliseconds, nearest rank, over the last attempt of every turn of the eligible trials; null: none.`,
    );

/** The schema of one line of `summary.jsonl`; `table`: the wire APIs whose names are valid. */
export function cellSummarySchema(table: ApiTable = wireApis) {
  return z
    .strictObject({
      schemaVersion: z.literal(1),
      target: text,
      model: text,
      provider: text,
      api: z.enum(apiNames(table)),
      providerModelId: text,
      region: text.nullable(),
      upstreamPin: text.nullable(),
      client: z.enum(["sdk", "http"]),
      scenario: text,
      scenarioVersion: count,
      scenarioHash: text.nullable().describe("SHA-256 of the scenario, from run.json; null: the run keeps none."),
      source: z.enum(["live", "recorded", "authored", "simulated"]).nullable().describe("null: nothing was asked."),
      observed: z.enum(["ok", "bad", "mixed", "blocked", "unsupported", "not-run"]),
      claim: z.enum(["pass", "fail", "flaky", "inconclusive"]).nullable(),
      reason: text.nullable().describe("For blocked, unsupported and not-run: why, in one word."),
      trials: z.strictObject({
        attempted: count,
        eligible: count,
        ok: count,
        bad: count,
        excluded: z.record(text, count).describe("Reason → trials that are no evidence about the model."),
      }),
      findings: z.array(
        z.strictObject({
          id: z.enum(findingIds),
          cause: text.nullable(),
          severity: z.enum(["bad", "note"]),
          n: count.min(1).describe("Trials that have it."),
        }),
      ),
      headersMs: times("Time to the response headers"),
      totalMs: times("Time to the last byte"),
      cost: z
        .strictObject({ usd: z.number().min(0), turns: count.min(1).describe("Turns that reported a cost.") })
        .nullable()
        .describe("What the provider reported, over all trials; null: it reported none."),
      tokens: z
        .strictObject({ input: count.nullable(), output: count.nullable() })
        .describe("Sums over all trials, as reported; null: no reply reports any."),
      turns: count.describe("Turns of all trials."),
      opening: z
        .strictObject({
          requests: ranked(
            text,
            "SHA-256 of the canonical body of the trial's first request, without its reference (--nonce). Later requests quote the model.",
          ),
          inputTokens: ranked(count, "Prompt tokens of the first request, as reported."),
        })
        .describe(
          "The first turn of each trial: equal requests in two runs, and another count of tokens, mean that the provider changed.",
        ),
      replies: z
        .strictObject({
          models: ranked(text, "The model that answered, as the reply names it."),
          upstreams: ranked(text, "The upstream that served it, as the gateway names it."),
          fingerprints: ranked(text, "The system_fingerprint of the first reply."),
          headers: z.array(text).describe("Names of the reply headers, as far as recordings keep them, sorted."),
        })
        .describe("How the service names itself."),
    })
    .describe("One cell of a run, made from its journal.");
}

/** One line of `summary.jsonl`. */
export type CellSummary = z.infer<ReturnType<typeof cellSummarySchema>>;
