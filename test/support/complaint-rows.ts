import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./repository.js";

/** A row of the second table of docs/complaints.md. `names`: findings with their causes, or the words of excluded trials. */
export type ComplaintRow = {
  readonly row: number;
  readonly scenarios: readonly string[];
  readonly names: readonly string[];
  readonly faults: readonly string[];
  readonly cell: string;
};

const text = readFileSync(join(root, "docs/complaints.md"), "utf8");

/** How each complaint shows, in the order of the page. */
export const complaintRows: readonly ComplaintRow[] = [
  ...text.matchAll(/^\| (\d+) \| (`[^|]+) \| (`[^|]+) \| ("[^|]+) \| `([^|]+)` \|$/gm),
].map(([, row, scenarios = "", names = "", faults = "", cell = ""]) => ({
  row: Number(row),
  scenarios: quoted(scenarios, /`([^`]+)`/g),
  names: quoted(names, /`([^`]+)`/g),
  faults: quoted(faults, /"([^"]+)"/g),
  cell,
}));

/** The issues that each row of the first table names, as `owner/repository#number`; anything else in those columns as it stands. `lost`: not found again. */
export const complaintIssues: readonly {
  readonly row: number;
  readonly issues: readonly string[];
  readonly lost: readonly string[];
}[] = [...text.matchAll(/^\| (\d+) \| [^|`]+ \| \d+ \| ([^|`]+) \| ([^|`]+) \|$/gm)].map(
  ([, row, issues = "", lost = ""]) => ({
    row: Number(row),
    issues: issues.split(", "),
    lost: lost === "–" ? [] : lost.split(", "),
  }),
);

function quoted(cell: string, pattern: RegExp): readonly string[] {
  return [...cell.matchAll(pattern)].map(([, one = ""]) => one);
}
