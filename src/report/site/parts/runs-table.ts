import { type Html, html } from "../../html/markup/html.js";
import type { SiteRun } from "../data/site-data.js";

/** Runs, newest first. `root`: what links begin with. */
export function runsTable(
  runs: readonly SiteRun[],
  { root, label }: { readonly root: string; readonly label: string },
): Html {
  if (runs.length === 0) return html`<p>No run is published.</p>`;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${label}"><table class="rows"><caption class="vh">${label}, newest first</caption>
<thead><tr><th scope="col">Night</th><th scope="col">Run</th><th scope="col">Suite</th><th scope="col">Asked</th><th scope="col" class="n">Cells</th><th scope="col" class="n">n</th><th scope="col" class="n">Failing</th><th scope="col" class="n">Regressed</th></tr></thead>
<tbody>${runs.map((run) => rowHtml(run, root))}</tbody></table></div>`;
}

function rowHtml(run: SiteRun, root: string): Html {
  const { id, path, night, suite, lines, isGated, regressed } = run;
  const trials = lines.reduce((sum, line) => sum + line.trials.eligible, 0);
  return html`<tr><td class="day">${night}</td><th scope="row" class="wide"><a href="${root}${path}">${id}</a></th><td>${suite ?? "not recorded"}</td><td>${askedText(run)}</td><td class="n">${lines.length}</td><td class="n">${trials}</td><td class="n">${lines.filter(({ isFailing }) => isFailing).length}</td><td class="n">${isGated ? regressed.length : "not compared"}</td></tr>
`;
}

/** Its edition, and the beginning of the hash of its scenarios. */
function askedText({ edition, scenarios }: Pick<SiteRun, "edition" | "scenarios">): string {
  const asked = [
    ...(edition === null ? [] : [`edition ${edition.id}`]),
    ...(scenarios === null ? [] : [`scenarios ${scenarios.slice(0, 12)}`]),
  ];
  return asked.length === 0 ? "not recorded" : asked.join(", ");
}
