import type { Door, IncomingHeaders } from "../../adapters/door.js";
import { clientWarning } from "../../adapters/openai-chat/server/client-words.js";
import { invalidRequest } from "../../adapters/openai-chat/server/encode-error/envelope.js";
import { encodeError } from "../../adapters/openai-chat/server/encode-error.js";
import type { JsonObject, JsonValue } from "../../chat/json.js";
import type { StopSignal } from "../../chat/stop-signal.js";
import { decide } from "../choose/decide.js";
import { routingRequestOf } from "../choose/routing-request.js";
import { headersOf } from "./answer-headers.js";
import { contextOf, failedAnswer, type JsonAnswer, refusal } from "./error-answer.js";
import { readCall, unknownAnswer } from "./read-call.js";
import type { Router } from "./router.js";

/** How an API asks for the number of a prompt's tokens. `body`: the answer to it. */
export type CountDoor = {
  readonly path: string;
  readonly readRequest: Door["readRequest"];
  readonly body: (inputTokens: number) => JsonObject;
};

type Surroundings = {
  readonly router: Router;
  readonly door: Door;
  readonly id: string;
  readonly headers: IncomingHeaders;
  readonly signal: StopSignal;
};

/**
 * Answers a request for a count of tokens: the service of the model that a call would ask first counts, and no other, since another
 * model would count otherwise. 404 where it does not count; nothing is estimated. Rejects only for a fault of the router itself.
 */
export async function countAnswer(
  given: JsonValue,
  { readRequest, body: bodyOf }: CountDoor,
  surroundings: Surroundings,
): Promise<JsonAnswer> {
  const { router, door, signal } = surroundings;
  const called = readCall(given, { ...surroundings, readRequest });
  if ("refused" in called) return called.refused;
  const { body, read } = called;
  const decided = await decide(routingRequestOf(read), router.deciding, signal);
  if ("unknown" in decided) return unknownAnswer(decided.unknown, surroundings);
  const model = decided.order[0] ?? "";
  const count = await router.countModel(model, { request: read.request, own: read.own }, signal);
  if (count.kind === "none") return refusal(404, uncounted(model), surroundings);
  const said = count.warnings.map((warning) => clientWarning(warning, body, door.clientPath));
  const headers = headersOf(null, decided.reason, [...read.warnings, ...said]);
  headers["x-llm-parity-model"] = model;
  if (count.kind === "counted") return { kind: "json", status: 200, headers, body: bodyOf(count.inputTokens) };
  const context = contextOf(router, { model, streaming: false, door, body });
  return failedAnswer(encodeError(count.failure, context), headers, surroundings);
}

function uncounted(model: string) {
  const message = `The service of ${model} does not count tokens, and the router does not estimate them.`;
  return invalidRequest(null, message, "not_found");
}
