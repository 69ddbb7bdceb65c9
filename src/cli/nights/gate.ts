import type { FileOptions } from "../../library/choose.js";
import type { ExitCode } from "../../library/exit-code.js";
import { type GatedNight, gateHistory } from "../../library/nights/gate-history.js";
import { openHistory } from "../../library/nights/open-history.js";
import type { ChosenReport } from "../../library/reports/chosen-reports.js";
import type { ReportedGate } from "../../library/reports/input-of-night.js";
import { UsageError } from "../../library/usage-error.js";
import { gateText } from "../../report/nights/gate-text.js";
import type { NightNews } from "../../report/nights/night-message.js";
import { readKnown } from "../../scenario/compiled/read-known.js";
import { isDay } from "../../verdict/nights/calendar.js";
import { knownCells, withKnown } from "../../verdict/nights/known-cell.js";
import type { GateKind, GateResult } from "../../verdict/regression/gate-result.js";
import { log, print } from "../shell/print.js";
import { printLines } from "../shell/print-lines.js";
import {
  printedReport,
  type ReporterWords,
  readReporters,
  summaryFile,
  withAnnotations,
} from "../shell/reporter-options.js";
import { nightNamed } from "./night-named.js";
import { showBacktest, showWeek } from "./past-nights.js";

export type GateOptions = Pick<FileOptions, "known"> &
  ReporterWords & {
    readonly history?: string;
    /** Another way to name the night, as `run` and `history add` name it. */
    readonly night?: string;
    /** Absent: as the runs of the night were made. */
    readonly kind?: GateKind;
    readonly all?: true;
    readonly json?: true;
    /** Send the message of the night. */
    readonly notify?: true;
    readonly backtest?: number;
    readonly week?: true;
    /** Absent: today. */
    readonly today?: string;
  };

/** `llm-parity gate [NIGHT]`: says what regressed, was fixed or was not measured. Resolves with the exit code. */
export async function showGate(name: string | undefined, options: GateOptions): Promise<ExitCode> {
  const named = nameOf(name, options);
  if (options.notify !== true) return gate(named, options);
  const { nightOfToday, orSendNothing } = await import("./send-night.js");
  const night = isDay(named) ? named : nightOfToday();
  return orSendNothing(() => gate(named, options), { night, history: options.history });
}

async function gate(name: string, options: GateOptions): Promise<ExitCode> {
  refuseWithoutNight(options);
  const chosen = await withAnnotations(await readReporters(options), options, process.env);
  const history = await openHistory(options.history ?? null, process.env);
  try {
    if (options.backtest !== undefined) return await showBacktest(history, { ...options, backtest: options.backtest });
    if (options.week === true) return await showWeek(history, options);
    const night = await nightNamed(name, history);
    if ((await history.night(night)) === null) await send({ night, result: null }, options);
    const gated = await gateHistory(history, { night, kind: options.kind ?? null });
    const known = knownCells(gated.night, await readKnown(options.known), options.today ?? null);
    const result = withKnown(gated.result, known);
    const told = withDetails(result, gated, known);
    if (options.json === true) print(JSON.stringify(told, null, 2));
    else if (printedReport(chosen) === null)
      printLines(gateText({ ...gated, result, place: history.place, known, all: options.all === true }));
    await report({ gated, result, known, place: history.place, json: told }, chosen, options);
    await send({ night, result: told }, options);
    return result.exitCode;
  } finally {
    await history.close();
  }
}

/** Writes the reports of the night; one without a file goes into the working folder. */
async function report(night: ReportedGate, chosen: readonly ChosenReport[], { json }: GateOptions): Promise<void> {
  if (chosen.length === 0) return;
  const [{ inputOfNight }, { placedReports }, { findLeaks }, { fileLines, putOut }] = await Promise.all([
    import("../../library/reports/input-of-night.js"),
    import("../../library/reports/chosen-reports.js"),
    import("../../library/reports/find-leaks.js"),
    import("../results/write-reports.js"),
  ]);
  const leaks = findLeaks(null, process.env);
  const placed = placedReports(chosen, { folder: null, summary: summaryFile(process.env) });
  const written = await putOut(placed, { input: inputOfNight(night, leaks), leaks, json: json === true });
  for (const line of fileLines(written)) log(line);
}

async function send(news: Omit<NightNews, "link">, { notify, history }: GateOptions): Promise<void> {
  if (notify !== true) return;
  const { sendNight } = await import("./send-night.js");
  await sendNight(news, history);
}

/** Throws UsageError for a report of something else than one night. */
function refuseWithoutNight({ reporter, backtest, week }: GateOptions): void {
  if (reporter === undefined || (backtest === undefined && week !== true)) return;
  throw new UsageError(`--reporter has no effect with ${week === true ? "--week" : "--backtest"}`, {
    hint: "A report is of one night: drop one of them.",
  });
}

/** Throws UsageError for two nights. */
function nameOf(name: string | undefined, { night }: GateOptions): string {
  if (name !== undefined && night !== undefined) {
    throw new UsageError(`the night is named twice: ${name} and --night ${night}`, { hint: "Leave one of them out." });
  }
  return name ?? night ?? "latest-night";
}

/** The result as JSON has it: with what is known and seen of each cell that changed. */
function withDetails(result: GateResult, { details, dearer }: GatedNight, known: ReadonlyMap<string, string>) {
  const cells = result.cells.map((cell) => ({
    ...cell,
    known: known.get(cell.cell) ?? null,
    details: details.get(cell.cell) ?? null,
  }));
  return { ...result, cells, dearer };
}
