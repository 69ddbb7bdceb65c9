import { groupBy } from "../../chat/group-by.js";
import type { MatrixTable } from "../../verdict/matrix/matrix.js";
import type { Pair } from "../../verdict/matrix/matrix-pairs.js";
import { counted } from "../counted.js";
import { plain, table } from "../markdown-text.js";
import { named } from "./cell-words.js";
import { sidesOf } from "./compared.js";
import { firstOf, listed, most } from "./limits.js";
import type { Page } from "./page.js";
import { pairWords } from "./requests.js";

/** The pairs that were not observed to differ, in one table: which columns, in how many scenarios, with which requests. */
export function alikePairsSection({ bundle: { matrix } }: Page): string {
  const all = matrix.tables.reduce((sum, { pairs }) => sum + pairs.length, 0);
  const compared = matrix.tables.flatMap((one) => sidesOf(one).map(({ pair }) => ({ table: one, pair })));
  const alike = compared.filter(({ pair }) => !pair.differs);
  const groups = [...groupBy(alike, ({ table: one, pair }) => JSON.stringify(keyOf(one, pair))).values()];
  const { shown, rest } = firstOf(groups, most.rows);
  const rows = shown.flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const columns = [...new Set(group.map(({ pair: { right } }) => named(right.label)))];
    const scenarios = [...new Set(group.map(({ pair: { scenario } }) => named(scenario)))];
    return [
      [
        named(first.table.model.title),
        `${named(first.pair.left.label)} and ${listed(columns, 4)}`,
        `${counted(group.length, "pair")}: ${listed(scenarios, 6)}`,
        plain(pairWords(first.pair)),
      ],
    ];
  });
  const left = all - compared.length;
  const uncomparable = `${counted(left, "pair")} cannot be compared: one side has no eligible trial.`;
  if (rows.length === 0) {
    if (compared.length > 0) return "";
    return ["## Compared pairs", "", all === 0 ? "No two columns were asked the same scenario." : uncomparable].join(
      "\n",
    );
  }
  return [
    "## Pairs that do not differ",
    "",
    "Each column is compared with the first, and each stream with its unstreamed twin. A pair is evidence about the model only when its",
    "requests are equivalent: every field the same, translated into the API's terms, or left to a default on both sides. “Not",
    "shown to differ” does not mean “the same”. The pairs that differ are above, with each failing cell.",
    "",
    table(["model", "columns", "alike in", "requests, and rates"], rows),
    "",
    ...(rest === 0 ? [] : [`And ${counted(rest, "more row")}: the JSON next to this page has them all.`, ""]),
    ...(left === 0 ? [] : [uncomparable]),
  ].join("\n");
}

function keyOf({ model }: MatrixTable, pair: Pair): readonly string[] {
  return [model.name, pair.left.label, pairWords(pair)];
}
