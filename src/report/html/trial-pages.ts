import { groupBy } from "../../chat/group-by.js";
import type { ReportTools } from "../reporters/reporter.js";
import type { TrialEvidence } from "../sheet/trial-evidence.js";
import { mostDrawnBytes } from "./data/sections.js";
import { type Html, html, joined, markupText } from "./markup/html.js";
import { idOf, placeOf, trialName } from "./markup/links.js";
import { fitting } from "./markup/size.js";
import { trialHtml } from "./trial/trial-html.js";
import type { TrialLinks } from "./trial/trial-links.js";
import { noticeAbove } from "./view/notice.js";

/** The pages of trials. `packed`: by cell, the deflated JSON of each place with its markup, the cells that come first before the others. */
export type TrialPages = {
  readonly drawn: Html;
  readonly packed: readonly (readonly [cell: string, deflated: string])[];
};

type TrialsFrom = {
  readonly isStatic: boolean;
  /** What the bytes are worth. */
  readonly notice: string | null;
  readonly tools: Pick<ReportTools, "deflate">;
  /** The ids of the cells whose trials come first. */
  readonly first: readonly string[];
};

/** A page for each trial with evidence: drawn as far as `isStatic` and their size allow, else packed for the script. */
export function trialPages(
  trials: readonly TrialEvidence[],
  { isStatic, notice, tools, first }: TrialsFrom,
): TrialPages {
  const known = new Set(trials.map(({ cell, trial }) => trialName(cell, trial)));
  const links: TrialLinks = {
    cell: (cell) => `#${placeOf(cell)}`,
    trial: (cell, trial) => (known.has(trialName(cell, trial)) ? `#${placeOf(trialName(cell, trial))}` : null),
  };
  const pages = trials.map((trial) => ({
    cell: trial.cell,
    place: trialName(trial.cell, trial.trial),
    page: sectionOf(trial, links, html`${noticeAbove(notice, trial)}${trialHtml(trial, links)}`),
  }));
  const empty = trials.map((trial) =>
    isStatic
      ? sectionOf(trial, links, laterNote)
      : html`<i class="later" id="${idOf(trialName(trial.cell, trial.trial))}"></i>`,
  );
  const order = inOrder(pages, first);
  const fits = fitting(
    order.map(({ page }) => page),
    isStatic ? mostDrawnBytes : 0,
  );
  const written = new Set(order.filter((_, at) => fits[at]));
  const rest = groupBy(
    order.filter((page) => !written.has(page)),
    ({ cell }) => cell,
  );
  return {
    drawn: joined(pages.map((page, at) => (written.has(page) ? page.page : (empty[at] ?? null)))),
    packed: [...rest].map(([cell, own]) => [
      cell,
      tools.deflate(JSON.stringify(own.map(({ place, page }) => [place, markupText(page)]))),
    ]),
  };
}

function inOrder<Page extends { readonly cell: string }>(
  pages: readonly Page[],
  first: readonly string[],
): readonly Page[] {
  const ranks = new Map(first.map((cell, rank) => [cell, rank]));
  const rankOf = ({ cell }: Page) => ranks.get(cell) ?? first.length;
  return pages.toSorted((a, b) => rankOf(a) - rankOf(b));
}

/** What stands at the place of a packed trial until the script draws it. */
const laterNote = html`<p class="later">The bytes of this trial are packed in this page: a script shows them.</p>`;

function sectionOf({ cell, scenario, target, trial }: TrialEvidence, links: TrialLinks, content: Html): Html {
  return html`<section class="cell trial" id="${idOf(trialName(cell, trial))}" tabindex="-1" aria-label="${scenario} on ${target}, trial ${trial}"><a class="close" href="${links.cell(cell)}" aria-label="Close, back to the cell">×</a>${content}</section>
`;
}
