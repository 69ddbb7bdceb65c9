import { counted } from "../../counted.js";
import type { EventEvidence, EventMark, ExchangeEvidence } from "../../sheet/trial-evidence.js";
import { type Html, html, joined } from "../markup/html.js";
import { grouped } from "../view/numbers.js";
import { bytesText } from "./numbers.js";

/** The events of a reply's body at their offsets, with what our decoder read in each and what is wrong there. */
export function eventList({ events, eventCount, endMarks, body }: ExchangeEvidence): Html {
  if (eventCount === 0) return html`<p class="t-note">The body is empty.</p>${endOf(endMarks, body.sizeBytes)}`;
  return html`<ol class="t-events">${joined(events.map((event, at) => html`${gapBefore(event, events[at - 1])}${eventItem(event)}`))}</ol>${endOf(endMarks, body.sizeBytes)}`;
}

/** The marks of an event as a reader sees them. */
export function marksOf(marks: readonly EventMark[]): Html {
  return joined(
    marks.map(({ text, severity }) =>
      severity === "bad"
        ? html`<p class="t-mark"><span aria-hidden="true">✗</span> ${text}</p>`
        : html`<p class="t-remark">note: ${text}</p>`,
    ),
  );
}

/** How a place with these marks is drawn. */
export function toneOf(marks: readonly EventMark[]): "t-hot" | "t-warm" | "t-cold" {
  if (marks.some(({ severity }) => severity === "bad")) return "t-hot";
  return marks.length > 0 ? "t-warm" : "t-cold";
}

function eventItem({ offset, length, name, payload, says, marks }: EventEvidence): Html {
  const text = payload === null ? "bytes that are not text" : payload === "" ? "empty" : payload;
  return html`<li class="${toneOf(marks)}"><p class="t-place"><span class="t-num" title="offset">${grouped(offset)}</span> <span class="t-num">${bytesText(length)}</span> <b>${name}</b></p><div class="t-what">${
    says.length === 0 ? null : html`<p class="t-says">${says.join("; ")}</p>`
  }<code>${text}</code>${marksOf(marks)}</div></li>`;
}

function gapBefore({ number }: EventEvidence, before: EventEvidence | undefined): Html | null {
  const hidden = before === undefined ? 0 : number - before.number - 1;
  return hidden > 0 ? html`<li class="t-gap">${counted(hidden, "event")} not shown</li>` : null;
}

function endOf(marks: readonly EventMark[], sizeBytes: number): Html | null {
  if (marks.length === 0) return null;
  return html`<div class="t-end ${toneOf(marks)}"><p class="t-place"><span class="t-num">${grouped(sizeBytes)}</span> <b>end of the body</b></p>${marksOf(marks)}</div>`;
}
