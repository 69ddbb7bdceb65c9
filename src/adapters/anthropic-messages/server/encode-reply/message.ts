import type { JsonObject } from "../../../../chat/json.js";
import type { ReplyIdentity } from "../../../openai-chat/server/encode-reply/identity.js";

type Head = { readonly id: string; readonly model: string; readonly upstream: string | null };
type Said = { readonly content: readonly JsonObject[]; readonly stop: JsonObject; readonly usage: JsonObject };

/** A message with the members that the API's own have, in their order. `provider`: the upstream, where a gateway names it. */
export function encodeMessage({ id, model, upstream }: Head, { content, stop, usage }: Said): JsonObject {
  const provider = upstream === null ? null : { provider: upstream };
  const head = { id, type: "message", role: "assistant", model };
  return Object.assign(head, provider, { content }, stop, { container: null, diagnostics: null, usage });
}

/** The provider's own id where it is one of this API, so that its support can find the reply; else one of the request's. */
export function messageId(sent: string | null, identity: ReplyIdentity): string {
  return sent?.startsWith("msg_") === true ? sent : `msg_${identity.id.replaceAll("-", "")}`;
}
