import { groupBy } from "../../chat/group-by.js";
import { countedClaim, simulatedMark } from "../../verdict/claim-text.js";
import type { MatrixRow } from "../../verdict/matrix/matrix.js";
import { passRatesOf } from "../../verdict/statistics/pass-rates.js";
import type { Verdict } from "../../verdict/verdict.js";
import { claimVerbs } from "../cell/claim-sentence.js";
import { findingText } from "../cell-text.js";
import { counted } from "../counted.js";
import { furtherText } from "../further-text.js";
import { cut, details, plain, table } from "../markdown-text.js";
import { rateText } from "../rate-text.js";
import { named } from "./cell-words.js";
import type { Folded } from "./fold.js";
import { firstOf, listed, most } from "./limits.js";

type Rated = { readonly cell: Verdict; readonly name: string };

/** A folded table of the shown cells with several trials: their counts and failure rates, a row for all that have the same. `[]` without one. */
export function rateLines({ columns, places }: Folded, rows: readonly MatrixRow[]): readonly string[] {
  const cells = rows.flatMap(({ scenario, cells: row }) =>
    places.flatMap((place, index) => {
      const cell = row[place] ?? null;
      if (cell === null || cell.trials.eligible < 2 || cell.trials.interval === null) return [];
      return [{ cell, name: `${named(scenario.id)} on ${named(columns[index]?.label ?? "")}` }];
    }),
  );
  if (cells.length === 0) return [];
  const groups = [...groupBy(cells, ({ cell }) => JSON.stringify(rateCells(cell))).values()].sort(badFirst);
  const { shown, rest } = firstOf(groups, most.rateRows);
  const body = shown.flatMap((group) => {
    const [first] = group;
    const names = listed(
      group.map(({ name }) => name),
      3,
    );
    return first === undefined ? [] : [[`${group.length}: ${names}`, ...rateCells(first.cell)]];
  });
  const head = ["cells", "ok", "failure rate", "claim", "distinct replies", "pass@k, pass^k", "findings"];
  const more = rest === 0 ? [] : ["", `And ${counted(rest, "more row")}: the JSON next to this page has them all.`];
  return [...details(`Failure rates of ${counted(cells.length, "cell")}`, [table(head, body), ...more]), ""];
}

function badFirst([a]: readonly Rated[], [b]: readonly Rated[]): number {
  const bad = (one: Rated | undefined) => (one === undefined || one.cell.trials.bad === 0 ? 1 : 0);
  return bad(a) - bad(b);
}

function rateCells(cell: Verdict): readonly string[] {
  const { ok, eligible } = cell.trials;
  const rate = rateText(cell.trials) ?? "";
  return [
    `${ok}/${eligible}`,
    rate,
    claimCell(cell),
    independenceText(cell),
    plain(passText(cell)),
    plain(cut(cell.findings.map(findingText).join(", "), 300)),
  ];
}

/** `fails`, `passes (simulated)`; without a claim, what an inconclusive cell needs. */
export function claimCell(cell: Verdict): string {
  if (cell.further !== null) return `none, inconclusive: ${plain(furtherText(cell.further))}`;
  const claim = countedClaim(cell);
  return claim === null ? "none" : `${claimVerbs[claim]}${simulatedMark(cell)}`;
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
