import type { DetailPair } from "../data/cell-detail.js";
import { html, type Part } from "../markup/html.js";
import { placeOf } from "../markup/links.js";

/** The cell beside the other columns of its model: whether the requests are equivalent, and the replies side by side where they differ. */
export function pairsHtml(pairs: readonly DetailPair[]): Part {
  if (pairs.length === 0) return null;
  return pairs.map(
    ({ otherId, other, says, fields, replies }) =>
      html`<div class="pair"><p><a href="#${placeOf(otherId)}">${other}</a>: ${says}</p>${fieldsHtml(fields, other)}${repliesHtml(replies, other)}</div>`,
  );
}

function fieldsHtml(fields: DetailPair["fields"], other: string): Part {
  if (fields.length === 0) return null;
  return html`<div class="scroll" tabindex="0" role="group" aria-label="fields of the requests that differ from ${other}"><table><caption>Fields of the requests that are not equivalent</caption>
<thead><tr><th scope="col">step</th><th scope="col">field</th><th scope="col">state</th><th scope="col">here</th><th scope="col">${other}</th><th scope="col">why</th></tr></thead><tbody>${fields.map(
    ([step, field, state, here, there, why]) =>
      html`<tr><th scope="row">${step}</th><td><code>${field}</code></td><td>${state}</td><td>${here}</td><td>${there}</td><td>${why}</td></tr>`,
  )}</tbody></table></div>`;
}

function repliesHtml(replies: DetailPair["replies"], other: string): Part {
  return replies.map(
    ({ step, here, there }) => html`<div class="beside" role="group" aria-label="replies to step ${step}">
<figure><figcaption>${step}, here</figcaption>${replyHtml(here)}</figure><figure><figcaption>${step}, ${other}</figcaption>${replyHtml(there)}</figure></div>`,
  );
}

function replyHtml(text: string | null): Part {
  return text === null ? html`<p class="nothing">replied nothing</p>` : html`<pre tabindex="0">${text}</pre>`;
}
