import type { ChatFailure } from "../../../chat/failure.js";
import type { Warning } from "../../../chat/reply.js";
import type { ChatRequest } from "../../../chat/request.js";
import type { Connection, Encoded } from "../../adapter.js";
import { localFailure } from "../../errors/classify.js";
import { encodeChat } from "../encode.js";

type EncodeFailed = {
  readonly kind: "failed";
  readonly failure: ChatFailure;
  readonly warnings: readonly Warning[];
};

/** The encoded request, or why it is not sent: phase `local`, naming the field. Only `repair` refuses. */
export function encodeOrFail(request: ChatRequest, { target, policy }: Connection): Encoded | EncodeFailed {
  const encoded = encodeChat(request, { target, policy });
  if (encoded.kind === "encoded") return encoded;
  const failure = localFailure("invalid-history", `${encoded.field}: ${encoded.message}`);
  return { kind: "failed", failure, warnings: encoded.warnings };
}
