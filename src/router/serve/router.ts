import { setTimeout as delay } from "node:timers/promises";
import type { ChatEvent, ChatEvents } from "../../chat/event.js";
import { foldAsync } from "../../chat/fold.js";
import type { JsonObject } from "../../chat/json.js";
import { textOf } from "../../chat/read-reply.js";
import { plainRequest } from "../../chat/request.js";
import { abortSignalOf, type StopSignal } from "../../chat/stop-signal.js";
import { createRedactor } from "../../wire/secrets/redact.js";
import type { decide } from "../choose/decide.js";
import type { Measured } from "../choose/measured.js";
import type { StrategyParts } from "../choose/strategies/define-strategy.js";
import { strategyOf } from "../choose/strategies/registry.js";
import type { RoutedModel, RouterConfig } from "../config/router-config.js";
import { type Cooldown, createCooldown } from "../relay/cooldown.js";
import type { CountModel } from "../relay/count-upstream.js";
import type { AskModel, ModelCall } from "../relay/upstreams.js";
import { metered, Spending } from "./metered.js";
import { createMetrics, type Metrics } from "./metrics.js";

/** Everything that is needed to answer requests, put together once for each reading of the file. */
export type Router = {
  readonly config: RouterConfig;
  readonly deciding: Parameters<typeof decide>[1];
  readonly askModel: (name: string, call: ModelCall, signal: StopSignal) => ChatEvents;
  /** Has the service of a model count the tokens of a prompt. */
  readonly countModel: (name: string, call: Parameters<CountModel>[1], signal: StopSignal) => ReturnType<CountModel>;
  readonly cooldown: Cooldown;
  readonly metrics: Metrics;
  /** A copy of a body with every key of the configuration redacted. */
  readonly redacted: <Body extends JsonObject | { readonly error: JsonObject }>(body: Body) => Body;
  readonly now: () => Date;
  readonly random: () => number;
  readonly sleep: (ms: number, signal: StopSignal) => Promise<void>;
};

/** What a router is made from. Defaults: the system's clock, randomness and timers. */
export type RouterParts = {
  readonly config: RouterConfig;
  readonly askModel: AskModel;
  /** Absent: no model's service counts tokens. */
  readonly countModel?: CountModel;
  /** Null: there is no matrix. A function is asked for each request, where the evidence changes with the nights. */
  readonly measured: Measured | (() => Measured) | null;
  /** Opens a trained model for the strategy `llmrouter`. Absent: that strategy throws RangeError. */
  readonly openRanker?: StrategyParts["openRanker"];
  /** Those of an earlier reading of the file, to go on counting. Default: all at 0. */
  readonly metrics?: Metrics;
  /** Makes the cooldown of the models. Default: one of this process alone. */
  readonly cooldownOf?: (reliability: RouterConfig["reliability"]) => Cooldown;
  readonly now?: () => Date;
  readonly random?: () => number;
  readonly sleep?: Router["sleep"];
};

/**
 * Makes a router from its configuration, without listening yet. Throws if the strategy needs a trained model that cannot be opened.
 *
 * @example
 * const config = loadRouter("router.yaml", { catalog, environment: process.env });
 * const router = createRouter({ config, askModel: createUpstreams(exchange), measured: null });
 * const { url, drain } = await serveRouter(() => router, { log: console.error });
 */
export function createRouter({ config, askModel, measured, ...rest }: RouterParts): Router {
  const { now = () => new Date(), random = Math.random, sleep = sleepFor, openRanker = cannotRank } = rest;
  const { metrics = createMetrics(), countModel = countsNone } = rest;
  const models = new Map(allModels(config).map((model) => [model.name, model]));
  const cooldown = (rest.cooldownOf ?? ownCooldown)(config.reliability);
  const ask: Router["askModel"] = (name, call, signal) => askModel(modelNamed(models, name), call, signal);
  const askCounted: Ask = (name, call, signal) =>
    metered(ask(name, call, signal), { model: modelNamed(models, name), metrics, spending: new Spending() });
  const redactor = createRedactor(secretsOf(config));
  return {
    config,
    deciding: {
      config,
      get measured() {
        return typeof measured === "function" ? measured() : measured;
      },
      now,
      isResting: (name) => cooldown.isResting(name, now().getTime()),
      choose: strategyOf(config.strategy.kind).choose(config.strategy.section, {
        models: config.models,
        askText: (model, prompt, signal) => askText(askCounted, { model, prompt, signal }),
        openRanker,
        random,
      }),
    },
    askModel: ask,
    countModel: (name, call, signal) => countModel(modelNamed(models, name), call, signal),
    cooldown,
    metrics,
    redacted: (body) => JSON.parse(redactor.json(JSON.stringify(body))) as typeof body,
    now,
    random,
    sleep,
  };
}

type Ask = (...asked: Parameters<Router["askModel"]>) => AsyncIterable<ChatEvent>;
type Question = { readonly model: string; readonly prompt: string; readonly signal: StopSignal };

/** Asks a model for a short text; rejects if it fails or takes more than 15 seconds. */
async function askText(ask: Ask, { model, prompt, signal }: Question): Promise<string> {
  const message = { role: "user", parts: [{ kind: "text", text: prompt }], name: null } as const;
  const request = { ...plainRequest("", [message]), maxOutputTokens: 1024 };
  const within = AbortSignal.any([abortSignalOf(signal), AbortSignal.timeout(15_000)]);
  const reply = await foldAsync(ask(model, { request, streaming: false }, within));
  if (reply.failure !== null) throw new Error(reply.failure.kind);
  return textOf(reply);
}

function ownCooldown({ cooldownFailures: failures, cooldownMs: restMs }: RouterConfig["reliability"]): Cooldown {
  return createCooldown({ failures, restMs });
}

const countsNone: CountModel = async () => ({ kind: "none" });

const cannotRank: StrategyParts["openRanker"] = () => {
  throw new RangeError("this router cannot open trained models");
};

function modelNamed(models: ReadonlyMap<string, RoutedModel>, name: string): RoutedModel {
  const model = models.get(name);
  if (model === undefined) throw new RangeError(`there is no model ${name}`);
  return model;
}

/** The models that clients may name, and the judge, which they may not. */
function allModels({ models, judge }: RouterConfig): readonly RoutedModel[] {
  return judge === null ? models : [...models, judge];
}

function secretsOf(config: RouterConfig): readonly string[] {
  const { serve } = config;
  const tokens = allModels(config).flatMap(({ credentials }) =>
    credentials.flatMap((one) => (one.kind === "bearer" ? [one.token] : [])),
  );
  return [...tokens, ...(serve.apiKey === null ? [] : [serve.apiKey])].filter((value) => value.length >= 8);
}

async function sleepFor(ms: number, signal: StopSignal): Promise<void> {
  await delay(ms, undefined, { signal: abortSignalOf(signal) }).catch(() => undefined);
}
