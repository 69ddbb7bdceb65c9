import { groupBy } from "../../chat/group-by.js";
import type { Verdict } from "../../verdict/verdict.js";
import { counted } from "../counted.js";
import { cut, plain, table } from "../markdown-text.js";
import { foundText } from "./attribution-lines.js";
import { named, partyText, placeName } from "./cell-words.js";
import { firstOf, listed, most } from "./limits.js";
import type { Page, PageCell } from "./page.js";

/** The cells of which nothing is known, by the reason; empty where every cell was measured. */
export function notMeasuredSection(page: Page): string {
  const cells = page.bundle.matrix.verdicts
    .filter(({ trials }) => trials.eligible === 0)
    .flatMap((verdict) => page.cellOf.get(verdict) ?? []);
  if (cells.length === 0) return "";
  const of = (observed: Verdict["observed"]) => cells.filter(({ verdict }) => verdict.observed === observed);
  return [
    "## Not measured",
    "",
    "None of this is evidence about a model.",
    "",
    ...blockedLines(of("blocked")),
    ...unsupportedLines(of("unsupported")),
    ...notRunLines(of("not-run")),
  ].join("\n");
}

/** What was refused before a model was asked, by column and reason. */
function blockedLines(cells: readonly PageCell[]): readonly string[] {
  if (cells.length === 0) return [];
  const groups = [...groupBy(cells, (cell) => JSON.stringify([placeName(cell), cell.verdict.reason])).values()];
  const { shown, rest } = firstOf(groups, most.rows);
  const rows = shown.flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { attribution, verdict } = first;
    const found = attribution === null ? plain(cut(verdict.reasonText ?? "", 600)) : foundText(attribution);
    return [
      [
        placeName(first),
        scenariosText(group),
        plain(`△ blocked: ${verdict.reason ?? "unknown"}`),
        partyText(first),
        found,
      ],
    ];
  });
  return [table(["where", "scenarios", "why", "whose fault", "what was found"], rows), "", ...moreLines(rest)];
}

/** What the targets do not offer, by model and reason. */
function unsupportedLines(cells: readonly PageCell[]): readonly string[] {
  if (cells.length === 0) return [];
  const reasonOf = ({ verdict }: PageCell) =>
    (verdict.reasonText ?? "not offered").replaceAll(verdict.cell.target, "it");
  const groups = [...groupBy(cells, (cell) => JSON.stringify([cell.table.model.name, reasonOf(cell)])).values()];
  const { shown, rest } = firstOf(groups, most.rows);
  const rows = shown.flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const columns = [...new Set(group.map(({ column }) => named(column.label)))];
    return [
      [named(first.table.model.title), listed(columns, 4), scenariosText(group), plain(cut(reasonOf(first), 400))],
    ];
  });
  return [
    `Not offered (∅): ${counted(cells.length, "cell")}.`,
    "",
    table(["model", "columns", "scenarios", "why"], rows),
    "",
    ...moreLines(rest),
  ];
}

function notRunLines(cells: readonly PageCell[]): readonly string[] {
  if (cells.length === 0) return [];
  const groups = [...groupBy(cells, ({ verdict }) => verdict.reason ?? "not part of this run")];
  const texts = groups.map(([reason, those]) => {
    const columns = new Set(those.map((cell) => placeName(cell)));
    return `${counted(those.length, "cell")} in ${counted(columns.size, "column")}: ${plain(cut(reason, 200))}`;
  });
  return [`Not run (–): ${listed(texts)}.`, ""];
}

function scenariosText(cells: readonly PageCell[]): string {
  return listed([...new Set(cells.map(({ scenario }) => named(scenario.id)))], 6);
}

function moreLines(rest: number): readonly string[] {
  return rest === 0 ? [] : [`And ${counted(rest, "more row")}: the JSON next to this page has them all.`, ""];
}
