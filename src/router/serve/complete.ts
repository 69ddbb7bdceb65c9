import { invalidRequest, type OpenAiError } from "../../adapters/openai-chat/server/encode-error/envelope.js";
import type { ErrorContext } from "../../adapters/openai-chat/server/encode-error/row.js";
import { type EncodedError, encodeError } from "../../adapters/openai-chat/server/encode-error.js";
import type { ReplyIdentity } from "../../adapters/openai-chat/server/encode-reply/identity.js";
import { encodeReply } from "../../adapters/openai-chat/server/encode-reply.js";
import { sseText } from "../../adapters/openai-chat/server/encode-stream/sse-text.js";
import { draftOf, type StreamItem, startEncodeStream } from "../../adapters/openai-chat/server/encode-stream/state.js";
import { writeEvent, writeText } from "../../adapters/openai-chat/server/encode-stream.js";
import { readServerRequest, type ServerRequest } from "../../adapters/openai-chat/server/read-request.js";
import type { ChatEvent } from "../../chat/event.js";
import { eventOf } from "../../chat/events.js";
import { fold } from "../../chat/fold.js";
import type { JsonObject, JsonValue } from "../../chat/json.js";
import type { Reply, Warning } from "../../chat/reply.js";
import type { StopSignal } from "../../chat/stop-signal.js";
import { decide } from "../choose/decide.js";
import type { Decision } from "../choose/decision.js";
import { routingRequestOf } from "../choose/routing-request.js";
import { allowsMember } from "../config/allows-member.js";
import { type RelayAttempt, type Relayed, relay } from "../relay/relay.js";
import { usdText } from "./cost.js";
import { metered, Spending } from "./metered.js";
import type { Router } from "./router.js";

/** An answer before it is written: a JSON body, or pieces of SSE. `headers`: those besides the ones that every answer has. */
export type Answer =
  | { readonly kind: "json"; readonly status: number; readonly headers: HeaderMap; readonly body: JsonObject }
  | { readonly kind: "stream"; readonly headers: HeaderMap; readonly pieces: AsyncIterable<string> };

type HeaderMap = { readonly [name: string]: string };

/**
 * Answers one chat completion request. `body`: its parsed JSON; `id`: the id of the request, used in the reply's id. Errors of clients
 * and services become answers with a status and OpenAI's error envelope; it rejects only for a fault of the router itself.
 *
 * @example
 * const answer = await complete({ model: "auto", messages }, { router, id: randomUUID(), signal });
 * if (answer.kind === "json") console.log(answer.status, answer.body);
 * else for await (const piece of answer.pieces) process.stdout.write(piece);
 */
export async function complete(
  body: JsonValue,
  { router, id, signal }: { readonly router: Router; readonly id: string; readonly signal: StopSignal },
): Promise<Answer> {
  const read = readServerRequest(body, (model, member) => allowsMember(router.config.models, model, member));
  if (read.kind === "refused") return refusal(read.status, read.error);
  const { maxMessages } = router.config.serve;
  if (read.request.messages.length > maxMessages) {
    return refusal(400, invalidRequest("messages", `At most ${maxMessages} messages are accepted.`));
  }
  const deciding = decide(routingRequestOf(read), router.deciding, signal);
  const decided = deciding instanceof Promise ? await deciding : deciding;
  if ("unknown" in decided) {
    const known = router.config.models.map(({ name }) => name).join(", ");
    const message = `there is no model ${JSON.stringify(decided.unknown.slice(0, 100))}; write auto, or one of: ${known}`;
    return refusal(404, invalidRequest("model", message, "model_not_found"));
  }
  const spending = new Spending();
  const relayed = await ask(read, decided, { router, spending, signal });
  // The cost of a stream is known at its end: it is in the usage chunk.
  const isWhole = !read.stream || relayed.kind !== "begun";
  const headers = {
    ...headersOf(relayed, decided, warningsOf(read, decided, relayed)),
    ...(isWhole ? costHeader(spending) : {}),
  };
  const errorContext = contextOf(router, relayed.attempts.at(-1)?.model ?? null, read.stream);
  if (relayed.kind === "failed") return failedAnswer(encodeError(relayed.failure, errorContext), headers, router);
  if (relayed.kind === "empty") {
    const message = "Every model that was asked replied with neither text nor a tool call.";
    return { ...refusal(502, { message, type: "upstream_error", param: null, code: "empty_reply" }), headers };
  }
  if (relayed.attempts[0]?.model !== relayed.model) router.metrics.count("fallbacks", { model: relayed.model });
  const createdSeconds = Math.floor(router.now().getTime() / 1000);
  const identity = { id: `chatcmpl-${id}`, createdSeconds, model: relayed.model };
  const answering = { router, identity, errorContext, headers };
  if (!read.stream) return wholeAnswer(relayed, answering);
  return { kind: "stream", headers, pieces: streamPieces(relayed, answering, read.includeUsage) };
}

/** What an error message may mention: the model that was asked last, its region and its service. */
function contextOf({ config }: Router, name: string | null, streaming: boolean): ErrorContext {
  const model = config.models.find((one) => one.name === name);
  const target = streaming ? model?.streaming : model?.whole;
  const service = target?.auth === "bedrock" ? "bedrock" : "openai-compatible";
  return { model: name, region: target?.region ?? null, service };
}

function failedAnswer({ status, headers: added, body }: EncodedError, headers: HeaderMap, router: Router): Answer {
  return {
    kind: "json",
    status,
    headers: { ...headers, ...Object.fromEntries(added) },
    body: redactedError(body, router),
  };
}

function redactedError(body: { readonly error: OpenAiError }, { redacted }: Router): JsonObject {
  const { message, type, code, param } = body.error;
  return redacted({ error: { message, type, code, param } });
}

type ReadRequest = Extract<ServerRequest, { kind: "request" }>;

function ask(
  { request, stream }: ReadRequest,
  { order }: Decision,
  { router, spending, signal }: { readonly router: Router; readonly spending: Spending; readonly signal: StopSignal },
): Promise<Relayed> {
  return relay(
    {
      order,
      send: (name, stop) => {
        const events = router.askModel(name, { request, streaming: stream }, stop);
        const model = router.config.models.find((one) => one.name === name);
        return model === undefined ? events : metered(events, { model, metrics: router.metrics, spending });
      },
      whole: !stream,
      reliability: router.config.reliability,
      onAttempt: (attempt) => noteAttempt(router, attempt),
      sleep: router.sleep,
      random: router.random,
    },
    signal,
  );
}

function noteAttempt({ metrics, cooldown, now }: Router, { model, outcome, failure }: RelayAttempt): void {
  metrics.count("attempts", { model, outcome: failure ?? outcome });
  if (outcome === "empty") metrics.count("empty", { model });
  if (outcome === "answered") cooldown.recordAnswer(model);
  // A request that no model could answer is not the model's fault.
  else if (failure === null || modelFaults.includes(failure)) cooldown.recordFailure(model, now().getTime());
}

/** The kinds of failure that count against a model. */
const modelFaults: readonly string[] = [
  "unavailable",
  "network",
  "timeout",
  "truncated",
  "protocol",
  "model-error",
  "throttled",
  "quota",
];

type Begun = Extract<Relayed, { kind: "begun" }>;
type Answering = {
  readonly router: Router;
  readonly identity: ReplyIdentity;
  readonly errorContext: ErrorContext;
  readonly headers: HeaderMap;
};

/**
 * The stream as SSE; each piece has all events that are available at once. An error after the first piece is an event with OpenAI's
 * error envelope, and no finish follows.
 */
async function* streamPieces(relayed: Begun, answering: Answering, includeUsage: boolean): AsyncGenerator<string> {
  const { before, rest } = relayed;
  const write = createEventWriter(relayed.model, answering, includeUsage);
  let piece = "";
  try {
    for (let index = 0; ; index += 1) {
      let event = before[index] ?? rest.ready();
      if (event === null) {
        if (piece !== "") yield piece;
        piece = "";
        event = eventOf(await rest.next());
      }
      if (event === null) return;
      piece += write(event);
    }
  } finally {
    await rest.return?.();
  }
}

/** Makes a function that turns each event of a stream into SSE text for the client; "" for an event that sends nothing. */
function createEventWriter(
  model: string,
  { router, identity, errorContext }: Answering,
  includeUsage: boolean,
): (event: ChatEvent) => string {
  // One draft for the whole stream: copying it at each step would double the cost of the step.
  const draft = draftOf(startEncodeStream({ identity, includeUsage, asked: errorContext }));
  let prefix = router.config.serve.showModelPrefix ? `[${model}] ` : "";
  return (event) => {
    const plain = event.kind === "text-delta" && prefix === "" ? writeText(draft, event.text) : null;
    if (plain !== null) return plain;
    const isFirstText = prefix !== "" && event.kind === "text-delta" && event.text.trim() !== "";
    writeEvent(draft, isFirstText ? { ...event, text: prefix + event.text } : event);
    if (isFirstText) prefix = "";
    const texts = draft.items.map((item) => itemText(item, router));
    draft.items.length = 0;
    draft.warnings.length = 0;
    return texts.join("");
  };
}

/** One item of a stream as SSE. The status has been sent by then, so an error is an event. */
function itemText(item: StreamItem, router: Router): string {
  if (item.kind === "chunk" || item.kind === "done") return sseText(item);
  const { error } = redactedError(item.error.body, router) as unknown as { readonly error: OpenAiError };
  return sseText({ kind: "error", error: { ...item.error, body: { error } } });
}

function wholeAnswer(relayed: Begun, { router, identity, errorContext, headers }: Answering): Answer {
  const reply = relayed.reply ?? fold(relayed.before);
  const shown = router.config.serve.showModelPrefix ? prefixed(reply, `[${relayed.model}] `) : reply;
  const encoded = encodeReply(shown, identity);
  if (encoded.kind === "failed") return failedAnswer(encodeError(encoded.failure, errorContext), headers, router);
  if (encoded.warnings.length === 0) return { kind: "json", status: 200, headers, body: encoded.body };
  const warnings = warningHeader([...relayed.warnings, ...encoded.warnings]);
  return { kind: "json", status: 200, headers: { ...headers, ...warnings }, body: encoded.body };
}

/** The reply with a prefix before its first text that is not blank. */
function prefixed(reply: Reply, prefix: string): Reply {
  const first = reply.parts.findIndex((part) => part.kind === "text" && part.text.trim() !== "");
  const parts = reply.parts.map((part, index) =>
    index === first && part.kind === "text" ? { ...part, text: prefix + part.text } : part,
  );
  return { ...reply, parts };
}

function refusal(status: number, { message, type, param, code }: OpenAiError): Extract<Answer, { kind: "json" }> {
  return { kind: "json", status, headers: {}, body: { error: { message, type, param, code } } };
}

function warningsOf(read: ReadRequest, decided: Decision, relayed: Relayed): readonly Warning[] {
  const routing = decided.warnings.map((message) => ({ id: "routing", field: "", message }));
  return [...read.warnings, ...routing, ...(relayed.kind === "begun" ? relayed.warnings : [])];
}

function headersOf(relayed: Relayed, { reason }: Decision, warnings: readonly Warning[]): HeaderMap {
  const attempts = relayed.attempts.map(({ model, outcome, failure }) => `${model}=${failure ?? outcome}`).join(", ");
  const headers: { [name: string]: string } = {
    "x-llm-parity-attempts": plainText(attempts),
    "x-llm-parity-reason": escapedText(reason),
  };
  if (relayed.kind === "begun") headers["x-llm-parity-model"] = relayed.model;
  return warnings.length === 0 ? headers : { ...headers, ...warningHeader(warnings) };
}

/** What all attempts of the request cost together; no header where that is not known. */
function costHeader(spending: Spending): HeaderMap {
  const usd = spending.total();
  return usd === null ? {} : { "x-llm-parity-cost-usd": usdText(usd) };
}

/** The warnings, each once, in one header of at most 4 KiB; no header for no warnings. */
function warningHeader(warnings: readonly Warning[]): HeaderMap {
  if (warnings.length === 0) return {};
  const texts = [
    ...new Set(warnings.map(({ id, field, message }) => [id, field, message].filter((word) => word !== "").join(": "))),
  ];
  return { "x-llm-parity-warnings": plainText(texts.join("; ")) };
}

/** The text as a header value, with JSON's escapes for characters beyond printable ASCII: a keyword may be in any script. */
function escapedText(text: string): string {
  const escaped = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return plainText(text.replaceAll(/[^\x20-\x7e]/g, escaped));
}

/** The text as a header value: printable ASCII, with `?` for other characters, cut at 4 KiB. */
function plainText(text: string): string {
  if (text.length <= 4096 && !/[^\x20-\x7e]/.test(text)) return text;
  return text.replaceAll(/[^\x20-\x7e]/g, "?").slice(0, 4096);
}
