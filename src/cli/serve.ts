import { serveRouter } from "../router/serve/http-server.js";
import type { Router } from "../router/serve/router.js";
import { createLiveTransport } from "../wire/transport/live.js";
import { type ExitCode, exitCodes } from "./exit-code.js";
import { loadKeysFile } from "./keys-file.js";
import { type Live, makeRouter } from "./make-router.js";
import { harmless, say } from "./say.js";
import type { ServeOptions } from "./serve-options.js";
import { shown } from "./shared-options.js";

/** `llm-parity serve`: serves until it is told to stop. SIGHUP reads the file again; SIGINT and SIGTERM end it. */
export async function serve(options: ServeOptions): Promise<ExitCode> {
  if (options.keysFile !== undefined) loadKeysFile(options.keysFile, process.env);
  const live = createLiveTransport({ environment: process.env });
  let router = makeRouter(options, live);
  const server = await serveRouter(() => router, { log: (line) => say(harmless(line)) });
  // Before the address is out: what reads it may send a signal at once.
  const stopped = new Promise<NodeJS.Signals>((resolve) => {
    process.once("SIGINT", resolve);
    process.once("SIGTERM", resolve);
  });
  process.on("SIGHUP", () => {
    router = reloaded(router, options, live);
  });
  say(
    `listening on ${server.url}: ${router.config.strategy.kind} over ${router.config.models.map(({ name }) => name).join(", ")}`,
  );
  const signal = await stopped;
  say(`${signal}: no further request is taken`);
  await server.drain(options.grace);
  await live.close();
  return exitCodes.fine;
}

/** A mistake in the file leaves the router as it was: requests go on. */
function reloaded(router: Router, options: ServeOptions, live: Live): Router {
  try {
    const next = makeRouter(options, live);
    say(`read ${shown(options.config)} again: ${next.config.strategy.kind} over ${next.config.models.length} models`);
    return { ...next, metrics: router.metrics };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    say(harmless(`${shown(options.config)} was not taken, the router goes on as it was:\n${message}`));
    return router;
  }
}
