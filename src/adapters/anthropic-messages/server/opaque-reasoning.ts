import type { ReasoningPart } from "../../../chat/message.js";
import { sealReasoning, unsealReasoning } from "../../server/sealed-reasoning.js";

/** What only the vendor of a reasoning part reads, with the member of the wire that it came in. */
export type Opaque = Pick<ReasoningPart, "signature" | "redacted" | "details" | "field">;

/** The members of a thinking block and of a redacted one that hold it; null: there is no such block to write. */
export type OpaqueTexts = { readonly signature: string | null; readonly data: string | null };

/**
 * Writes what is opaque of a reasoning part into the two members of Messages that clients send back unchanged. Claude's own signature and
 * redacted data go in as they are. Those of other vendors, and details, go in as one sealed text that {@link unpackOpaque} reads again:
 * beside shown text as the signature of its block, else as the data of a redacted one.
 */
export function packOpaque({ signature, redacted, details, field }: Opaque, hasText: boolean): OpaqueTexts {
  if (details === null && ownFields.has(field)) return { signature, data: redacted };
  if (signature === null && redacted === null && details === null) return { signature: null, data: null };
  const sealed = sealReasoning({ signature, redacted, details, field, text: null, key: null, role: "part" });
  return hasText ? { signature: sealed, data: null } : { signature: null, data: sealed };
}

/** The signature of thinking that belongs to a reply which another model's replaced: it goes back to none. */
export function givenUpSignature(): string {
  return sealReasoning({ ...nothing, text: null, key: null, role: "given-up" });
}

/** Reads a text that was sealed here; null: it is a vendor's own, or was changed. */
export function unpackOpaque(text: string | null): { readonly opaque: Opaque; readonly isGivenUp: boolean } | null {
  const sealed = unsealReasoning(text ?? undefined);
  if (sealed === null) return null;
  const { signature, redacted, details, field, role } = sealed;
  return { opaque: { signature, redacted, details, field }, isGivenUp: role === "given-up" };
}

const nothing: Opaque = { signature: null, redacted: null, details: null, field: null };

/** The members that carry Claude's thinking, whose signatures are the same on every platform; null: nothing says where it came from. */
const ownFields: ReadonlySet<string | null> = new Set([null, "thinking", "reasoningContent"]);
