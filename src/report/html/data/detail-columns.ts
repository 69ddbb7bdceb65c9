import type { CellDetail } from "./cell-detail.js";
import { jsonAt, type Packed, packJson } from "./packed-json.js";
import type { PageCell, PageData } from "./page-data.js";

/** Packs the details of cells, in which the names of a cell itself are marks, so that what is said of many cells is one text. */
export function detailColumns(
  data: PageData,
  details: readonly { readonly cell: PageCell; readonly detail: CellDetail | null }[],
): Packed {
  return packJson(
    details.map(({ cell, detail }) => {
      const names = namesOf(data, cell);
      return JSON.stringify(detail, (_, value) => (typeof value === "string" ? marked(value, names) : value));
    }),
  );
}

/** The details of the cell at a place of {@link detailColumns}; null: they are not packed. */
export function detailAt(
  data: PageData,
  packed: Packed,
  { cell, at }: { readonly cell: PageCell; readonly at: number },
): CellDetail | null {
  const names = namesOf(data, cell);
  return JSON.parse(jsonAt(packed, at), (_, value) => (typeof value === "string" ? unmarked(value, names) : value));
}

/** The names of a cell in the order of their marks, the longest first. */
function namesOf({ models, scenarios }: PageData, cell: PageCell): readonly string[] {
  const [model, scenario] = [models[cell.model]?.name ?? "", scenarios[cell.scenario]?.id ?? ""];
  const end = cell.id.lastIndexOf(`/${scenario}`);
  return [cell.id, end > 0 ? cell.id.slice(0, end) : "", scenario, model];
}

const marks = /[\x00-\x04]/;

/** A text that has a character of a mark itself stays whole behind a zero character. */
function marked(text: string, names: readonly string[]): string {
  if (marks.test(text)) return `\0${text}`;
  return names.reduce(
    (rest, name, at) => (name === "" || marks.test(name) ? rest : rest.replaceAll(name, String.fromCharCode(1 + at))),
    text,
  );
}

function unmarked(text: string, names: readonly string[]): string {
  if (text.startsWith("\0")) return text.slice(1);
  return text.replace(/[\x01-\x04]/g, (mark) => names[mark.charCodeAt(0) - 1] ?? "");
}
