import type { Transcript } from "../../transcript/transcript.js";
import type { TrialVerdict, Verdict } from "../verdict.js";

/** One trial of a case's cells: a line of `calls.jsonl`. `call`: its number in the bundle, from 1. */
export type EvidenceCall = {
  readonly call: number;
  readonly role: "failing" | "working" | "control";
  readonly cell: string;
  readonly client: "sdk" | "http";
  readonly trial: number;
  readonly outcome: TrialVerdict["outcome"];
  /** Why an excluded trial is none of the sample; else null. */
  readonly reason: string | null;
  /** The ids of its bad findings. */
  readonly findings: readonly string[];
  /** ISO 8601, UTC; null: nothing was sent. */
  readonly startedAt: string | null;
  readonly requestIds: readonly string[];
  /** The upstream that the gateway names; null: none. */
  readonly upstream: string | null;
};

/** The cells of a case with their verdicts and trials, in the order of `case.json`. */
export type CaseCell = {
  readonly role: EvidenceCall["role"];
  readonly verdict: Verdict;
  readonly transcripts: readonly Transcript[];
};

/** The calls of all cells, numbered through. */
export function callsOf(cells: readonly CaseCell[]): readonly EvidenceCall[] {
  return cells.flatMap(callsOfCell).map((call, at) => ({ call: at + 1, ...call }));
}

/** The name of a cell, as samples of an attribution have it. */
export function cellName({ scenario, target }: Verdict["cell"]): string {
  return `${scenario} on ${target}`;
}

function callsOfCell({ role, verdict, transcripts }: CaseCell): readonly Omit<EvidenceCall, "call">[] {
  return verdict.judged.map(({ trial, outcome, reason, findings, requestIds, upstream }) => ({
    role,
    cell: cellName(verdict.cell),
    client: verdict.cell.client,
    trial,
    outcome,
    reason,
    findings: [...new Set(findings.flatMap(({ id, severity }) => (severity === "bad" ? [id] : [])))],
    startedAt: startOf(transcripts.find((one) => one.trial === trial)),
    requestIds,
    upstream,
  }));
}

function startOf(transcript: Transcript | undefined): string | null {
  const attempts = transcript?.turns.flatMap((turn) => turn.attempts) ?? [];
  return attempts.find(({ startedAt }) => startedAt !== null)?.startedAt ?? transcript?.provenance.recordedAt ?? null;
}
