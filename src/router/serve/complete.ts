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
import type { Reply, Usage, Warning } from "../../chat/reply.js";
import type { StopSignal } from "../../chat/stop-signal.js";
import { decide } from "../choose/decide.js";
import type { Decision } from "../choose/decision.js";
import { routingRequestOf } from "../choose/routing-request.js";
import { type RelayAttempt, type Relayed, relay } from "../relay/relay.js";
import type { Router } from "./router.js";

/** An answer before it is written: whole, or in pieces of SSE. Headers beside those that every answer has. */
export type Answer =
  | { readonly kind: "json"; readonly status: number; readonly headers: Headers; readonly body: JsonObject }
  | { readonly kind: "stream"; readonly headers: Headers; readonly pieces: AsyncIterable<string> };

type Headers = { readonly [name: string]: string };

/** Answers one chat completion request. `id`: the request's own. Never throws for what a client or a service does. */
export async function complete(
  body: JsonValue,
  { router, id, signal }: { readonly router: Router; readonly id: string; readonly signal: StopSignal },
): Promise<Answer> {
  const read = readServerRequest(body);
  if (read.kind === "refused") return refusal(read.status, read.error);
  const { maxMessages } = router.config.serve;
  if (read.request.messages.length > maxMessages) {
    return refusal(400, invalidRequest("messages", `At most ${maxMessages} messages are taken.`));
  }
  const deciding = decide(routingRequestOf(read), router.deciding, signal);
  const decided = deciding instanceof Promise ? await deciding : deciding;
  if ("unknown" in decided) {
    const known = router.config.models.map(({ name }) => name).join(", ");
    const message = `there is no model ${JSON.stringify(decided.unknown.slice(0, 100))}; write auto, or one of: ${known}`;
    return refusal(404, invalidRequest("model", message, "model_not_found"));
  }
  const relayed = await ask(read, decided, { router, signal });
  const headers = headersOf(relayed, decided, warningsOf(read, decided, relayed));
  const asked = contextOf(router, relayed.attempts.at(-1)?.model ?? null, read.stream);
  if (relayed.kind === "failed") return failed(encodeError(relayed.failure, asked), headers, router);
  if (relayed.kind === "empty") {
    const message = "Every model that was asked replied without text and without a call.";
    return { ...refusal(502, { message, type: "upstream_error", param: null, code: "empty_reply" }), headers };
  }
  if (relayed.attempts[0]?.model !== relayed.model) router.metrics.count("fallbacks", { model: relayed.model });
  const createdSeconds = Math.floor(router.now().getTime() / 1000);
  const identity = { id: `chatcmpl-${id}`, createdSeconds, model: relayed.model };
  const answering = { router, identity, asked, headers };
  if (!read.stream) return whole(relayed, answering);
  return { kind: "stream", headers, pieces: written(relayed, answering, read.includeUsage) };
}

/** What an error may say of whom was asked. */
function contextOf({ config }: Router, name: string | null, streaming: boolean): ErrorContext {
  const model = config.models.find((one) => one.name === name);
  const target = streaming ? model?.streaming : model?.whole;
  const service = target?.auth === "bedrock" ? "bedrock" : "openai-compatible";
  return { model: name, region: target?.region ?? null, service };
}

function failed({ status, headers: own, body }: EncodedError, headers: Headers, router: Router): Answer {
  return { kind: "json", status, headers: { ...headers, ...Object.fromEntries(own) }, body: asJson(body, router) };
}

function asJson(body: { readonly error: OpenAiError }, { redacted }: Router): JsonObject {
  const { message, type, code, param } = body.error;
  return redacted({ error: { message, type, code, param } });
}

type Asked = Extract<ServerRequest, { kind: "request" }>;

function ask(
  { request, stream }: Asked,
  { order }: Decision,
  { router, signal }: { readonly router: Router; readonly signal: StopSignal },
): Promise<Relayed> {
  return relay(
    {
      order,
      send: (name, own) => router.askModel(name, { request, streaming: stream }, own),
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
  if (outcome === "answered") cooldown.answered(model);
  // A request that nobody could answer is no fault of the model.
  else if (failure === null || failing.includes(failure)) cooldown.failed(model, now().getTime());
}

const failing: readonly string[] = [
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
  readonly asked: ErrorContext;
  readonly headers: Headers;
};

/**
 * The stream as SSE, in pieces of what is there at once. An error after its beginning is an event in OpenAI's envelope, without
 * a finish.
 */
async function* written(relayed: Begun, answering: Answering, includeUsage: boolean): AsyncGenerator<string> {
  const { before, rest } = relayed;
  const write = writer(relayed.model, answering, includeUsage);
  let piece = "";
  try {
    for (let at = 0; ; at += 1) {
      let event = before[at] ?? rest.ready();
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

/** What each event of a stream has the client get, as SSE; "" for nothing. */
function writer(
  model: string,
  { router, identity, asked }: Answering,
  includeUsage: boolean,
): (event: ChatEvent) => string {
  // One draft for the whole stream: a copy a step costs as much as the step.
  const draft = draftOf(startEncodeStream({ identity, includeUsage, asked }));
  let prefix = router.config.serve.showModelPrefix ? `[${model}] ` : "";
  return (event) => {
    const known = event.kind === "text-delta" && prefix === "" ? writeText(draft, event.text) : null;
    if (known !== null) return known;
    const isFirstText = prefix !== "" && event.kind === "text-delta" && event.text.trim() !== "";
    writeEvent(draft, isFirstText ? { ...event, text: prefix + event.text } : event);
    if (isFirstText) prefix = "";
    if (event.kind === "usage") countTokens(router, model, event.usage);
    const texts = draft.items.map((item) => itemText(item, router));
    draft.items.length = 0;
    draft.warnings.length = 0;
    return texts.join("");
  };
}

/** Once a reply has begun its status is sent: what would have been one is an event. */
function itemText(item: StreamItem, router: Router): string {
  if (item.kind === "chunk" || item.kind === "done") return sseText(item);
  const { error } = asJson(item.error.body, router) as unknown as { readonly error: OpenAiError };
  return sseText({ kind: "error", error: { ...item.error, body: { error } } });
}

function whole(relayed: Begun, { router, identity, asked, headers }: Answering): Answer {
  const reply = relayed.reply ?? fold(relayed.before);
  if (reply.usage !== null) countTokens(router, relayed.model, reply.usage);
  const shown = router.config.serve.showModelPrefix ? prefixed(reply, `[${relayed.model}] `) : reply;
  const encoded = encodeReply(shown, identity);
  if (encoded.kind === "failed") return failed(encodeError(encoded.failure, asked), headers, router);
  if (encoded.warnings.length === 0) return { kind: "json", status: 200, headers, body: encoded.body };
  const told = warningHeader([...relayed.warnings, ...encoded.warnings]);
  return { kind: "json", status: 200, headers: { ...headers, ...told }, body: encoded.body };
}

/** The reply with something before its first text. */
function prefixed(reply: Reply, prefix: string): Reply {
  const at = reply.parts.findIndex((part) => part.kind === "text" && part.text.trim() !== "");
  const parts = reply.parts.map((part, index) =>
    index === at && part.kind === "text" ? { ...part, text: prefix + part.text } : part,
  );
  return { ...reply, parts };
}

function countTokens({ metrics }: Router, model: string, { inputTokens, outputTokens }: Usage): void {
  if (inputTokens !== null) metrics.count("tokens", { model, direction: "input" }, inputTokens);
  if (outputTokens !== null) metrics.count("tokens", { model, direction: "output" }, outputTokens);
}

function refusal(status: number, { message, type, param, code }: OpenAiError): Extract<Answer, { kind: "json" }> {
  return { kind: "json", status, headers: {}, body: { error: { message, type, param, code } } };
}

function warningsOf(read: Asked, decided: Decision, relayed: Relayed): readonly Warning[] {
  const told = decided.warnings.map((message) => ({ id: "routing", field: "", message }));
  return [...read.warnings, ...told, ...(relayed.kind === "begun" ? relayed.warnings : [])];
}

function headersOf(relayed: Relayed, { reason }: Decision, warnings: readonly Warning[]): Headers {
  const attempts = relayed.attempts.map(({ model, outcome, failure }) => `${model}=${failure ?? outcome}`).join(", ");
  const headers: { [name: string]: string } = {
    "x-llm-parity-attempts": plainText(attempts),
    "x-llm-parity-reason": plainText(reason),
  };
  if (relayed.kind === "begun") headers["x-llm-parity-model"] = relayed.model;
  return warnings.length === 0 ? headers : { ...headers, ...warningHeader(warnings) };
}

/** What could not be carried over, in one header of at most 4 KiB. */
function warningHeader(warnings: readonly Warning[]): Headers {
  if (warnings.length === 0) return {};
  const told = [
    ...new Set(warnings.map(({ id, field, message }) => [id, field, message].filter((word) => word !== "").join(": "))),
  ];
  return { "x-llm-parity-warnings": plainText(told.join("; ")) };
}

function plainText(text: string): string {
  if (text.length <= 4096 && !/[^\x20-\x7e]/.test(text)) return text;
  return text.replaceAll(/[^\x20-\x7e]/g, "?").slice(0, 4096);
}
