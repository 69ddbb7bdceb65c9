import type { Door, IncomingHeaders } from "../../adapters/door.js";
import { clientWarning } from "../../adapters/openai-chat/server/client-words.js";
import { chatDoor } from "../../adapters/openai-chat/server/door.js";
import { encodeError } from "../../adapters/openai-chat/server/encode-error.js";
import { fold } from "../../chat/fold.js";
import type { JsonObject, JsonValue } from "../../chat/json.js";
import type { Warning } from "../../chat/reply.js";
import type { ChatRequest } from "../../chat/request.js";
import type { StopSignal } from "../../chat/stop-signal.js";
import { decide } from "../choose/decide.js";
import type { Decision } from "../choose/decision.js";
import { routingRequestOf } from "../choose/routing-request.js";
import { findModel } from "../config/find-model.js";
import { noMeter } from "../relay/meter.js";
import { type Relayed, type RelayOptions, type RelayStep, relay, relaySteps } from "../relay/relay.js";
import { type HeaderMap, headersOf, warningHeader } from "./answer-headers.js";
import { usdText } from "./cost.js";
import { contextOf, emptyReply, failedAnswer, type JsonAnswer, refusal } from "./error-answer.js";
import { endsByGrace, graceOverError } from "./grace.js";
import { AttemptMeter, Spending } from "./metered.js";
import { prefixed, takesPrefix, withoutPrefixes } from "./model-prefix.js";
import { noteAttempt } from "./note-attempt.js";
import { type ReadRequest, readCall, unknownAnswer } from "./read-call.js";
import { draining } from "./refusals.js";
import type { Router } from "./router.js";
import { type Streaming, streamPieces } from "./stream-answer.js";

/** An answer before it is written: a JSON body, or pieces of SSE. `headers`: those besides the ones that every answer has. */
export type Answer =
  | JsonAnswer
  | { readonly kind: "stream"; readonly headers: HeaderMap; readonly pieces: AsyncIterable<string> };

/**
 * The request's surroundings. `id`: of the request, used in the reply's id. `door`: the API that it came by; default: Chat Completions.
 * `headers`: those of the request, of which an API may have some; default: none. `patience`: waits for the work, and resolves with null
 * when a client must get something before it is done; absent: it is always awaited. `log`: receives a line for a stream that broke
 * after its answer had begun; absent: none.
 */
type Surroundings = {
  readonly router: Router;
  readonly id: string;
  readonly door?: Door;
  readonly headers?: IncomingHeaders;
  readonly signal: StopSignal;
  readonly patience?: (<Result>(work: Promise<Result>) => Promise<Result | null>) | undefined;
  readonly log?: (line: string) => void;
};

/**
 * Answers one request. `given`: its parsed JSON. Errors of clients and services become answers with a status and the error envelope of
 * the client's API; it rejects only for a fault of the router itself.
 *
 * @example
 * const answer = await complete({ model: "auto", messages }, { router, id: randomUUID(), signal });
 * if (answer.kind === "json") console.log(answer.status, answer.body);
 * else for await (const piece of answer.pieces) process.stdout.write(piece);
 */
export async function complete(given: JsonValue, surroundings: Surroundings): Promise<Answer> {
  const { router, signal, id, door = chatDoor, headers = {} } = surroundings;
  const called = readCall(given, { router, door, id, headers, readRequest: door.readRequest });
  if ("refused" in called) return called.refused;
  const { body, read } = called;
  const deciding = decide(routingRequestOf(read), router.deciding, signal);
  const decided = deciding instanceof Promise ? await deciding : deciding;
  if ("unknown" in decided) return unknownAnswer(decided.unknown, { router, door, id });
  const spending = new Spending();
  const options = relayOptions(read, decided, { router, spending });
  const { patience, log = () => undefined } = surroundings;
  const asking = { router, door, id, signal, log, body, read, decided, options, spending };
  // What is awaited is awaited here: each function that awaits costs a promise more.
  if (!read.stream) return wholeAnswer(await relay(options, signal), asking);
  const steps = relaySteps(options, signal);
  const first = steps.first();
  const step = await (patience === undefined ? first : patience(first));
  return streamAnswer({ steps, first, step }, asking);
}

type Asking = Required<Omit<Surroundings, "patience" | "headers">> & {
  /** The client's body, in whose words errors and warnings name a member. */
  readonly body: JsonObject;
  readonly read: ReadRequest;
  readonly decided: Decision;
  readonly options: RelayOptions;
  readonly spending: Spending;
};

function relayOptions(
  { request: asked, stream, own }: ReadRequest,
  { order }: Decision,
  { router, spending }: { readonly router: Router; readonly spending: Spending },
): RelayOptions {
  const request = router.config.serve.showModelPrefix ? withoutOwnPrefixes(asked, router) : asked;
  return {
    order,
    request,
    send: (name, stop) => router.askModel(name, { request, streaming: stream, own }, stop),
    meterOf: (name) => {
      const model = findModel(router.config.models, name);
      return model === null ? noMeter : new AttemptMeter({ model, metrics: router.metrics, spending });
    },
    guardOf: (name) => findModel(router.config.models, name)?.emptyReplyGuard ?? "off",
    whole: !stream,
    reliability: router.config.reliability,
    onAttempt: (attempt) => noteAttempt(router, attempt),
    sleep: router.sleep,
    random: router.random,
  };
}

function withoutOwnPrefixes(request: ChatRequest, { config }: Router): ChatRequest {
  const names = config.models.map(({ name }) => name);
  return { ...request, messages: withoutPrefixes(request.messages, names) };
}

function streamAnswer({ steps, first, step }: Pick<Streaming, "steps" | "first" | "step">, asking: Asking): Answer {
  const { body, read, options, router, door, id, signal, decided, log } = asking;
  const { request } = read;
  const { guardOf } = options;
  if (step?.kind === "failed" || step?.kind === "empty") return errorAnswer(step, asking);
  const showModel = takesPrefix(router.config, request);
  const streaming = { steps, first, step, door, body, request, showModel, guardOf, router, id, signal, log };
  const headers = headersOf(step, decided.reason, warningsOf(asking, step));
  return { kind: "stream", headers, pieces: streamPieces(streaming) };
}

function wholeAnswer(relayed: Relayed, asking: Asking): Answer {
  const { router, door, body, read, id } = asking;
  if (relayed.kind !== "begun") return errorAnswer(relayed, asking);
  const { model, attempts } = relayed;
  const headers = headersWithCost(relayed, asking);
  if (attempts[0]?.model !== model) router.metrics.count("fallbacks", { model });
  const reply = relayed.reply ?? fold(relayed.before);
  const shown = takesPrefix(router.config, read.request) ? prefixed(reply, model) : reply;
  const createdSeconds = Math.floor(router.now().getTime() / 1000);
  const scores = reply.logprobs === null ? [] : relayed.before.filter((event) => event.kind === "logprobs-piece");
  const encoded = door.encodeReply(shown, { identity: { id, createdSeconds, model }, body, scores });
  if (encoded.kind === "failed") {
    const context = contextOf(router, { model, streaming: false, door });
    return failedAnswer(encodeError(encoded.failure, context), headers, asking);
  }
  if (encoded.warnings.length === 0) return { kind: "json", status: 200, headers, body: encoded.body };
  const warnings = warningHeader([...warningsOf(asking, relayed), ...encoded.warnings]);
  return { kind: "json", status: 200, headers: { ...headers, ...warnings }, body: encoded.body };
}

/** The answer where no model is left to ask, and nothing was sent. */
function errorAnswer(step: Exclude<Relayed, { kind: "begun" }>, asking: Asking): Answer {
  const { router, door, read, signal } = asking;
  const headers = headersWithCost(step, asking);
  if (endsByGrace(signal)) return { ...refusal(draining.status, graceOverError, asking), headers };
  if (step.kind === "empty") {
    const { error, retry } = emptyReply(step.attempts);
    return { ...refusal(502, error, asking), headers: { ...headers, "x-should-retry": String(retry) } };
  }
  const model = step.attempts.at(-1)?.model ?? null;
  const context = contextOf(router, { model, streaming: read.stream, door, body: asking.body });
  return failedAnswer(encodeError(step.failure, context), headers, asking);
}

/** The headers, with what all attempts of the request cost together, where that is known. A stream's cost is in its usage chunk. */
function headersWithCost(step: Relayed, asking: Asking): HeaderMap {
  const headers = headersOf(step, asking.decided.reason, warningsOf(asking, step));
  const usd = asking.spending.total();
  if (usd !== null) headers["x-llm-parity-cost-usd"] = usdText(usd);
  return headers;
}

/** What is known when the headers are sent. */
function warningsOf({ body, door, read, decided }: Asking, step: RelayStep | null): readonly Warning[] {
  const said = step?.kind === "begun" || step?.kind === "early" ? step.warnings : [];
  if (decided.warnings.length === 0 && said.length === 0) return read.warnings;
  const routing = decided.warnings.map((message) => ({ id: "routing", field: "", message }));
  return [...read.warnings, ...routing, ...said.map((warning) => clientWarning(warning, body, door.clientPath))];
}
