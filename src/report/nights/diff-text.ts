import { groupBy } from "../../chat/group-by.js";
import type { CellDiff, DiffState } from "../../verdict/nights/diff-cells.js";
import type { SettingChange } from "../../verdict/nights/setting.js";
import { counted } from "../counted.js";
import { changeText, requestText } from "./change-text.js";
import { countsText, findingsText, probabilityText } from "./counts-text.js";

/** What is shown. `before`, `after`: the names of the sides; `all`: cells within chance and as before, too. */
export type ShownDiff = {
  readonly before: string;
  readonly after: string;
  readonly cells: readonly CellDiff[];
  readonly all: boolean;
};

/** A comparison for a person: what is worse first, then what is better, not measured, new and gone, and what changed without a red cell. */
export function diffText({ before, after, cells, all }: ShownDiff): string {
  const of = (state: DiffState) => cells.filter((cell) => cell.state === state);
  const sections = [
    section("WORSE", of("worse").map(compared)),
    section("BETTER", of("better").map(compared)),
    section("NOT MEASURED", limited(of("not-measured").map(unmeasured), all)),
    section("NEW", limited(of("new").map(newText), all)),
    section("GONE", limited(of("gone").map(goneText), all)),
    section("JUDGED BY OTHER RULES", byColumn(of("other-rules"))),
    section("CHANGED, WITHOUT ANOTHER RATE", quietChanges(cells)),
    ...(all
      ? [section("WITHIN CHANCE", of("within-chance").map(compared)), section("AS BEFORE", of("same").map(plain))]
      : []),
  ];
  return [`${before}  →  ${after}`, ...headLines(cells, all), ...sections.filter((text) => text !== "")].join("\n");
}

function headLines(cells: readonly CellDiff[], all: boolean): readonly string[] {
  const count = (...states: readonly DiffState[]) => cells.filter(({ state }) => states.includes(state)).length;
  const chance = count("within-chance");
  const total = count("worse", "better", "within-chance", "same");
  const counts = `${count("worse")} worse, ${count("better")} better, ${chance} within chance, ${count("same")} as before`;
  return [
    total === 0 ? "No cell was measured on both sides." : `${counted(total, "cell")} compared: ${counts}.`,
    ...(total === 0
      ? []
      : ["This compares only trials. Nights vary more than trials do, and only the gate allows for that."]),
    ...(chance > 0 && !all ? ["--all lists the cells within chance."] : []),
  ];
}

function section(title: string, entries: readonly string[]): string {
  if (entries.length === 0) return "";
  return ["", title, ...entries.map((entry) => `  ${entry.replaceAll("\n", "\n      ")}`)].join("\n");
}

/** So many entries are shown of a list that may be as long as the suite. */
const mostShown = 12;

function limited(entries: readonly string[], all: boolean): readonly string[] {
  if (all || entries.length <= mostShown) return entries;
  return [...entries.slice(0, mostShown), `and ${entries.length - mostShown} more (--all)`];
}

function compared({ cell, before, after, p, request, ours, theirs }: CellDiff): string {
  if (before === null || after === null) return cell;
  const found = findingsText(after.findings);
  const said = [...ours, ...theirs].map(changeText);
  return [
    cell,
    `${countsText(before)} → ${countsText(after)}${p === null ? "" : `, ${probabilityText(p)}`}`,
    ...(found === "" ? [] : [found]),
    ...(request === null ? [] : [[requestText(request), ...said].join("; ")]),
  ].join("\n");
}

function unmeasured({ cell, before, after }: CellDiff): string {
  return `${cell}: ${sideText(before)} → ${sideText(after)}`;
}

function sideText(counts: CellDiff["before"]): string {
  if (counts === null) return "none";
  if (counts.eligible > 0) return countsText(counts);
  return `not measured${counts.reason === null ? "" : ` (${counts.reason})`}`;
}

function newText({ cell, after }: CellDiff): string {
  return `${cell}: ${sideText(after)}`;
}

function goneText({ cell, before }: CellDiff): string {
  return `${cell}: had ${sideText(before)}`;
}

function plain({ cell, after }: CellDiff): string {
  return `${cell}: ${after === null ? "" : countsText(after)}`;
}

/** What changed in cells whose rates did not, each change once with its cells. */
function quietChanges(cells: readonly CellDiff[]): readonly string[] {
  const quiet = cells.filter(({ state }) => state !== "worse" && state !== "better");
  const changes = quiet.flatMap((cell) => [...cell.ours, ...cell.theirs].map((change) => ({ cell, change })));
  // Cells have bodies of their own: that they changed is said once.
  const shown = ({ what, before, after }: SettingChange) =>
    what === "request body" || what === "request headers" ? what : changeText({ what, before, after });
  return [...groupBy(changes, ({ change }) => shown(change))].map(([text, own]) => {
    const [first] = own;
    const many = own.length > 1 || first === undefined;
    return `${text} (${many ? byColumn(own.map(({ cell }) => cell)).join(", ") : first.cell.cell})`;
  });
}

/** `12 cells of bedrock/converse-stream`, for each column. */
function byColumn(cells: readonly CellDiff[]): readonly string[] {
  return [...groupBy(cells, ({ column }) => column)].map(
    ([column, own]) => `${counted(own.length, "cell")} of ${column}`,
  );
}
