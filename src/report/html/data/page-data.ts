import type { CellState } from "../../../verdict/regression/gate-result.js";
import type { Observed } from "../../../verdict/verdict.js";
import type { SheetColumn, SheetModel, SheetScenario } from "../../sheet/sheet.js";

/** What tables, lists and filters are drawn from, on paper and in the browser: plain JSON. Indexes are places in the lists. */
export type PageData = {
  readonly models: readonly SheetModel[];
  readonly columns: readonly SheetColumn[];
  readonly scenarios: readonly SheetScenario[];
  readonly cells: readonly PageCell[];
  /** Every night of the histories, oldest first. */
  readonly nights: readonly string[];
  /** The night of this run; null: the gate was not asked. */
  readonly tonight: string | null;
  readonly latency: readonly PageLatency[];
  /** What known.yaml says of the run; `[]`: nothing, or the page has it already. */
  readonly messages: readonly string[];
};

/** One cell, as tables and lists show it. */
export type PageCell = {
  readonly id: string;
  readonly model: number;
  readonly column: number;
  readonly scenario: number;
  readonly observed: Observed;
  readonly claim: "pass" | "fail" | "flaky" | null;
  readonly simulated: boolean;
  readonly ok: number;
  readonly eligible: number;
  /** The findings that made trials bad: `empty-reply (silent)`. */
  readonly findings: readonly string[];
  /** True: something was found that makes no trial fail, or a reader must know something beside it. */
  readonly note: boolean;
  /** For `blocked`, `unsupported` and `not-run`: why, in one word. */
  readonly reason: string | null;
  /** What the gate says; null: it was not asked, or it says nothing of the cell. */
  readonly change: CellState | null;
  readonly known: "expected" | "unexpected" | null;
  /** Whose fault it is, in a few words; null: the cell does not fail. */
  readonly whose: string | null;
  /** The first bad night, or the nights between which it is; else the first day of its entries in known.yaml. */
  readonly since: string | null;
  /** What would decide whose fault it is, where that is open; null: nothing, or the cell does not need a look. */
  readonly next: string | null;
  /** A token for each of the page's nights: see `history-code.ts`. Empty: no history. */
  readonly history: string;
};

/** The times and costs of the trials of one model in one column. `values`: p5, p25, p50, p75, p95. */
export type PageLatency = {
  readonly model: number;
  readonly column: number;
  /** True: a simulator answered, so that they say nothing about a vendor. */
  readonly simulated: boolean;
  readonly measures: readonly PageMeasure[];
};

export type PageMeasure = {
  readonly name: MeasureName;
  readonly trials: number;
  readonly values: readonly number[];
};

export type MeasureName = "first byte" | "first content" | "longest wait" | "whole trial" | "cost" | "output tokens";
