import { isRed } from "../../../verdict/baseline.js";
import { countedClaim } from "../../../verdict/claim-text.js";
import { cellKey, columnKey } from "../../../verdict/nights/cell-key.js";
import { excludedTrials } from "../../../verdict/nights/stored-night.js";
import { failureInterval } from "../../../verdict/statistics/statistics.js";
import type { CellSummary } from "../../../verdict/summary/summary-schema.js";
import { isCheckId, publicText, publicWord } from "./public-text.js";

/**
 * What a site may show of a cell in one run: names that its team chose, counts, and words of this program. No body, address, header, request id,
 * name that a service gave itself, or account leaves the summary by this door.
 */
export type PublicLine = {
  /** The cell as nights name it, which may hold an account: to look things up by, never to be shown. */
  readonly key: string;
  readonly cell: string;
  readonly run: string | null;
  readonly suite: string | null;
  readonly target: string;
  readonly model: string;
  readonly provider: string;
  readonly api: string;
  readonly client: string;
  readonly column: string;
  readonly scenario: string;
  readonly scenarioVersion: number;
  readonly scenarioHash: string | null;
  readonly providerModelId: string;
  readonly region: string | null;
  readonly upstreamPin: string | null;
  readonly simulated: boolean;
  readonly observed: CellSummary["observed"];
  /** null: the sample carries none. */
  readonly claim: "pass" | "fail" | "flaky" | null;
  /** True: it fails by its claim, or as observed where the sample carries none. */
  readonly isFailing: boolean;
  /** Why nothing was measured, in one word; null: something was, or the word is not one of this program. */
  readonly reason: string | null;
  readonly trials: PublicTrials;
  readonly findings: readonly PublicFinding[];
};

/** `interval`: one-sided 95 % bounds of the failure rate; null: no trial is evidence. */
export type PublicTrials = {
  readonly attempted: number;
  readonly eligible: number;
  readonly bad: number;
  readonly excluded: number;
  readonly interval: readonly [number, number] | null;
};

/** A finding by its id, its cause where that is a word of this program, and the trials that have it. */
export type PublicFinding = {
  readonly id: string;
  readonly cause: string | null;
  readonly severity: "bad" | "note";
  readonly n: number;
  readonly checks: readonly string[];
};

/** The public part of a line. */
export function publicLine(line: CellSummary): PublicLine {
  const { client, scenario, scenarioVersion, scenarioHash, source, observed } = line;
  const shown = { ...line, target: publicText(line.target), provider: publicText(line.provider) };
  return {
    ...{ key: cellKey(line), cell: cellKey(shown), run: line.run, suite: line.suite },
    ...{ target: shown.target, model: line.model, provider: shown.provider, api: line.api, client },
    column: columnKey(shown),
    ...{ scenario, scenarioVersion, scenarioHash },
    providerModelId: publicText(line.providerModelId),
    ...{ region: line.region, upstreamPin: line.upstreamPin, simulated: source === "simulated", observed },
    claim: countedClaim(line),
    isFailing: isRed(line),
    reason: line.reason === null ? null : publicWord(line.reason),
    trials: trialsOf(line),
    findings: line.findings.map(({ id, cause, severity, n, checks }) => ({
      ...{ id, severity, n },
      checks: checks.filter(isCheckId),
      cause: cause === null ? null : publicWord(cause),
    })),
  };
}

/** True for a line that may be published: a service answered, nothing was asked, or, on a site that says so, a simulator answered. */
export function isPublic({ source }: Pick<CellSummary, "source">, isSimulated: boolean): boolean {
  return source === null || source === "live" || source === "recorded" || (source === "simulated" && isSimulated);
}

function trialsOf(line: CellSummary): PublicTrials {
  const { attempted, eligible, bad } = line.trials;
  return { attempted, eligible, bad, excluded: excludedTrials(line), interval: failureInterval({ bad, eligible }) };
}
