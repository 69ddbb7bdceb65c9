import type { Attribution } from "../attribution/attribution.js";
import { attributionJson } from "../attribution/attribution-schema.js";
import { effectJson } from "../effects/effect-schema.js";
import { passRatesOf } from "../statistics/pass-rates.js";
import type { TrialCounts, Verdict } from "../verdict.js";
import type { Matrix } from "./matrix.js";
import type { Pair } from "./matrix-pairs.js";
import type { CellResult, MatrixResults } from "./results-schema.js";

/**
 * The matrix as data, `schemaVersion` 1. The order of members is fixed; cells are in reading order. It reads no clock: the
 * same matrix gives the same bytes.
 */
export function matrixJson(matrix: Matrix): MatrixResults {
  const { suite, generatedFrom, known } = matrix;
  return {
    schemaVersion: 1,
    suite: suite.name,
    tested: suite.tested,
    authored: matrix.authored,
    generatedFrom: {
      mode: generatedFrom.mode,
      command: generatedFrom.command,
      date: generatedFrom.date,
      versions: sorted(generatedFrom.versions),
      ...(generatedFrom.layer === undefined ? {} : { layer: generatedFrom.layer }),
      ...(generatedFrom.edition === undefined ? {} : { edition: { ...generatedFrom.edition } }),
      ...(generatedFrom.run === undefined ? {} : { run: { ...generatedFrom.run } }),
    },
    ...(matrix.stopped === null ? {} : { stopped: { ...matrix.stopped } }),
    cells: matrix.verdicts.map((verdict) => {
      const shown = cellJson(verdict, matrix.attributions.get(verdict));
      return isReplayOfAuthored(matrix) ? { ...shown, region: null } : shown;
    }),
    pairs: matrix.tables.flatMap(({ pairs }) => pairs.map(pairJson)),
    ...(matrix.sameModel === undefined ? {} : { sameModel: [...matrix.sameModel] }),
    known: {
      expected: known.expected.map(cellName).sort(),
      unexpected: known.unexpected.map(cellName).sort(),
      stale: known.stale.map(({ place }) => place),
      changed: known.changed.map(({ place }) => place),
      expired: known.expired.map(({ place }) => place),
      notApplied: known.notApplied.map(({ entry, why, detail }) => ({ place: nameAndPlace(entry.place), why, detail })),
      messages: [...known.messages],
    },
  };
}

/** A page without a byte of a vendor names no region, not even that of a cell that has no bytes. */
function isReplayOfAuthored({ authored, generatedFrom }: Matrix): boolean {
  return authored && generatedFrom.mode === "replay";
}

function pairJson({ scenario, left, right, differs, steps, rates }: Pair): MatrixResults["pairs"][number] {
  return {
    scenario,
    left: left.target,
    right: right.target,
    client: right.client,
    observedToDiffer: differs,
    requestsEquivalent: steps.length > 0 && steps.every(({ equivalent }) => equivalent),
    toolResults: steps.find(({ resultForms }) => resultForms !== null)?.resultForms ?? null,
    rates:
      rates === null
        ? null
        : {
            state: rates.state,
            p: rates.p === null ? null : rounded(rates.p),
            test: rates.test,
            trialsNeeded: rates.trialsNeeded,
          },
  };
}

/** One cell as data; members in a fixed order. `attribution`: whose fault it is, for a failing cell. */
export function cellJson(verdict: Verdict, attribution?: Attribution): CellResult {
  const { cell, trials } = verdict;
  return {
    target: cell.target,
    model: cell.model,
    provider: cell.provider,
    api: cell.api,
    exercises: [...verdict.exercises],
    providerModelId: cell.providerModelId === "" ? null : cell.providerModelId,
    region: verdict.provenance?.source === "authored" ? null : cell.region,
    upstream: resolvedUpstream(verdict),
    upstreamPin: cell.upstreamPin,
    upstreams: Object.entries(verdict.upstreams).map(([name, [ok, eligible]]) => ({ name, ok, eligible })),
    client: cell.client,
    scenario: cell.scenario,
    scenarioVersion: cell.scenarioVersion,
    observed: verdict.observed,
    claim: verdict.claim,
    findings: verdict.findings.map(({ id, cause, severity, n, seen, step }) => ({
      id,
      cause,
      severity,
      n,
      seen,
      step,
    })),
    trials: {
      ...trialCountsJson(trials),
      sampling: verdict.sampling,
      distinctReplies: verdict.distinctReplies,
      cachedTokens: verdict.cachedTokens,
      passRates: passRatesOf(verdict).map(({ k, any, all }) => ({ k, any: rounded(any), all: rounded(all) })),
      ...(verdict.further === null ? {} : { further: { ...verdict.further } }),
    },
    reason: verdict.reason,
    reasonText: verdict.reasonText,
    provenance: provenanceJson(verdict),
    ...(verdict.provenance?.isPrivate === true ? { private: true as const } : {}),
    ...(attribution === undefined ? {} : { attribution: attributionJson(attribution) }),
    ...(verdict.effects === undefined ? {} : { effects: verdict.effects.map(effectJson) }),
  };
}

/** Counts of trials as data. `interval`: of the failure rate, rounded to six places. */
export function trialCountsJson(trials: TrialCounts) {
  const { attempted, eligible, ok, bad, excluded, interval, intervalKind } = trials;
  return {
    ...{ attempted, eligible, ok, bad },
    excluded: sorted(excluded),
    interval: interval === null ? null : interval.map(rounded),
    intervalKind,
  };
}

/** The upstream that served the cell, as the gateway names it; null: it names none, or several (see `upstreams`). */
function resolvedUpstream({ upstreams }: Verdict): string | null {
  const names = Object.keys(upstreams);
  return names.length === 1 ? (names[0] ?? null) : null;
}

function provenanceJson({ provenance, requestIds }: Verdict): CellResult["provenance"] {
  if (provenance === null) return null;
  const { source, recordedAt, after, endpoint, region, note } = provenance;
  return { source, recordedAt, after, endpoint, region, note, requestIds: [...requestIds] };
}

function cellName({ cell }: Verdict): string {
  return `${cell.scenario} on ${cell.target} (${cell.client})`;
}

function sorted<Value>(object: { readonly [name: string]: Value }): { [name: string]: Value } {
  return Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function rounded(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}

/** `known.yaml:2:5` of any path to it: a report is the same from every folder. */
function nameAndPlace(place: string): string {
  return place.split(/[/\\]/).at(-1) ?? place;
}
