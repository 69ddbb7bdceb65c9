import { groupBy } from "../../../chat/group-by.js";
import { type Html, html, type Part } from "../../html/markup/html.js";
import { toneOf } from "../../html/view/sign.js";
import type { SiteCell } from "../data/site-data.js";
import { lineFindings, lineSign } from "./cell-sign.js";
import { gateHtml } from "./trend-table.js";

/** `night`: the newest one of the site; null: there is none. */
type With = { readonly model: string; readonly disputed: ReadonlySet<string>; readonly night: string | null };

/** The cells of one model: a row for each scenario, a column for each way to ask it. */
export function modelMatrix(cells: readonly SiteCell[], words: With): Html {
  const columns = [...new Map(cells.map((cell) => [columnOf(cell), cell])).values()].toSorted((a, b) =>
    columnOf(a) < columnOf(b) ? -1 : 1,
  );
  const rows = [...groupBy(cells, ({ line }) => line.scenario)];
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Matrix of ${words.model}"><table class="cells"><caption class="vh">${words.model}: scenarios by provider and API</caption>
<thead><tr><th scope="col">scenario</th>${columns.map(headHtml)}</tr></thead>
<tbody>${rows.map(
    ([scenario, own]) =>
      html`<tr><th scope="row">${scenario}</th>${columns.map((column) =>
        cellHtml(
          own.find((one) => columnOf(one) === columnOf(column)),
          words,
        ),
      )}</tr>
`,
  )}</tbody></table></div>`;
}

/** Targets of one column are told apart by what their ids have after `@`. */
function columnOf({ line: { column, target } }: SiteCell): string {
  const at = target.lastIndexOf("@");
  return at < 0 ? column : `${column} ${target.slice(at)}`;
}

function headHtml(cell: SiteCell): Html {
  const { provider } = cell.line;
  return html`<th scope="col">${provider} <small>${columnOf(cell).slice(provider.length + 1)}</small></th>`;
}

function cellHtml(cell: SiteCell | undefined, { disputed, night }: With): Html {
  if (cell === undefined) return html`<td class="absent"><span class="vh">not asked</span></td>`;
  const { line, path, lastMeasured, trend } = cell;
  const findings = lineFindings(line);
  const gate = cell.night === night ? (trend.at(-1)?.gate ?? null) : null;
  return html`<td class="${toneOf(line)}"><a href="${path}">${lineSign(line)}${marksOf(cell, { gate, disputed })}${
    findings === null || findings === "" ? null : html` <i>${findings}</i>`
  }${lastMeasured === night ? null : html` <small>${lastMeasured === null ? "never measured" : `measured ${lastMeasured}`}</small>`}</a></td>`;
}

function marksOf(
  { line }: SiteCell,
  { gate, disputed }: { readonly gate: SiteCell["trend"][number]["gate"]; readonly disputed: ReadonlySet<string> },
): Part {
  const isSaid = gate !== null && gate !== "unchanged" && gate !== "learning" && gate !== "new";
  return [
    isSaid ? html` ${gateHtml({ gate })}` : null,
    disputed.has(line.cell) ? html` <span class="mark">disputed</span>` : null,
  ];
}
