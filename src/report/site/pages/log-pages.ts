import { type Html, html, type Part } from "../../html/markup/html.js";
import { disputeWords, isUndecided } from "../data/disputes.js";
import type { SiteData } from "../data/site-data.js";
import { correctionHtml, sourceHtml } from "../parts/said-of.js";

/** Every dispute and its state, undecided ones first, and every reply. */
export function disputesPage({ config, cells }: SiteData): Html {
  const { disputes, replies, dispute } = config;
  const pages = new Map(cells.map(({ line, path }) => [line.cell, path]));
  const link = (cell: string): Part => {
    const page = pages.get(cell);
    return page === undefined ? cell : html`<a href="${page}">${cell}</a>`;
  };
  const ordered = disputes.toSorted(
    (a, b) => Number(isUndecided(b)) - Number(isUndecided(a)) || (a.opened < b.opened ? 1 : -1),
  );
  return html`<h1>Disputes and replies</h1>
<p>A failure is our bug until proven otherwise. <a href="${dispute}" rel="noreferrer noopener">Dispute a cell</a>: say which one, and why. While it is undecided, the cell is marked and counted apart.</p>
<h2>Disputes <small>${disputes.length}</small></h2>${
    ordered.length === 0
      ? html`<p>No cell is disputed.</p>`
      : html`<div class="scroll" tabindex="0" role="region" aria-label="Disputes"><table class="rows"><caption class="vh">Disputes</caption><thead><tr><th scope="col">Cell</th><th scope="col">State</th><th scope="col">By</th><th scope="col">Opened</th><th scope="col">Closed</th><th scope="col">Note</th></tr></thead><tbody>${ordered.map(
          ({ cell, state, by, opened, closed, note, source }) =>
            html`<tr><th scope="row" class="wide">${link(cell)}</th><td>${disputeWords[state]}</td><td>${by}</td><td class="day">${opened}</td><td class="day">${closed ?? "–"}</td><td>${note}${sourceHtml(source)}</td></tr>`,
        )}</tbody></table></div>`
  }
<h2>Replies <small>${replies.length}</small></h2>${
    replies.length === 0
      ? html`<p>No reply was sent.</p>`
      : replies.map(
          ({ cell, by, date, text, source }) =>
            html`<blockquote class="said"><p><strong>${by}</strong>, ${date}, on ${link(cell)}${sourceHtml(source)}:</p><p>${text}</p></blockquote>`,
        )
  }`;
}

/** What was wrong on this site, newest first. */
export function correctionsPage({ config, cells }: SiteData): Html {
  const pages = new Map(cells.map(({ line, path }) => [line.cell, path]));
  const ordered = config.corrections.toSorted((a, b) => (a.date < b.date ? 1 : -1));
  return html`<h1>Corrections</h1><p>What was wrong on this site, newest first. Nothing is taken out of this log.</p>${
    ordered.length === 0
      ? html`<p>Nothing was corrected.</p>`
      : ordered.map(
          (one) =>
            html`${correctionHtml(one)}${
              one.cells.length === 0
                ? null
                : html`<ul>${one.cells.map((cell) => {
                    const page = pages.get(cell);
                    return html`<li>${page === undefined ? cell : html`<a href="${page}">${cell}</a>`}</li>`;
                  })}</ul>`
            }`,
        )
  }`;
}
