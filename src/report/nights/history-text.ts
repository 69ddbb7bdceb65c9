import type { CellChange } from "../../verdict/nights/cell-change.js";
import type { CellRow } from "../../verdict/nights/cell-rows.js";
import { counted } from "../counted.js";
import { changeText, requestText } from "./change-text.js";
import { findingsText, probabilityText } from "./counts-text.js";

/** What is shown of a cell. `change` null: its rate did not change beyond chance. `sinceLast`: days since the newest night. */
export type ShownHistory = {
  readonly cell: string;
  readonly place: string;
  readonly rows: readonly CellRow[];
  readonly change: CellChange | null;
  readonly sinceLast: number;
};

/** The history of a cell for a person: what changed, since when and by whom, then each night. */
export function historyText({ cell, place, rows, change, sinceLast }: ShownHistory): string {
  return [
    cell,
    `${place}: ${spanText(rows)}`,
    ...(sinceLast > 1 ? [`NO NIGHT SINCE ${rows.at(-1)?.night}: ${counted(sinceLast, "day")}.`] : []),
    "",
    ...changeLines(change, rows),
    "",
    ...rows.map(rowText),
  ].join("\n");
}

function spanText(rows: readonly CellRow[]): string {
  const count = (...states: readonly CellRow["state"][]) => rows.filter(({ state }) => states.includes(state)).length;
  const parts = [
    [count("missed"), "missed"],
    [count("not-measured"), "not measured"],
    [count("not-asked"), "without the cell"],
    [count("masked"), "masked"],
    [count("other-rules"), "judged by other rules"],
  ] as const;
  const others = parts.filter(([n]) => n > 0).map(([n, what]) => `${n} ${what}`);
  const [first, last] = [rows[0]?.night ?? "", rows.at(-1)?.night ?? ""];
  return `${counted(count("measured"), "night")} measured from ${first} to ${last}${others.map((one) => `, ${one}`).join("")}`;
}

function changeLines(change: CellChange | null, rows: readonly CellRow[]): readonly string[] {
  if (change === null) {
    const measured = rows.filter(({ state }) => state === "measured").length;
    return [measured < 2 ? "Too few nights to date a change." : "No change of its rate beyond chance in these nights."];
  }
  const { direction, firstNights, lastBefore, before, since, p, request, ours, theirs } = change;
  const [first, last] = [firstNights[0] ?? "", firstNights.at(-1) ?? ""];
  const word = direction === "worse" ? "bad" : "better";
  const said = [...ours, ...theirs].map(changeText);
  const who = request === null ? "unknown: no measured night is before" : [requestText(request), ...said].join("; ");
  return [
    `${direction.toUpperCase()}: ${rate(before)} before, ${rate(since)} since, ${probabilityText(p)}`,
    first === last ? `first ${word} night: ${first}` : `first ${word} night: between ${first} and ${last}`,
    `last ${direction === "worse" ? "good" : "bad"} night: ${lastBefore ?? "none of these nights"}`,
    `who changed: ${who}`,
  ];
}

function rate({ eligible, bad }: CellChange["before"]): string {
  return `${bad} of ${eligible} bad`;
}

function rowText({ night, state, cell, ours, theirs }: CellRow): string {
  const changes = [...ours, ...theirs].map(changeText);
  if (cell === null) return `${night}  ${state === "missed" ? "missed" : "the cell was not asked"}`;
  const excluded = cell.excluded === 0 ? [] : [`${cell.excluded} excluded`];
  const replaced = cell.replaced.map((one) => `a later run counts; the earlier one had ${rate(one)}`);
  const words = [
    ...(state === "masked" ? ["masked: an incident of its column"] : []),
    ...(state === "other-rules" ? ["judged by other rules"] : []),
    ...(cell.unavailable === 0 ? [] : [`${cell.unavailable} unavailable`]),
    ...excluded,
    ...(cell.findings.length === 0 ? [] : [findingsText(cell.findings)]),
    ...replaced,
    ...changes,
  ];
  const counts = cell.eligible === 0 ? `not measured${cell.reason === null ? "" : ` (${cell.reason})`}` : rate(cell);
  return `${night}  ${[counts, ...words].join("; ")}`;
}
