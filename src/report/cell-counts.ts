import { groupBy } from "../chat/group-by.js";
import { isRed } from "../verdict/baseline.js";
import type { MatrixTable } from "../verdict/matrix/matrix.js";
import type { Observed, Verdict } from "../verdict/verdict.js";
import { counted } from "./counted.js";

/** What every report counts of a cell. `isFailing`: its claim is bad, or what was observed counts without one. */
export type CountedCell = {
  readonly observed: Observed;
  readonly isFailing: boolean;
  readonly isKnown: boolean;
};

/** `26 as expected, 4 failing (all known), 5 blocked, 4 unsupported, 9 not run`: the same in every report; `nothing` for no cell. */
export function cellCounts(cells: readonly CountedCell[]): string {
  const groups = groupBy(cells, wordOf);
  const texts = words.flatMap((word) => {
    const those = groups.get(word) ?? [];
    if (those.length === 0 && word !== "failing") return [];
    return [
      word === "failing" ? failingText(those.length, those.filter(isKnownCell).length) : `${those.length} ${word}`,
    ];
  });
  return cells.length === 0 ? "nothing" : texts.join(", ");
}

/** `4 failing (2 known)`, `4 failing (all known)`: `known` of them stand in known.yaml. */
export function failingText(failing: number, known: number): string {
  return `${failing} failing${knownText(failing, known)}`;
}

/** ` (2 known)`, ` (all known)`: how many failing cells known.yaml lists; empty for none. */
export function knownText(failing: number, known: number): string {
  return known === 0 ? "" : known === failing ? " (all known)" : ` (${known} known)`;
}

/** The verdicts of a matrix, to be counted. `expected`: those that known.yaml lists. */
export function countedVerdicts(verdicts: readonly Verdict[], expected: readonly Verdict[]): readonly CountedCell[] {
  const known = new Set(expected);
  return verdicts.map((verdict) => ({
    observed: verdict.observed,
    isFailing: isRed(verdict),
    isKnown: known.has(verdict),
  }));
}

/** `2 of 11 comparable rows (a model and a scenario) work in one column and fail in another`: of those that were measured in several columns. */
export function comparedText(tables: readonly Pick<MatrixTable, "rows">[]): string {
  const judged = tables.flatMap(({ rows }) => rows.map(({ cells }) => cells.filter(isMeasured)));
  const compared = judged.filter((cells) => cells.length > 1);
  if (compared.length === 0) return "no two columns can be compared";
  const differing = compared.filter((cells) => new Set(cells.map(isRed)).size > 1).length;
  const [works, fails] = differing === 1 ? ["works", "fails"] : ["work", "fail"];
  const rows = `${differing} of ${counted(compared.length, "comparable row")} (a model and a scenario)`;
  return `${rows} ${works} in one column and ${fails} in another`;
}

function isKnownCell({ isKnown }: CountedCell): boolean {
  return isKnown;
}

const words = ["as expected", "failing", "failing at times (undecided)", "blocked", "unsupported", "not run"] as const;

/** Undecided: some of its trials are bad, and the sample does not support a claim. */
function wordOf({ observed, isFailing }: CountedCell): (typeof words)[number] {
  if (isFailing) return "failing";
  if (observed === "not-run") return "not run";
  if (observed === "blocked" || observed === "unsupported") return observed;
  return observed === "ok" ? "as expected" : "failing at times (undecided)";
}

function isMeasured(cell: Verdict | null): cell is Verdict {
  return cell !== null && cell.trials.eligible > 0;
}
