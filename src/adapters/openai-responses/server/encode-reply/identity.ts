import { createHash } from "node:crypto";
import type { ReplyIdentity } from "../../../openai-chat/server/encode-reply/identity.js";

/** The beginnings of ids, as the API has them. */
export type IdKind = "resp" | "msg" | "rs" | "fc" | "ctc";

/** The id of a response: the same for the same request, and of no other one. */
export function responseId({ id }: ReplyIdentity): string {
  return `resp_${hexOf(id)}`;
}

/** The id of an output item, by its place in the output. Two items never share one, not even in different responses. */
export function itemId({ id }: ReplyIdentity, kind: IdKind, index: number): string {
  return `${kind}_${hexOf(`${id}\n${index}`)}`;
}

/** The key of a reply's reasoning part whose items belong together. */
export function reasoningKey({ id }: ReplyIdentity, part: number): string {
  return hexOf(`${id}\nreasoning\n${part}`).slice(0, 16);
}

/** As many digits as OpenAI's ids have (recordings of 2025 and 2026). */
function hexOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 48);
}
