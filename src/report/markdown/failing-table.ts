import { groupBy } from "../../chat/group-by.js";
import { counted } from "../counted.js";
import { block, cut, plain, table } from "../markdown-text.js";
import { requestsText } from "../requests-text.js";
import { runsHint } from "../runs-hint.js";
import { besideName, cellLink, findingNames, named, partyText, signText, sinceText } from "./cell-words.js";
import { firstOf, listed, most } from "./limits.js";
import type { Page, PageCell } from "./page.js";

/** One row for all failing cells of a model of which the same is to be said. */
export function failingTable(page: Page): readonly string[] {
  if (page.failing.length === 0) return [];
  const groups = [...groupBy(page.failing, (cell) => JSON.stringify(wordsOf(cell, page))).values()];
  const { shown, rest } = firstOf(groups, most.summaryRows);
  const left = groups.slice(shown.length).reduce((sum, { length }) => sum + length, 0);
  const more = `And ${counted(left, "more failing cell")}, in ${counted(rest, "more row")} like these: see [every failing cell](#whose-fault-every-failing-cell).`;
  return [
    table(
      ["what fails, compared with what", "whose fault, since when, what next"],
      shown.map((group) => [whatText(group, page), whoseText(group, page)]),
    ),
    "",
    ...(rest === 0 ? [] : [more, ""]),
    ...markLines(page),
  ];
}

/** What cells need to have in common for one row. */
function wordsOf(cell: PageCell, page: Page): readonly unknown[] {
  const { attribution, table: one } = cell;
  const next = attribution?.missing[0]?.calls ?? null;
  const words = [one.model.name, findingNames(cell), besideName(cell, page), sinceText(cell, page), partyText(cell)];
  return [...words, attribution?.rule ?? null, next];
}

function whatText(group: readonly PageCell[], page: Page): string {
  const [first] = group;
  if (first === undefined) return "";
  const lines = [...groupBy(group, (cell) => JSON.stringify([cell.scenario.id, signText(cell)])).values()];
  const { shown, rest } = firstOf(lines, most.summaryLines);
  const scenarios = shown.flatMap((cells) => {
    const [one] = cells;
    const columns = listed(
      cells.map((cell) => cellLink(named(cell.column.label), cell, page)),
      cells.length <= most.names ? most.names : most.summaryLines,
    );
    return one === undefined ? [] : [`${named(one.scenario.id)}: ${signText(one)} on ${columns}`];
  });
  const more = rest === 0 ? [] : [`and ${counted(rest, "more line")}`];
  const head = `**${named(first.table.model.title)}** ${findingNames(first)}`;
  return [head, ...scenarios, ...more, besideText(group, page)].join("<br>");
}

/** The column that tells most beside these cells: what it shows, and whether it was sent the same. */
function besideText(group: readonly PageCell[], page: Page): string {
  const [first] = group;
  const name = first === undefined ? null : besideName(first, page);
  if (name === null) return "no other column of this model was measured";
  const pairs = group.flatMap(({ compared: [best] }) => best ?? []);
  const signs = new Set(pairs.flatMap(({ other }) => page.cellOf.get(other) ?? []).map(signText));
  const texts = groupBy(pairs, ({ pair: { steps, left, right } }) =>
    requestsText({ steps, apis: [left.api, right.api] }),
  );
  const of = (n: number) => (texts.size === 1 ? "" : ` in ${n} of ${counted(pairs.length, "pair")}`);
  const requests = plain([...texts].map(([text, { length }]) => `${text}${of(length)}`).join(", "));
  const upstreams = pairs.every(({ pair }) => pair.isControl) ? "" : ", several upstreams";
  return `compared with ${name}: ${firstOf([...signs], 3).shown.join(", ")}; ${requests}${upstreams}`;
}

function whoseText([first]: readonly PageCell[], page: Page): string {
  if (first === undefined) return "";
  const next = first.attribution?.party === "undetermined" ? first.attribution.missing[0] : undefined;
  return [
    partyText(first),
    plain(sinceText(first, page)),
    ...(next === undefined
      ? []
      : [
          `next: ${plain(cut(next.control, 160))} (${plain(first.askNext?.price ?? `about ${counted(next.calls, "call")}`)})`,
        ]),
  ]
    .filter((text) => text !== "")
    .join("<br>");
}

/** What the mark of an attribution means that no vendor's bytes are behind. */
function markLines({ failing }: Page): readonly string[] {
  const marks = new Set(failing.flatMap(({ attribution }) => attribution?.mark ?? []));
  return [
    ...(marks.has("DEMO") ? ["DEMO: derived from authored bytes, to show what such a verdict looks like.", ""] : []),
    ...(marks.has("SIMULATED") ? ["SIMULATED: true of the simulator that answered, not of any vendor.", ""] : []),
  ];
}

/** The commands that show the first cell and ask it again. */
export function seeLines({ failing: [first, ...others] }: Page): readonly string[] {
  const commands = [first?.explain ?? null, first?.askAgain ?? null].filter((command) => command !== null);
  if (first === undefined || commands.length === 0) return [];
  const hint = runsHint(commands);
  return [
    others.length === 0
      ? "See it yourself:"
      : "See the first one yourself; the others have their commands [below](#whose-fault-every-failing-cell):",
    "",
    block(commands.join("\n"), { language: "sh", limit: Number.POSITIVE_INFINITY }),
    "",
    ...(hint === null ? [] : [plain(hint), ""]),
  ];
}
