import type { Flip } from "../../verdict/editions/flips.js";
import { counted } from "../counted.js";
import { basePolicy, htmlDocument } from "../html/document.js";
import { html, markupText } from "../html/markup/html.js";
import { code, cut, plain, table } from "../markdown-text.js";
import { type FlipRow, flipHead, flipsByCheck } from "./flips-table.js";

/** What was judged twice. `edition`: since which one; `said`: how much, and what could not be, one sentence each. */
export type FlipsPage = {
  readonly edition: string;
  readonly flips: readonly Flip[];
  readonly said: readonly string[];
};

/** For a terminal. */
export function flipsText({ edition, flips, said }: FlipsPage): string {
  const groups = flipsByCheck(flips).flatMap(({ check, rows }) => [
    `${check ?? "no check"}: ${counted(rows.length, "cell")}`,
    ...rows.map(
      ({ where, cell, finding, verdict }) => `  ${[where, cell, finding, verdict].filter(Boolean).join(" · ")}`,
    ),
  ]);
  return [titleOf(flips, edition), ...groups, ...said].join("\n");
}

/** As Markdown. */
export function flipsMarkdown({ edition, flips, said }: FlipsPage): string {
  const groups = flipsByCheck(flips).flatMap(({ check, rows }) => [
    `## ${check === null ? "No check" : code(check)}`,
    "",
    table(
      [...flipHead],
      rows.map(cellsOf).map((cells) => cells.map((text) => plain(cut(text, 200)))),
    ),
    "",
  ]);
  return `${[`# ${titleOf(flips, edition)}`, "", ...groups, ...said.flatMap((one) => [plain(one), ""])].join("\n").trimEnd()}\n`;
}

/** As one HTML page, without a script. */
export function flipsHtml({ edition, flips, said }: FlipsPage): string {
  const title = titleOf(flips, edition);
  const groups = flipsByCheck(flips).map(
    ({ check, rows }) => html`<h2>${check ?? "No check"}</h2>
<table><thead><tr>${flipHead.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${cellsOf(row).map((text) => html`<td>${text}</td>`)}</tr>`)}</tbody></table>`,
  );
  const body = html`<main><h1>${title}</h1>${groups}${said.map((one) => html`<p>${one}</p>`)}</main>`;
  const style =
    "body{font:1rem/1.5 system-ui,sans-serif;margin:2rem}td,th{text-align:left;padding:.2rem .8rem .2rem 0}";
  const policy = ["default-src 'none'", "style-src 'unsafe-inline'", ...basePolicy];
  return htmlDocument({ title, policy, style, bodyClass: null, body: markupText(body) });
}

function cellsOf({ where, cell, finding, verdict }: FlipRow): readonly string[] {
  return [where, cell, finding, verdict];
}

function titleOf(flips: readonly Flip[], edition: string): string {
  const what =
    flips.length === 0
      ? "No verdict flips"
      : `${counted(flips.length, "verdict")} flip${flips.length === 1 ? "s" : ""}`;
  return `${what} since edition ${edition}`;
}
