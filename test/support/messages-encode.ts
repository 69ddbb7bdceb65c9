import { encode } from "../../src/adapters/anthropic-messages/encode.js";
import type { Api } from "../../src/chat/api.js";
import type { JsonObject } from "../../src/chat/json.js";
import type { Message } from "../../src/chat/message.js";
import { type ChatRequest, plainRequest } from "../../src/chat/request.js";
import type { Capabilities, Quirks, Target } from "../../src/chat/target.js";
import { noQuirks, unknownCapabilities } from "../../src/chat/unset.js";

/** A target of Anthropic's own Messages API. */
export function messagesTarget(
  quirks: Partial<Quirks> = {},
  capabilities: Partial<Capabilities> = {},
  api: Api = "messages",
): Target {
  return {
    id: `sample/anthropic/${api}`,
    model: "sample",
    provider: "anthropic",
    api,
    providerModelId: "claude-sample-1",
    region: null,
    upstreamPin: null,
    upstreamName: null,
    baseUrl: "https://api.anthropic.com/v1",
    keyVariable: "ANTHROPIC_API_KEY",
    auth: "api-key",
    signingName: null,
    capabilities: { ...unknownCapabilities, ...capabilities },
    quirks: { ...noQuirks, ...quirks },
    extra: {},
    price: null,
    sources: [],
  };
}

type Asked = { readonly over?: Partial<ChatRequest>; readonly target?: Target };

/** Encodes with a limit of 100 tokens. Warnings as `id field`. Throws where the request is refused. */
function encoded(policy: "faithful" | "repair", messages: readonly Message[], { over = {}, target }: Asked) {
  const request = { ...plainRequest("m", messages), maxOutputTokens: 100, ...over };
  const done = encode(request, { target: target ?? messagesTarget(), policy });
  if (done.kind === "refused") throw new Error(`refused: ${done.field} ${done.message}`);
  const { body, path, aliases } = done;
  const wire = body["messages"] as unknown as readonly {
    readonly role: string;
    readonly content: readonly JsonObject[];
  }[];
  return { body, path, aliases, messages: wire, warned: done.warnings.map(({ id, field }) => `${id} ${field}`) };
}

export function faithful(messages: readonly Message[], asked: Asked = {}) {
  return encoded("faithful", messages, asked);
}

export function repaired(messages: readonly Message[], asked: Asked = {}) {
  return encoded("repair", messages, asked);
}

/** The field that a refusal with repair names; `sent` and the body where nothing is refused. */
export function refusedField(messages: readonly Message[], { over = {}, target }: Asked = {}): string {
  const request = { ...plainRequest("m", messages), maxOutputTokens: 100, ...over };
  const done = encode(request, { target: target ?? messagesTarget(), policy: "repair" });
  return done.kind === "refused" ? done.field : `sent ${JSON.stringify(done.body)}`;
}
