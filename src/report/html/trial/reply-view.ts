import type { ControlEvidence, ReplyEvidence, TrialEvidence } from "../../sheet/trial-evidence.js";
import { type Html, html, joined } from "../markup/html.js";
import type { TrialLinks } from "./trial-links.js";

/** What our decoder read in the reply of a step, beside the same step of the control. */
export function replyView(step: string, reply: ReplyEvidence, { control, links }: Beside): Html {
  const beside = control?.steps.find((one) => one.step === step) ?? null;
  const own = html`<div class="t-side"><h4>This trial</h4>${replyText(reply)}</div>`;
  if (control === null || beside === null) return html`<div class="t-sides">${own}</div>`;
  return html`<div class="t-sides">${own}<div class="t-side"><h4>Control: ${controlName(control, links)}</h4>${
    beside.reply === null ? html`<p class="t-note">No reply.</p>` : replyText(beside.reply)
  }${beside.requestId === null ? null : html`<p class="t-note">request id <code>${beside.requestId}</code></p>`}</div></div>`;
}

type Beside = { readonly control: TrialEvidence["control"]; readonly links: TrialLinks };

/** The control by its cell and trial, as a link to its page where there is one. */
export function controlName({ cell, trial, outcome }: ControlEvidence, links: TrialLinks): Html {
  const href = links.trial(cell, trial) ?? links.cell(cell);
  return html`<a href="${href}">${cell}, trial ${trial}</a> (${outcome})`;
}

function replyText({ text, reasoning, calls, finish, usage, completeness, failure }: ReplyEvidence): Html {
  const rows: readonly (readonly [string, Html | string | null])[] = [
    ["text", text === null ? "none" : html`<pre class="t-text">${text}</pre>`],
    ["reasoning", reasoning === null ? null : html`<pre class="t-text">${reasoning}</pre>`],
    ["calls", calls.length === 0 ? "none" : html`<pre class="t-text">${calls.map(callText).join("\n")}</pre>`],
    ["finish", finish === null ? "none arrived" : html`<code>${finish}</code>`],
    ["usage", usage === null ? "not reported" : usageText(usage)],
    ["reply", completeness],
    ["failure", failure],
  ];
  return html`<dl class="t-facts">${joined(
    rows.map(([name, value]) => (value === null ? null : html`<dt>${name}</dt><dd>${value}</dd>`)),
  )}</dl>`;
}

/** The counts that stand at its top; the bytes have all. */
function usageText(usage: ReplyEvidence["usage"]): string {
  const counts =
    typeof usage === "object" && usage !== null
      ? Object.entries(usage).flatMap(([name, value]) => (typeof value === "number" ? [`${name} ${value}`] : []))
      : [];
  return counts.length === 0 ? "reported without a count" : counts.join(", ");
}

function callText({ id, name, argumentsText }: ReplyEvidence["calls"][number]): string {
  return `${name ?? "(no name)"}(${argumentsText ?? ""})  id ${id ?? "none"}`;
}
