import { abortSignalOf } from "../../chat/stop-signal.js";
import { openEmbedder } from "../../learned/embed/embedding-settings.js";
import { loadModel, rankQuery } from "../../learned/load-model.js";
import { lookUpRouter } from "../../learned/registry.js";
import type { Measured } from "../../router/choose/measured.js";
import type { Rank, StrategyParts } from "../../router/choose/strategies/define-strategy.js";
import { strategyOf } from "../../router/choose/strategies/registry.js";
import { readRouter } from "../../router/config/load-router.js";
import type { RoutedModel, RouterConfig } from "../../router/config/router-config.js";
import { isLoopback } from "../../router/config/serve-config.js";
import { createCounting } from "../../router/relay/count-upstream.js";
import { createUpstreams } from "../../router/relay/upstreams.js";
import { createRouter, type Router, type RouterParts } from "../../router/serve/router.js";
import { simulatorUrl } from "../../runner/simulator-url.js";
import { loadModels } from "../../scenario/load-models.js";
import { failWith } from "../../source/fail-with.js";
import { HintedError } from "../../source/hinted-error.js";
import { issueAt } from "../../source/issue-at.js";
import type { SourceDocument } from "../../source/source-document.js";
import { SourceError } from "../../source/source-error.js";
import { parseYamlFile } from "../../source/yaml.js";
import type { LiveTransport } from "../../wire/transport/live.js";
import { formatPath } from "../format-path.js";
import { UsageError } from "../usage-error.js";
import { evidenceSource, latestNight } from "./evidence/evidence-source.js";
import { followEvidence } from "./evidence/follow-evidence.js";

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
  /** Makes the cooldown of the models; absent: one of this process alone. */
  readonly cooldownOf?: RouterParts["cooldownOf"];
  /** How long the evidence is taken to be as it was read, in milliseconds. Default: 5,000. */
  readonly checkEveryMs?: number;
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
  const document = options.document ?? parseYamlFile(options.config);
  const read = readRouter(document, { catalog, environment });
  const config = withAddress(options.simulator === undefined ? read : withSimulatorKeys(read), options);
  for (const warning of config.warnings) onWarning(warning);
  const measured = openEvidence(config, document, options);
  const reach = { exchange: within(config.reliability.deadlines), baseUrl: simulatorUrlOf(options) };
  return createRouter({
    config,
    askModel: createUpstreams(reach.exchange, reach.baseUrl),
    countModel: createCounting(reach),
    measured,
    ...(options.metrics === undefined ? {} : { metrics: options.metrics }),
    ...(options.cooldownOf === undefined ? {} : { cooldownOf: options.cooldownOf }),
    openRanker: (trained) => openRanker(trained, { exchange, environment }),
  });
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

/**
 * Evidence that follows its files. Null when the router needs none. A missing matrix file excludes no model and is a warning; evidence that
 * cannot be read throws SourceError with its place in the router's file, or in its own.
 */
function openEvidence(
  config: RouterConfig,
  document: SourceDocument,
  options: Pick<RouterOptions, "models" | "onWarning" | "checkEveryMs">,
): (() => Measured) | null {
  const { compatibility, strategy, models } = config;
  if (!compatibility.filter && !strategyOf(strategy.kind).leavesOutFailing) return null;
  const { checkEveryMs = 5_000, onWarning } = options;
  try {
    const source = evidenceSource(compatibility, {
      models: options.models,
      unmeasured: unmeasuredText(config, options),
    });
    return followEvidence(source, { models, maxAgeDays: compatibility.maxAgeDays, checkEveryMs, onWarning });
  } catch (error) {
    if (!(error instanceof HintedError) || error instanceof SourceError) throw error;
    const { message, hint } = error;
    throw failWith([issueAt(document, { path: ["compatibility", keyOf(config, document)] }, { message, hint })]);
  }
}

/** The key that names the evidence: `history` where the file has it and the nights are read there. */
function keyOf({ compatibility }: RouterConfig, { value }: SourceDocument): "matrix" | "history" {
  const section = typeof value === "object" && value !== null && "compatibility" in value ? value.compatibility : null;
  const hasHistory = typeof section === "object" && section !== null && "history" in section;
  return compatibility.matrix === latestNight && hasHistory ? "history" : "matrix";
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
