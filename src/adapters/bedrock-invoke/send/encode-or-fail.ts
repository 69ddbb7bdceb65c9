import type { ChatRequest } from "../../../chat/request.js";
import type { Connection, Encoded, EncodeFailed } from "../../adapter.js";
import { localFailure } from "../../errors/classify.js";
import { encodeForFamily } from "../encode.js";

/** Encodes the request, or gives the failure that ends the reply before anything is sent. */
export function encodeOrFail(request: ChatRequest, { target, policy }: Connection): Encoded | EncodeFailed {
  const encoded = encodeForFamily(request, { target, policy });
  if (encoded.kind === "encoded") return encoded;
  const kind = "failure" in encoded ? encoded.failure : "harness-fault";
  const failure = localFailure(kind, `${encoded.field}: ${encoded.message}`);
  return { kind: "failed", failure, warnings: [] };
}
