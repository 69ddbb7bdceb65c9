import { isJsonObject, type JsonValue } from "../../../chat/json.js";
import type { ReasoningPart } from "../../../chat/message.js";
import { parseJson } from "../../../wire/json.js";
import { stringIn } from "../../draft/read-json.js";

/** What only the vendor of a reasoning part reads, with the member of the wire that it came in. */
export type Opaque = Pick<ReasoningPart, "signature" | "redacted" | "details" | "field">;

/** The members of a thinking block and of a redacted one that hold it; null: there is no such block to write. */
export type OpaqueTexts = { readonly signature: string | null; readonly data: string | null };

/**
 * Writes what is opaque of a reasoning part into the two members of Messages that clients send back unchanged. Claude's own signature and
 * redacted data go in as they are. Those of other vendors, and details, go in as one text that {@link unpackOpaque} reads again: beside
 * shown text as the signature of its block, else as the data of a redacted one.
 */
export function packOpaque(opaque: Opaque, hasText: boolean): OpaqueTexts {
  const { signature, redacted, details } = opaque;
  if (details === null && ownFields.has(opaque.field)) return { signature, data: redacted };
  if (signature === null && redacted === null && details === null) return { signature: null, data: null };
  const packed = `${mark}${Buffer.from(JSON.stringify(membersOf(opaque))).toString("base64url")}`;
  return hasText ? { signature: packed, data: null } : { signature: null, data: packed };
}

/** Reads a text that {@link packOpaque} made; null: it is another vendor's own, or was changed. */
export function unpackOpaque(text: string | null): Opaque | null {
  if (text === null || !text.startsWith(mark)) return null;
  const parsed = parseJson(Buffer.from(text.slice(mark.length), "base64url").toString("utf8"));
  if (!parsed.ok || !isJsonObject(parsed.value)) return null;
  const { details } = parsed.value;
  return {
    signature: stringIn(parsed.value, "signature"),
    redacted: stringIn(parsed.value, "redacted"),
    details: Array.isArray(details) ? details : null,
    field: stringIn(parsed.value, "field"),
  };
}

/** No signature of Anthropic's begins so: base64 has no full stop. */
const mark = "llm-parity.";

/** The members that carry Claude's thinking, whose signatures are the same on every platform; null: nothing says where it came from. */
const ownFields: ReadonlySet<string | null> = new Set([null, "thinking", "reasoningContent"]);

function membersOf({ signature, redacted, details, field }: Opaque): { readonly [name: string]: JsonValue } {
  return { field, signature, redacted, details };
}
