import { csvColumns } from "../machine/csv-fields.js";
import { cellTests } from "../machine/outcomes.js";
import { shownText } from "../machine/shown-text.js";
import type { Sheet } from "../sheet/sheet.js";
import type { Reporter } from "./reporter.js";

/** One row for each cell, for spreadsheets and scripts, by RFC 4180. A value that is absent is an empty field. */
export const csvReporter: Reporter = {
  name: "csv",
  file: "cells.csv",
  about: "one row for each cell, with the columns of docs/reports.md",
  render: ({ sheet }) => csv(sheet),
};

function csv(sheet: Sheet): string {
  const rows = cellTests(sheet).map((test) =>
    csvColumns.map(({ value }) => field(value({ test, cell: test.cell, sheet }))),
  );
  return [csvColumns.map(({ name }) => name), ...rows].map((fields) => `${fields.join(",")}\r\n`).join("");
}

/**
 * A text that a spreadsheet would read as a formula gets an apostrophe before it (OWASP, "CSV Injection", 2026-11-29); every text is on one
 * line and in quotes, so that no other separator divides it.
 */
function field(value: string | number | boolean | null): string {
  if (value === null) return "";
  if (typeof value !== "string") return String(value);
  const text = shownText(value, { most: 4000 });
  const safe = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20|%]/.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}
