import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { isThinned } from "../../../runner/store/read-journal-run.js";
import { runFiles } from "../../../runner/store/run-files.js";
import type { NightFacts } from "../../../verdict/nights/night-schema.js";
import { type KeptBecause, type Needs, retain } from "../../../verdict/nights/retention.js";
import { folderBytes, thinnableBytes } from "./thin-run.js";

/** One run of a night. `bytes`: of its journal, and what was made from it. */
export type PrunedRun = { readonly path: string; readonly night: string; readonly bytes: number };

/** What pruning would do. */
export type PrunePlan = {
  readonly thin: readonly PrunedRun[];
  /** Runs that stay whole, by the reason. */
  readonly keep: readonly (PrunedRun & { readonly because: KeptBecause })[];
  /** Runs that were pruned before. */
  readonly thinned: number;
  /** Folders of runs that belong to no night: pruning never touches them. */
  readonly others: { readonly runs: number; readonly bytes: number };
};

/** Plans what becomes of the folders below `runs`. Reads sizes only, and changes nothing. */
export async function planPrune(nights: readonly NightFacts[], runs: string, needs: Needs): Promise<PrunePlan> {
  const thin: PrunedRun[] = [];
  const keep: (PrunedRun & { because: KeptBecause })[] = [];
  const ofNights = new Set<string>();
  let thinned = 0;
  for (const { night, because } of retain(nights, needs)) {
    for (const { id } of night.runs) {
      const path = join(runs, id);
      ofNights.add(id);
      if (!existsSync(join(path, runFiles.facts))) continue;
      if (isThinned(path)) thinned += 1;
      const bytes = await thinnableBytes(path);
      if (bytes === 0) continue;
      if (because === null) thin.push({ path, night: night.id, bytes });
      else keep.push({ path, night: night.id, bytes, because });
    }
  }
  return { thin, keep, thinned, others: await othersIn(runs, ofNights) };
}

async function othersIn(runs: string, ofNights: ReadonlySet<string>): Promise<PrunePlan["others"]> {
  const ids = existsSync(runs) ? readdirSync(runs).filter((id) => existsSync(join(runs, id, runFiles.facts))) : [];
  const others = ids.filter((id) => !ofNights.has(id));
  const sizes = await Promise.all(others.map((id) => folderBytes(join(runs, id))));
  return { runs: others.length, bytes: sizes.reduce((sum, size) => sum + size, 0) };
}
