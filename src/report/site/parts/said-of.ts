import { type Html, html, type Part } from "../../html/markup/html.js";
import type { SiteConfig } from "../config/site-file.js";
import { disputeWords } from "../data/disputes.js";

/** What others said of a cell, printed beside it: replies, disputes and corrections. */
export function saidOf(cell: string, { replies, disputes, corrections }: SiteConfig): Part {
  const said = [
    ...disputes.filter((one) => one.cell === cell).map(disputeHtml),
    ...replies
      .filter((one) => one.cell === cell)
      .map(
        ({ by, date, text, source }) =>
          html`<blockquote class="said"><p><strong>${by} replies</strong>, ${date}${sourceHtml(source)}:</p><p>${text}</p></blockquote>`,
      ),
    ...corrections.filter(({ cells }) => cells.includes(cell)).map(correctionHtml),
  ];
  return said.length === 0
    ? null
    : html`<section aria-labelledby="said"><h2 id="said">Replies, disputes and corrections</h2>${said}</section>`;
}

function disputeHtml({ state, by, opened, closed, note, source }: SiteConfig["disputes"][number]): Html {
  const until = closed === null ? "" : `, closed ${closed}`;
  return html`<div class="said"><p><strong>Disputed by ${by}</strong>, ${opened}${until}: ${disputeWords[state]}${sourceHtml(source)}</p>${note === null ? null : html`<p>${note}</p>`}</div>`;
}

/** A correction, as the log and the pages of its cells show it. */
export function correctionHtml({
  date,
  text,
  source,
}: Pick<SiteConfig["corrections"][number], "date" | "text" | "source">): Html {
  return html`<div class="said"><p><strong>Correction of ${date}</strong>${sourceHtml(source)}</p><p>${text}</p></div>`;
}

/** Where something can be read in full; nothing where that is not said. */
export function sourceHtml(source: string | null): Part {
  return source === null ? null : html` (<a href="${source}" rel="noreferrer noopener">${source}</a>)`;
}
