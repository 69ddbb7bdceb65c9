import { existsSync } from "node:fs";
import { join } from "node:path";
import { cellKey } from "../../../verdict/nights/cell-key.js";
import { gateNights } from "../../../verdict/nights/gate-of-nights.js";
import type { SteeringNight } from "../../../verdict/nights/steering.js";
import { countingLines, gateCells, type NightCells, type StoredNight } from "../../../verdict/nights/stored-night.js";
import type { Baseline } from "../../../verdict/regression/baseline.js";
import { formatPath } from "../../format-path.js";
import { earlierIds, kindOf, missingNights } from "../../nights/gate-history.js";
import { autoRun } from "../../nights/pin-history.js";
import { nightStamp } from "../../nights/store/cell-cache.js";
import { historyFiles, nightFolder, nightsIn, readNight } from "../../nights/store/read-night.js";
import type { CellPlace } from "./line-evidence.js";
import { stampOf } from "./stamp.js";

/** How many of the newest nights are gated; older ones have said what they had to say. */
const gatedNights = 60;

/** A night as the router keeps it: what the gate says of it, and where its cells are. Null: it steers nothing. */
export type ReadNight = { readonly night: SteeringNight; readonly places: ReadonlyMap<string, CellPlace> } | null;

/** What is kept between two readings, by night: made of the same files, it is not made again. */
export type NightCache = {
  readonly gated: Map<string, { readonly key: string; readonly read: ReadNight }>;
  /** What later nights are compared with. `cells` null: no gate reads the night. */
  readonly earlier: Map<string, { readonly stamp: string; readonly cells: NightCells | null }>;
};

export type SteeringNights = {
  readonly nights: readonly NonNullable<ReadNight>[];
  /** Nights that steer nothing, since a simulator answered or their numbers of trials depend on the outcomes. */
  readonly passedOver: readonly string[];
};

/**
 * What the gate says of the nights after the baseline's, each by the nights before it, as `llm-parity gate` would; of none, of the newest.
 * Changes nothing in the folder. Throws HistoryError.
 */
export function steeringNights(folder: string, baseline: Baseline, cache: NightCache): SteeringNights {
  const ids = nightsIn(folder);
  const wanted = idsToGate(ids, baseline);
  const pinned = stampOf([join(folder, historyFiles.baseline)]);
  const reads = wanted.map((id) => {
    const earlier = earlierIds(ids, { before: id, baseline });
    const key = [pinned, ...[...earlier, id].map((one) => `${one} ${nightStamp(folder, one)}`)].join("\n");
    const kept = cache.gated.get(id);
    if (kept?.key === key) return { id, read: kept.read };
    const read = gated(folder, { id, earlier, baseline, cache });
    cache.gated.set(id, { key, read });
    return { id, read };
  });
  forget(cache.gated, new Set(wanted));
  forget(cache.earlier, new Set(ids));
  return {
    nights: reads.flatMap(({ read }) => read ?? []),
    passedOver: reads.filter(({ read }) => read === null).map(({ id }) => id),
  };
}

function idsToGate(ids: readonly string[], baseline: Baseline): readonly string[] {
  const last = baseline.nights.at(-1) ?? "";
  const after = ids.filter((id) => id > last).slice(-gatedNights);
  return after.length > 0 ? after : ids.slice(-1);
}

type Gating = {
  readonly id: string;
  readonly earlier: readonly string[];
  readonly baseline: Baseline;
  readonly cache: NightCache;
};

function gated(folder: string, { id, earlier: ids, baseline, cache }: Gating): ReadNight {
  const tonight = readNight(folder, id);
  if (tonight === null || !isFit(tonight)) return null;
  const missing = ids.filter((one) => !existsSync(join(nightFolder(folder, one), historyFiles.facts)));
  if (missing.length > 0) throw missingNights(formatPath(folder), missing);
  const earlier = ids.flatMap((one) => earlierCells(folder, one, cache) ?? []);
  const question = { kind: kindOf(tonight), baseline, earlier, tonight: { id, cells: gateCells(tonight) } };
  const { night, cells, columns } = gateNights(question);
  const lines = countingLines(tonight).counting;
  return {
    night: { result: { night, cells, columns }, claims: new Map(lines.map((line) => [cellKey(line), line.claim])) },
    places: new Map(
      lines.map((line) => [cellKey(line), { target: line.target, api: line.api, scenario: line.scenario }]),
    ),
  };
}

/** The cells of an earlier night; null: no gate reads it. */
function earlierCells(folder: string, id: string, { earlier }: NightCache): NightCells | null {
  const stamp = nightStamp(folder, id);
  const kept = earlier.get(id);
  if (kept?.stamp === stamp) return kept.cells;
  const night = readNight(folder, id);
  const cells = night === null || autoRun(night) !== null ? null : { id, cells: gateCells(night) };
  earlier.set(id, { stamp, cells });
  return cells;
}

function forget(kept: Map<string, unknown>, wanted: ReadonlySet<string>): void {
  for (const id of kept.keys()) if (!wanted.has(id)) kept.delete(id);
}

function isFit(night: StoredNight): boolean {
  return autoRun(night) === null && night.runs.every(({ mode }) => mode === "live");
}
