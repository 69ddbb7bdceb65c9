import cluster, { type Worker } from "node:cluster";
import { moduleFile } from "../../source/package-root.js";
import type { Order, Report } from "./orders.js";

/** What becomes of a worker. */
type Watching = {
  readonly heard: (worker: Worker, report: Report) => void;
  /** `how`: the words for how it ended. */
  readonly ended: (worker: Worker, how: string) => void;
};

const script = moduleFile("cli/serve/worker");

/** Starts a process that is to serve beside others at one address. */
export function startWorker({ heard, ended }: Watching): Worker {
  // Connections are dealt out in turn, also on Windows: an even share is what several processes are for.
  cluster.schedulingPolicy = cluster.SCHED_RR;
  cluster.setupPrimary({ exec: script, args: [] });
  const worker = cluster.fork();
  worker.on("message", (report: Report) => heard(worker, report));
  worker.once("exit", (code, signal) => ended(worker, signal === null ? `with exit code ${code}` : `by ${signal}`));
  // A message to a process that is ending is an error of its own; its end says enough.
  worker.on("error", () => undefined);
  return worker;
}

/** Sends a worker an order; one that has ended gets none. */
export function tell(worker: Worker, order: Order): void {
  if (worker.isConnected()) worker.send(order, () => undefined);
}
