import type { ChatEvent } from "../../src/chat/event.js";
import { burst } from "../../src/chat/events.js";
import type { ChatFailure, FailureKind } from "../../src/chat/failure.js";
import type { ChatRequest } from "../../src/chat/request.js";
import type { StopSignal } from "../../src/chat/stop-signal.js";
import type { StrategyName } from "../../src/router/choose/strategies/registry.js";
import type { RoutedModel, RouterConfig, ServeConfig } from "../../src/router/config/router-config.js";
import { createRouter, type Router, type RouterParts } from "../../src/router/serve/router.js";
import { plainTarget } from "./plain-values.js";

/** The prices of a model whose entry has none. */
export const noPrices: RoutedModel["prices"] = {
  ...{ input: null, output: null, cachedInput: null, cacheWrite: null, reasoning: null },
};

/** A model with the given members, on an endpoint without known capabilities. */
export function plainModel(name: string, known: Partial<RoutedModel> = {}): RoutedModel {
  return {
    name,
    description: "",
    whole: plainTarget(),
    streaming: plainTarget({ api: "chat-completions-stream" }),
    credentials: [{ kind: "none" }],
    measured: [],
    maxOutputTokens: null,
    emptyReplyGuard: "hold",
    allow: [],
    prices: noPrices,
    ...known,
  };
}

/** A strategy in use, with its keys in the `router` section. */
export function chosen(kind: StrategyName, keys: object = {}): RouterConfig["strategy"] {
  return { kind, section: { strategy: kind, fallback_models: [], ...keys } };
}

/** A router's configuration with small limits and short times, and the given changes. */
export function plainConfig(
  models: readonly RoutedModel[],
  { serve = {}, ...change }: Partial<Omit<RouterConfig, "serve">> & { readonly serve?: Partial<ServeConfig> } = {},
): RouterConfig {
  return {
    file: "router.yaml",
    serve: {
      ...{ host: "127.0.0.1", port: 0, showModelPrefix: false, apiKey: null, allowedOrigins: [], allowedHosts: [] },
      ...{ maxBodyBytes: 10_000, maxMessages: 100, maxConnections: 100, maxRequests: 100 },
      ...{ headersTimeoutMs: 10_000, requestTimeoutMs: 120_000, keepAliveMs: 15_000 },
      ...serve,
    },
    models,
    strategy: chosen("round_robin"),
    judge: null,
    fallback: [],
    reliability: {
      ...{ retries: 0, backoffMs: 1, maxBackoffMs: 1, cooldownFailures: 3, cooldownMs: 1000 },
      deadlines: { firstByteMs: 1000, idleMs: 1000, totalMs: 1000 },
    },
    compatibility: { matrix: "", history: "", maxAgeDays: 30, filter: false },
    warnings: [],
    ...change,
  };
}

/** A complete reply with one text, in the given pieces. */
export function textReply(...words: readonly string[]): readonly ChatEvent[] {
  return [
    { kind: "reply-start", status: 200, requestId: null },
    { kind: "text-start", part: 0 },
    ...words.map((text): ChatEvent => ({ kind: "text-delta", part: 0, text })),
    { kind: "finish", finish: { kind: "stop", raw: "stop", nativeRaw: null, stopSequence: null } },
    { kind: "reply-end" },
  ];
}

export function plainFailure(kind: FailureKind, change: Partial<ChatFailure> = {}): ChatFailure {
  return {
    ...{ kind, phase: "refused", message: kind, hint: "", code: null, status: 503, requestId: null },
    ...{ retryAfterMs: null, raw: null, afterFinish: false },
    ...change,
  };
}

export function failedReply(failure: ChatFailure): readonly ChatEvent[] {
  return [{ kind: "reply-failed", failure }];
}

export type Asked = {
  readonly model: string;
  readonly request: ChatRequest;
  readonly streaming: boolean;
  readonly signal: StopSignal;
};

/**
 * A router whose models reply with these events: each model with its replies in turn, and then with the last one again. `asked`: the
 * requests to the models, in order.
 */
export function scriptedRouter(
  config: RouterConfig,
  replies: { readonly [model: string]: readonly (readonly ChatEvent[])[] },
  parts: Partial<Omit<RouterParts, "config" | "askModel">> = {},
): { readonly router: Router; readonly asked: readonly Asked[] } {
  const asked: Asked[] = [];
  const router = createRouter({
    ...{ config, measured: null, rank: null, sleep: async () => {}, random: () => 0 },
    now: () => new Date("2026-11-21T00:00:00.900Z"),
    ...parts,
    askModel: ({ name }, { request, streaming }, signal) => {
      const scripted = replies[name] ?? [];
      const turn = asked.filter(({ model }) => model === name).length;
      asked.push({ model: name, request, streaming, signal });
      return burst(scripted[Math.min(turn, scripted.length - 1)] ?? []);
    },
  });
  return { router, asked };
}
