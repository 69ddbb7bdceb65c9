import { groupBy } from "../../chat/group-by.js";
import { counted } from "../counted.js";
import { block, plain, table } from "../markdown-text.js";
import { besideText, cellLink, findingNames, partyText, placeName, signText, sinceText } from "./cell-words.js";
import { firstOf, most } from "./limits.js";
import type { Page, PageCell } from "./page.js";

/** One row for all failing cells of a column of which the same is to be said. */
export function failingTable(page: Page): readonly string[] {
  if (page.failing.length === 0) return [];
  const groups = [...groupBy(page.failing, (cell) => JSON.stringify(wordsOf(cell, page))).values()];
  const { shown, rest } = firstOf(groups, most.summaryRows);
  const rows = shown.map((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { shown: cells, rest: others } = firstOf(group, most.names);
    const scenarios = cells.map((cell) => `${cellLink(plain(cell.scenario.id), cell)} ${signText(cell)}`);
    const [where, what, ...words] = wordsOf(first, page);
    return [where, what, [...scenarios, ...(others === 0 ? [] : [`and ${others} more`])].join("<br>"), ...words];
  });
  const left = groups.slice(shown.length).reduce((sum, { length }) => sum + length, 0);
  return [
    table(["where", "what is wrong", "in", "beside it", "since", "whose fault"], rows),
    "",
    ...(rest === 0
      ? []
      : [
          `And ${counted(left, "more failing cell")}, in ${counted(rest, "more row")} like these: see the [results](#results).`,
          "",
        ]),
  ];
}

function wordsOf(cell: PageCell, page: Page): readonly [string, string, string, string, string] {
  return [placeName(cell), findingNames(cell), besideText(cell, page), plain(sinceText(cell, page)), partyText(cell)];
}

/** The commands that show the first cell and ask it again. */
export function seeLines({ failing: [first] }: Page): readonly string[] {
  const commands = [first?.explain ?? null, first?.askAgain ?? null].filter((command) => command !== null);
  if (first === undefined || commands.length === 0) return [];
  return [
    "See the first one yourself (every failing cell has its commands [below](#whose-fault-every-failing-cell)):",
    "",
    block(commands.join("\n"), { language: "sh", limit: Number.POSITIVE_INFINITY }),
    "",
  ];
}
