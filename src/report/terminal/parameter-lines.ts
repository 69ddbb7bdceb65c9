import { groupBy } from "../../chat/group-by.js";
import type { Matrix } from "../../verdict/matrix/matrix.js";
import { effectCounts, effectWords } from "../parameters/effect-words.js";
import { type ParameterRow, parameterTables } from "../parameters/parameter-tables.js";
import type { Screen } from "./screen.js";
import { wrapped } from "./wrap.js";

/** The parameters of each model, a line each: what became of them, and in which columns; `[]` where none was compared. */
export function parameterLines({ tables }: Matrix, { width, paint }: Screen): readonly string[] {
  const cells = tables.flatMap(({ model, columns, rows }) =>
    rows.flatMap((row) =>
      row.cells.flatMap((verdict, at) => {
        const column = columns[at]?.label;
        if (verdict?.effects === undefined || column === undefined) return [];
        return [{ id: row.scenario.id, model: model.name, column, effects: verdict.effects }];
      }),
    ),
  );
  return parameterTables(cells).flatMap(({ model, of, columns, rows }) => [
    paint.strong(`${of} of ${model}`),
    ...rows.flatMap((row) => rowLines(row, columns).flatMap((line) => wrapped(paint.plain(line), width, 4))),
  ]);
}

/** Columns with the same verdict and counts are named together. */
function rowLines({ label, cells }: ParameterRow, columns: readonly string[]): readonly string[] {
  const shown = cells.flatMap((cell, at) => {
    if (cell === null) return [];
    const words = [effectWords(cell.effect), ...effectCounts(cell.effect)].join(", ");
    return [{ column: columns[at] ?? "", words }];
  });
  return [...groupBy(shown, ({ words }) => words)].map(
    ([words, those]) => `  ${label}: ${words}: ${those.map(({ column }) => column).join(", ")}`,
  );
}
