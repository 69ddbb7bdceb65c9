import type { ExchangeEvidence, TrialEvidence } from "../../sheet/trial-evidence.js";
import { type Html, html, joined } from "../markup/html.js";
import { bodyView } from "./body-view.js";
import { eventList, marksOf } from "./event-list.js";
import { jsonView } from "./json-view.js";
import { msText } from "./numbers.js";
import { replyView } from "./reply-view.js";
import { timeLine } from "./time-line.js";
import type { TrialLinks } from "./trial-links.js";

/** One request and its reply: how it went, when, what came, what was sent and what was read. */
export function exchangeView(exchange: ExchangeEvidence, { trial, links }: ExchangeOf): Html {
  const { step, attempt, method, url, request, status, requestId, body, events, reply, number } = exchange;
  const isOnlyAttempt = trial.exchanges.filter((one) => one.step === step).length === 1;
  const title = `Step ${step}${isOnlyAttempt ? "" : `, attempt ${attempt}`}`;
  const isStream = events.some(({ name }) => name !== "body");
  const answered = status === null ? "no reply" : `HTTP ${status}`;
  return html`<section class="t-exchange"><h3>${title} <small>exchange ${number}, ${answered}${requestId === null ? null : html`, request id <code>${requestId}</code>`}</small></h3>
${timeLine(exchange)}
${reply === null ? null : replyView(step, reply, { control: trial.control, links })}
${isStream ? html`<h4>Events at their offsets</h4>${eventList(exchange)}` : null}
<div class="t-two"><div><h4>${trial.source === "authored" ? "Request, as it would be sent" : "Request"} <small><code>${method} ${url}</code></small></h4>
${jsonView(request, "Request body") ?? bodyView(request, { events: [], title: "Request body" })}</div>
<div><h4>Reply, as it came</h4>
${isStream ? null : html`${marksOf([...events.flatMap(({ marks }) => marks), ...exchange.endMarks])}${jsonView(body, "Reply body")}`}
${bodyView(body, { events, title: "Bytes of the reply" })}</div></div></section>`;
}

type ExchangeOf = { readonly trial: TrialEvidence; readonly links: TrialLinks };

/** All attempts of a trial with their times, where a step was asked more than once or there are several steps; null: there is one. */
export function attemptsTable({ exchanges, source }: Pick<TrialEvidence, "exchanges" | "source">): Html | null {
  if (exchanges.length < 2) return null;
  const took = (ms: number | null) => (ms === null || source === "authored" ? "–" : msText(ms));
  return html`<h3>Latency</h3><div class="t-scroll" tabindex="0" role="region" aria-label="attempts"><table class="t-table"><thead><tr><th scope="col">step</th><th scope="col">attempt</th><th scope="col">status</th><th scope="col">first byte</th><th scope="col">all</th><th scope="col">ended by</th></tr></thead><tbody>${joined(
    exchanges.map(
      ({ step, attempt, status, firstByteMs, totalMs, end }) =>
        html`<tr><th scope="row">${step}</th><td>${attempt}</td><td>${status ?? "none"}</td><td>${took(firstByteMs)}</td><td>${took(totalMs)}</td><td>${end}</td></tr>`,
    ),
  )}</tbody></table></div>`;
}
