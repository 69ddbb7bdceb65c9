import type { ReplyIdentity } from "../../../openai-chat/server/encode-reply/identity.js";

/** The beginnings of ids, as the API has them. */
export type IdKind = "resp" | "msg" | "rs" | "fc" | "ctc";

/** The id of a response: the same for the same request, and of no other one. */
export function responseId(identity: ReplyIdentity): string {
  return `resp_${digitsOf(identity)}`;
}

/** The id of an output item, by its place in the output. Two items never share one, not even in different responses. */
export function itemId(identity: ReplyIdentity, kind: IdKind, index: number): string {
  return `${kind}_${digitsOf(identity)}${index.toString(16).padStart(8, "0")}`;
}

/** The key of a reply's reasoning part whose items belong together. */
export function reasoningKey(identity: ReplyIdentity, part: number): string {
  return `${digitsOf(identity)}.${part}`;
}

/** The id of a request is a UUID: unique without a hash, which costs as much as a short event. */
function digitsOf({ id }: ReplyIdentity): string {
  return id.replaceAll("-", "");
}
