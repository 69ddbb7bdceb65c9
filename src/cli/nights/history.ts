import { type ExitCode, exitCodes } from "../../library/exit-code.js";
import type { History } from "../../library/nights/history.js";
import { openHistory } from "../../library/nights/open-history.js";
import { UsageError } from "../../library/usage-error.js";
import { historyText } from "../../report/nights/history-text.js";
import { type NightRow, nightsText } from "../../report/nights/nights-text.js";
import { suggestion } from "../../source/suggest.js";
import { daysBetween, missedNights } from "../../verdict/nights/calendar.js";
import { cellChange } from "../../verdict/nights/cell-change.js";
import { cellKey } from "../../verdict/nights/cell-key.js";
import type { CellNight } from "../../verdict/nights/cell-night.js";
import { cellRows, tellingNights } from "../../verdict/nights/cell-rows.js";
import { countingLines, type StoredNight } from "../../verdict/nights/stored-night.js";
import { print } from "../shell/print.js";
import { printLines } from "../shell/print-lines.js";
import { readNightCell } from "./night-cell.js";

/** `nights`: so many of the newest ones; absent: 30. */
export type HistoryOptions = { readonly history?: string; readonly nights: number; readonly json?: true };

/** `llm-parity history [CELL]`: a cell night by night, and when it changed; without a cell, the nights. Resolves with the exit code. */
export async function showHistory(cell: string | null, options: HistoryOptions): Promise<ExitCode> {
  const history = await openHistory(options.history ?? null, process.env);
  try {
    if (cell === null) await showNights(history, options);
    else await showCell(cell, history, options);
    return exitCodes.fine;
  } finally {
    await history.close();
  }
}

async function showCell(text: string, history: History, { nights: most, json }: HistoryOptions): Promise<void> {
  const { cell, nights } = await readCell(text, history, most);
  const ids = (await history.ids()).slice(-most);
  const rows = cellRows(ids, nights);
  const change = cellChange(tellingNights(nights));
  if (json === true) {
    print(JSON.stringify({ schemaVersion: 1, history: history.place, cell, change, nights: rows }, null, 2));
    return;
  }
  const today = new Date().toISOString().slice(0, 10);
  const sinceLast = daysBetween(ids.at(-1) ?? today, today);
  printLines(historyText({ cell, place: history.place, rows, change, sinceLast }));
}

type FoundCell = { readonly cell: string; readonly nights: readonly CellNight[] };

/** The cell as it was named, or of the other client where only that one was asked. */
async function readCell(text: string, history: History, most: number): Promise<FoundCell> {
  const { target, scenario, client } = readNightCell(text);
  const clients = client === null ? (["sdk", "http"] as const) : [client];
  for (const one of clients) {
    const cell = cellKey({ target, scenario, client: one });
    const nights = await history.ofCell(cell, most);
    if (nights.length > 0) return { cell, nights };
  }
  const newest = await history.last(most);
  const cells = [...new Set(newest.flatMap((night) => night.lines.map(cellKey)))];
  const name = `${target}/${scenario}`;
  if (newest.length === 0) throw noNight(history);
  throw new UsageError(`${name}: none of the newest nights of ${history.place} has it`, {
    hint: suggestion(name, cells, "cells"),
  });
}

async function showNights(history: History, { nights: most, json }: HistoryOptions): Promise<void> {
  const nights = await history.last(most);
  const ids = nights.map(({ id }) => id);
  const [first, last] = [ids[0], ids.at(-1)];
  const missed = first === undefined || last === undefined ? [] : missedNights(ids, { first, last, most });
  const rows = [...nights.map(nightRow), ...missed.map(missedRow)].toSorted((a, b) => (a.night < b.night ? -1 : 1));
  if (json === true) print(JSON.stringify({ schemaVersion: 1, history: history.place, nights: rows }, null, 2));
  else printLines(nightsText(history.place, rows));
}

function nightRow(night: StoredNight): NightRow {
  const { counting, replaced } = countingLines(night);
  const count = (is: (bad: number, eligible: number) => boolean) =>
    counting.filter(({ trials }) => is(trials.bad, trials.eligible)).length;
  return {
    ...{ night: night.id, missed: false, runs: night.runs.map(({ id }) => id), cells: counting.length },
    unmeasured: count((_, eligible) => eligible === 0),
    someBad: count((bad) => bad > 0),
    allBad: count((bad, eligible) => bad > 0 && bad === eligible),
    ...{ replaced: replaced.length, masked: night.masked },
  };
}

function missedRow(night: string): NightRow {
  return { night, missed: true, runs: [], cells: 0, unmeasured: 0, someBad: 0, allBad: 0, replaced: 0, masked: [] };
}

function noNight({ place }: History): UsageError {
  return new UsageError(`${place}: has no night yet`, {
    hint: "`llm-parity history add RUN` appends a run to its night.",
  });
}
