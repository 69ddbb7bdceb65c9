import { groupBy } from "../../chat/group-by.js";
import type { CellDetails } from "../../verdict/nights/cell-details.js";
import type { Dearer } from "../../verdict/nights/dearer.js";
import { gateSizes } from "../../verdict/regression/gate-kinds.js";
import type { CellResult, CellState, ColumnResult, GateResult } from "../../verdict/regression/gate-result.js";
import type { Counts } from "../../verdict/regression/night.js";
import { counted } from "../counted.js";
import { percentText } from "../percent.js";
import { changeText, requestText } from "./change-text.js";
import { findingsText, probabilityText } from "./counts-text.js";

/** What is shown of a gate. `known`: cells for which known.yaml has an entry, with its issue. `place`: of the nights. */
export type ShownGate = {
  readonly result: GateResult;
  readonly place: string;
  readonly known: ReadonlyMap<string, string>;
  /** Cells that became slower or dearer. */
  readonly dearer: readonly Dearer[];
  /** What is seen of the cells that changed. */
  readonly details: ReadonlyMap<string, CellDetails>;
  /** Days without a night since the one before it, oldest first. */
  readonly missed: readonly string[];
  /** True: lists cells that are learning, new, gone and unchanged, too. */
  readonly all: boolean;
};

/** The gate of one night for a person: what was not measured and what regressed first, the columns and what they can show last. */
export function gateText(shown: ShownGate): string {
  const { result } = shown;
  const listed = sections.map(({ state, title }) => section(title, cellsIn(result, state).map(lineOf(shown))));
  const rest = shown.all
    ? quietStates.map((state) => section(state.toUpperCase(), cellsIn(result, state).map(lineOf(shown))))
    : [];
  return [
    `${result.night}  ${headline(result)}`,
    `${shown.place}: ${comparedText(result)}`,
    ...(shown.missed.length === 0 ? [] : [`MISSED NIGHTS: ${shown.missed.join(", ")}`]),
    ...[...columnSections(result), ...listed, dearerSection(shown.dearer), ...rest].filter((text) => text !== ""),
    "",
    ...quietLine(result),
    ...(result.compared === 0 ? [nothingText(result)] : powerLines(result)),
  ].join("\n");
}

/** States with a section of their own, in the order of reading. */
const sections: readonly { readonly state: CellState; readonly title: string }[] = [
  { state: "not-measured", title: "NOT MEASURED" },
  { state: "regressed", title: "REGRESSED TONIGHT" },
  { state: "regressed-2-of-3", title: "REGRESSED, TWO SUSPICIOUS NIGHTS OF THREE" },
  { state: "incident", title: "PART OF AN INCIDENT" },
  { state: "suspicious", title: "SUSPICIOUS: an alarm if it happens again within the next two nights" },
  { state: "not-measured-well", title: "NOT MEASURED WELL: more than a fifth of the trials were excluded" },
  { state: "fixed", title: "FIXED" },
  { state: "rules-changed", title: "RULES CHANGED: `llm-parity rejudge` judges the earlier nights again" },
];

const quietStates: readonly CellState[] = ["learning", "new", "gone", "unchanged"];

function cellsIn({ cells }: GateResult, state: CellState): readonly CellResult[] {
  return cells.filter((cell) => cell.state === state);
}

/** The night in one line: alarms before what was not measured, and neither hides the other. */
function headline(result: GateResult): string {
  const regressed = cellsIn(result, "regressed").length + cellsIn(result, "regressed-2-of-3").length;
  const incidents = result.columns.filter(({ state }) => state === "incident").length;
  const columns = result.columns.filter(({ state }) => state === "regressed").length;
  const unmeasured = cellsIn(result, "not-measured").length;
  const parts = [
    ...(regressed === 0 ? [] : [`${counted(regressed, "cell")} regressed`]),
    ...(columns === 0 ? [] : [`${counted(columns, "column")} regressed`]),
    ...(incidents === 0 ? [] : [counted(incidents, "incident")]),
    ...(unmeasured === 0 ? [] : [`${counted(unmeasured, "cell")} not measured`]),
  ];
  if (parts.length > 0) return parts.join(", ");
  if (result.notMeasured) return "nothing was measured";
  return result.compared === 0 ? "no baseline yet: nothing was compared" : "no regression";
}

function comparedText({ compared, cells, kind }: GateResult): string {
  return `${compared} of ${counted(cells.length, "cell")} compared with the baseline (gate ${kind})`;
}

function section(title: string, entries: readonly string[]): string {
  return entries.length === 0
    ? ""
    : ["", title, ...entries.map((entry) => `  ${entry.replaceAll("\n", "\n      ")}`)].join("\n");
}

function columnSections({ columns }: GateResult): readonly string[] {
  const of = (state: ColumnResult["state"]) => columns.filter((column) => column.state === state);
  return [
    section(
      "COLUMNS NOT MEASURED",
      of("not-measured").map(({ column }) => column),
    ),
    section("COLUMNS REGRESSED", of("regressed").map(manyText)),
    section(
      "INCIDENTS: most bad trials are 5xx, time-outs or cuts, and the night is masked for the column",
      of("incident").map(manyText),
    ),
  ];
}

function dearerSection(dearer: readonly Dearer[]): string {
  const title = "SLOWER OR DEARER: for information; how often this is a false report was not measured";
  return section(
    title,
    dearer.map(({ cell, measure, limit, tonight, baseline }) => {
      const what = measure === "ms" ? `${Math.round(limit)} ms` : `$${limit.toPrecision(3)}`;
      const share = ({ bad, eligible }: Counts) => `${bad} of ${eligible} trials`;
      return `${cell}: ${share(tonight)} took more than ${what}, ${share(baseline)} in the baseline`;
    }),
  );
}

function manyText({ column, alarming, cells, likely, unconfirmed, since }: ColumnResult): string {
  return [
    `${column}: ${alarming.length} of ${counted(cells, "cell")} alarm${since === null ? "" : `, since ${since}`}`,
    ...(likely.length === 0 ? [] : [`likely part of it: ${likely.join(", ")}`]),
    ...(unconfirmed === 0 ? [] : [`${counted(unconfirmed, "suspect")} not asked again`]),
  ].join("\n");
}

function lineOf({ known, details }: ShownGate): (cell: CellResult) => string {
  return (cell) => {
    const issue = known.get(cell.cell);
    return [
      `${cell.cell}: ${wasText(cell)}`,
      ...sinceText(cell),
      ...detailText(details.get(cell.cell)),
      ...(cell.redInBaseline && cell.state !== "fixed" ? ["it was red in the baseline already"] : []),
      ...(issue === undefined ? [] : [`known: ${issue}`]),
    ].join("\n");
  };
}

function wasText({ state, tonight, baseline, worse, better, learning }: CellResult): string {
  const p = state === "fixed" ? better : worse;
  const now = tonight === null ? "not asked" : rate(tonight);
  if (learning !== null) return `${now}; learning, night ${learning.night} of ${learning.of}`;
  const before = baseline === null ? "" : `, ${rate(baseline)} in the baseline`;
  return `${now}${before}${p === null ? "" : `, ${probabilityText(p)}`}`;
}

function rate({ eligible, bad }: Counts): string {
  return eligible === 0 ? "no eligible trial" : `${bad} of ${eligible} bad`;
}

function sinceText({ firstNights, lastGood, state }: CellResult): readonly string[] {
  const [first, last] = [firstNights?.[0], firstNights?.at(-1)];
  if (first === undefined || last === undefined) return [];
  const began = first === last ? first : `between ${first} and ${last}`;
  const before = lastGood === null ? "" : `; last night before: ${lastGood}`;
  return [`${state === "fixed" ? "first better night" : "first bad night"}: ${began}${before}`];
}

function detailText(details: CellDetails | undefined): readonly string[] {
  if (details === undefined) return [];
  const { findings, request, ours, theirs } = details;
  const said = [...ours, ...theirs].map(changeText);
  return [
    ...(findings.length === 0 ? [] : [findingsText(findings)]),
    ...(request === null ? [] : [[requestText(request), ...said].join("; ")]),
  ];
}

function quietLine(result: GateResult): readonly string[] {
  const counts = quietStates.map((state) => [state, cellsIn(result, state).length] as const).filter(([, n]) => n > 0);
  if (counts.length === 0) return [];
  const learning = [...groupBy(cellsIn(result, "learning"), (cell) => cell.learning?.night ?? 0)];
  const [least] = learning.toSorted(([a], [b]) => a - b);
  const of = cellsIn(result, "learning")[0]?.learning?.of;
  const note = least === undefined || of === undefined ? "" : ` (learning: night ${least[0]} of ${of})`;
  return [`${counts.map(([state, n]) => `${n} ${state}`).join(", ")}${note}`];
}

function columnText({ column, correlation, power, masked }: ColumnResult): string {
  const { value, how, nights, cells } = correlation;
  const seen = `${counted(nights, "night")}, ${counted(cells, "cell")}`;
  const caught =
    power === null
      ? "no baseline yet"
      : `the chance to catch a fall to 60 % is ${percentText(power.tonight)} tonight, ${percentText(power.tomorrow)} by tomorrow`;
  const hidden = masked.length === 0 ? "" : `; masked: ${masked.join(", ")}`;
  return `${column}: night-to-night correlation ${value} (${how}; ${seen}); ${caught}${hidden}`;
}

function nothingText({ kind }: GateResult): string {
  const { baselineNights } = gateSizes[kind];
  return `Nothing is compared, so there can be no alarm. Pin a baseline once there are ${baselineNights} nights: llm-parity baseline pin --kind ${kind}`;
}

function powerLines(result: GateResult): readonly string[] {
  return ["columns", ...result.columns.map((column) => `  ${columnText(column)}`), falseAlarmText(result)];
}

function falseAlarmText({ compared, regression }: GateResult): string {
  return `At the baseline's own rates, ${percentText(regression.falseNights)} of nights raise any false alarm over ${counted(compared, "cell")}.`;
}
