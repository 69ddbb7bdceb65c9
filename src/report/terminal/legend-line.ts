import type { Remark } from "../../scenario/catalog.js";
import type { MatrixTable } from "../../verdict/matrix/matrix.js";
import { remarksOn } from "../cell/remarks.js";
import type { Screen } from "./screen.js";
import { type Sign, signOf } from "./signs.js";

/** Each sign in a word or two, in the order of the legend. */
const words: readonly (readonly [sign: Sign, words: string])[] = [
  ["pass", "claim: passes"],
  ["fail", "claim: fails"],
  ["flaky", "claim: flaky"],
  ["ok", "as expected"],
  ["bad", "failing"],
  ["mixed", "failing at times"],
  ["blocked", "blocked"],
  ["unsupported", "unsupported"],
  ["not-run", "not run"],
];

/** The signs of some tables, and what the numbers beside them are: `✓ as expected · ✗ failing · k/n: k of n trials as expected`. */
export function legendLine(
  tables: readonly MatrixTable[],
  { signs }: Pick<Screen, "signs">,
  remarks: readonly Remark[],
): string {
  const cells = tables.flatMap(({ rows }) => rows.flatMap((row) => row.cells));
  const found = new Set(cells.map(signOf));
  const hasExcluded = cells.some(
    (cell) => cell !== null && cell.trials.eligible > 0 && Object.keys(cell.trials.excluded).length > 0,
  );
  const hasNote = cells.some(
    (cell) =>
      cell !== null &&
      (cell.findings.some(({ severity }) => severity === "note") || remarksOn(remarks, cell).length > 0),
  );
  return [
    ...words.flatMap(([sign, meaning]) => (found.has(sign) ? [`${signs[sign]} ${meaning}`] : [])),
    "k/n: k of n trials as expected",
    ...(hasExcluded ? ["+n: n more that are no evidence"] : []),
    ...(hasNote ? [`${signs.note} with a note, which makes no trial fail`] : []),
  ].join(" · ");
}
