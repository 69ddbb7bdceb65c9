import { z } from "zod";
import { type ApiTable, apiNames, wireApis } from "../../chat/api.js";
import { findingIds } from "../verdict.js";
import { summaryVersion } from "./summary-version.js";

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
      schemaVersion: z.literal(summaryVersion),
      run: text.nullable().describe("The id of its run; null: the run keeps none."),
      suite: text.nullable().describe("The suite that its run asked; null: it is not known."),
      rules: text.describe(
        "SHA-256 of what judged it: the program's version, its checks and this scenario. Lines of different rules are not compared.",
      ),
      target: text,
      model: text,
      provider: text,
      api: z.enum(apiNames(table)),
      providerModelId: text,
      region: text.nullable(),
      upstreamPin: text.nullable(),
      client: z.enum(["sdk", "http"]),
      adapter: text.describe("The program that wrote the requests, and the SDKs that sent them, with their versions."),
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
        unavailable: count.describe(
          "Bad trials that only show that the service was down: an error 5xx in a 200, a time-out, a cut.",
        ),
        screened: z
          .strictObject({ eligible: count, bad: count })
          .nullable()
          .describe("The trials that every cell gets, without those that confirm a suspect; null: they are all."),
      }),
      findings: z.array(
        z.strictObject({
          id: z.enum(findingIds),
          cause: text.nullable(),
          severity: z.enum(["bad", "note"]),
          n: count.min(1).describe("Trials that have it."),
          checks: z.array(text).describe("The checks that raised it."),
        }),
      ),
      headersMs: times("Time to the response headers"),
      totalMs: times("Time to the last byte"),
      perTrial: z
        .strictObject({
          ms: z.array(z.number().min(0)).describe("How long its turns took together, in milliseconds."),
          usd: z.array(z.number().min(0)).describe("What it cost; trials of which the provider reports all turns."),
        })
        .describe("One value for each eligible trial that has it, in the order of the trials."),
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
          headers: ranked(text, "SHA-256 of its headers, as far as recordings keep them: never a credential."),
          endpoints: ranked(text, "Its method and address; of a simulator, without the host."),
          inputTokens: ranked(count, "Prompt tokens of the first request, those from a cache included, as reported."),
          tokensByUpstream: z
            .array(
              z.strictObject({
                upstream: text.nullable().describe("null: the reply names none."),
                inputTokens: ranked(count, "As above, of this upstream alone."),
              }),
            )
            .describe("Upstreams have templates of their own."),
          varied: z.boolean().describe("Whether each prompt has a reference (--nonce), whose tokens vary."),
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
