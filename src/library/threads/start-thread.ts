import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import { moduleFile } from "../../source/package-root.js";
import { type Thread, threadOf } from "./thread.js";

const script = `import(require("node:worker_threads").workerData.url).then((module) => module[require("node:worker_threads").workerData.entry]());`;

/**
 * A thread that calls `entry` of one of our modules (below `src`, an entry of the bundle), which answers orders. `data`: what it works with,
 * as plain data. `describe`: see {@link threadOf}.
 */
export function startThread<Batch, Result>(
  { module, entry, data }: { readonly module: string; readonly entry: string; readonly data: unknown },
  describe: (batches: readonly Batch[]) => string,
): Thread<Batch, Result> {
  const url = pathToFileURL(moduleFile(module)).href;
  return threadOf(new Worker(script, { eval: true, workerData: { url, entry, data } }), describe);
}
