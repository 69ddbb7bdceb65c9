import { createHash } from "node:crypto";
import type { TrialBytes } from "../../verdict/summary/summarise-cell.js";
import type { HarEntry } from "../../wire/har/har.js";
import { canonicalJson, parseJson } from "../../wire/json.js";

/** What the exchanges of one trial say, in their order. `nonce`: the reference in its prompt; null: there is none. */
export function trialBytes(entries: readonly HarEntry[], nonce: string | null): TrialBytes {
  const exchanges = entries.map(({ exchange }) => exchange);
  const answered = exchanges.find(({ chunks }) => chunks.length > 0);
  return {
    request: hashOf(exchanges[0]?.request.body ?? null, nonce),
    fingerprint: fingerprintIn(answered?.chunks ?? []),
    headers: exchanges.flatMap(({ response }) => response?.headers.map(([name]) => name) ?? []),
  };
}

/** The SHA-256 of a body, in hexadecimal: of its canonical JSON where it is JSON, else of its bytes. */
function hashOf(body: Uint8Array | null, nonce: string | null): string | null {
  if (body === null) return null;
  const whole = Buffer.from(body).toString("utf8");
  const text = nonce === null ? whole : whole.replace(`${nonce} `, "");
  const parsed = parseJson(text);
  return createHash("sha256")
    .update(parsed.ok ? canonicalJson(parsed.value) : text)
    .digest("hex");
}

/** Inside a JSON text, quotes are escaped: only a member is spelled like this, in a document and in an event alike. */
const fingerprintMember = /"system_fingerprint"\s*:\s*("(?:[^"\\]|\\.)*")/;

function fingerprintIn(chunks: readonly (readonly [number, Uint8Array])[]): string | null {
  const text = Buffer.concat(chunks.map(([, bytes]) => bytes)).toString("utf8");
  const [, member] = fingerprintMember.exec(text) ?? [];
  const value: unknown = member === undefined ? null : JSON.parse(member);
  return typeof value === "string" && value !== "" ? value : null;
}
