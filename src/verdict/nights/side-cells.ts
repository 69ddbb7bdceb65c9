import { groupBy } from "../../chat/group-by.js";
import type { CellSummary } from "../summary/summary-schema.js";
import { cellKey, columnKey } from "./cell-key.js";
import { badFindings } from "./cell-night.js";
import { type Setting, settingOf } from "./setting.js";
import { excludedTrials } from "./stored-night.js";

/** A cell on one side of a comparison: of one run or night, or of several that are pooled. */
export type SideCell = {
  readonly cell: string;
  readonly column: string;
  readonly eligible: number;
  readonly bad: number;
  readonly excluded: number;
  /** Why nothing was measured, in one word; null: something was. */
  readonly reason: string | null;
  readonly rules: readonly string[];
  readonly findings: readonly { readonly id: string; readonly n: number }[];
  readonly setting: Setting;
};

/** The cells of a side, by their keys. A cell that has several lines is pooled. */
export function sideCells(lines: readonly CellSummary[]): ReadonlyMap<string, SideCell> {
  return new Map([...groupBy(lines, cellKey)].map(([cell, own]) => [cell, pool(cell, own)]));
}

function pool(cell: string, lines: readonly CellSummary[]): SideCell {
  const [first] = lines;
  if (first === undefined) throw new TypeError("a group has a line");
  const sum = (of: (line: CellSummary) => number) => lines.reduce((total, line) => total + of(line), 0);
  const eligible = sum(({ trials }) => trials.eligible);
  return {
    ...{ cell, column: columnKey(first), eligible, bad: sum(({ trials }) => trials.bad) },
    excluded: sum(excludedTrials),
    reason: eligible > 0 ? null : first.reason,
    rules: distinct(lines.map(({ rules }) => rules)),
    findings: badFindings(lines),
    setting: lines.map(settingOf).reduce(together),
  };
}

/** What either has. */
function together(a: Setting, b: Setting): Setting {
  const upstreams = distinct([...a.tokens, ...b.tokens].map(({ upstream }) => upstream));
  return {
    bodies: distinct([...a.bodies, ...b.bodies]),
    requestHeaders: distinct([...a.requestHeaders, ...b.requestHeaders]),
    endpoints: distinct([...a.endpoints, ...b.endpoints]),
    adapters: distinct([...a.adapters, ...b.adapters]),
    models: distinct([...a.models, ...b.models]),
    upstreams: distinct([...a.upstreams, ...b.upstreams]),
    fingerprints: distinct([...a.fingerprints, ...b.fingerprints]),
    replyHeaders: distinct([...a.replyHeaders, ...b.replyHeaders]),
    tokens: upstreams.map((upstream) => ({
      upstream,
      inputTokens: distinct(
        [...a.tokens, ...b.tokens].flatMap((one) => (one.upstream === upstream ? one.inputTokens : [])),
      ),
    })),
    varied: a.varied || b.varied,
  };
}

function distinct<Value extends string | number | null>(values: readonly Value[]): readonly Value[] {
  return [...new Set(values)].toSorted((a, b) => ((a ?? "") < (b ?? "") ? -1 : (a ?? "") > (b ?? "") ? 1 : 0));
}
