import type { CellDetail } from "./cell-detail.js";
import type { PageCell, PageData } from "./page-data.js";

/** The details of a cell as one line of JSON, in which its own names and what most cells have in common are single control characters, as JSON has none of them. */
export function detailLine(data: PageData, cell: PageCell, detail: CellDetail): string {
  return [...commonPhrases, ...namesOf(data, cell)].reduce(
    (line, [mark, name]) => (name === "" ? line : line.replaceAll(name, mark)),
    JSON.stringify(detail),
  );
}

/** The details behind {@link detailLine}. */
export function readDetailLine(data: PageData, cell: PageCell, line: string): CellDetail {
  const text = [...commonPhrases, ...namesOf(data, cell)].reduce(
    (rest, [mark, name]) => rest.replaceAll(mark, () => name),
    line,
  );
  return JSON.parse(text);
}

/** What the lines of most cells have in common. A mark is no line end, which parts the lines. */
const commonPhrases: readonly (readonly [mark: string, phrase: string])[] = [
  `,"bugs":[],"findings":[],"attribution":null,"trials":[],"furtherTrials":`,
  `,"leftOut":[],"pairs":[],"clients":[],"measures":[],"again":[{"title":"Run this cell again, without its comparison columns","text":"llm-parity run `,
  `","why":null},{"title":"Explain it, with the bytes","text":"llm-parity explain `,
  `"],"tonight":[],"facts":[["Trials","`,
].map((phrase, at) => [String.fromCharCode(5 + at), phrase]);

/** The names of a cell as JSON writes them, the longest first. */
function namesOf({ models, scenarios }: PageData, cell: PageCell): readonly (readonly [mark: string, name: string])[] {
  const [model, scenario] = [models[cell.model]?.name ?? "", scenarios[cell.scenario]?.id ?? ""];
  const end = cell.id.lastIndexOf(`/${scenario}`);
  const names = [cell.id, end > 0 ? cell.id.slice(0, end) : "", scenario, model];
  return names.map((name, at) => [String.fromCharCode(1 + at), JSON.stringify(name).slice(1, -1)]);
}
