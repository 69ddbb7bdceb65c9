import type { ProveOptions } from "./prove-wire.js";
import { addOutcome, outcomesIn } from "./results-file.js";
import { wireRowsOf } from "./rows.js";
import { runSeed } from "./run.js";

// Without its parent it ends, too.
process.once("disconnect", () => process.exit());
const [asked = "{}"] = process.argv.slice(2);
await work(JSON.parse(asked));
process.disconnect();

/** Every job takes its share of the seeds; a line is written whole. */
async function work({ job, ...options }: ProveOptions & { readonly job: number }): Promise<void> {
  const done = new Set(outcomesIn(options.results).map(({ row, seed }) => `${row} ${seed}`));
  const until = options.seconds === null ? Number.POSITIVE_INFINITY : performance.now() + options.seconds * 1000;
  const rows = wireRowsOf(options.rows);
  const most = Math.max(...rows.map(({ full }) => options.runs ?? full));
  // The rows advance together, so that a proof which is stopped says something about each.
  for (let at = job; at < most; at += options.jobs) {
    for (const row of rows) {
      const seed = options.first + at;
      if (at >= Math.min(options.runs ?? row.full, row.full) || done.has(`${row.name} ${seed}`)) continue;
      if (performance.now() > until) return;
      addOutcome(options.results, await runSeed(row, seed));
    }
  }
}
