import type { ColumnResult } from "../../src/verdict/regression/gate-result.js";
import type { ToldCell, ToldGate } from "../../src/verdict/regression/gate-result-schema.js";

/** The result of a night, written by hand: nothing happened, but for what is given. */
export function gateResult({
  cells = [],
  columns = [],
  ...rest
}: Omit<Partial<ToldGate>, "cells" | "columns"> & {
  readonly cells?: readonly (Partial<ToldCell> & { readonly cell: string })[];
  readonly columns?: readonly (Partial<ColumnResult> & { readonly column: string })[];
} = {}): ToldGate {
  return {
    ...{ schemaVersion: 1, kind: "full", night: "2026-11-29", compared: cells.length },
    regression: { tonight: 0.0003, pair: 0.0001, falseNights: 0.02 },
    fix: { tonight: 0.0003, pair: 0.0001, falseNights: 0.02 },
    ...{ alarm: false, notMeasured: false, exitCode: 0 },
    ...rest,
    cells: cells.map(cellResult),
    columns: columns.map(columnResult),
  };
}

function cellResult(cell: Partial<ToldCell> & { readonly cell: string }): ToldCell {
  return {
    ...{ column: "bedrock × converse × sdk", suite: "nightly", state: "unchanged" },
    ...{ tonight: { eligible: 12, bad: 0 }, baseline: { eligible: 96, bad: 1 }, worse: 0.9, better: 0.5 },
    ...{ redInBaseline: false, learning: null, firstNights: null, lastGood: null, known: null, details: null },
    ...cell,
  };
}

function columnResult(column: Partial<ColumnResult> & { readonly column: string }): ColumnResult {
  return {
    ...{ state: "unchanged", cells: 4, alarming: [], likely: [], unconfirmed: 0, masked: [], since: null },
    correlation: { value: 0.05, how: "assumed", nights: 9, cells: 3 },
    power: { tonight: 0.7, tomorrow: 0.95 },
    ...column,
  };
}

/** A cell that regressed in this night, since the night before. */
export function regressedCell(cell: string, more: Partial<ToldCell> = {}): Partial<ToldCell> & { cell: string } {
  return {
    ...{ cell, state: "regressed", tonight: { eligible: 50, bad: 20 }, worse: 0.000_01 },
    ...{ firstNights: ["2026-11-28", "2026-11-29"], lastGood: "2026-11-27" },
    ...more,
  };
}
