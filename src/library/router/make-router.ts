import { existsSync } from "node:fs";
import { abortSignalOf } from "../../chat/stop-signal.js";
import { openEmbedder } from "../../learned/embed/embedding-settings.js";
import { loadModel, rankQuery } from "../../learned/load-model.js";
import { lookUpRouter } from "../../learned/registry.js";
import { hasEffect, idleEvidence, type Measured } from "../../router/choose/measured.js";
import type { Rank, StrategyParts } from "../../router/choose/strategies/define-strategy.js";
import { strategyOf } from "../../router/choose/strategies/registry.js";
import { readRouter } from "../../router/config/load-router.js";
import type { RoutedModel, RouterConfig } from "../../router/config/router-config.js";
import { isLoopback } from "../../router/config/serve-config.js";
import { createUpstreams } from "../../router/relay/upstreams.js";
import { createRouter, type Router } from "../../router/serve/router.js";
import { simulatorUrl } from "../../runner/simulator-url.js";
import { loadModels } from "../../scenario/load-models.js";
import { maxDataBytes, parseJsonData } from "../../source/json-data.js";
import { readSourceFile } from "../../source/read-file.js";
import type { SourceDocument } from "../../source/source-document.js";
import { validate } from "../../source/validate.js";
import { parseYamlFile } from "../../source/yaml.js";
import { matrixResults } from "../../verdict/matrix/results-schema.js";
import type { LiveTransport } from "../../wire/transport/live.js";
import { formatPath } from "../format-path.js";
import { UsageError } from "../usage-error.js";

/** The transport that reaches the services. */
export type Live = Pick<LiveTransport, "exchange" | "within">;

/** What a router is made of. `onWarning`: gets a sentence for each thing that may surprise. */
export type RouterOptions = {
  /** The router's file. */
  readonly config: string;
  /** The file's document where it was read already; absent: the file is read. */
  readonly document?: SourceDocument;
  readonly models: string;
  /** The URL of an offline provider that is asked in place of the services; absent: they are asked. */
  readonly simulator?: string;
  /** Listen there, in place of the file's host and port. */
  readonly host?: string;
  readonly port?: number;
  /** Counts of an earlier reading of the file, to go on with; absent: all at 0. */
  readonly metrics?: Router["metrics"];
  readonly environment: NodeJS.ProcessEnv;
  readonly onWarning: (sentence: string) => void;
};

/**
 * Makes a router of its file and the files that it names. Throws SourceError for a mistake in one of them, and UsageError for an
 * address that needs an API key and has none.
 */
export function makeRouter(options: RouterOptions, { exchange, within }: Live): Router {
  const { environment, onWarning } = options;
  const catalog = loadModels(options.models);
  const read = readRouter(options.document ?? parseYamlFile(options.config), { catalog, environment });
  const config = withAddress(options.simulator === undefined ? read : withSimulatorKeys(read), options);
  for (const warning of config.warnings) onWarning(warning);
  const measured = readMatrix(config, onWarning);
  for (const warning of measured === null ? [] : evidenceWarnings(measured, config, options)) onWarning(warning);
  const askModel = createUpstreams(within(config.reliability.deadlines), simulatorUrlOf(options));
  return createRouter({
    config,
    askModel,
    measured,
    ...(options.metrics === undefined ? {} : { metrics: options.metrics }),
    openRanker: (trained) => openRanker(trained, { exchange, environment }),
  });
}

/** Which models have no measurements matters only where those of others have an effect. */
function evidenceWarnings(
  measured: Measured,
  config: RouterConfig,
  options: Pick<RouterOptions, "models">,
): readonly string[] {
  return [...idleEvidence(measured, new Date()), ...(hasEffect(measured) ? unmeasuredText(config, options) : [])];
}

/** One sentence for all models that nothing can exclude; `[]`: there is none. */
function unmeasuredText({ models }: RouterConfig, options: Pick<RouterOptions, "models">): readonly string[] {
  const names = models.filter(({ measured }) => measured.length === 0).map(({ name }) => name);
  if (names.length === 0) return [];
  const file = formatPath(options.models);
  return names.length === 1
    ? [`${names[0]} is not a target in ${file}: it has no measurements, so nothing excludes it`]
    : [`${names.join(", ")} are not targets in ${file}: they have no measurements, so nothing excludes them`];
}

/** The configuration with another address. Throws UsageError for one that other machines reach without an API key. */
export function withAddress(
  config: RouterConfig,
  { host = config.serve.host, port = config.serve.port }: Pick<RouterOptions, "host" | "port">,
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
  const keyed = (model: RoutedModel): RoutedModel => ({
    ...model,
    credentials: [{ kind: "bearer", token: "simulated" }],
  });
  return { ...config, models: config.models.map(keyed), judge: config.judge === null ? null : keyed(config.judge) };
}

function simulatorUrlOf({ simulator }: RouterOptions): ((model: RoutedModel) => string | null) | null {
  if (simulator === undefined) return null;
  return ({ whole: { baseUrl } }) => simulatorUrl(simulator, baseUrl);
}

/** Null when the router needs no matrix. A missing file excludes no model and is a warning; an invalid one throws SourceError. */
function readMatrix({ compatibility, strategy }: RouterConfig, onWarning: RouterOptions["onWarning"]): Measured | null {
  if (!compatibility.filter && !strategyOf(strategy.kind).leavesOutFailing) return null;
  const { matrix, maxAgeDays } = compatibility;
  if (!existsSync(matrix)) {
    onWarning(`there is no ${formatPath(matrix)}: nothing is measured, so no model is excluded`);
    return { cells: [], maxAgeDays };
  }
  const document = parseJsonData(readSourceFile(matrix, { maxBytes: maxDataBytes }), matrix);
  return { cells: validate(matrixResults(), document).cells, maxAgeDays };
}

function openRanker(
  { modelFile, router, embedding }: Parameters<StrategyParts["openRanker"]>[0],
  { exchange, environment }: Pick<Live, "exchange"> & Pick<RouterOptions, "environment">,
): Rank {
  const embedder = openEmbedder(embedding, { exchange, environment });
  const model = loadModel(modelFile, embedder);
  if (router !== null && lookUpRouter(router) !== model.router) {
    throw new UsageError(`${formatPath(modelFile)} is a model of ${model.router.name}, not of ${router}`, {
      hint: `Name the model file of ${router}, or write ${model.router.name}.`,
    });
  }
  return (text, signal) => rankQuery(model, text, { embedder, signal: abortSignalOf(signal) });
}
