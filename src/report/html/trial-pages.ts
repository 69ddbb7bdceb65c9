import { groupBy } from "../../chat/group-by.js";
import type { ReportTools } from "../reporters/reporter.js";
import type { TrialEvidence } from "../sheet/trial-evidence.js";
import { type Html, html, joined, markupText } from "./markup/html.js";
import { idOf, placeOf, trialName } from "./markup/links.js";
import { trialHtml } from "./trial/trial-html.js";
import type { TrialLinks } from "./trial/trial-links.js";

/** So many characters of trials stand in a page that is read without a script; those beyond are packed. */
const mostDrawn = 500_000;

/** So many characters of packed trials has a page of many cells, which is then at most 2.5 MB. */
const mostPacked = 1_700_000;

/** The pages of trials. `leftOut`: cells whose trials do not fit. `packed`: by cell, the deflated JSON of each place with its markup. */
export type TrialPages = {
  readonly drawn: Html;
  readonly packed: readonly (readonly [cell: string, deflated: string])[];
  readonly leftOut: ReadonlySet<string>;
};

/** A page for each trial with evidence: drawn as far as `isStatic` and their size allow, else packed for the script. */
export function trialPages(
  trials: readonly TrialEvidence[],
  { isStatic, tools }: { readonly isStatic: boolean; readonly tools: Pick<ReportTools, "deflate"> },
): TrialPages {
  const known = new Set(trials.map(({ cell, trial }) => trialName(cell, trial)));
  const links: TrialLinks = {
    cell: (cell) => `#${placeOf(cell)}`,
    trial: (cell, trial) => (known.has(trialName(cell, trial)) ? `#${placeOf(trialName(cell, trial))}` : null),
  };
  const pages = trials.map((trial) => ({
    cell: trial.cell,
    place: trialName(trial.cell, trial.trial),
    page: pageOf(trial, links),
  }));
  const empty = trials.map((trial) =>
    isStatic
      ? sectionOf(trial, links, laterNote)
      : html`<i class="later" id="${idOf(trialName(trial.cell, trial.trial))}"></i>`,
  );
  let size = 0;
  const fits = pages.map(({ page }) => {
    size += markupText(page).length;
    return isStatic && size <= mostDrawn;
  });
  const rest = groupBy(
    pages.filter((_, at) => fits[at] === false),
    ({ cell }) => cell,
  );
  const packed = [...rest].map(([cell, own]): readonly [string, string] => [
    cell,
    tools.deflate(JSON.stringify(own.map(({ place, page }) => [place, markupText(page)]))),
  ]);
  let room = isStatic ? Number.POSITIVE_INFINITY : mostPacked;
  const leftOut = new Set(
    packed.flatMap(([cell, text]) => {
      room -= text.length;
      return room < 0 ? [cell] : [];
    }),
  );
  return {
    leftOut,
    drawn: joined(
      pages.map(({ cell, page }, at) => (fits[at] === true ? page : leftOut.has(cell) ? null : (empty[at] ?? null))),
    ),
    packed: packed.filter(([cell]) => !leftOut.has(cell)),
  };
}

function pageOf(trial: TrialEvidence, links: TrialLinks): Html {
  return sectionOf(trial, links, trialHtml(trial, links));
}

/** What stands at the place of a packed trial until the script draws it. */
const laterNote = html`<p class="later">The bytes of this trial are packed in this page: a script shows them.</p>`;

function sectionOf({ cell, scenario, target, trial }: TrialEvidence, links: TrialLinks, content: Html): Html {
  return html`<section class="cell trial" id="${idOf(trialName(cell, trial))}" tabindex="-1" aria-label="${scenario} on ${target}, trial ${trial}"><a class="close" href="${links.cell(cell)}" aria-label="Close, back to the cell">×</a>${content}</section>
`;
}
