import { type Html, html, type Part } from "../../html/markup/html.js";
import { signHtml } from "../../html/view/sign.js";
import type { PublicFinding, PublicLine } from "../data/public-line.js";

/** The sign of a cell with its good trials of the eligible ones. */
export function lineSign(line: PublicLine): Html {
  const { eligible, bad } = line.trials;
  return html`${signHtml(line)}${eligible === 0 ? null : html` <span class="n">${eligible - bad}/${eligible}</span>`}`;
}

/** Its bad findings, or why nothing was measured. */
export function lineFindings({ findings, reason, trials }: PublicLine): Part {
  if (trials.eligible === 0) return reason;
  return findings
    .filter(({ severity }) => severity === "bad")
    .map(findingText)
    .join(", ");
}

/** `empty-reply (silent) ×3`. */
export function findingText({ id, cause, n }: PublicFinding): string {
  return `${id}${cause === null ? "" : ` (${cause})`} ×${n}`;
}
