import { setImmediate } from "node:timers/promises";
import type { ProveOptions } from "./prove-wire.js";
import { addOutcome, outcomesIn, runKey } from "./results-file.js";
import { type WireRow, wireRowsOf } from "./rows.js";
import { runSeed } from "./run.js";

/** A worker's part of the proof: the runs whose number among all is its own. */
export type Share = ProveOptions & { readonly worker: number; readonly engine: string };

// Without its parent it ends, too.
process.once("disconnect", () => process.exit());
const [asked = "{}"] = process.argv.slice(2);
await work(JSON.parse(asked));
process.disconnect();

/** Every worker takes its share of the runs that are not made yet; a line is written whole. */
async function work({ worker, engine, ...options }: Share): Promise<void> {
  const done = new Set(outcomesIn(options.results, engine).outcomes.map(runKey));
  const until = options.seconds === null ? Number.POSITIVE_INFINITY : performance.now() + options.seconds * 1000;
  const rows = wireRowsOf(options.rows);
  const runsOf = ({ full }: WireRow) => Math.min(options.runs ?? full, full);
  const most = Math.max(0, ...rows.map(runsOf));
  let number = 0;
  // The rows advance together, so that a proof which is stopped says something about each.
  for (let at = 0; at < most; at += 1) {
    for (const row of rows) {
      const runs = runsOf(row);
      // The first seeds all hide their cause in one cell: fewer runs are spread over the seeds of all of them.
      const seed = options.first + Math.floor((at * row.full) / runs);
      if (at >= runs || done.has(runKey({ row: row.name, seed }))) continue;
      number += 1;
      if (number % options.workers !== worker) continue;
      if (performance.now() > until) return;
      addOutcome(options.results, engine, await runSeed(row, seed));
      // A run waits for nothing outside, so that the end of the parent is heard here alone.
      await setImmediate();
    }
  }
}
