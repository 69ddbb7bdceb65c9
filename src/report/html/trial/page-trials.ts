import { groupBy } from "../../../chat/group-by.js";
import type { ReportTools } from "../../reporters/reporter.js";
import type { Evidence, TrialEvidence } from "../../sheet/trial-evidence.js";
import { type Html, html, joined, markupText } from "../markup/html.js";
import { placeOf } from "../markup/links.js";
import { trialHtml } from "./trial-html.js";
import type { TrialLinks } from "./trial-links.js";
import { trialChunkId, trialName, trialsId } from "./trial-names.js";

/** Trials that are drawn in a page without its script: at most so many characters of markup. */
const mostDrawn = 250_000;

/** The trials of one page. `drawn`: their articles, where the page needs no script for them; `chunks`: else one for each cell. */
export type PageTrials = {
  readonly drawn: Html;
  readonly chunks: readonly (readonly [id: string, json: unknown])[];
};

/**
 * The trials of a page: drawn, where they are few; else as deflated JSON, one element for each cell, which the page's script draws when one is opened.
 */
export function pageTrials({ trials }: Evidence, tools: Pick<ReportTools, "deflate">): PageTrials {
  const links = linksOf(trials);
  const articles: Html[] = [];
  let size = 0;
  for (const trial of trials) {
    const article = trialPage(trial, links);
    size += markupText(article).length;
    if (size > mostDrawn) break;
    articles.push(article);
  }
  if (size <= mostDrawn) return { drawn: holder(joined(articles)), chunks: [] };
  const cells = [...groupBy(trials, ({ cell }) => cell)];
  return {
    drawn: holder(null),
    chunks: cells.map(([cell, own]) => [trialChunkId(cell), tools.deflate(JSON.stringify(own))]),
  };
}

/** The article of a trial as a page of its own over the report. */
export function trialPage(trial: TrialEvidence, links: TrialLinks): Html {
  const place = placeOf(trialName(trial.cell, trial.trial));
  return html`<div class="trial" id="${place}" tabindex="-1" role="region" aria-label="trial ${trial.trial} of ${trial.cell}">${trialHtml(trial, links)}</div>`;
}

/** Links inside one page. `trials`: those that it has. */
export function linksOf(trials: readonly Pick<TrialEvidence, "cell" | "trial">[]): TrialLinks {
  const names = new Set(trials.map(({ cell, trial }) => trialName(cell, trial)));
  return {
    cell: (cell) => `#${placeOf(cell)}`,
    trial: (cell, trial) => (names.has(trialName(cell, trial)) ? `#${placeOf(trialName(cell, trial))}` : null),
  };
}

function holder(content: Html | null): Html {
  return html`<div id="${trialsId}">${content}</div>`;
}
