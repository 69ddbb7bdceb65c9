import { type ExitCode, exitCodes } from "../../library/exit-code.js";
import { formatPath } from "../../library/format-path.js";
import { readSourceFile } from "../../source/read-file.js";
import { createLiveTransport } from "../../wire/transport/live.js";
import { routerOf } from "../router/open-router.js";
import { loadKeysFile } from "../shell/keys-file.js";
import { log, sanitise } from "../shell/print.js";
import { Primary, type Served } from "./primary.js";
import { SaidOnce } from "./said-once.js";
import type { ServeOptions } from "./serve.js";

/** Serves by several processes until SIGINT or SIGTERM; SIGHUP has all of them read the file again, or none. */
export async function serveWorkers(options: ServeOptions, count: number): Promise<ExitCode> {
  // Workers inherit what is read here.
  if (options.keysFile !== undefined) loadKeysFile(options.keysFile, process.env);
  const warnings = new SaidOnce<object>((sentence) => log(sanitise(sentence)));
  const read = () => readServed(options, (sentence) => warnings.hear(warnings, sentence));
  let served = read();
  const primary = new Primary(served, (worker, sentence) => warnings.hear(worker, sentence));
  const url = await primary.start(count);
  const stopped = new Promise<NodeJS.Signals>((resolve) => {
    process.once("SIGINT", resolve);
    process.once("SIGTERM", resolve);
  });
  let reloading = Promise.resolve();
  process.on("SIGHUP", () => {
    reloading = reloading.then(async () => {
      served = await reload(served, { primary, read, config: options.config });
    });
  });
  const { strategy, models } = served.config;
  log(
    `listening on ${url}: ${strategy.kind} over ${models.map(({ name }) => name).join(", ")}; ${count} workers, processes ${primary.pids().join(", ")}`,
  );
  const signal = await stopped;
  log(`${signal}: taking no more requests`);
  await primary.drain(options.grace);
  return exitCodes.fine;
}

/** Reads and checks the file, as every worker will. Throws errors that {@link showError} can explain. */
function readServed(options: ServeOptions, onWarning: (sentence: string) => void): Served {
  const { keysFile: _keysFile, grace: _grace, ...serving } = options;
  const text = readSourceFile(options.config);
  // No worker is asked to start with what this process cannot read; it asks no service itself.
  const live = createLiveTransport({ environment: process.env });
  const { config } = routerOf({ ...options, text, onWarning }, live);
  void live.close();
  return { serving, text, config };
}

type Reloading = {
  readonly primary: Primary;
  readonly read: () => Served;
  /** The router's file. */
  readonly config: string;
};

/** Reads the file again. After a mistake in it, every worker keeps serving with its earlier settings. */
async function reload(served: Served, { primary, read, config }: Reloading): Promise<Served> {
  try {
    const next = read();
    const problem = await primary.renew(next);
    if (problem !== null) throw new Error(problem);
    const { strategy, models } = next.config;
    log(`read ${formatPath(config)} again: ${strategy.kind} over ${models.length} models`);
    return next;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    log(sanitise(`${formatPath(config)} was not loaded; the router keeps its settings:\n${message}`));
    return served;
  }
}
