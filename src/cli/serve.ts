import { existsSync, readFileSync } from "node:fs";
import { idleEvidence, type Measured } from "../router/choose/measured.js";
import { isLoopback, loadRouter } from "../router/config/load-router.js";
import type { RoutedModel, RouterConfig } from "../router/config/router-config.js";
import { openEmbedder } from "../router/learned/embed/embedding-settings.js";
import { loadModel, rankQuery } from "../router/learned/load-model.js";
import { createUpstreams } from "../router/relay/upstreams.js";
import { serveRouter } from "../router/serve/http-server.js";
import { createRouter, type Router, type RouterParts } from "../router/serve/router.js";
import { loadModels } from "../scenario/load-models.js";
import { SourceError } from "../source/source-error.js";
import { matrixResults } from "../verdict/results-schema.js";
import { withDeadlines } from "../wire/transport/deadlines.js";
import { createLiveTransport } from "../wire/transport/live.js";
import { type ExitCode, exitCodes } from "./exit-code.js";
import { loadKeysFile } from "./keys-file.js";
import { harmless, say } from "./say.js";
import type { ServeOptions } from "./serve-options.js";
import { shown } from "./shared-options.js";
import { UsageError } from "./usage-error.js";

/** `llm-parity serve`: serves until it is told to stop. SIGHUP reads the file again; SIGINT and SIGTERM end it. */
export async function serve(options: ServeOptions): Promise<ExitCode> {
  if (options.keysFile !== undefined) loadKeysFile(options.keysFile, process.env);
  const live = createLiveTransport({ environment: process.env });
  let router = makeRouter(options, live.exchange);
  const server = await serveRouter(() => router, { log: (line) => say(harmless(line)) });
  say(
    `listening on ${server.url}: ${router.config.strategy.kind} over ${router.config.models.map(({ name }) => name).join(", ")}`,
  );
  process.on("SIGHUP", () => {
    router = reloaded(router, options, live.exchange);
  });
  const signal = await new Promise<NodeJS.Signals>((resolve) => {
    process.once("SIGINT", resolve);
    process.once("SIGTERM", resolve);
  });
  say(`${signal}: no further request is taken`);
  await server.drain(options.grace);
  await live.close();
  return exitCodes.fine;
}

type Exchange = Parameters<typeof createUpstreams>[0];

/** A mistake in the file leaves the router as it was: requests go on. */
function reloaded(router: Router, options: ServeOptions, exchange: Exchange): Router {
  try {
    const next = makeRouter(options, exchange);
    say(`read ${shown(options.config)} again: ${next.config.strategy.kind} over ${next.config.models.length} models`);
    return { ...next, metrics: router.metrics };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    say(harmless(`${shown(options.config)} was not taken, the router goes on as it was:\n${message}`));
    return router;
  }
}

function makeRouter(options: ServeOptions, exchange: Exchange): Router {
  const catalog = loadModels(options.models);
  const read = loadRouter(options.config, { catalog, environment: process.env });
  const config = listeningAt(options.simulator === undefined ? read : pretending(read), options);
  for (const warning of config.warnings) say(harmless(warning));
  for (const model of config.models.filter(({ measured }) => measured.length === 0)) {
    say(
      harmless(
        `${model.name} is no target of ${shown(options.models)}: nothing is measured of it, and nothing leaves it out`,
      ),
    );
  }
  const measured = readMatrix(config);
  for (const warning of measured === null ? [] : idleEvidence(measured, new Date())) say(harmless(warning));
  const withLimits = withDeadlines(exchange, config.reliability.deadlines);
  const askModel = createUpstreams(withLimits, elsewhere(options));
  return createRouter({ config, askModel, measured, rank: rankOf(config, exchange) });
}

function listeningAt(
  config: RouterConfig,
  { host = config.serve.host, port = config.serve.port }: ServeOptions,
): RouterConfig {
  if (config.serve.apiKey === null && !isLoopback(host)) {
    throw new UsageError(`${host} can be reached from other machines, and no API key is set`, {
      hint: "Add serve.api_key_env to the file, or listen on 127.0.0.1.",
    });
  }
  return { ...config, serve: { ...config.serve, host, port } };
}

/** A simulator asks for a key and checks none: no real one is sent there. */
function pretending(config: RouterConfig): RouterConfig {
  const models = config.models.map((model) => ({
    ...model,
    credentials: [{ kind: "bearer", token: "simulated" } as const],
  }));
  return { ...config, models };
}

function elsewhere({ simulator }: ServeOptions): ((model: RoutedModel) => string | null) | null {
  if (simulator === undefined) return null;
  return ({ whole: { baseUrl } }) => {
    const path = baseUrl === null ? "" : new URL(baseUrl).pathname.replace(/\/$/, "");
    return `${simulator.replace(/\/$/, "")}${path}`;
  };
}

/** Null where nothing asks for it. A matrix that cannot be read steers nothing, and that is told. */
function readMatrix({ compatibility, strategy }: RouterConfig): Measured | null {
  if (!compatibility.filter && strategy.kind !== "compatibility") return null;
  const { matrix, maxAgeDays } = compatibility;
  if (!existsSync(matrix)) {
    say(`there is no ${shown(matrix)}: nothing is measured, and nobody is left out`);
    return { cells: [], maxAgeDays };
  }
  const read = matrixResults.safeParse(JSON.parse(readFileSync(matrix, "utf8")));
  if (read.success) return { cells: read.data.cells, maxAgeDays };
  const [issue] = read.error.issues;
  const message = `is no compatibility matrix: ${issue?.path.join(".") ?? ""} ${issue?.message ?? ""}`;
  throw new SourceError({ file: matrix, line: null, column: null, message, hint: "make it with llm-parity run" });
}

function rankOf({ strategy }: RouterConfig, exchange: Exchange): RouterParts["rank"] {
  if (strategy.kind !== "llmrouter") return null;
  const embedder = openEmbedder(strategy.embedding, { exchange, environment: process.env });
  const model = loadModel(strategy.modelFile, embedder);
  return (text, signal) => rankQuery(model, text, { embedder, signal });
}
