import { dayAfter } from "../nights/calendar.js";
import type { Statement, StatementCell } from "./statement-schema.js";

/** A statement says nothing so many days after its window. */
const daysValid = 90;

/** The first day on which a statement says nothing: a window's last day, and 90 days. */
export function expiryOf({ to }: Statement["window"]): string {
  return dayAfter(to, daysValid + 1);
}

/** What its cells show together. */
export function resultOf(cells: readonly Pick<StatementCell, "result">[]): Statement["result"] {
  if (cells.some(({ result }) => result === "fail" || result === "flaky")) return "does-not-conform";
  return cells.length > 0 && cells.every(({ result }) => result === "pass") ? "conforms" : "not-shown";
}

/** What every statement says of its counts. */
export const saysOfCells =
  "Each cell that passes fails in at most 10 % of its trials, with 95 % confidence for each cell, and not for all cells jointly.";
