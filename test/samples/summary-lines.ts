import type { NightRun } from "../../src/verdict/nights/night-schema.js";
import type { CellSummary } from "../../src/verdict/summary/summary-schema.js";

/** Lines of a summary and runs of a night, written by hand, for tests of whatever reads nights. */

type Ranked<Value> = { distinct: number; most: { value: Value; n: number }[] };

/** Values that one trial each has. */
export function ranked<Value extends string | number>(...values: readonly Value[]): Ranked<Value> {
  return { distinct: values.length, most: values.map((value) => ({ value, n: 1 })) };
}

/** What a line says otherwise than the sample: all twelve trials are good. */
export type LineChange = Partial<Omit<CellSummary, "trials" | "opening" | "replies">> & {
  readonly trials?: Partial<CellSummary["trials"]>;
  readonly opening?: Partial<CellSummary["opening"]>;
  readonly replies?: Partial<CellSummary["replies"]>;
};

export function summaryLine({ trials = {}, opening = {}, replies = {}, ...change }: LineChange = {}): CellSummary {
  const eligible = trials.eligible ?? 12;
  const bad = trials.bad ?? 0;
  return {
    ...{ schemaVersion: 2, run: null, suite: "core", rules: "rules-1" },
    ...{ target: "kimi-k2.5/bedrock/converse-stream", model: "kimi-k2.5", provider: "bedrock", api: "converse-stream" },
    ...{ providerModelId: "moonshotai.kimi-k2.5", region: "us-east-1", upstreamPin: null, client: "sdk" },
    ...{
      adapter: "llm-parity 0.1.0",
      scenario: "basic-chat",
      scenarioVersion: 1,
      scenarioHash: "5ce0",
      source: "live",
    },
    ...{ observed: bad === 0 ? "ok" : "mixed", claim: null, reason: null, findings: [] },
    trials: {
      ...{ attempted: eligible, eligible, ok: eligible - bad, bad, excluded: {}, unavailable: 0, screened: null },
      ...trials,
    },
    ...{
      headersMs: null,
      totalMs: null,
      perTrial: { ms: [], usd: [] },
      cost: null,
      tokens: { input: null, output: null },
      turns: eligible,
    },
    opening: {
      ...{
        requests: ranked("b0d1"),
        headers: ranked("4ead"),
        endpoints: ranked("POST https://bedrock.example/converse"),
      },
      inputTokens: ranked(100),
      tokensByUpstream: [{ upstream: null, inputTokens: ranked(100) }],
      varied: false,
      ...opening,
    },
    replies: { models: ranked("kimi"), upstreams: ranked(), fingerprints: ranked(), headers: ["date"], ...replies },
    ...change,
  };
}

export function nightRun(id: string, change: Partial<NightRun> = {}): NightRun {
  return {
    ...{ id, startedAt: `${id.slice(0, 10)}T02:00:00.000Z`, mode: "live", suite: "core" },
    ...{ versions: { "llm-parity": "0.1.0" }, trials: 12, sequential: false },
    ...change,
  };
}
