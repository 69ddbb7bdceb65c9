import { isJsonObject } from "../../chat/json.js";
import type { Message } from "../../chat/message.js";
import type { ChatRequest } from "../../chat/request.js";
import type { WireChange } from "../../chat/wire-change.js";
import type { Encoded, EncodeOptions, EncodeRefused } from "../adapter.js";
import { patchBody } from "./patch-body.js";

/** The encoder of a wire API; what it returns besides an encoded request passes unchanged. */
type Encode<Other> = (request: ChatRequest, options: EncodeOptions) => Encoded | Other;

/**
 * Encodes a request with what it changes: another model id, filler, the operations of its patch, a body that is no JSON. An
 * operation that does not fit the body refuses the request: `field` names it.
 */
export function withChange<Other>(encode: Encode<Other>): Encode<Other | EncodeRefused> {
  return (request, options) => {
    const { change } = request;
    if (change === null) return encode(request, options);
    const { target } = options;
    const asked = change.model === null ? target : { ...target, providerModelId: change.model };
    const encoded = encode(filled(request, change), { ...options, target: asked });
    return isEncoded(encoded) ? changed(encoded, change) : encoded;
  };
}

function isEncoded<Other>(encoded: Encoded | Other): encoded is Encoded {
  return typeof encoded === "object" && encoded !== null && "kind" in encoded && encoded.kind === "encoded";
}

function changed(encoded: Encoded, { operations, text }: WireChange): Encoded | EncodeRefused {
  const patched = patchBody(encoded.body, operations);
  if (patched.kind === "misfit") {
    const { warnings } = encoded;
    return { kind: "refused", field: `change.operations[${patched.operation}]`, message: patched.message, warnings };
  }
  const { document } = patched;
  const body = isJsonObject(document) ? document : {};
  if (text !== null) return { ...encoded, body, text };
  return isJsonObject(document) ? { ...encoded, body } : { ...encoded, body, text: JSON.stringify(document) };
}

/** Digits apart are about a token each, and nothing that a model could be asked to do. */
const filler = " 0 1 2 3 4 5 6 7 8 9";

function filled(request: ChatRequest, { fill }: WireChange): ChatRequest {
  const at = request.messages.findLastIndex(({ role }) => role === "user");
  const last = request.messages[at];
  if (fill === 0 || last === undefined || last.role !== "user") return request;
  const text = filler.repeat(Math.ceil(fill / filler.length)).slice(0, fill);
  const longer: Message = { ...last, parts: [...last.parts, { kind: "text", text }] };
  return { ...request, messages: request.messages.with(at, longer) };
}
