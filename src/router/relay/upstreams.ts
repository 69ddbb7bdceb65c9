import { localFailure } from "../../adapters/errors/classify.js";
import { spokenApi, spokenApis } from "../../adapters/registry.js";
import type { SpokenApi } from "../../adapters/spoken-api.js";
import type { WireApi } from "../../chat/apis/wire-api.js";
import type { ChatEvent, ChatEvents, Send } from "../../chat/event.js";
import { asChatEvents, burst, eventOf, lazyEvents, prependEvents } from "../../chat/events.js";
import { ChatError, type ChatFailure } from "../../chat/failure.js";
import type { Warning } from "../../chat/reply.js";
import type { ChatRequest } from "../../chat/request.js";
import type { StopSignal } from "../../chat/stop-signal.js";
import type { Target } from "../../chat/target.js";
import type { Exchange } from "../../wire/exchange.js";
import { transportOf } from "../../wire/transport/faces.js";
import type { RoutedModel } from "../config/router-config.js";

/** Asks a model, whole or in pieces. Never throws; ends with `reply-end` or `reply-failed`. */
export type AskModel = (
  model: RoutedModel,
  asked: { readonly request: ChatRequest; readonly streaming: boolean },
  signal: StopSignal,
) => ChatEvents;

/**
 * The models' services, each opened when it is first asked, with our own client. `baseUrl`: where all are asked instead of at their own
 * address (a simulator, a test); null: nowhere else. `spoken`: the APIs that the models may be of.
 */
export function createUpstreams(
  exchange: Exchange,
  baseUrl: ((model: RoutedModel) => string | null) | null = null,
  spoken: readonly SpokenApi[] = spokenApis,
): AskModel {
  /** A promise as long as it is being opened. */
  const opened = new Map<string, Send<ChatRequest> | Promise<Send<ChatRequest>>>();
  const turns = new Map<string, number>();
  return (model, { request, streaming }, signal) => {
    const turn = turns.get(model.name) ?? 0;
    turns.set(model.name, turn + 1);
    const key = turn % model.credentials.length;
    const whole = () => ask(model, { request, streaming: false }, { key, signal });
    if (!streaming) return whole();
    if (takesToolsOnlyWhole(model, request)) return prependEvents([askedWhole], whole());
    const pieces = ask(model, { request, streaming }, { key, signal });
    // Only a refusal of tools can be one of tools in a stream.
    return request.tools === null ? pieces : orWhole(pieces, whole);
  };

  function ask(
    model: RoutedModel,
    { request, streaming }: Parameters<AskModel>[1],
    { key, signal }: { readonly key: number; readonly signal: StopSignal },
  ): ChatEvents {
    const target = streaming ? model.streaming : model.whole;
    const own = fitted(withLimit(request, model), target, spokenApi(target.api, spoken).api);
    const told = own.warnings.map((warning): ChatEvent => ({ kind: "warning", warning }));
    const send = openOnce(model, streaming, key);
    const events =
      send instanceof Promise
        ? lazyEvents(async () => asChatEvents((await send)(own.request, signal)), failed)
        : asChatEvents(send(own.request, signal));
    return prependEvents(told, events);
  }

  function openOnce(
    model: RoutedModel,
    streaming: boolean,
    key: number,
  ): Send<ChatRequest> | Promise<Send<ChatRequest>> {
    const name = `${model.name} ${streaming} ${key}`;
    const known = opened.get(name);
    if (known !== undefined) return known;
    const opening = open(model, streaming, key);
    opened.set(name, opening);
    opening.then(
      (send) => opened.set(name, send),
      // A target that could not be opened is tried again by the next request.
      () => opened.delete(name),
    );
    return opening;
  }

  async function open(model: RoutedModel, streaming: boolean, key: number): Promise<Send<ChatRequest>> {
    const target = streaming ? model.streaming : model.whole;
    const adapter = await spokenApi(target.api, spoken).adapter();
    const credentials = model.credentials[key] ?? { kind: "none" };
    const elsewhere = baseUrl?.(model) ?? null;
    return adapter.open("http", {
      target,
      transport: transportOf(exchange),
      credentials,
      policy: "repair",
      baseUrl: elsewhere,
    });
  }
}

/** models.yaml knows it of this model: a stream with tools would be refused. */
function takesToolsOnlyWhole({ streaming }: RoutedModel, { tools }: ChatRequest): boolean {
  return streaming.capabilities.streamingTools === false && tools !== null && tools.length > 0;
}

const askedWhole: ChatEvent = {
  kind: "warning",
  warning: {
    id: "asked-whole",
    field: "stream",
    message: "the model takes no tools while streaming: it was asked whole, and its reply comes at once",
  },
};

/** The events, unless they begin with the refusal of tools in a stream: then those of the whole reply (table row S21). */
function orWhole(pieces: ChatEvents, whole: () => ChatEvents): ChatEvents {
  return lazyEvents(async () => {
    const told: ChatEvent[] = [];
    for (;;) {
      const event = pieces.ready() ?? eventOf(await pieces.next());
      if (event === null) return burst(told);
      const isRefusal = event.kind === "reply-failed" && event.failure.kind === "streaming-tools-unsupported";
      if (isRefusal) return prependEvents([askedWhole], whole());
      told.push(event);
      if (event.kind !== "warning") return prependEvents(told, pieces);
    }
  }, failed);
}

function failed(error: unknown): ChatEvent {
  return { kind: "reply-failed", failure: failureOf(error) };
}

function withLimit(request: ChatRequest, { maxOutputTokens }: RoutedModel): ChatRequest {
  return { ...request, maxOutputTokens: request.maxOutputTokens ?? maxOutputTokens };
}

type Fitted = { readonly request: ChatRequest; readonly warnings: readonly Warning[] };

/** The request as the target's API takes it. What has no place there is left out and told. */
function fitted(request: ChatRequest, target: Target, { addedMembers }: WireApi): Fitted {
  const own = pinned({ ...request, model: target.providerModelId }, target);
  if (addedMembers === null) return own;
  const { names, refusal } = addedMembers;
  const members = Object.entries(own.request.extra);
  const extra = Object.fromEntries(members.filter(([name]) => names.includes(name)));
  const foreign = members.filter(([name]) => !names.includes(name));
  const warnings = foreign.map(([field]) => ({ id: "member-left-out", field, message: refusal }));
  return { request: { ...own.request, extra }, warnings: [...own.warnings, ...warnings] };
}

/** Which upstream a gateway uses is the configuration's to say, where it says one. */
function pinned(request: ChatRequest, { upstreamPin }: Target): Fitted {
  const own = upstreamPin === null ? [] : ["provider", "models", "route"].filter((name) => name in request.extra);
  if (own.length === 0) return { request, warnings: [] };
  const extra = Object.fromEntries(Object.entries(request.extra).filter(([name]) => !own.includes(name)));
  const message = `the model is pinned to ${upstreamPin}`;
  return { request: { ...request, extra }, warnings: own.map((field) => ({ id: "member-left-out", field, message })) };
}

function failureOf(error: unknown): ChatFailure {
  if (error instanceof ChatError) return error.failure;
  return localFailure("harness-fault", error instanceof Error ? error.message : String(error));
}
