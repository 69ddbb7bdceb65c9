import type { Door, IncomingHeaders } from "../../adapters/door.js";
import { clientWarning } from "../../adapters/openai-chat/server/client-words.js";
import { invalidRequest, type OpenAiError } from "../../adapters/openai-chat/server/encode-error/envelope.js";
import { encodeError } from "../../adapters/openai-chat/server/encode-error.js";
import { isJsonObject, type JsonObject, type JsonValue } from "../../chat/json.js";
import type { Warning } from "../../chat/reply.js";
import type { StopSignal } from "../../chat/stop-signal.js";
import { decide } from "../choose/decide.js";
import { routingRequestOf } from "../choose/routing-request.js";
import { allowsMember } from "../config/allows-member.js";
import { plainText, warningHeader } from "./answer-headers.js";
import { contextOf, failedAnswer, type JsonAnswer, refusal } from "./error-answer.js";
import { refusalFor, unknownModel } from "./refusals.js";
import type { Router } from "./router.js";

/** How an API asks for the number of a prompt's tokens. */
export type CountDoor = {
  readonly path: string;
  readonly door: Door;
  readonly readRequest: Door["readRequest"];
  readonly body: (inputTokens: number) => JsonObject;
};

type Surroundings = {
  readonly router: Router;
  readonly id: string;
  readonly headers: IncomingHeaders;
  readonly signal: StopSignal;
};

/**
 * Answers a request for a count of tokens: the service of the model that a call would ask first counts, and no other, since another
 * model would count otherwise. 404 where it does not count; nothing is estimated. Rejects only for a fault of the router itself.
 */
export async function countAnswer(
  body: JsonValue,
  { door, readRequest, body: bodyOf }: CountDoor,
  { router, id, headers, signal }: Surroundings,
): Promise<JsonAnswer> {
  const { config, deciding, countModel } = router;
  const refuse = (status: number, error: OpenAiError) => refusal(status, error, { door, id });
  const allows = (name: string, member: string) => allowsMember(config.models, name, member);
  const read = readRequest(body, { allows, headers });
  if (read.kind === "refused") return refuse(read.status, read.error);
  if (!isJsonObject(body)) return refuse(400, invalidRequest(null, "The body must be a JSON object."));
  const decided = await decide(routingRequestOf(read), deciding, signal);
  const names = config.models.map(({ name }) => name);
  if ("unknown" in decided) return refuse(404, refusalFor(unknownModel(decided.unknown, names)).body.error);
  const model = decided.order[0] ?? "";
  const count = await countModel(model, { request: read.request, own: read.own }, signal);
  if (count.kind === "none") return refuse(404, uncounted(model));
  const told = count.warnings.map((warning) => clientWarning(warning, body, door.clientPath));
  const answered = headersOf(model, decided.reason, [...read.warnings, ...told]);
  if (count.kind === "counted") return { kind: "json", status: 200, headers: answered, body: bodyOf(count.inputTokens) };
  const context = contextOf(router, { model, streaming: false, door, body });
  return failedAnswer(encodeError(count.failure, context), answered, { router, door, id });
}

function headersOf(model: string, reason: string, warnings: readonly Warning[]) {
  return {
    "x-llm-parity-reason": plainText(reason),
    "x-llm-parity-model": model,
    ...warningHeader(warnings),
  };
}

function uncounted(model: string): OpenAiError {
  const message = `the service of ${model} does not count tokens, and the router does not estimate them`;
  return { message, type: "invalid_request_error", param: null, code: "not_found" };
}
