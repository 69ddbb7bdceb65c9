import { type ExitCode, exitCodes } from "../../library/exit-code.js";
import { earlierNights, kindOf } from "../../library/nights/gate-history.js";
import type { History } from "../../library/nights/history.js";
import { UsageError } from "../../library/usage-error.js";
import { backtestText } from "../../report/nights/backtest-text.js";
import { weekText } from "../../report/nights/week-text.js";
import { readKnown } from "../../scenario/compiled/read-known.js";
import { backtestNights } from "../../verdict/nights/backtest-nights.js";
import { weekOfNights } from "../../verdict/nights/gate-of-nights.js";
import { gateCells, type StoredNight } from "../../verdict/nights/stored-night.js";
import type { Baseline } from "../../verdict/regression/baseline.js";
import type { GateKind } from "../../verdict/regression/gate-result.js";
import { print } from "../shell/print.js";
import { printLines } from "../shell/print-lines.js";

/** How past nights are looked at. `kind` absent: as the runs of the newest night were made. */
type PastOptions = { readonly kind?: GateKind; readonly known: string; readonly json?: true };

/** The gate over the newest nights. It shows how often the gate alarms, and is no alarm of its own. */
export async function showBacktest(
  history: History,
  { backtest: most, kind, known, json }: PastOptions & { readonly backtest: number },
): Promise<ExitCode> {
  const { baseline, nights, newest } = await pastNights(history, most);
  const question = { kind: kind ?? kindOf(newest), baseline, nights, most, known: await readKnown(known) };
  const result = backtestNights(question);
  if (json === true) print(JSON.stringify({ schemaVersion: 1, ...result }, null, 2));
  else printLines(backtestText(result, { place: history.place }));
  return exitCodes.fine;
}

/** The newest seven measured nights together: small and slow changes, which no single night shows. No alarm of its own. */
export async function showWeek(history: History, { kind, json }: PastOptions): Promise<ExitCode> {
  const { baseline, nights, newest } = await pastNights(history, 60);
  const tonight = { id: newest.id, cells: gateCells(newest) };
  const earlier = nights.filter(({ id }) => id < newest.id);
  const look = weekOfNights({ kind: kind ?? kindOf(newest), baseline, earlier, tonight });
  if (json === true) print(JSON.stringify({ schemaVersion: 1, night: newest.id, ...look }, null, 2));
  else printLines(weekText(look, { place: history.place }));
  return exitCodes.fine;
}

type PastNights = {
  readonly baseline: Baseline;
  readonly nights: readonly StoredNight[];
  readonly newest: StoredNight;
};

async function pastNights(history: History, most: number): Promise<PastNights> {
  const baseline = await history.baseline();
  if (baseline === null) {
    throw new UsageError(`${history.place} has no baseline, so no night can be compared`, {
      hint: "Pin one: llm-parity baseline pin.",
    });
  }
  const nights = await earlierNights(history, { before: "9999-12-31", baseline, most });
  const newest = nights.at(-1);
  if (newest === undefined) {
    throw new UsageError(`${history.place} has no night`, { hint: "`llm-parity run --gate` makes one." });
  }
  return { baseline, nights, newest };
}
