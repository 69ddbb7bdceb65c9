import type { MatrixTable } from "../../verdict/matrix/matrix.js";
import { cellText } from "../cell-text.js";
import { painterOf } from "./compact-cell.js";
import type { Screen } from "./screen.js";
import { shownName } from "./shown-name.js";
import { signOf } from "./signs.js";
import { wrapped } from "./wrap.js";

/** Every cell of a model in words, one after the other: scenario, column, sign, counts, reason and findings. */
export function longForm({ model, columns, rows }: MatrixTable, { paint, signs, width }: Screen): readonly string[] {
  const title = shownName(model.title, paint.plain);
  return [
    ...wrapped(title, width).map(paint.strong),
    ...rows.flatMap(({ scenario, cells }) =>
      columns.flatMap(({ label }, at) => {
        const cell = cells[at] ?? null;
        const place = `${scenario.id} on ${label}`;
        const words = cellText(cell).replace(/^\S+/, signs[signOf(cell)]);
        const text = `  ${shownName(place, paint.plain, 160)}: ${shownName(words, paint.plain, 400)}`;
        return wrapped(text, width, 2).map(painterOf(cell, paint));
      }),
    ),
  ];
}
