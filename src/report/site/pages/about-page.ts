import { type Html, html } from "../../html/markup/html.js";
import { legendList } from "../../html/view/foot.js";
import type { SiteData } from "../data/site-data.js";

/** How to read the site, what it leaves out, and how a cell is disputed. */
export function aboutPage({ config }: SiteData): Html {
  const { dispute, noticeDays } = config;
  return html`<h1>How to read it</h1>
<p>A cell is one scenario on one target: a model, a provider and an API. Each night asks it several times; n counts the trials that are evidence. Throttled calls and faults of the measuring program are excluded, and said.</p>
<h2 id="signs">Signs</h2>${legendList()}
<h2 id="rates">Rates and claims</h2><p>The failure rate stands as two bounds, each of which holds with 95 % by itself. They hold for each cell and not for all of them jointly: of many cells, some are wrong. A cell claims something only where its bounds support it. “Fails” means more often than not, “passes” at most 10 %.</p>
<h2 id="ranking">No ranking</h2><p>Two cells differ only where their intervals are apart. This site ranks nothing, and neither should a text about it where they overlap.</p>
<h2 id="gate">The gate</h2><p>A night is compared with pinned nights of the past. “Regressed” and “fixed” are changes beyond the chance of the whole night, so that at most about one night in twenty reports a cell that did not change. An incident is an outage of a whole column; it says nothing about content.</p>
<h2 id="left-out">What is left out</h2><p>Requests, replies, request ids and accounts are not published here. Cells whose bytes were written by hand are not either.</p>
<h2 id="dispute">Disputes and replies</h2><p>A failure is our bug until proven otherwise. Providers are informed ${noticeDays} days before their results are published, and their reply stands beside the cell. <a href="${dispute}" rel="noreferrer noopener">Dispute a cell</a>: the state of each dispute and every correction are on pages of their own.</p>`;
}

/** What a host of files shows for an address that the site does not have. `root` null: the site does not know its own address, so it cannot link. */
export function missingPage(root: string | null): Html {
  const where =
    root === null
      ? html`Look the cell up in the matrix, on the first page: it is where this address ends before <code>cells/</code> or <code>runs/</code>.`
      : html`Look the cell up in the <a href="${root}index.html#matrix">matrix</a>.`;
  return html`<h1>There is no such page</h1><p>The pages of cells and runs keep their addresses. ${where}</p>`;
}
