import type { ChatEvent } from "../../../chat/event.js";
import type { ChatRequest } from "../../../chat/request.js";
import type { Connection, Encoded } from "../../adapter.js";
import { localFailure } from "../../errors/classify.js";
import { encodeInvoke } from "../encode.js";

/** The encoded request, or the event that ends the reply before anything is sent: phase `local`, naming the field. */
export function encodeOrFail(
  request: ChatRequest,
  { target, policy }: Connection,
): Encoded | Extract<ChatEvent, { kind: "reply-failed" }> {
  const encoded = encodeInvoke(request, { target, policy });
  if (encoded.kind === "encoded") return encoded;
  return { kind: "reply-failed", failure: localFailure(encoded.failure, `${encoded.field}: ${encoded.message}`) };
}
