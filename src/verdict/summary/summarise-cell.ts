import type { Reply } from "../../chat/reply.js";
import type { Attempt, Transcript, Turn } from "../../transcript/transcript.js";
import type { Verdict } from "../verdict.js";
import { rank } from "./rank.js";
import type { CellSummary } from "./summary-schema.js";

/** What the bytes of a trial say. `request`: SHA-256 of the body of its first request; null: none was recorded. */
export type TrialBytes = {
  readonly request: string | null;
  /** The `system_fingerprint` of the first reply; null: it has none. */
  readonly fingerprint: string | null;
  /** Names of the headers of all its replies. */
  readonly headers: readonly string[];
};

/** What a summary is made from. `transcripts` and `bytes`: of all trials of the cell. */
export type CellRecords = {
  readonly verdict: Verdict;
  readonly transcripts: readonly Transcript[];
  readonly bytes: readonly TrialBytes[];
  readonly scenarioHash: string | null;
};

/** Summarises one cell for comparisons between runs. Pure: the same journal gives the same summary. */
export function summariseCell({ verdict, transcripts, bytes, scenarioHash }: CellRecords): CellSummary {
  const { cell, observed, claim, reason, trials, findings, provenance } = verdict;
  const { target, model, provider, api, providerModelId, region, upstreamPin, client } = cell;
  const { scenario, scenarioVersion } = cell;
  const turns = transcripts.flatMap((transcript) => transcript.turns);
  const openings = transcripts.flatMap((transcript) => transcript.turns.slice(0, 1));
  return {
    schemaVersion: 1,
    ...{ target, model, provider, api, providerModelId, region, upstreamPin, client, scenario, scenarioVersion },
    scenarioHash,
    source: provenance?.source ?? null,
    ...{ observed, claim, reason },
    trials: trialsOf(trials),
    findings: findings.map(({ id, cause, severity, n }) => ({ id, cause, severity, n })),
    ...timesOf(eligible(transcripts, verdict)),
    cost: costOf(turns),
    tokens: { input: sum(turns, "inputTokens"), output: sum(turns, "outputTokens") },
    turns: turns.length,
    opening: {
      requests: rank(bytes.map(({ request }) => request)),
      inputTokens: rank(openings.map(({ reply }) => reply.usage?.inputTokens ?? null)),
    },
    replies: {
      models: rank(transcripts.flatMap((one) => distinct(one, ({ model: named }) => named))),
      upstreams: rank(transcripts.flatMap((one) => distinct(one, ({ upstream }) => upstream))),
      fingerprints: rank(bytes.map(({ fingerprint }) => fingerprint)),
      headers: [...new Set(bytes.flatMap(({ headers }) => headers))].sort(),
    },
  };
}

function trialsOf({ attempted, eligible: counted, ok, bad, excluded }: Verdict["trials"]): CellSummary["trials"] {
  const reasons = Object.entries(excluded).sort(([a], [b]) => (a < b ? -1 : 1));
  return { attempted, eligible: counted, ok, bad, excluded: Object.fromEntries(reasons) };
}

/** The trials that are evidence about the model. */
function eligible(transcripts: readonly Transcript[], { judged }: Verdict): readonly Transcript[] {
  const excluded = new Set(judged.filter(({ outcome }) => outcome === "excluded").map(({ trial }) => trial));
  return transcripts.filter(({ trial }) => !excluded.has(trial));
}

function timesOf(transcripts: readonly Transcript[]): Pick<CellSummary, "headersMs" | "totalMs"> {
  const attempts = transcripts.flatMap(({ turns }) => turns.flatMap((turn) => turn.attempts.at(-1) ?? []));
  const all = (time: (attempt: Attempt) => number | null) =>
    percentiles(attempts.flatMap((attempt) => time(attempt) ?? []));
  return { headersMs: all(({ firstByteMs }) => firstByteMs), totalMs: all(({ totalMs }) => totalMs) };
}

function percentiles(values: readonly number[]): CellSummary["totalMs"] {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
  return { n: sorted.length, p50: at(0.5), p99: at(0.99) };
}

function costOf(turns: readonly Turn[]): CellSummary["cost"] {
  const reported = turns.flatMap(({ reply }) => reply.usage?.costUsd ?? []);
  // To a billionth of a dollar: sums of binary fractions differ in the last digits.
  const usd = Math.round(reported.reduce((all, one) => all + one, 0) * 1e9) / 1e9;
  return reported.length === 0 ? null : { usd, turns: reported.length };
}

function sum(turns: readonly Turn[], member: "inputTokens" | "outputTokens"): number | null {
  const reported = turns.flatMap(({ reply }) => reply.usage?.[member] ?? []);
  return reported.length === 0 ? null : reported.reduce((all, one) => all + one, 0);
}

/** The names in the replies of one trial, each once. */
function distinct({ turns }: Transcript, name: (reply: Reply) => string | null): readonly string[] {
  return [...new Set(turns.flatMap(({ reply }) => name(reply) ?? []))];
}
