import { groupBy } from "../../chat/group-by.js";
import type { Reply } from "../../chat/reply.js";
import type { Attempt, Transcript, Turn } from "../../transcript/transcript.js";
import { quantile } from "../statistics/quantile.js";
import type { TrialVerdict, Verdict } from "../verdict.js";
import { findingLine } from "./finding-line.js";
import { rank } from "./rank.js";
import type { CellSummary } from "./summary-schema.js";
import { summaryVersion } from "./summary-version.js";
import { isUnavailable } from "./unavailable.js";

/** What the bytes of a trial say. `request`: SHA-256 of the body of its first request; null: none was recorded. */
export type TrialBytes = {
  readonly request: string | null;
  /** SHA-256 of the stored headers of that request, and its method and address. */
  readonly headers: string | null;
  readonly endpoint: string | null;
  /** The `system_fingerprint` of the first reply; null: it has none. */
  readonly fingerprint: string | null;
  /** Names of the headers of all its replies. */
  readonly replyHeaders: readonly string[];
};

/** What the run of a cell says of it. `screenTrials`: the trials that every cell gets, the first ones; null: it had no others. */
export type CellRun = {
  readonly run: string | null;
  readonly suite: string | null;
  readonly rules: string;
  readonly adapter: string;
  readonly varied: boolean;
  readonly screenTrials: number | null;
};

/** What a summary is made from. `transcripts` and `bytes`: of all trials of the cell. */
export type CellRecords = {
  readonly of: CellRun;
  readonly verdict: Verdict;
  readonly transcripts: readonly Transcript[];
  readonly bytes: readonly TrialBytes[];
  readonly scenarioHash: string | null;
};

/** Summarises one cell for comparisons between runs. Pure: the same journal gives the same summary. */
export function summariseCell({ of, verdict, transcripts, bytes, scenarioHash }: CellRecords): CellSummary {
  const { cell, observed, claim, reason, provenance } = verdict;
  const { target, model, provider, api, providerModelId, region, upstreamPin, client } = cell;
  const { scenario, scenarioVersion } = cell;
  const turns = transcripts.flatMap((transcript) => transcript.turns);
  const openings = transcripts.flatMap((transcript) => transcript.turns.slice(0, 1));
  return {
    schemaVersion: summaryVersion,
    ...{ run: of.run, suite: of.suite, rules: of.rules },
    ...{ target, model, provider, api, providerModelId, region, upstreamPin, client, adapter: of.adapter },
    ...{ scenario, scenarioVersion },
    scenarioHash,
    source: provenance?.source ?? null,
    ...{ observed, claim, reason },
    trials: trialsOf(verdict, of),
    findings: verdict.findings.map((found) => findingLine(found, verdict)),
    ...timesOf(eligible(transcripts, verdict)),
    perTrial: perTrialOf(eligible(transcripts, verdict)),
    cost: costOf(turns),
    tokens: { input: sum(turns, "inputTokens"), output: sum(turns, "outputTokens") },
    turns: turns.length,
    opening: {
      requests: rank(bytes.map(({ request }) => request)),
      headers: rank(bytes.map(({ headers }) => headers)),
      endpoints: rank(bytes.map(({ endpoint }) => endpoint)),
      inputTokens: rank(openings.map(inputTokensOf)),
      tokensByUpstream: tokensByUpstream(openings),
      varied: of.varied,
    },
    replies: {
      models: rank(transcripts.flatMap((one) => distinct(one, ({ model: named }) => named))),
      upstreams: rank(transcripts.flatMap((one) => distinct(one, ({ upstream }) => upstream))),
      fingerprints: rank(bytes.map(({ fingerprint }) => fingerprint)),
      headers: [...new Set(bytes.flatMap(({ replyHeaders }) => replyHeaders))].sort(),
    },
  };
}

function trialsOf({ trials, judged }: Verdict, { screenTrials }: CellRun): CellSummary["trials"] {
  const { attempted, eligible: counted, ok, bad, excluded } = trials;
  const reasons = Object.entries(excluded).sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    ...{ attempted, eligible: counted, ok, bad, excluded: Object.fromEntries(reasons) },
    unavailable: judged.filter(isUnavailable).length,
    screened: screenTrials === null ? null : countsOf(judged.filter(({ trial }) => trial <= screenTrials)),
  };
}

/** Of trials of a cell: those that count, and the bad ones among them. */
export function countsOf(judged: readonly Pick<TrialVerdict, "outcome">[]): {
  readonly eligible: number;
  readonly bad: number;
} {
  const outcomes = judged.map(({ outcome }) => outcome).filter((outcome) => outcome !== "excluded");
  return { eligible: outcomes.length, bad: outcomes.filter((outcome) => outcome === "bad").length };
}

function inputTokensOf({ reply }: Turn): number | null {
  return reply.usage?.inputTokens ?? null;
}

function tokensByUpstream(openings: readonly Turn[]): CellSummary["opening"]["tokensByUpstream"] {
  const groups = [...groupBy(openings, ({ reply }) => reply.upstream)];
  return groups
    .map(([upstream, turns]) => ({ upstream, inputTokens: rank(turns.map(inputTokensOf)) }))
    .filter(({ inputTokens }) => inputTokens.distinct > 0)
    .toSorted((a, b) => ((a.upstream ?? "") < (b.upstream ?? "") ? -1 : 1));
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

/** A trial has a value where each of its turns has one. */
function perTrialOf(transcripts: readonly Transcript[]): CellSummary["perTrial"] {
  const sums = (value: (turn: Turn) => number | null) =>
    transcripts.flatMap(({ turns }) => {
      const values = turns.flatMap((turn) => value(turn) ?? []);
      return turns.length === 0 || values.length < turns.length ? [] : [values.reduce((sum, one) => sum + one, 0)];
    });
  return {
    ms: sums(({ attempts }) => attempts.at(-1)?.totalMs ?? null),
    usd: sums(({ reply }) => reply.usage?.costUsd ?? null),
  };
}

function percentiles(values: readonly number[]): CellSummary["totalMs"] {
  const [p50, p99] = [quantile(values, 0.5), quantile(values, 0.99)];
  return p50 === null || p99 === null ? null : { n: values.length, p50, p99 };
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
