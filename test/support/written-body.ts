import type { Adapter } from "../../src/adapters/adapter.js";
import { encode as encodeMessages } from "../../src/adapters/anthropic-messages/encode.js";
import { encode as encodeConverse } from "../../src/adapters/bedrock-converse/encode.js";
import { encode as encodeInvoke } from "../../src/adapters/bedrock-invoke/encode.js";
import { encode as encodeChat } from "../../src/adapters/openai-chat/encode.js";
import { encode as encodeResponses } from "../../src/adapters/openai-responses/encode.js";
import { wholeOf } from "../../src/chat/api.js";
import type { JsonObject } from "../../src/chat/json.js";
import type { ChatRequest } from "../../src/chat/request.js";
import type { Target } from "../../src/chat/target.js";

/** A body as the harness sends it, or why there is none. */
export type WrittenBody =
  | { readonly kind: "body"; readonly body: JsonObject }
  | { readonly kind: "refused"; readonly why: string };

const encoders: { readonly [api: string]: Adapter["encode"] } = {
  converse: encodeConverse,
  "invoke-model": encodeInvoke,
  "chat-completions": encodeChat,
  responses: encodeResponses,
  messages: encodeMessages,
};

/** The body of a request for a target, by its adapter. */
export function writtenBody(request: ChatRequest, target: Target): WrittenBody {
  const encode = encoders[wholeOf(target.api)];
  if (encode === undefined) return { kind: "refused", why: `nothing asks ${target.api}` };
  const encoded = encode(request, { target, policy: "faithful" });
  return encoded.kind === "encoded" ? { kind: "body", body: encoded.body } : { kind: "refused", why: encoded.message };
}

/** The body of a request that its adapter can write. */
export function sentBody(request: ChatRequest, target: Target): JsonObject {
  const written = writtenBody(request, target);
  if (written.kind === "refused") throw new Error(`the request cannot be written: ${written.why}`);
  return written.body;
}
