import { missedNights } from "../../verdict/nights/calendar.js";
import { type CellDetails, cellDetails } from "../../verdict/nights/cell-details.js";
import { type Dearer, dearerCells } from "../../verdict/nights/dearer.js";
import { gateNights } from "../../verdict/nights/gate-of-nights.js";
import { gateCells, type StoredNight } from "../../verdict/nights/stored-night.js";
import type { Baseline } from "../../verdict/regression/baseline.js";
import { gateSizes } from "../../verdict/regression/gate-kinds.js";
import type { GateKind, GateResult } from "../../verdict/regression/gate-result.js";
import { UsageError } from "../usage-error.js";
import { type History, HistoryError } from "./history.js";
import { autoRun } from "./pin-history.js";

/** How many nights before tonight the gate reads, beside those of the baseline. */
const readNights = 60;

/** A night and what the gate says of it. `missed`: days without a night since the one before it, oldest first. */
export type GatedNight = {
  readonly night: StoredNight;
  /** The nights before that the gate read, oldest first. */
  readonly earlier: readonly StoredNight[];
  readonly result: GateResult;
  /** Of the cells that changed. */
  readonly details: ReadonlyMap<string, CellDetails>;
  /** Cells that became slower or dearer; information alone. */
  readonly dearer: readonly Dearer[];
  readonly missed: readonly string[];
};

/**
 * Compares a night with the baseline, and marks its incidents in the history. `kind` null: as its runs were made. Throws UsageError for a
 * night that is not there or that no gate reads, and HistoryError where nights of the baseline are missing.
 */
export async function gateHistory(history: History, question: GateQuestion): Promise<GatedNight> {
  const gated = await readGate(history, question);
  await markIncidents(history, gated.night, gated.result);
  return gated;
}

type GateQuestion = { readonly night: string; readonly kind: GateKind | null };

/** The same without a mark in the history. */
export async function readGate(history: History, { night: id, kind }: GateQuestion): Promise<GatedNight> {
  const night = await requireNight(history, id);
  refuseAuto(night);
  const baseline = await history.baseline();
  const earlier = await earlierNights(history, { before: id, baseline });
  const tonight = { id, cells: gateCells(night) };
  const result = gateNights({ kind: kind ?? kindOf(night), baseline, earlier, tonight });
  const before = earlier.at(-1)?.id;
  const missed = before === undefined ? [] : missedNights([before, id], { first: before, last: id, most: readNights });
  const dearer = baseline === null ? [] : dearerCells({ kind: result.kind, baseline, earlier, tonight: night });
  return { night, earlier, result, missed, dearer, details: cellDetails(result, { earlier, tonight: night }) };
}

/** The nights that a gate reads, oldest first: the newest ones before a day, and those of the baseline. */
export async function earlierNights(
  history: History,
  {
    before,
    baseline,
    most = readNights,
  }: { readonly before: string; readonly baseline: Baseline | null; readonly most?: number },
): Promise<readonly StoredNight[]> {
  const wanted = earlierIds(await history.ids(), { before, baseline, most });
  const nights = await Promise.all(wanted.map((id) => history.night(id)));
  const missing = wanted.filter((_, at) => nights[at] === null);
  if (missing.length > 0) throw missingNights(history.place, missing);
  return nights.filter((night) => night !== null).filter((night) => autoRun(night) === null);
}

/** The nights that a gate reads for one night, oldest first: the newest ones before it, and those of the baseline. */
export function earlierIds(
  ids: readonly string[],
  {
    before,
    baseline,
    most = readNights,
  }: { readonly before: string; readonly baseline: Baseline | null; readonly most?: number },
): readonly string[] {
  const pinned = baseline?.nights ?? [];
  const newest = ids.filter((id) => id < before).slice(-most);
  return [...new Set([...pinned.filter((id) => id < before), ...newest])].sort();
}

/** The error of a baseline whose nights are not all there. */
export function missingNights(place: string, nights: readonly string[]): HistoryError {
  const hint = "Bring them back, or pin another baseline: llm-parity baseline pin.";
  return new HistoryError(`${place}: nights of the baseline are missing: ${nights.join(", ")}`, hint);
}

async function requireNight(history: History, id: string): Promise<StoredNight> {
  const night = await history.night(id);
  if (night !== null) return night;
  const ids = await history.ids();
  const newest = ids.at(-1);
  throw new UsageError(`${history.place} has no night ${id}`, {
    hint:
      newest === undefined
        ? "It is empty: `llm-parity run --gate` or `llm-parity history add RUN` appends a night."
        : `Its newest night is ${newest}; a missed night is never read as a good one.`,
  });
}

function refuseAuto(night: StoredNight): void {
  const run = autoRun(night);
  if (run === null) return;
  throw new UsageError(
    `night ${night.id}: run ${run} was made with --trials auto, whose numbers depend on the outcomes`,
    {
      hint: "A gate needs a fixed number of trials: `llm-parity run --gate`.",
    },
  );
}

/** The smaller gate where no run of the night has planned more trials than it asks. */
export function kindOf(night: StoredNight | undefined): GateKind {
  const { screen, confirm } = gateSizes.cheap;
  const planned = (night?.runs ?? []).flatMap(({ trials }) => trials ?? []);
  const isCheap = planned.length > 0 && planned.every((trials) => trials === screen || trials === screen + confirm);
  return isCheap ? "cheap" : "full";
}

async function markIncidents(history: History, { id, masked }: StoredNight, { columns }: GateResult): Promise<void> {
  const incidents = columns.filter(({ masked: nights }) => nights.includes(id)).map(({ column }) => column);
  if (incidents.toSorted().join("\n") !== masked.toSorted().join("\n")) await history.mask(id, incidents);
}
