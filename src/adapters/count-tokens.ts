import type { ChatFailure } from "../chat/failure.js";
import type { Warning } from "../chat/reply.js";
import type { ChatRequest } from "../chat/request.js";
import type { StopSignal } from "../chat/stop-signal.js";
import { TransportError, type WireRequest, type WireResponse } from "../wire/exchange.js";
import { parseJson } from "../wire/json.js";
import type { Connection, Encoded } from "./adapter.js";
import { authorize, scopeOf } from "./bedrock/bedrock-auth.js";
import { failureOf } from "./clients/failure.js";
import { type Counter, counterFor } from "./count-tokens/counters.js";
import { classifyResponse, classifyTransport, localFailure, textFailure, tooLargeFailure } from "./errors/classify.js";
import { adapterFor } from "./registry.js";
import { requestIdOf } from "./request-id.js";

/**
 * How many tokens a prompt has. `none`: the model's service does not count, and nothing is estimated. `warnings`: what
 * the counted request could not carry.
 */
export type TokenCount =
  | { readonly kind: "counted"; readonly inputTokens: number; readonly warnings: readonly Warning[] }
  | { readonly kind: "none" }
  | { readonly kind: "failed"; readonly failure: ChatFailure; readonly warnings: readonly Warning[] };

/**
 * Has the service of a target count the tokens of a request's prompt, as it would be sent to be answered. Which services do is in
 * {@link counterFor}. Never rejects.
 *
 * @example
 * const count = await countTokens(request, { target, transport, credentials, policy: "repair", baseUrl: null }, signal);
 * if (count.kind === "counted") console.log(count.inputTokens);
 */
export async function countTokens(
  request: ChatRequest,
  connection: Connection,
  signal: StopSignal,
): Promise<TokenCount> {
  const { target, policy } = connection;
  const counter = counterFor(target);
  if (counter === null) return { kind: "none" };
  try {
    const { encode } = await adapterFor(target.api);
    const encoded = encode(withRoom(request), { target, policy });
    const warnings = encoded.warnings.filter(({ field }) => !uncounted.has(field));
    if (encoded.kind === "refused") {
      const failure = localFailure("invalid-request", `${encoded.field}: ${encoded.message}`);
      return { kind: "failed", failure, warnings };
    }
    const asked = await ask(counter, encoded, { connection, signal });
    return asked.kind === "none" ? asked : { ...asked, warnings };
  } catch (error) {
    return { kind: "failed", failure: failureOf(error), warnings: [] };
  }
}

/** The limit of the reply is no part of a count; a budget for thinking must fit below it all the same. */
function withRoom(request: ChatRequest): ChatRequest {
  const { maxOutputTokens: limit, reasoning } = request;
  const budget = reasoning?.budgetTokens ?? null;
  return budget === null ? request : { ...request, maxOutputTokens: Math.max(limit ?? 0, budget + 1) };
}

/** Settings that a prompt's count does not depend on, and that are not sent. */
const uncounted: ReadonlySet<string> = new Set(["maxOutputTokens", "temperature", "topP", "topK", "stopSequences"]);

type Asking = { readonly connection: Connection; readonly signal: StopSignal };
type Asked =
  | { readonly kind: "counted"; readonly inputTokens: number }
  | { readonly kind: "none" }
  | { readonly kind: "failed"; readonly failure: ChatFailure };

async function ask(counter: Counter, encoded: Encoded, { connection, signal }: Asking): Promise<Asked> {
  const { target, transport, credentials } = connection;
  const { url, body } = counter.write(encoded, connection);
  const request: WireRequest = {
    method: "POST",
    url,
    headers: [["content-type", "application/json"], ["accept", "application/json"], ...counter.headers],
    body: new TextEncoder().encode(JSON.stringify(body)),
  };
  const response = await transport.exchange(await authorize(request, scopeOf(target, credentials)), signal);
  const read = await readBody(response);
  return "failure" in read
    ? { kind: "failed", failure: read.failure }
    : counted(read.text, response, { counter, connection });
}

type Answered = { readonly counter: Counter; readonly connection: Connection };

function counted(text: string, { status, headers }: WireResponse, { counter, connection }: Answered): Asked {
  if (status < 200 || status >= 300) {
    const failure = classifyResponse({ status, headers, body: text, api: connection.target.api });
    return counter.isAbsent(failure) ? { kind: "none" } : { kind: "failed", failure };
  }
  const parsed = parseJson(text);
  const inputTokens = parsed.ok ? counter.countIn(parsed.value) : null;
  if (inputTokens !== null) return { kind: "counted", inputTokens };
  const context = { status, requestId: requestIdOf(headers), raw: text, afterFinish: false };
  return { kind: "failed", failure: textFailure({ ...context, message: "the body has no count of tokens" }) };
}

/** The largest answer that is read, in bytes; one holds a single number. */
const maxBytes = 1024 * 1024;

async function readBody({ status, headers, chunks }: WireResponse) {
  const context = { status, requestId: requestIdOf(headers), raw: null, afterFinish: false };
  const pieces: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const piece of chunks) {
      size += piece.length;
      if (size > maxBytes)
        return { failure: tooLargeFailure({ ...context, message: `the body is beyond ${maxBytes} bytes` }) };
      pieces.push(piece);
    }
  } catch (error) {
    if (!(error instanceof TransportError)) throw error;
    return { failure: classifyTransport(error, { ...context, phase: "body" }) };
  }
  return { text: Buffer.concat(pieces).toString("utf8") };
}
