import { localFailure } from "../../adapters/errors/classify.js";
import type { OwnMembers } from "../../adapters/own-members.js";
import { adapterFor, spokenApi, spokenApis } from "../../adapters/registry.js";
import type { SpokenApi } from "../../adapters/spoken-api.js";
import type { ChatEvent, ChatEvents, Send } from "../../chat/event.js";
import { asChatEvents, burst, eventOf, lazyEvents, prependEvents } from "../../chat/events.js";
import { ChatError, type ChatFailure } from "../../chat/failure.js";
import type { ChatRequest } from "../../chat/request.js";
import type { StopSignal } from "../../chat/stop-signal.js";
import type { Exchange } from "../../wire/exchange.js";
import type { RoutedModel } from "../config/router-config.js";
import { checkedJson } from "./checked-json.js";
import { connectionOf, type Reach } from "./connection.js";
import { fitRequest } from "./fit-request.js";
import { separateThoughts } from "./separate-thoughts.js";

/** A request to a model. `own`: what of it only an upstream of the client's API understands; default: nothing. */
export type ModelCall = {
  readonly request: ChatRequest;
  readonly streaming: boolean;
  readonly own?: OwnMembers | undefined;
};

/** Asks a model, with or without streaming. Never throws; the events end with `reply-end` or `reply-failed`. */
export type AskModel = (model: RoutedModel, call: ModelCall, signal: StopSignal) => ChatEvents;

/**
 * Connects to the models' services with our own client; each connection is opened on first use. `baseUrl`: the address to use in
 * place of a model's own, for a simulator or a test; null: its own. `spoken`: the APIs that models may use; default: all.
 *
 * @example
 * const askModel = createUpstreams(createLiveTransport({ environment: process.env }).exchange);
 * const reply = await foldAsync(askModel(model, { request, streaming: true }, new AbortController().signal));
 */
export function createUpstreams(
  exchange: Exchange,
  baseUrl: Reach["baseUrl"] = null,
  spoken: readonly SpokenApi[] = spokenApis,
): AskModel {
  /** A promise while the connection is being opened. */
  const opened = new Map<string, Send<ChatRequest> | Promise<Send<ChatRequest>>>();
  const turns = new Map<string, number>();
  return (model, { request, streaming, own }, signal) => {
    const turn = turns.get(model.name) ?? 0;
    turns.set(model.name, turn + 1);
    const key = turn % model.credentials.length;
    const whole = () => ask(model, { request, streaming: false, own }, { key, signal });
    if (!streaming) return whole();
    if (takesToolsOnlyWhole(model, request)) return prependEvents([askedWholeWarning], whole());
    const pieces = ask(model, { request, streaming, own }, { key, signal });
    // Without tools, the service cannot refuse tools in a stream.
    return request.tools === null ? pieces : withWholeFallback(pieces, whole);
  };

  function ask(
    model: RoutedModel,
    { request, streaming, own }: ModelCall,
    { key, signal }: { readonly key: number; readonly signal: StopSignal },
  ): ChatEvents {
    const target = streaming ? model.streaming : model.whole;
    const fitted = fitRequest(request, { model, target, api: spokenApi(target.api, spoken).api, own });
    const warnings = fitted.warnings.map((warning): ChatEvent => ({ kind: "warning", warning }));
    if (fitted.refusal !== null) {
      const failure = localFailure("parameter-unsupported", fitted.refusal);
      return burst([...warnings, { kind: "reply-failed", failure }]);
    }
    const send = openOnce(model, streaming, key);
    const events =
      send instanceof Promise
        ? lazyEvents(async () => asChatEvents((await send)(fitted.request, signal)), failedEvent)
        : asChatEvents(send(fitted.request, signal));
    const separated = target.quirks.thoughtsInText === true ? separateThoughts(events) : events;
    return prependEvents(warnings, isJson(request) ? checkedJson(separated) : separated);
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
      // The next request tries again to open the target.
      () => opened.delete(name),
    );
    return opening;
  }

  async function open(model: RoutedModel, streaming: boolean, key: number): Promise<Send<ChatRequest>> {
    const connection = connectionOf(model, { streaming, key }, { exchange, baseUrl });
    const adapter = await adapterFor(connection.target.api, spoken);
    return adapter.open("http", connection);
  }
}

function isJson({ responseFormat }: ChatRequest): boolean {
  return responseFormat !== null && responseFormat.kind !== "text";
}

/** Whether models.yaml says that the model refuses tools in a stream, and the request has tools. */
function takesToolsOnlyWhole({ streaming }: RoutedModel, { tools }: ChatRequest): boolean {
  return streaming.capabilities.streamingTools === false && tools !== null && tools.length > 0;
}

const askedWholeWarning: ChatEvent = {
  kind: "warning",
  warning: {
    id: "asked-whole",
    field: "stream",
    message:
      "the model takes no tools while streaming: it was asked without streaming, and its reply arrives all at once",
  },
};

/** The streamed events; if they begin with a refusal of tools in a stream, the events of a whole reply (table row S21). */
function withWholeFallback(pieces: ChatEvents, whole: () => ChatEvents): ChatEvents {
  return lazyEvents(async () => {
    const warnings: ChatEvent[] = [];
    for (;;) {
      const event = pieces.ready() ?? eventOf(await pieces.next());
      if (event === null) return burst(warnings);
      const isRefusal = event.kind === "reply-failed" && event.failure.kind === "streaming-tools-unsupported";
      if (isRefusal) return prependEvents([askedWholeWarning], whole());
      warnings.push(event);
      if (event.kind !== "warning") return prependEvents(warnings, pieces);
    }
  }, failedEvent);
}

function failedEvent(error: unknown): ChatEvent {
  return { kind: "reply-failed", failure: failureOf(error) };
}

function failureOf(error: unknown): ChatFailure {
  if (error instanceof ChatError) return error.failure;
  return localFailure("harness-fault", error instanceof Error ? error.message : String(error));
}
