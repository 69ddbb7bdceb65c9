import { filesHistory } from "../../src/library/nights/store/files-history.js";
import type { StoredNight } from "../../src/verdict/nights/stored-night.js";
import { claimOf } from "../../src/verdict/statistics/statistics.js";
import type { CellSummary } from "../../src/verdict/summary/summary-schema.js";

/** The line with so many bad trials of twelve, as an empty reply. */
export function withBad(line: CellSummary, bad: number): CellSummary {
  const trials = { ...line.trials, attempted: 12, eligible: 12, bad, ok: 12 - bad, excluded: {} };
  return {
    ...line,
    trials,
    observed: bad === 0 ? "ok" : bad === 12 ? "bad" : "mixed",
    claim: claimOf({ bad, eligible: 12 }),
    findings:
      bad === 0 ? [] : [{ id: "empty-reply", cause: "silent", severity: "bad", n: bad, checks: ["reply/not-empty"] }],
  };
}

/** Changes every night of a folder of nights, oldest first; the run keeps its id. */
export async function changeNights(folder: string, change: (night: StoredNight) => StoredNight): Promise<void> {
  const history = filesHistory(folder);
  for (const id of await history.ids()) {
    const night = await history.night(id);
    if (night === null) continue;
    const { lines, runs } = change(night);
    for (const run of runs)
      await history.append({ night: id, run, lines: lines.filter((line) => line.run === run.id) });
  }
  await history.close();
}
