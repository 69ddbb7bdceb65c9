import { type ExitCode, exitCodes } from "../../library/exit-code.js";
import { formatPath } from "../../library/format-path.js";
import { loadAhead } from "../../library/router/load-ahead.js";
import type { Live } from "../../library/router/make-router.js";
import { serveRouter } from "../../router/serve/http-server.js";
import type { Router } from "../../router/serve/router.js";
import { createLiveTransport } from "../../wire/transport/live.js";
import { type RouterWords, routerOf } from "../router/open-router.js";
import { loadKeysFile } from "../shell/keys-file.js";
import { log, logWhole, sanitise } from "../shell/print.js";

export type ServeOptions = RouterWords & {
  readonly host?: string;
  readonly port?: number;
  readonly grace: number;
};

/** `llm-parity serve`: serves until SIGINT or SIGTERM; SIGHUP reloads the file. */
export async function serve(options: ServeOptions): Promise<ExitCode> {
  if (options.keysFile !== undefined) loadKeysFile(options.keysFile, process.env);
  const live = createLiveTransport({ environment: process.env });
  let router = routerOf(options, live);
  await loadAhead(router.config.models);
  const server = await serveRouter(() => router, { log: (line) => logWhole(sanitise(line)) });
  // Before the address is printed: a reader of it may send a signal at once.
  const stopped = new Promise<NodeJS.Signals>((resolve) => {
    process.once("SIGINT", resolve);
    process.once("SIGTERM", resolve);
  });
  process.on("SIGHUP", () => {
    router = reload(router, options, live);
  });
  log(
    `listening on ${server.url}: ${router.config.strategy.kind} over ${router.config.models.map(({ name }) => name).join(", ")}`,
  );
  const signal = await stopped;
  log(`${signal}: taking no more requests`);
  await server.drain(options.grace);
  await live.close();
  return exitCodes.fine;
}

/** Reads the file again. After a mistake in it, the router keeps serving with its earlier settings. */
function reload(router: Router, options: ServeOptions, live: Live): Router {
  try {
    const next = routerOf({ ...options, metrics: router.metrics }, live);
    log(
      `read ${formatPath(options.config)} again: ${next.config.strategy.kind} over ${next.config.models.length} models`,
    );
    return next;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    log(sanitise(`${formatPath(options.config)} was not loaded; the router keeps its settings:\n${message}`));
    return router;
  }
}
