import { createHash, createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import { readSourceFile } from "../../../source/read-file.js";
import { formatPath } from "../../format-path.js";
import { UsageError } from "../../usage-error.js";

/** An Ed25519 key. `keyId`: the SHA-256 of its public half as DER (SubjectPublicKeyInfo), in hexadecimal. */
export type SigningKey = { readonly key: KeyObject; readonly keyId: string };

const maxBytes = 16 * 1024;
const makeOne =
  "Make a pair: openssl genpkey -algorithm ed25519 -out key.pem; openssl pkey -in key.pem -pubout -out pub.pem";

/** Reads the private key that signs. Throws SourceError for a file that cannot be read, and UsageError for one that is no such key. */
export function readPrivateKey(file: string): SigningKey {
  const text = readSourceFile(file, { maxBytes });
  if (/-----BEGIN (?:\w+ )?PUBLIC KEY-----/.test(text)) {
    throw new UsageError(`${formatPath(file)} is a public key, and a statement is signed with the private one`, {
      hint: "Name the private key; the public one is for attest verify --key.",
    });
  }
  if (text.includes("-----BEGIN ENCRYPTED PRIVATE KEY-----") || text.includes("Proc-Type: 4,ENCRYPTED")) {
    throw new UsageError(`${formatPath(file)} is encrypted, and llm-parity asks for no passphrase`, {
      hint: "Decrypt it for this command: openssl pkey -in FILE -out key.pem",
    });
  }
  return signingKey(file, () => createPrivateKey(text));
}

/** Reads the public key that a signature is checked with. Throws as {@link readPrivateKey} does. */
export function readPublicKey(file: string): SigningKey {
  const text = readSourceFile(file, { maxBytes });
  if (/-----BEGIN (?:\w+ )*PRIVATE KEY-----/.test(text)) {
    throw new UsageError(`${formatPath(file)} is a private key, and a signature is checked with the public one`, {
      hint: "Make the public one: openssl pkey -in FILE -pubout -out pub.pem. The private key stays with the signer.",
    });
  }
  return signingKey(file, () => createPublicKey(text));
}

function signingKey(file: string, parse: () => KeyObject): SigningKey {
  const key = parsed(file, parse);
  if (key.asymmetricKeyType !== "ed25519") {
    throw new UsageError(`${formatPath(file)} is a key of the type ${key.asymmetricKeyType}, not ed25519`, {
      hint: makeOne,
    });
  }
  const open = key.type === "private" ? createPublicKey(key) : key;
  const keyId = createHash("sha256")
    .update(open.export({ type: "spki", format: "der" }))
    .digest("hex");
  return { key, keyId };
}

/** The words of OpenSSL about a file that is no key help no one. */
function parsed(file: string, parse: () => KeyObject): KeyObject {
  try {
    return parse();
  } catch {
    throw new UsageError(`${formatPath(file)} is no key in PEM form that can be read`, { hint: makeOne });
  }
}
