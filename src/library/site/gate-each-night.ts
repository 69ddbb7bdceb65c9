import { gateNights } from "../../verdict/nights/gate-of-nights.js";
import { gateCells, type NightCells, type StoredNight } from "../../verdict/nights/stored-night.js";
import type { Baseline } from "../../verdict/regression/baseline.js";
import type { GateResult } from "../../verdict/regression/gate-result.js";
import { earlierIds, kindOf } from "../nights/gate-history.js";
import { autoRun } from "../nights/pin-history.js";

/** How many nights before the compared one a gate reads, beside those of the baseline: as `gate` does. */
const readNights = 60;

/**
 * What the gate says of each night after the pinned baseline, by night. Nights of `--trials auto`, and those before the newest night of the
 * baseline, are not compared. `nights`: oldest first, those of the baseline among them.
 */
export function gateEachNight(
  nights: readonly StoredNight[],
  baseline: Baseline | null,
): ReadonlyMap<string, GateResult> {
  const newestPinned = baseline?.nights.toSorted().at(-1);
  if (baseline === null || newestPinned === undefined) return new Map();
  const read = nights.filter((night) => autoRun(night) === null);
  const cells = new Map(
    read.map((night): [string, NightCells] => [night.id, { id: night.id, cells: gateCells(night) }]),
  );
  const compared = read.filter(({ id }) => id > newestPinned);
  return new Map(
    compared.map((night) => {
      const ids = earlierIds([...cells.keys()], { before: night.id, baseline, most: readNights });
      const earlier = ids.flatMap((id) => cells.get(id) ?? []);
      const tonight = { id: night.id, cells: gateCells(night) };
      return [night.id, gateNights({ kind: kindOf(night), baseline, earlier, tonight })];
    }),
  );
}
