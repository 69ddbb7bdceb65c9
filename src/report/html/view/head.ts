import { cellCounts } from "../../cell-counts.js";
import { countedCells } from "../../sheet/counted-cells.js";
import type { Sheet, SheetNight } from "../../sheet/sheet.js";
import { type Html, html, type Part } from "../markup/html.js";
import { messagesHtml } from "./messages.js";
import { noticeHtml } from "./notice.js";
import { grouped } from "./numbers.js";

/** The head of the page: what was asked, when and by what, and what its bytes are worth. */
export function headHtml(sheet: Sheet, isStatic: boolean): Html {
  const { name, notice, stopped, night } = sheet;
  return html`<header class="top"><h1>Does the same model behave the same?</h1>
<p class="what">${sheet.kind === "run" ? "Suite" : "Recordings"} <strong>${name}</strong>: ${summary(sheet)}</p>
${noticeHtml(notice)}
${stopped === null ? null : html`<p class="notice" role="note">${stopped}</p>`}
<dl class="made">${madeRows(sheet)}</dl>
${night === null ? null : nightHtml(night)}
${messagesHtml(sheet, isStatic)}
</header>`;
}

/** `2 models, 2 columns, 48 cells: 26 as expected, 4 failing (all known), …`: the answer in one line. */
export function summary(sheet: Sheet): string {
  const { cells, models, columns } = sheet;
  const measured = cells.filter(({ trials }) => trials.eligible > 0).length;
  const size = `${plural(models.length, "model")}, ${plural(columns.length, "column")}, ${plural(cells.length, "cell")}`;
  return measured === 0 ? `${size}. Nothing was measured.` : `${size}: ${cellCounts(countedCells(sheet))}.`;
}

function plural(n: number, noun: string): string {
  return `${grouped(n)} ${noun}${n === 1 ? "" : "s"}`;
}

function madeRows({ origin, made }: Sheet): Part {
  const { mode, command, tested, run, startedAt, commit, recorded, versions, edition } = made;
  const [first, last] = recorded ?? [null, null];
  const bytes = first === null ? null : first === last ? first : `${first} to ${last}`;
  const rows: readonly (readonly [string, Part])[] = [
    ["How", mode === "replay" ? `replayed from ${replayed[origin]}` : modes[mode]],
    [
      "Asked",
      startedAt === null
        ? null
        : html`<time datetime="${startedAt}">${startedAt.replace("T", " ").replace(/(?:\.\d+)?Z$/, " UTC")}</time>`,
    ],
    [origin === "simulated" ? "Simulated on" : "Recorded", bytes],
    ["Modelled on the comparison of", tested],
    ["Conformance suite", edition ?? (mode === "recordings" ? null : "not recorded")],
    ["Command", html`<code>${command}</code>`],
    ["Run", run],
    ["Commit", commit],
    [
      "Versions",
      Object.entries(versions)
        .map(([name, version]) => `${name} ${version}`)
        .join(", "),
    ],
  ];
  return rows.map(([label, value]) =>
    value === null || value === "" ? null : html`<div><dt>${label}</dt><dd>${value}</dd></div>`,
  );
}

const replayed: { readonly [origin in Sheet["origin"]]: string } = {
  vendor: "recorded bytes",
  authored: "authored bytes",
  simulated: "bytes of our simulator",
  "partly-authored": "bytes of which some are recorded and some authored",
};

const modes = {
  live: "asked live",
  simulator: "asked a simulator",
  recordings: "recordings of other tools, judged",
} as const;

function nightHtml({ id, compared, falseNights, alarm, notMeasured, columns }: SheetNight): Html {
  const outcome = alarm ? "The gate reports a change" : "The gate reports no change";
  const unmeasured = notMeasured ? " Cells of the baseline were not measured." : "";
  return html`<div class="night"><p><strong>Night ${id}.</strong> ${outcome}: ${plural(compared, "cell")} compared with the baseline.${unmeasured} It reports an unchanged cell in ${(100 * falseNights).toFixed(1)} % of nights.</p>${
    columns.length === 0 ? null : html`<ul>${columns.map((one) => html`<li>${one}</li>`)}</ul>`
  }</div>`;
}
