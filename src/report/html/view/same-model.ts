import { sameModelHead, sameModelNote, sameModelRows } from "../../identity/same-model-rows.js";
import type { Sheet } from "../../sheet/sheet.js";
import { html, type Part } from "../markup/html.js";

/** What tests of identity say of targets of the run; null where none lies beside it. */
export function sameModelHtml({ sameModel = [] }: Pick<Sheet, "sameModel">): Part {
  if (sameModel.length === 0) return null;
  return html`<section aria-labelledby="same-model"><h2 id="same-model">Is it the same model?</h2>
<p class="note">${sameModelNote}</p>
<div class="scroll" tabindex="0" role="group" aria-label="pairs of targets"><table class="cells"><caption class="vh">pairs of targets that were compared</caption>
<thead><tr>${sameModelHead.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${sameModelRows(sameModel, (target) => target).map(
    ({ pair: [A, B], result, tone, because, differs, apart, asked }) =>
      html`<tr><th scope="row">${A}<br>${B}</th><td class="${tone}">${result}</td><td>${because}</td><td>${differs}</td><td>${apart}</td><td>${asked}</td></tr>
`,
  )}</tbody></table></div></section>
`;
}
