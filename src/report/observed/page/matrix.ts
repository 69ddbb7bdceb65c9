import type { ObservedMatrix, ObservedRow } from "../../../verdict/observed/observed-matrix.js";
import type { ObservedCell } from "../../../verdict/observed/tally.js";
import { counted } from "../../counted.js";
import { most } from "../../markdown/limits.js";
import { cut, plain, table } from "../../markdown-text.js";
import { observedCellText } from "../cell-text.js";
import { type Names, named } from "./names.js";

/** The rows in which something is bad or was refused, as far as the page has room. */
export function shownRows({ rows }: ObservedMatrix): readonly ObservedRow[] {
  const isRemarkable = ({ cells }: ObservedRow) => cells.some((cell) => cell !== null && cell.observed !== "ok");
  const few = rows.length <= most.names;
  return rows.filter((row) => few || isRemarkable(row)).slice(0, 2 * most.rows);
}

/** Who answered × the kind of request; rows in which all is well are counted. */
export function matrixSection(matrix: ObservedMatrix, shown: readonly ObservedRow[], names: Names): string {
  const left = matrix.rows.filter((row) => !shown.includes(row));
  const used = matrix.shapes.flatMap((shape, at) =>
    shown.some(({ cells }) => cells[at] != null) ? [{ shape, at }] : [],
  );
  const body = shown.map((row) => [...who(row), ...used.map(({ at }) => cellMarkdown(row.cells[at] ?? null, names))]);
  return [
    "## Matrix",
    "",
    ...(body.length === 0
      ? []
      : [table(["model", "provider, API", ...used.map(({ shape }) => named(shape))], body), ""]),
    ...leftLines(left),
  ].join("\n");
}

function cellMarkdown(cell: ObservedCell | null, names: Names): string {
  return cell === null ? "" : `<a id="${names.anchor(cell)}"></a>${plain(cut(observedCellText(cell), 300))}`;
}

function leftLines(rows: readonly ObservedRow[]): readonly string[] {
  if (rows.length === 0) return [];
  const cells = rows.flatMap((row) => row.cells.flatMap((cell) => cell ?? []));
  const [ok, all] = [
    cells.reduce((sum, { trials }) => sum + trials.ok, 0),
    cells.reduce((sum, { trials }) => sum + trials.eligible, 0),
  ];
  return [
    `Not shown: ${counted(rows.length, "more row")}, with ${ok} of ${counted(all, "exchange")} free of bad findings. \`--json\` has all.`,
  ];
}

function who({ model, provider, api, upstream, source }: ObservedRow): readonly string[] {
  const mark = source === "authored" ? " (authored)" : "";
  return [named(model), named(`${provider} ${api}${upstream === null ? "" : ` @ ${upstream}`}${mark}`)];
}
