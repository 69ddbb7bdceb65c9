import { noticeOf } from "../../origin.js";
import type { TrialEvidence } from "../../sheet/trial-evidence.js";
import { type Html, html, type Part } from "../markup/html.js";

/** What the bytes of a page are worth, at its head: the first sentence is what a reader must not miss. */
export function noticeHtml(notice: string | null): Part {
  if (notice === null) return null;
  const [first, rest] = parts(notice);
  return html`<p class="notice" role="note"><strong>${first}</strong>${rest}</p>`;
}

/** The first sentence of the notice, which stands on the page of each cell and trial too: such a page is linked and shown alone. */
export function originHtml(notice: string | null): Html | null {
  return notice === null ? null : html`<p class="origin"><strong>${parts(notice)[0]}</strong></p>`;
}

function parts(notice: string): readonly [first: string, rest: string] {
  const end = notice.indexOf(".") + 1 || notice.length;
  return [notice.slice(0, end), notice.slice(end)];
}

/** The notice of the page above a trial; null where the trial has one of its own: a page says it once. */
export function noticeAbove(notice: string | null, { source }: Pick<TrialEvidence, "source">): Part {
  return noticeOf(source) === null ? originHtml(notice) : null;
}
