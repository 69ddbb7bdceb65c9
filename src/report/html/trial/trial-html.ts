import { shortened } from "../../../verdict/compare-text.js";
import { noticeOf } from "../../origin.js";
import type { EvidenceFinding, TrialEvidence } from "../../sheet/trial-evidence.js";
import { type Html, html, joined } from "../markup/html.js";
import { grouped } from "../view/numbers.js";
import { clientViews } from "./client-views.js";
import { commandList } from "./command-list.js";
import { equivalence } from "./equivalence.js";
import { attemptsTable, exchangeView } from "./exchange-view.js";
import type { TrialLinks } from "./trial-links.js";

/**
 * One trial as an `article`: findings at their places, the time line, the events with their offsets, the bytes with what matters marked, request, reply
 * beside the control, commands. It has the classes of `trial-styles.ts`, and no script, no style attribute and no address outside the page. Its heading
 * is an `h2`.
 */
export function trialHtml(trial: TrialEvidence, links: TrialLinks): Html {
  const { cell, scenario, target, trial: number, outcome, exchanges, notReached } = trial;
  return html`<article class="t-trial"><p class="t-back"><a href="${links.cell(cell)}">← ${cell}</a></p>
<h2 class="t-title">${scenario}, trial ${number}: ${outcome}</h2>
<p class="t-sub">${target}${trial.upstream === null ? null : html`, served by ${trial.upstream}`} · ${originOf(trial)}</p>
${originNote(trial)}${withheldNote(trial)}${findingList(trial)}
${exchanges.length === 0 ? html`<p class="t-note">No bytes of this trial were kept.</p>` : null}
${joined(exchanges.map((exchange) => exchangeView(exchange, { trial, links })))}
${notReached.length === 0 ? null : html`<p>Steps that were not reached: ${notReached.join(", ")}.</p>`}
${attemptsTable(trial)}${equivalence(trial, links)}${clientViews(trial)}${commandList(trial)}</article>`;
}

function originOf({ source, recordedAt }: TrialEvidence): string {
  if (source === "authored") return "authored bytes, no vendor's";
  if (source === "simulated") return "answered by our simulator, not by a vendor";
  return recordedAt === null ? source : `${source} ${recordedAt.slice(0, 19).replace("T", " ")} UTC`;
}

/** What the bytes of a trial are worth: its page is shared without the head of the report. */
function originNote({ source }: TrialEvidence): Html | null {
  const notice = noticeOf(source);
  return notice === null ? null : html`<p class="t-banner" role="note">${notice}</p>`;
}

function withheldNote({ isWithheld }: TrialEvidence): Html | null {
  return isWithheld
    ? html`<p class="t-banner">The recording is of a production log: its content is withheld, and lengths and hashes stand in its place. <code>--include-content</code> shows it.</p>`
    : null;
}

function findingList({ findings, reason, reasonText, exchanges }: TrialEvidence): Html {
  const bad = findings.filter(({ severity }) => severity === "bad");
  const notes = findings.filter(({ severity }) => severity === "note");
  const why =
    reason === null
      ? null
      : html`<p class="t-banner">Excluded, ${reason}${reasonText === null || reasonText === reason ? "" : `: ${reasonText}`}.</p>`;
  return html`${why}${list(bad, exchanges.length)}${notes.length === 0 ? null : html`<details class="t-fold"><summary>${grouped(notes.length)} ${notes.length === 1 ? "note" : "notes"}</summary>${list(notes, exchanges.length)}</details>`}${
    findings.length === 0 && reason === null ? html`<p class="t-fine">No finding.</p>` : null
  }`;
}

function list(findings: readonly EvidenceFinding[], exchanges: number): Html | null {
  if (findings.length === 0) return null;
  return html`<ul class="t-findings">${joined(
    findings.map(
      ({ id, cause, severity, step, seen, place }) =>
        html`<li class="${severity === "bad" ? "t-bad" : "t-soft"}"><b>${id}${cause === null ? "" : ` (${cause})`}</b>${step === null ? null : ` in step ${step}`}: ${shortened(seen, 1000)}${
          place === null
            ? null
            : html` <span class="t-at">offset ${grouped(place.offset)}${exchanges > 1 ? ` of exchange ${place.exchange}` : ""}</span>`
        }</li>`,
    ),
  )}</ul>`;
}
