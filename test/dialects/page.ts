import type { Policy } from "../../src/adapters/adapter.js";
import { type Cell, cells } from "./cells.js";
import type { Dialect } from "./dialect.js";
import type { Fate } from "./fate.js";
import { kinds } from "./kinds.js";

/** The text of docs/translation/between.md. */
export function betweenPage(all: readonly Dialect[]): string {
  return [
    "# From one dialect to another",
    "",
    "This page is written by `npm run dialects`. Change `test/dialects/kinds.ts` or an adapter, not the page.",
    "",
    "A history of one API, read by its `decode-request` and written by the `encode` of another. A cell names what does not arrive:",
    "*lost* is left out with a warning that names its place, *refused* ends the request before it is sent. Everything else arrives. Nothing",
    "vanishes without a word: `test/dialects.test.ts` holds that for any history, and that every result still answers its call.",
    "InvokeModel is asked with Kimi's body family.",
    "",
    `Each cell is the sum of one history for each of these, as far as the first API can say it: ${kinds.map(({ words }) => words).join(", ")}.`,
    ...table("Faithful: the harness", all, "faithful"),
    ...table("Repair: the router", all, "repair"),
    "",
  ].join("\n");
}

function table(title: string, all: readonly Dialect[], policy: Policy): readonly string[] {
  const found = cells(all, policy);
  const row = (from: Dialect) =>
    all.map((to) => words(found.find((cell) => cell.from === from.title && cell.to === to.title)));
  return [
    "",
    `## ${title}`,
    "",
    `| from ↓ to → | ${all.map((one) => one.title).join(" | ")} |`,
    `| --- |${" --- |".repeat(all.length)}`,
    ...all.map((from) => `| **${from.title}** | ${row(from).join(" | ")} |`),
  ];
}

function words(cell: Cell | undefined): string {
  const named = (wanted: Fate) => (cell?.fates ?? []).filter(({ fate }) => fate === wanted).map((one) => one.words);
  const parts = [
    ["lost", named("told")] as const,
    ["refused", named("refused")] as const,
    ["**vanished**", named("vanished")] as const,
  ];
  const said = parts.flatMap(([what, things]) => (things.length === 0 ? [] : [`${what}: ${things.join(", ")}`]));
  return said.length === 0 ? "everything arrives" : said.join("; ");
}
