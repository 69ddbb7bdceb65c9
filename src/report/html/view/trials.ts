import type { CellDetail, DetailTrial } from "../data/cell-detail.js";
import type { PageMeasure } from "../data/page-data.js";
import { type Html, html, type Part } from "../markup/html.js";
import { placeOf, trialName } from "../markup/links.js";
import { boxHtml, valueText } from "./latency.js";

const signs = { ok: "✓", bad: "✗", excluded: "–" } as const;

/** The trials of a cell, one a row; null: none was made. */
export function trialsHtml(id: string, { trials, furtherTrials, leftOut }: CellDetail): Part {
  if (trials.length === 0) return furtherHtml(furtherTrials, leftOut);
  const served = trials.some(({ upstream }) => upstream !== null);
  return html`<div class="scroll" tabindex="0" role="group" aria-label="trials"><table><caption class="vh">trials of this cell</caption>
<thead><tr><th scope="col">trial</th><th scope="col">outcome</th>${served ? html`<th scope="col">served by</th>` : null}<th scope="col">first byte</th><th scope="col">whole</th><th scope="col">tokens</th><th scope="col">request id</th></tr></thead>
<tbody>${trials.map((trial) => trialRow(id, trial, served))}</tbody></table></div>${furtherHtml(furtherTrials, leftOut)}`;
}

function furtherHtml(further: number, leftOut: CellDetail["leftOut"]): Part {
  if (further === 0 && leftOut.length === 0) return null;
  return html`${further === 0 ? null : html`<p class="note">${further} ${further === 1 ? "trial is" : "trials are"} not listed here; the folder of the run has them.</p>`}${leftOut.map(
    ({ says, command }) => html`<p class="note">${says}${command === null ? null : html` <code>${command}</code>`}</p>`,
  )}`;
}

function trialRow(id: string, one: DetailTrial, served: boolean): Html {
  const { trial, outcome, says, upstream, requestId, firstByteMs, totalMs, outputTokens, hasPage } = one;
  const ms = (value: number | null) => (value === null ? "–" : valueText("whole trial", Math.round(value)));
  return html`<tr><th scope="row">${hasPage ? html`<a href="#${placeOf(trialName(id, trial))}">trial ${trial}: bytes</a>` : trial}</th><td><b class="sign ${outcome === "excluded" ? "none" : outcome}" aria-hidden="true">${signs[outcome]}</b> ${outcome}${says === "" ? null : html`: ${says}`}</td>${served ? html`<td>${upstream ?? "–"}</td>` : null}<td class="n">${ms(firstByteMs)}</td><td class="n">${ms(totalMs)}</td><td class="n">${outputTokens ?? "–"}</td><td>${requestId === null ? "–" : html`<code>${requestId}</code>`}</td></tr>`;
}

/** The distributions of a cell, marked where a simulator answered; null: nothing was measured. */
export function measuresHtml(measures: readonly PageMeasure[], isSimulated: boolean): Part {
  if (measures.length === 0) return null;
  return html`<div class="scroll" tabindex="0" role="group" aria-label="latency and cost"><table><caption class="vh">latency and cost of this cell</caption>
<thead><tr><th scope="col">of a trial</th><th scope="col">trials</th><th scope="col">p5</th><th scope="col">p25</th><th scope="col">p50</th><th scope="col">p75</th><th scope="col">p95</th><th scope="col"><span class="vh">distribution</span></th></tr></thead><tbody>${measures.map(
    (one) =>
      html`<tr><th scope="row">${one.name}${isSimulated ? " (simulated)" : null}</th><td class="n">${one.trials}</td>${one.values.map(
        (value) => html`<td class="n">${valueText(one.name, value)}</td>`,
      )}<td>${ownBox(one)}</td></tr>`,
  )}</tbody></table></div>`;
}

/** On its own scale, from zero's neighbour to its greatest value; null: all are zero. */
function ownBox(measure: PageMeasure): Part {
  const most = Math.max(...measure.values);
  const least = Math.min(...measure.values.filter((value) => value > 0), most);
  return most > 0 ? boxHtml(measure, [least, most]) : null;
}
