import { type Html, html } from "../markup/html.js";

const signs: readonly (readonly [tone: string, sign: string, meaning: string])[] = [
  ["ok", "✓", "as expected: observed in every eligible trial; no claim"],
  ["bad", "✗", "failing: observed in every eligible trial; no claim"],
  ["mixed", "~", "failing at times: observed in some trials; no claim"],
  ["ok claim", "✓", "claim: passes (the sample is large enough to show it)"],
  ["bad claim", "✗", "claim: fails (more often than not, with 95 % confidence)"],
  ["mixed claim", "!", "claim: flaky (fails more often than is acceptable, and not always)"],
  ["none", "△", "blocked: refused before the model was asked, or no connection; no evidence about the model"],
  ["none", "∅", "unsupported: the target does not offer what the scenario needs"],
  ["none", "–", "not run: no recording; never filled in"],
];

/** What each sign means. */
export function legendHtml(): Html {
  return html`<footer><h2>Signs</h2>${legendList()}<p>A number such as 7/12 is the good trials of the eligible ones. A filled sign is a claim; a hollow one is an observation. “· note”: something to know that makes no trial fail; the page of the cell says what.</p></footer>`;
}

/** The signs and their meanings, as a list. */
export function legendList(): Html {
  return html`<dl class="legend">${signs.map(
    ([tone, sign, meaning]) => html`<div><dt><b class="sign ${tone}">${sign}</b></dt><dd>${meaning}</dd></div>`,
  )}</dl>`;
}
