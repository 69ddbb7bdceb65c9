import { type KeyObject, sign, verify } from "node:crypto";
import { z } from "zod";

/**
 * A DSSE envelope: the signed bytes, what they are, and who signed them (secure-systems-lab/dsse, protocol.md and envelope.md, version 1.0.2; read
 * 2026-11-30). Members that it does not know are ignored, as the specification asks.
 */
const envelope = z.object({
  payload: z.string(),
  payloadType: z.string(),
  signatures: z.array(z.object({ keyid: z.string().optional(), sig: z.string() })),
});
export type Envelope = z.infer<typeof envelope>;

/** What is signed: bytes and their type. */
export type Payload = { readonly type: string; readonly bytes: Uint8Array };

/** `keyId`: a hint for the reader, which is not signed. */
type Signer = { readonly key: KeyObject; readonly keyId: string };

/** An envelope with one Ed25519 signature. The same key and payload give the same bytes. */
export function signedEnvelope(payload: Payload, { key, keyId }: Signer): Envelope {
  return {
    payload: Buffer.from(payload.bytes).toString("base64"),
    payloadType: payload.type,
    signatures: [{ keyid: keyId, sig: sign(null, signedBytes(payload), key).toString("base64") }],
  };
}

/** Reads an envelope. null: it is none, or its payload is no Base64. */
export function readEnvelope(value: unknown): { readonly envelope: Envelope; readonly payload: Payload } | null {
  const read = envelope.safeParse(value);
  const bytes = read.success ? fromBase64(read.data.payload) : null;
  if (!read.success || bytes === null) return null;
  return { envelope: read.data, payload: { type: read.data.payloadType, bytes } };
}

/** True where one of the signatures is of that key, over that payload and its type. */
export function isSignedBy({ signatures }: Envelope, payload: Payload, key: KeyObject): boolean {
  const bytes = signedBytes(payload);
  return signatures.some(({ sig }) => {
    const signature = fromBase64(sig);
    return signature !== null && verify(null, bytes, key, signature);
  });
}

/** The pre-authentication encoding: the type is signed too, so that a signature of something else is none of this. */
export function signedBytes({ type, bytes }: Payload): Uint8Array {
  const name = Buffer.from(type);
  return Buffer.concat([Buffer.from(`DSSEv1 ${name.length} `), name, Buffer.from(` ${bytes.length} `), bytes]);
}

/** Base64 in the standard or the URL-safe alphabet, which a reader must both take. null: it is neither. */
function fromBase64(text: string): Uint8Array | null {
  return /^[\w+/-]*={0,2}$/.test(text) ? Buffer.from(text, "base64") : null;
}
