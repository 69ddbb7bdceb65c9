import { shortened } from "../../../verdict/compare-text.js";
import type { TrialEvidence } from "../../sheet/trial-evidence.js";
import { type Html, html, joined } from "../markup/html.js";

/** What real clients showed of the very bytes; null: none was asked. */
export function clientViews({ views }: Pick<TrialEvidence, "views">): Html | null {
  if (views.length === 0) return null;
  return html`<h3>What clients showed</h3>${joined(
    views.map(
      ({ step, clients }) =>
        html`<div class="t-scroll" tabindex="0" role="region" aria-label="clients, step ${step}"><table class="t-table"><caption>Step ${step}</caption><thead><tr><th scope="col">client</th><th scope="col">outcome</th><th scope="col">text</th><th scope="col">calls</th><th scope="col">finish</th><th scope="col">tokens</th><th scope="col">error</th></tr></thead><tbody>${joined(clients.map(clientRow))}</tbody></table></div>`,
    ),
  )}`;
}

type View = TrialEvidence["views"][number]["clients"][number];

function clientRow({ client, outcome, text, textLength, calls, finish, outputTokens, error }: View): Html {
  const shown = textLength === 0 ? "none" : text === null ? `${textLength} characters, withheld` : shortened(text, 300);
  const names = calls.length === 0 ? "none" : calls.map(({ name }) => name).join(", ");
  const fault = error === null ? "none" : `${error.name ?? "error"}: ${shortened(error.message, 300)}`;
  return html`<tr><th scope="row">${client}</th><td>${outcome}</td><td>${shown}</td><td>${names}</td><td>${finish ?? "none"}</td><td>${outputTokens ?? "not shown"}</td><td>${fault}</td></tr>`;
}
