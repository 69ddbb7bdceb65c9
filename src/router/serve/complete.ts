import { encodeError } from "../../adapters/openai-chat/encode-error.js";
import { encodeReply } from "../../adapters/openai-chat/encode-reply.js";
import { chunkText, doneText, errorChunk, startWriter, writeEvent } from "../../adapters/openai-chat/encode-stream.js";
import { readServerRequest, type ServerRequest } from "../../adapters/openai-chat/read-server-request.js";
import type { ChatEvent } from "../../chat/event.js";
import { startFold } from "../../chat/fold.js";
import type { JsonObject, JsonValue } from "../../chat/json.js";
import type { Usage, Warning } from "../../chat/reply.js";
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
  { router, id, signal }: { readonly router: Router; readonly id: string; readonly signal: AbortSignal },
): Promise<Answer> {
  const read = readServerRequest(body, { maxMessages: router.config.serve.maxMessages });
  if (read.kind === "refused")
    return refusal(400, { message: read.message, param: read.param, code: "invalid_request" });
  const decided = await decide(routingRequestOf(read), router.deciding, signal);
  if ("unknown" in decided) {
    const known = router.config.models.map(({ name }) => name).join(", ");
    const message = `there is no model ${JSON.stringify(decided.unknown)}; write auto, or one of: ${known}`;
    return refusal(404, { message, param: "model", code: "model_not_found" });
  }
  const relayed = await ask(read, decided, { router, signal });
  const headers = headersOf(relayed, decided, warningsOf(read, decided, relayed));
  if (relayed.kind === "failed") {
    const { status, headers: more, body: error } = encodeError(relayed.failure);
    return { kind: "json", status, headers: { ...headers, ...more }, body: router.redacted(error) };
  }
  if (relayed.kind === "empty") {
    const message = "every model that was asked replied without text and without a call";
    return { ...refusal(502, { message, param: null, code: "empty_reply", type: "upstream_error" }), headers };
  }
  if (relayed.attempts[0]?.model !== relayed.model) router.metrics.count("fallbacks", { model: relayed.model });
  const names = { id: `chatcmpl-${id}`, created: Math.floor(router.now().getTime() / 1000), model: relayed.model };
  if (read.stream) {
    const pieces = written(relayed, { router, names, includeUsage: read.includeUsage });
    return { kind: "stream", headers, pieces };
  }
  return whole(relayed, { router, names, headers });
}

type Asked = Extract<ServerRequest, { kind: "request" }>;

function ask(
  { request, stream }: Asked,
  { order }: Decision,
  { router, signal }: { readonly router: Router; readonly signal: AbortSignal },
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
type Names = { readonly id: string; readonly created: number; readonly model: string };

/** The stream as SSE. An error after its beginning is an event in OpenAI's envelope, and nothing follows it. */
async function* written(
  relayed: Begun,
  { router, names, includeUsage }: { readonly router: Router; readonly names: Names; readonly includeUsage: boolean },
): AsyncGenerator<string> {
  const writer = startWriter(names, includeUsage);
  let prefix = router.config.serve.showModelPrefix ? `[${relayed.model}] ` : "";
  try {
    for await (const event of eventsOf(relayed)) {
      if (event.kind === "reply-failed") {
        yield chunkText(errorChunk(router.redacted(encodeError(event.failure).body).error as JsonObject));
        return;
      }
      const shown =
        prefix !== "" && event.kind === "text-delta" && event.text !== ""
          ? { ...event, text: prefix + event.text }
          : event;
      if (shown !== event) prefix = "";
      for (const chunk of writeEvent(writer, shown)) yield chunkText(chunk);
      if (event.kind === "usage") countTokens(router, relayed.model, event.usage);
      if (event.kind === "reply-end") yield doneText;
    }
  } finally {
    await relayed.rest.return?.();
  }
}

async function* eventsOf({ before, rest }: Pick<Begun, "before" | "rest">): AsyncGenerator<ChatEvent> {
  yield* before;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
}

async function whole(
  relayed: Begun,
  { router, names, headers }: { readonly router: Router; readonly names: Names; readonly headers: Headers },
): Promise<Answer> {
  const folding = startFold();
  for (const event of relayed.before) folding.add(event);
  const reply = folding.reply();
  if (reply.usage !== null) countTokens(router, relayed.model, reply.usage);
  const prefix = router.config.serve.showModelPrefix ? `[${relayed.model}] ` : "";
  const at = reply.parts.findIndex((part) => part.kind === "text" && part.text.trim() !== "");
  const parts = reply.parts.map((part, index) =>
    index === at && part.kind === "text" ? { ...part, text: prefix + part.text } : part,
  );
  const { body, warnings } = encodeReply({ ...reply, parts }, names);
  return {
    kind: "json",
    status: 200,
    headers: { ...headers, ...warningHeader([...relayed.warnings, ...warnings]) },
    body,
  };
}

function countTokens({ metrics }: Router, model: string, { inputTokens, outputTokens }: Usage): void {
  if (inputTokens !== null) metrics.count("tokens", { model, direction: "input" }, inputTokens);
  if (outputTokens !== null) metrics.count("tokens", { model, direction: "output" }, outputTokens);
}

function refusal(
  status: number,
  error: { readonly message: string; readonly param: string | null; readonly code: string; readonly type?: string },
): Extract<Answer, { kind: "json" }> {
  const { message, param, code, type = "invalid_request_error" } = error;
  return { kind: "json", status, headers: {}, body: { error: { message, type, param, code } } };
}

function warningsOf(read: Asked, decided: Decision, relayed: Relayed): readonly Warning[] {
  const told = decided.warnings.map((message) => ({ id: "routing", field: "", message }));
  return [...read.warnings, ...told, ...(relayed.kind === "begun" ? relayed.warnings : [])];
}

function headersOf(relayed: Relayed, { reason }: Decision, warnings: readonly Warning[]): Headers {
  const attempts = relayed.attempts.map(({ model, outcome, failure }) => `${model}=${failure ?? outcome}`).join(", ");
  return {
    ...(relayed.kind === "begun" ? { "x-llm-parity-model": relayed.model } : {}),
    "x-llm-parity-attempts": plainText(attempts),
    "x-llm-parity-reason": plainText(reason),
    ...warningHeader(warnings),
  };
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
  return text.replaceAll(/[^\x20-\x7e]/g, "?").slice(0, 4096);
}
