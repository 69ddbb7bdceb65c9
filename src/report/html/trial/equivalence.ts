import { counted } from "../../counted.js";
import type { ControlEvidence, TrialEvidence } from "../../sheet/trial-evidence.js";
import { type Html, html, joined } from "../markup/html.js";
import { controlName } from "./reply-view.js";
import type { TrialLinks } from "./trial-links.js";

/** Whether the trial and its control were asked the same, field by field; null: there is no control. */
export function equivalence({ control }: Pick<TrialEvidence, "control">, links: TrialLinks): Html | null {
  if (control === null || control.steps.length === 0) return null;
  return html`<h3>Was the same asked?</h3><p>Compared with ${controlName(control, links)}.</p>${joined(control.steps.map(stepView))}`;
}

function stepView({ step, fields, equivalent, says }: ControlEvidence["steps"][number]): Html {
  const words = ["same", "translated", "defaulted", "dropped", "different"] as const;
  const counts = words.flatMap((word) => {
    const n = fields.filter(({ state }) => state === word).length;
    return n === 0 ? [] : [`${n} ${word}`];
  });
  return html`<p>Step <b>${step}</b>: ${says}.</p><details class="t-fold"${equivalent ? null : html` open`}><summary>${counted(fields.length, "field")}: ${counts.join(", ")}</summary><div class="t-scroll" tabindex="0" role="region" aria-label="fields of step ${step}"><table class="t-table"><thead><tr><th scope="col">field</th><th scope="col">state</th><th scope="col">this trial</th><th scope="col">control</th><th scope="col">why</th></tr></thead><tbody>${joined(
    fields.map(
      ({ field, state, left, right, why }) =>
        html`<tr class="${state === "dropped" || state === "different" ? "t-hot" : "t-cold"}"><th scope="row">${field}</th><td>${state}</td><td>${valueText(left)}</td><td>${valueText(right)}</td><td>${why ?? ""}</td></tr>`,
    ),
  )}</tbody></table></div></details>`;
}

function valueText(value: string | null): Html {
  return value === null ? html`<i>not sent</i>` : html`<code>${value}</code>`;
}
