import { setTimeout as delay } from "node:timers/promises";
import type { ChatEvents } from "../../chat/event.js";
import { foldAsync } from "../../chat/fold.js";
import type { JsonObject } from "../../chat/json.js";
import { textOf } from "../../chat/read-reply.js";
import { type ChatRequest, plainRequest } from "../../chat/request.js";
import { abortSignalOf, type StopSignal } from "../../chat/stop-signal.js";
import { createRedactor } from "../../wire/secrets/redact.js";
import type { decide } from "../choose/decide.js";
import type { Choose } from "../choose/decision.js";
import type { Measured } from "../choose/measured.js";
import { byChance, byJudge, byRanking, byRules, firstListed, inTurn } from "../choose/strategies.js";
import type { RoutedModel, RouterConfig } from "../config/router-config.js";
import { type Cooldown, createCooldown } from "../relay/cooldown.js";
import type { AskModel } from "../relay/upstreams.js";
import { createMetrics, type Metrics } from "./metrics.js";

/** Everything that answering a request needs, put together once. */
export type Router = {
  readonly config: RouterConfig;
  readonly deciding: Parameters<typeof decide>[1];
  readonly askModel: (
    name: string,
    asked: { readonly request: ChatRequest; readonly streaming: boolean },
    signal: StopSignal,
  ) => ChatEvents;
  readonly cooldown: Cooldown;
  readonly metrics: Metrics;
  /** An answer without any key of the configuration in it. */
  readonly redacted: <Body extends JsonObject | { readonly error: JsonObject }>(body: Body) => Body;
  readonly now: () => Date;
  readonly random: () => number;
  readonly sleep: (ms: number, signal: StopSignal) => Promise<void>;
};

export type RouterParts = {
  readonly config: RouterConfig;
  readonly askModel: AskModel;
  /** Null: there is no matrix. */
  readonly measured: Measured | null;
  /** Ranks a text by a trained model; null: the strategy needs none. */
  readonly rank: Parameters<typeof byRanking>[0] | null;
  readonly now?: () => Date;
  readonly random?: () => number;
  readonly sleep?: Router["sleep"];
};

export function createRouter({ config, askModel, measured, rank, ...rest }: RouterParts): Router {
  const { now = () => new Date(), random = Math.random, sleep = sleepFor } = rest;
  const models = new Map(config.models.map((model) => [model.name, model]));
  const { cooldownFailures: failures, cooldownMs: restMs } = config.reliability;
  const cooldown = createCooldown({ failures, restMs });
  const ask: Router["askModel"] = (name, asked, signal) => askModel(known(models, name), asked, signal);
  const redactor = createRedactor(secretsOf(config));
  return {
    config,
    deciding: {
      config,
      measured,
      now,
      isResting: (name) => cooldown.isResting(name, now().getTime()),
      choose: strategyOf(config, { ask, rank, random }),
    },
    askModel: ask,
    cooldown,
    metrics: createMetrics(),
    redacted: (body) => JSON.parse(redactor.json(JSON.stringify(body))) as typeof body,
    now,
    random,
    sleep,
  };
}

function strategyOf(
  { strategy, models }: RouterConfig,
  {
    ask,
    rank,
    random,
  }: { readonly ask: Router["askModel"]; readonly rank: RouterParts["rank"]; readonly random: () => number },
): Choose {
  switch (strategy.kind) {
    case "random":
      return byChance(strategy.weights, random);
    case "round_robin":
      return inTurn();
    case "rules":
      return byRules(strategy.rules, strategy.otherwise);
    case "llm": {
      const descriptions = Object.fromEntries(models.map(({ name, description }) => [name, description]));
      return byJudge(descriptions, (prompt, signal) => askJudge(strategy.judge, prompt, { ask, signal }));
    }
    case "llmrouter":
      return rank === null ? firstListed : byRanking(rank);
    case "compatibility":
      return firstListed;
    default:
      return strategy satisfies never;
  }
}

async function askJudge(
  judge: string,
  prompt: string,
  { ask, signal }: { readonly ask: Router["askModel"]; readonly signal: StopSignal },
): Promise<string> {
  const message = { role: "user", parts: [{ kind: "text", text: prompt }], name: null } as const;
  const request = { ...plainRequest("", [message]), maxOutputTokens: 1024 };
  const within = AbortSignal.any([abortSignalOf(signal), AbortSignal.timeout(15_000)]);
  const reply = await foldAsync(ask(judge, { request, streaming: false }, within));
  if (reply.failure !== null) throw new Error(reply.failure.kind);
  return textOf(reply);
}

function known(models: ReadonlyMap<string, RoutedModel>, name: string): RoutedModel {
  const model = models.get(name);
  if (model === undefined) throw new RangeError(`there is no model ${name}`);
  return model;
}

function secretsOf({ models, serve }: RouterConfig): readonly string[] {
  const tokens = models.flatMap(({ credentials }) =>
    credentials.flatMap((one) => (one.kind === "bearer" ? [one.token] : [])),
  );
  return [...tokens, ...(serve.apiKey === null ? [] : [serve.apiKey])].filter((value) => value.length >= 8);
}

async function sleepFor(ms: number, signal: StopSignal): Promise<void> {
  await delay(ms, undefined, { signal: abortSignalOf(signal) }).catch(() => undefined);
}
