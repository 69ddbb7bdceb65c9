import { changeWords, isNotable } from "../../html/data/states.js";
import { type Html, html, type Part } from "../../html/markup/html.js";
import { percentRange } from "../../percent.js";
import type { SitePoint } from "../data/site-data.js";
import { isRegressed } from "../data/site-events.js";

const states: { readonly [state in SitePoint["state"]]: string } = {
  measured: "",
  masked: "masked: an incident of its column",
  "other-rules": "judged by other rules",
  "not-measured": "not measured",
  "not-asked": "not asked",
  missed: "missed",
};

/** The nights of a cell as a table, newest first. `link`: the page of a run; null: it has none. */
export function trendTable(trend: readonly SitePoint[], link: (run: string) => string | null): Html {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Trend as a table"><table class="rows"><caption>Newest first. n: trials that are evidence; excluded ones are none, such as throttled calls.</caption>
<thead><tr><th scope="col">Night</th><th scope="col" class="n">n</th><th scope="col" class="n">Failing</th><th scope="col">Failure rate</th><th scope="col">Findings</th><th scope="col">Gate</th><th scope="col">Remarks</th></tr></thead>
<tbody>${trend.toReversed().map((point) => rowHtml(point, link))}</tbody></table></div>`;
}

function rowHtml(point: SitePoint, link: (run: string) => string | null): Html {
  const { night, run, eligible, bad, interval, findings } = point;
  const page = run === null ? null : link(run);
  return html`<tr><th scope="row" class="day">${page === null ? night : html`<a href="${page}">${night}</a>`}</th><td class="n">${eligible === 0 ? "–" : eligible}</td><td class="n">${eligible === 0 ? "–" : bad}</td><td class="day">${interval === null ? "–" : percentRange(interval)}</td><td>${findings.length === 0 ? (eligible === 0 ? "–" : "none") : findings.map(({ id, n }) => `${id} ×${n}`).join(", ")}</td><td>${gateHtml(point)}</td><td>${remarks(point)}</td></tr>
`;
}

/** What the gate says, in words. */
export function gateHtml({ gate }: Pick<SitePoint, "gate">): Part {
  if (!isNotable(gate)) return gate === "unchanged" ? "unchanged" : gate === null ? "not compared" : changeWords(gate);
  const tone = isRegressed(gate) ? "bad" : gate === "fixed" ? "ok" : "mixed";
  return html`<span class="mark ${tone}">${changeWords(gate)}</span>`;
}

function remarks({ state, excluded, ours, theirs }: SitePoint): string {
  return [
    states[state],
    excluded === 0 ? "" : `${excluded} excluded`,
    ours.length === 0 ? "" : `we changed: ${ours.join(", ")}`,
    theirs.length === 0 ? "" : `the service changed: ${theirs.join(", ")}`,
  ]
    .filter((text) => text !== "")
    .join("; ");
}
