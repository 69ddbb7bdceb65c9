import { existsSync } from "node:fs";
import { readSourceFile } from "../../../source/read-file.js";
import type { Statement } from "../../../verdict/statements/statement-schema.js";
import { parseJson } from "../../../wire/json.js";
import { formatPath } from "../../format-path.js";
import { isSignedBy, readEnvelope, signedEnvelope } from "./dsse.js";
import type { SigningKey } from "./read-key.js";
import { payloadProblem, statementPayload } from "./statement-payload.js";

/**
 * Whether a statement is signed. `unchecked`: an envelope of this statement is there, and no key was given. `valid`: one of its signatures is of the key.
 * `keyIds`: what the envelope says of its keys, which nothing proves.
 */
export type SignatureCheck = {
  readonly state: "none" | "unchecked" | "valid" | "invalid";
  readonly file: string;
  readonly keyIds: readonly string[];
  /** One sentence; null: nothing is wrong. */
  readonly problem: string | null;
};

export type Signed = {
  /** Of the statement. */
  readonly file: string;
  readonly text: string;
  readonly statement: Statement;
};

const maxBytes = 1024 * 1024;

/** The file of the signature beside a statement. */
export function envelopeOf(file: string): string {
  return `${file.replace(/\.json$/, "")}.dsse.json`;
}

/** The text of the file that signs a statement. */
export function envelopeText({ file, statement, text }: Signed, key: SigningKey): string {
  return `${JSON.stringify(signedEnvelope(statementPayload(file, statement, text), key), null, 2)}\n`;
}

/** Checks the envelope beside a statement. `key` null: none was given, so that no signature is checked. Throws SourceError for one that cannot be read. */
export function checkSignature(signed: Signed, key: SigningKey | null): SignatureCheck {
  const file = envelopeOf(signed.file);
  const shown = formatPath(file);
  if (!existsSync(file)) {
    const problem = key === null ? null : `it is not signed: ${shown} is not there`;
    return { state: key === null ? "none" : "invalid", file, keyIds: [], problem };
  }
  const parsed = parseJson(readSourceFile(file, { maxBytes }));
  const read = readEnvelope(parsed.ok ? parsed.value : null);
  const invalid = (problem: string, keyIds: readonly string[] = []) =>
    ({ state: "invalid", file, keyIds, problem: `${shown} ${problem}` }) as const;
  if (read === null) return invalid("is no DSSE envelope: payload, payloadType and signatures");
  const keyIds = read.envelope.signatures.map(({ keyid = "" }) => keyid).filter((one) => one !== "");
  const other = payloadProblem(read.payload, signed.statement, signed.text);
  if (other !== null) return invalid(other, keyIds);
  if (read.envelope.signatures.length === 0) return invalid("has no signature", keyIds);
  if (key === null) return { state: "unchecked", file, keyIds, problem: null };
  if (!isSignedBy(read.envelope, read.payload, key.key)) {
    return invalid(`has no valid signature of the key ${key.keyId.slice(0, 16)}…${namedKeys(keyIds)}`, keyIds);
  }
  return { state: "valid", file, keyIds: [key.keyId], problem: null };
}

function namedKeys(keyIds: readonly string[]): string {
  return keyIds.length === 0 ? "" : `; it names ${keyIds.map((one) => `${one.slice(0, 16)}…`).join(", ")}`;
}
