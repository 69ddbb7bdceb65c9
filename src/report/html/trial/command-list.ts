import { runsHint } from "../../runs-hint.js";
import type { TrialEvidence } from "../../sheet/trial-evidence.js";
import { type Html, html, joined } from "../markup/html.js";

/** How a reader sees a trial again: the commands, and why one is missing. */
export function commandList({ commands }: Pick<TrialEvidence, "commands">): Html | null {
  if (commands.length === 0) return null;
  const hint = runsHint(commands.map(({ text }) => text));
  return html`<h3>See it yourself</h3><p class="t-note">For a POSIX shell. Keys are read from the environment; none are shown here.${hint === null ? null : ` ${hint}`}</p>${joined(
    commands.map(({ about, text, why }) => {
      const title = `${about.charAt(0).toUpperCase()}${about.slice(1)}`;
      if (text === null)
        return html`<p class="t-note">${title}: not possible, ${why ?? "for a reason that is not known"}.</p>`;
      const figure = html`<figure class="copy"><figcaption>${title}</figcaption><pre tabindex="0">${text}</pre></figure>`;
      return text.length > 200 ? html`<details class="t-fold"><summary>${title}</summary>${figure}</details>` : figure;
    }),
  )}`;
}
