import type { Sheet, SheetOrigin } from "../sheet/sheet.js";
import { cellTests, countStatuses } from "./outcomes.js";

/** What a badge says. `colour`: a name of shields.io. */
export type Badge = {
  readonly label: string;
  readonly message: string;
  readonly colour: "brightgreen" | "red" | "orange" | "lightgrey";
};

/**
 * A sheet in a few words. Red where a cell fails, orange where a cell was not measured, grey where nothing was; only what services answered is
 * green, since anything else proves nothing about them.
 */
export function badgeOf(sheet: Sheet): Badge {
  const tests = cellTests(sheet);
  const { passed, failed, error } = countStatuses(tests);
  const measured = tests.filter(({ cell }) => cell.trials.eligible > 0).length;
  const mark = marks[sheet.origin];
  const message = `${mark}${messageOf({ passed, failed, error, measured })}`;
  return { label: "llm-parity", message, colour: colourOf({ failed, error, measured, isVendor: mark === "" }) };
}

const marks: { readonly [origin in SheetOrigin]: string } = {
  vendor: "",
  authored: "authored: ",
  simulated: "simulated: ",
  "partly-authored": "partly authored: ",
};

type Counts = { readonly failed: number; readonly error: number; readonly measured: number };

function messageOf({ passed, failed, error, measured }: Counts & { readonly passed: number }): string {
  if (measured === 0) return "nothing measured";
  const bad = failed === 0 ? `${passed} passing` : `${failed} failing`;
  return error === 0 ? bad : `${bad}, ${error} not measured`;
}

function colourOf({ failed, error, measured, isVendor }: Counts & { readonly isVendor: boolean }): Badge["colour"] {
  if (measured === 0) return "lightgrey";
  if (failed > 0) return "red";
  if (error > 0) return "orange";
  return isVendor ? "brightgreen" : "lightgrey";
}
