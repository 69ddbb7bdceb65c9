import { existsSync } from "node:fs";
import { abortSignalOf } from "../../chat/stop-signal.js";
import { openEmbedder } from "../../learned/embed/embedding-settings.js";
import { loadModel, rankQuery } from "../../learned/load-model.js";
import { idleEvidence, type Measured } from "../../router/choose/measured.js";
import type { Rank, StrategyParts } from "../../router/choose/strategies/define-strategy.js";
import { strategyOf } from "../../router/choose/strategies/registry.js";
import { isLoopback, loadRouter } from "../../router/config/load-router.js";
import type { RoutedModel, RouterConfig } from "../../router/config/router-config.js";
import { createUpstreams } from "../../router/relay/upstreams.js";
import { createRouter, type Router } from "../../router/serve/router.js";
import { simulatorUrl } from "../../runner/simulator-url.js";
import { loadModels } from "../../scenario/load-models.js";
import { maxDataBytes, parseJsonData } from "../../source/json-data.js";
import { readSourceFile } from "../../source/read-file.js";
import { validate } from "../../source/validate.js";
import { matrixResults } from "../../verdict/matrix/results-schema.js";
import { createLiveTransport, type LiveTransport } from "../../wire/transport/live.js";
import { loadKeysFile } from "../shell/keys-file.js";
import { log, sanitise } from "../shell/print.js";
import { formatPath } from "../shell/shared-options.js";
import { UsageError } from "../shell/usage-error.js";

/** The transport that reaches the services. */
export type Live = Pick<LiveTransport, "exchange" | "within">;

/** Options of every command that needs a router. */
export type RouterOptions = {
  readonly config: string;
  readonly models: string;
  readonly simulator?: string;
  readonly keysFile?: string;
};

type Listening = { readonly host?: string; readonly port?: number };

/** Opens a router for this process alone: it listens nowhere. `close` ends what is still running. */
export function openRouter(options: RouterOptions): { readonly router: Router; readonly close: () => Promise<void> } {
  if (options.keysFile !== undefined) loadKeysFile(options.keysFile, process.env);
  const live = createLiveTransport({ environment: process.env });
  return { router: makeRouter(options, live), close: () => live.close() };
}

/** Makes a router of its file and the files that it names, and logs the warnings. Throws errors that {@link showError} can explain. */
export function makeRouter(options: RouterOptions & Listening, { exchange, within }: Live): Router {
  const catalog = loadModels(options.models);
  const read = loadRouter(options.config, { catalog, environment: process.env });
  const config = withAddress(options.simulator === undefined ? read : withSimulatorKeys(read), options);
  for (const warning of config.warnings) log(sanitise(warning));
  for (const model of config.models.filter(({ measured }) => measured.length === 0)) {
    log(
      sanitise(
        `${model.name} is not a target in ${formatPath(options.models)}: it has no measurements, so nothing excludes it`,
      ),
    );
  }
  const measured = readMatrix(config);
  for (const warning of measured === null ? [] : idleEvidence(measured, new Date())) log(sanitise(warning));
  const askModel = createUpstreams(within(config.reliability.deadlines), simulatorUrlOf(options));
  return createRouter({ config, askModel, measured, openRanker: (trained) => openRanker(exchange, trained) });
}

function withAddress(
  config: RouterConfig,
  { host = config.serve.host, port = config.serve.port }: Listening,
): RouterConfig {
  if (config.serve.apiKey === null && !isLoopback(host)) {
    throw new UsageError(`${host} can be reached from other machines, and no API key is set`, {
      hint: "Add serve.api_key_env to the file, or listen on 127.0.0.1.",
    });
  }
  return { ...config, serve: { ...config.serve, host, port } };
}

/** A simulator wants a key but does not check it: it is never sent a real one. */
function withSimulatorKeys(config: RouterConfig): RouterConfig {
  const models = config.models.map((model) => ({
    ...model,
    credentials: [{ kind: "bearer", token: "simulated" } as const],
  }));
  return { ...config, models };
}

function simulatorUrlOf({ simulator }: RouterOptions): ((model: RoutedModel) => string | null) | null {
  if (simulator === undefined) return null;
  return ({ whole: { baseUrl } }) => simulatorUrl(simulator, baseUrl);
}

/** Null when the router needs no matrix. A missing file excludes no model and is logged; an invalid one throws SourceError. */
function readMatrix({ compatibility, strategy }: RouterConfig): Measured | null {
  if (!compatibility.filter && !strategyOf(strategy.kind).leavesOutFailing) return null;
  const { matrix, maxAgeDays } = compatibility;
  if (!existsSync(matrix)) {
    log(`there is no ${formatPath(matrix)}: nothing is measured, so no model is excluded`);
    return { cells: [], maxAgeDays };
  }
  const document = parseJsonData(readSourceFile(matrix, { maxBytes: maxDataBytes }), matrix);
  return { cells: validate(matrixResults(), document).cells, maxAgeDays };
}

function openRanker(
  exchange: Live["exchange"],
  { modelFile, embedding }: Parameters<StrategyParts["openRanker"]>[0],
): Rank {
  const embedder = openEmbedder(embedding, { exchange, environment: process.env });
  const model = loadModel(modelFile, embedder);
  return (text, signal) => rankQuery(model, text, { embedder, signal: abortSignalOf(signal) });
}
