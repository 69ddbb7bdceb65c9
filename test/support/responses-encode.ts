import { encode } from "../../src/adapters/openai-responses/encode.js";
import type { JsonObject } from "../../src/chat/json.js";
import type { Message } from "../../src/chat/message.js";
import { type ChatRequest, plainRequest } from "../../src/chat/request.js";
import type { Quirks, Target } from "../../src/chat/target.js";
import { noQuirks } from "../../src/chat/unset.js";
import { plainTarget } from "./plain-values.js";

/** A target of Responses with the given quirks. */
export function responsesTarget(quirks: Partial<Quirks> = {}, known: Partial<Target> = {}): Target {
  return plainTarget({
    id: "m/p/responses",
    api: "responses",
    providerModelId: "vendor/m-1",
    baseUrl: "http://127.0.0.1/v1",
    ...known,
    quirks: { ...noQuirks, ...quirks },
  });
}

type Over = Partial<ChatRequest>;

/** Encodes messages faithfully; warnings as `id field`. */
export function faithful(
  messages: readonly Message[],
  over: Over = {},
  target: Target = responsesTarget(),
): { readonly body: JsonObject; readonly input: readonly JsonObject[]; readonly warnings: readonly string[] } {
  const encoded = encode({ ...plainRequest("m", messages), ...over }, { target, policy: "faithful" });
  if (encoded.kind === "refused") throw new Error(`refused: ${encoded.field} ${encoded.message}`);
  const { body } = encoded;
  return { body, input: body["input"] as readonly JsonObject[], warnings: encoded.warnings.map(named) };
}

/** Encodes messages with repair; throws if they are refused. */
export function repaired(messages: readonly Message[], over: Over = {}, target: Target = responsesTarget()) {
  const done = encode({ ...plainRequest("m", messages), ...over }, { target, policy: "repair" });
  if (done.kind === "refused") throw new Error(`refused: ${done.field} ${done.message}`);
  return { ...done, input: done.body["input"] as readonly JsonObject[], warned: done.warnings.map(named) };
}

/** The field that a refusal with repair names; `sent: ` and the body if nothing is refused. */
export function refusedField(
  messages: readonly Message[],
  over: Over = {},
  target: Target = responsesTarget(),
): string {
  const done = encode({ ...plainRequest("m", messages), ...over }, { target, policy: "repair" });
  return done.kind === "refused" ? done.field : `sent: ${JSON.stringify(done.body)}`;
}

function named({ id, field }: { readonly id: string; readonly field: string }): string {
  return `${id} ${field}`;
}
