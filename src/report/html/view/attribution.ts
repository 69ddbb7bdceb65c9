import { missingText } from "../../missing-text.js";
import type { DetailAttribution, DetailControl } from "../data/cell-detail.js";
import { type Html, html, type Part } from "../markup/html.js";

/** Whose fault a cell is: the party, what speaks for it and against it, who is ruled out, and what is missing to be sure. */
export function attributionHtml(attribution: DetailAttribution): Html {
  const { party, standing, rule, sentence, against, exonerated, missing, controls, furtherControls } = attribution;
  return html`<p class="party"><strong>${party}</strong>${standing}</p><p>${sentence}</p>
<dl>${row("For", attribution.for)}${row("Against", against)}${row(
    "Ruled out",
    exonerated.map(({ what, because }) => `${what}. ${because}`),
  )}${row(
    "Missing",
    missing.map((one) => `${one.control}. ${missingText(one)}`),
  )}<dt>Rule</dt><dd>${rule}</dd></dl>
${controls.length === 0 ? null : controlsHtml(controls, furtherControls)}`;
}

/** The first lines of a kind; the others are folded. */
const shownLines = 3;

function row(label: string, lines: readonly string[]): Part {
  if (lines.length === 0) return null;
  const rest = lines.slice(shownLines);
  const folded =
    rest.length === 0
      ? null
      : html`<dd><details><summary>and ${rest.length} more</summary>${rest.map((line) => html`<p>${line}</p>`)}</details></dd>`;
  return html`<dt>${label}</dt>${lines.slice(0, shownLines).map((line) => html`<dd>${line}</dd>`)}${folded}`;
}

function controlsHtml(controls: readonly DetailControl[], further: number): Html {
  const all = controls.length + further;
  return html`<details><summary>${all} ${all === 1 ? "control" : "controls"}</summary><div class="scroll" tabindex="0" role="group" aria-label="controls"><table><caption>Controls: each differs from this cell in one thing</caption>
<thead><tr><th scope="col">differs in</th><th scope="col">control</th><th scope="col">ok</th><th scope="col">shows</th></tr></thead>
<tbody>${controls.map(
    ({ differs, of, bad, eligible, shows, caveats }) =>
      html`<tr><th scope="row">${differs}</th><td>${of}</td><td class="n">${eligible - bad}/${eligible}</td><td>${shows}${caveats.length === 0 ? null : html` <small>${caveats.join(", ")}</small>`}</td></tr>`,
  )}</tbody></table></div>${further === 0 ? null : html`<p class="note">And ${further} more, in the JSON results.</p>`}</details>`;
}
