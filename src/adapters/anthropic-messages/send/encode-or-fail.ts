import type { ChatRequest } from "../../../chat/request.js";
import type { Connection, Encoded, EncodeFailed } from "../../adapter.js";
import { localFailure } from "../../errors/classify.js";
import { encode } from "../encode.js";

/** Encodes the request, or gives the failure that ends the reply before anything is sent. Only `repair` refuses. */
export function encodeOrFail(request: ChatRequest, { target, policy }: Connection): Encoded | EncodeFailed {
  const encoded = encode(request, { target, policy });
  if (encoded.kind === "encoded") return encoded;
  const failure = localFailure("invalid-request", `${encoded.field}: ${encoded.message}`);
  return { kind: "failed", failure, warnings: encoded.warnings };
}
