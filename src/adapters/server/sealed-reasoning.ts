import { isJsonObject, type JsonValue, withoutNulls } from "../../chat/json.js";
import type { ReasoningPart } from "../../chat/message.js";
import { parseJson } from "../../wire/json.js";
import { textAt } from "../openai/wire-members.js";

/** What a reasoning item or block of ours holds beside its visible text. */
export type SealedReasoning = Pick<ReasoningPart, "signature" | "redacted" | "details" | "field"> & {
  /** The whole text, where the item does not show it; null: the item shows it. */
  readonly text: string | null;
  /** What joins the items of one part, whose opaque members came after its item had ended; null: it has one item. */
  readonly key: string | null;
  /** `whole`: it has all of the part that its key names. `given-up`: the reasoning of a reply that another one replaced. */
  readonly role: "part" | "whole" | "given-up";
};

/**
 * What is opaque of any vendor's reasoning as one text, for a member that clients send back as it is: the `encrypted_content` of an item
 * of Responses, the signature or the redacted data of a block of Messages. It is not secret, and signs nothing: signatures and details are
 * the vendor's own, which checks them.
 */
export function sealReasoning(sealed: SealedReasoning): string {
  const { field, signature, redacted, details, text, key, role } = sealed;
  const members = withoutNulls({ field, signature, redacted, details, text, key, role: role === "part" ? null : role });
  return `${mark}${Buffer.from(JSON.stringify(members)).toString("base64url")}`;
}

/** Reads what {@link sealReasoning} wrote; null: it is another vendor's, or damaged. */
export function unsealReasoning(encrypted: JsonValue | undefined): SealedReasoning | null {
  if (typeof encrypted !== "string" || !encrypted.startsWith(mark)) return null;
  const parsed = parseJson(Buffer.from(encrypted.slice(mark.length), "base64url").toString("utf8"));
  if (!parsed.ok || !isJsonObject(parsed.value)) return null;
  const members = parsed.value;
  const { details, role } = members;
  const text = (name: string) => textAt(members, name);
  return {
    field: text("field"),
    signature: text("signature"),
    redacted: text("redacted"),
    details: Array.isArray(details) ? details : null,
    text: text("text"),
    key: text("key"),
    role: role === "whole" || role === "given-up" ? role : "part",
  };
}

/** No vendor's encrypted content begins so. The number is that of the form. */
const mark = "llm-parity.1.";
