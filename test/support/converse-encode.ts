import { encode } from "../../src/adapters/bedrock-converse/encode.js";
import type { JsonObject } from "../../src/chat/json.js";
import type { Message } from "../../src/chat/message.js";
import { type ChatRequest, plainRequest } from "../../src/chat/request.js";
import type { Capabilities, Target } from "../../src/chat/target.js";
import { converseTarget } from "./converse-wire.js";

/** Encodes messages faithfully; warnings as `id field`. */
export function faithful(
  messages: readonly Message[],
  over: Partial<ChatRequest> = {},
  target: Target = converseTarget(),
): { readonly body: JsonObject; readonly warnings: readonly string[]; readonly path: string } {
  const encoded = encode({ ...plainRequest("m", messages), ...over }, { target, policy: "faithful" });
  if (encoded.kind === "refused") throw new Error(`refused: ${encoded.field} ${encoded.message}`);
  const warnings = encoded.warnings.map(({ id, field }) => `${id} ${field}`);
  return { body: encoded.body, warnings, path: encoded.path };
}

export type WireMessage = { readonly role: string; readonly content: readonly JsonObject[] };

/** Encodes messages with repair; throws if they are refused. */
export function repaired(
  messages: readonly Message[],
  over: Partial<ChatRequest> = {},
  target: Target = converseTarget(),
) {
  const done = encode({ ...plainRequest("m", messages), ...over }, { target, policy: "repair" });
  if (done.kind === "refused") throw new Error(`refused: ${done.field} ${done.message}`);
  return {
    ...done,
    messages: done.body["messages"] as unknown as readonly WireMessage[],
    warned: done.warnings.map(({ id, field }) => `${id} ${field}`),
  };
}

/** The field that a refusal with repair names; `sent: ` and the body if nothing is refused. */
export function refusedField(
  messages: readonly Message[],
  over: Partial<ChatRequest> = {},
  target: Target = converseTarget(),
): string {
  const done = encode({ ...plainRequest("m", messages), ...over }, { target, policy: "repair" });
  return done.kind === "refused" ? done.field : `sent: ${JSON.stringify(done.body)}`;
}

export function able(capabilities: Partial<Capabilities>, target: Target = converseTarget()): Target {
  return { ...target, capabilities: { ...target.capabilities, ...capabilities } };
}
