import { createHash } from "node:crypto";

/** The facts about a reply that the server itself adds. */
export type ReplyIdentity = {
  /** The server's unique id of this reply. It replaces a missing id of the provider, and derived call ids come from it. */
  readonly id: string;
  /** Seconds since 1970, for `created`. */
  readonly createdSeconds: number;
  /** The model under the name that the client knows. */
  readonly model: string;
};

/** The provider's own id, so that its support can find the reply; the server's where it sent none or a blank one. */
export function replyIdOf(sent: string | null, identity: ReplyIdentity): string {
  return sent === null || sent.trim() === "" ? identity.id : sent;
}

/**
 * An id for a tool call that arrived without one, because a client can only answer a call that has an id. A call has the
 * same id in a stream and in a whole reply; two calls never share one, not even in different replies.
 */
export function derivedCallId(identity: ReplyIdentity, index: number): string {
  return `call_${createHash("sha256").update(`${identity.id}\n${index}`).digest("hex").slice(0, 24)}`;
}
