import { createHash } from "node:crypto";

/** What the server says of a reply on its own authority. */
export type ReplyIdentity = {
  /** The server's id of this reply, unique; it stands where the provider sent none, and derived call ids come of it. */
  readonly id: string;
  /** Seconds since 1970, as `created` has it. */
  readonly createdSeconds: number;
  /** The model by the name that the client knows. */
  readonly model: string;
};

/** The provider's own id, by which it can be asked about the reply; the server's where it sent none or a blank one. */
export function replyIdOf(sent: string | null, identity: ReplyIdentity): string {
  return sent === null || sent.trim() === "" ? identity.id : sent;
}

/**
 * An id for a tool call that came without one: a client cannot answer a call that it cannot name. The same call of the
 * same reply has the same id in a stream and in a whole reply; two calls, also of two replies, never share one.
 */
export function derivedCallId(identity: ReplyIdentity, index: number): string {
  return `call_${createHash("sha256").update(`${identity.id}\n${index}`).digest("hex").slice(0, 24)}`;
}
