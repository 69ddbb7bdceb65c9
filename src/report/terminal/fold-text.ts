import { groupBy } from "../../chat/group-by.js";
import type { MatrixTable } from "../../verdict/matrix/matrix.js";
import type { Verdict } from "../../verdict/verdict.js";
import { counted } from "../counted.js";
import type { Folded } from "./fold.js";
import type { Screen } from "./screen.js";
import { shownName } from "./shown-name.js";
import { signOf } from "./signs.js";

/** What is left out of a model's table, in a sentence: `Nothing ran in …: 2 – not run, 4 ∅ unsupported.` Null: nothing is. */
export function foldText(table: MatrixTable, { hidden }: Folded, { paint, signs }: Screen): string | null {
  if (hidden.cells.length === 0) return null;
  const scenarios = hidden.rows.map((row) => table.rows[row]?.scenario.title ?? "");
  const columns = hidden.columns.map((column) => table.columns[column]?.label ?? "");
  return `Nothing ran in ${shownName(placesOf(scenarios, columns), paint.plain, 200)}: ${unrunText(hidden.cells, signs)}.`;
}

/** The models in which nothing ran, in a sentence; null: there is none. */
export function unrunModels(tables: readonly MatrixTable[], { paint, signs }: Screen): string | null {
  if (tables.length === 0) return null;
  const names = tables.map(({ model }) => shownName(model.title, paint.plain, 40));
  const spelt =
    names.length <= 12 ? names.join(", ") : `${names.slice(0, 12).join(", ")} and ${names.length - 12} more`;
  const cells = tables.flatMap(({ rows }) => rows.flatMap((row) => row.cells));
  return `Nothing ran for ${counted(tables.length, "model")} (${spelt}): ${unrunText(cells, signs)}.`;
}

/** `41 – not run (no recording), 5 ∅ unsupported` */
function unrunText(cells: readonly (Verdict | null)[], signs: Screen["signs"]): string {
  const groups = groupBy(cells, (cell) => signOf(cell));
  return [...groups]
    .map(([sign, own]) => {
      const reasons = [...new Set(own.flatMap((cell) => cell?.reason ?? []))].filter((reason) => reason !== sign);
      const why = reasons.length === 0 ? "" : ` (${reasons.slice(0, 3).join(", ")}${reasons.length > 3 ? ", …" : ""})`;
      return `${counted(own.length, "cell")} ${signs[sign]} ${sign === "not-run" ? "not run" : sign}${why}`;
    })
    .join(", ");
}

/** The names where they are two at most, else how many there are. */
function placesOf(scenarios: readonly string[], columns: readonly string[]): string {
  if (scenarios.length + columns.length <= 2) return [...scenarios, ...columns].join(" and ");
  const counts = [countText(scenarios, "scenario"), countText(columns, "column")];
  return counts.filter((text) => text !== "").join(" and ");
}

function countText(names: readonly string[], noun: string): string {
  return names.length === 0 ? "" : counted(names.length, noun);
}
