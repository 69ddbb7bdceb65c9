import { claimText } from "../../verdict/claim-text.js";
import type { MatrixRow } from "../../verdict/matrix/matrix.js";
import { passRatesOf } from "../../verdict/statistics/pass-rates.js";
import type { Verdict } from "../../verdict/verdict.js";
import { findingText } from "../cell-text.js";
import { counted } from "../counted.js";
import { furtherText } from "../further-text.js";
import { details, plain, table } from "../markdown-text.js";
import { percentRange } from "../percent.js";
import { named } from "./cell-words.js";
import type { Folded } from "./fold.js";
import { firstOf, most } from "./limits.js";

/** A folded table of the shown cells with several trials: their counts and failure rates. `[]` without such a cell. */
export function rateLines({ columns, places }: Folded, rows: readonly MatrixRow[]): readonly string[] {
  const cells = rows.flatMap(({ scenario, cells: row }) =>
    places.flatMap((place, index) => {
      const cell = row[place] ?? null;
      if (cell === null || cell.trials.eligible < 2 || cell.trials.interval === null) return [];
      return [{ cell, scenario: scenario.title, column: columns[index]?.label ?? "" }];
    }),
  );
  if (cells.length === 0) return [];
  // Of many cells, those in which something was seen.
  const told = cells.length <= most.rateRows ? cells : cells.filter(({ cell }) => cell.observed !== "ok");
  const { shown } = firstOf(told, most.rateRows);
  const body = shown.map(({ cell, scenario, column }) => [named(scenario), named(column), ...rateCells(cell)]);
  const head = ["scenario", "column", "ok", "failure rate", "claim", "distinct replies", "pass@k, pass^k", "findings"];
  const rest = cells.length - shown.length;
  const left = rest === 0 ? [] : ["", `And ${counted(rest, "more cell")}: the JSON beside this page has all.`];
  return [...details(`Failure rates of ${counted(shown.length, "cell")}`, [table(head, body), ...left]), ""];
}

function rateCells(cell: Verdict): readonly string[] {
  const { ok, eligible, interval, intervalKind } = cell.trials;
  const rate = interval === null ? "" : `${percentRange(interval)} (${intervalKind ?? "unknown"})`;
  return [
    `${ok}/${eligible}`,
    rate,
    claimCell(cell),
    independenceText(cell),
    plain(passText(cell)),
    plain(cell.findings.map(findingText).join(", ")),
  ];
}

/** `fail`, `pass (simulated)`; without a claim, what an inconclusive cell needs. */
function claimCell(cell: Verdict): string {
  if (cell.further !== null) return `none, inconclusive: ${plain(furtherText(cell.further))}`;
  return claimText(cell) ?? "none";
}

/** `3 of 5, 120 cached tokens`: the number of different replies. Equal replies are not independent observations. */
export function independenceText({ distinctReplies, cachedTokens, trials }: Verdict): string {
  const cached = cachedTokens === null ? "" : `, ${counted(cachedTokens, "cached token")}`;
  return `${distinctReplies} of ${trials.eligible}${cached}`;
}

/** `k = 3: 0.90, 0.40`: pass@k and pass^k; empty where the number of trials was not fixed in advance. */
export function passText(verdict: Verdict): string {
  return passRatesOf(verdict)
    .map(({ k, any, all }) => `k = ${k}: ${any.toFixed(2)}, ${all.toFixed(2)}`)
    .join("; ");
}
