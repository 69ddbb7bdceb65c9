import { createHash } from "node:crypto";
import type { TrialBytes } from "../../verdict/summary/summarise-cell.js";
import type { WireHeaders } from "../../wire/exchange.js";
import type { HarEntry } from "../../wire/har/har.js";
import { canonicalJson, parseJson } from "../../wire/json.js";
import { storedHeaders } from "../../wire/secrets/stored-headers.js";

/**
 * How the bytes of a run are read. `nonce`: the reference in the prompt of this trial; null: there is none. `isSimulated`: a simulator was
 * asked, whose port is another one each time.
 */
export type BytesReading = { readonly nonce: string | null; readonly isSimulated: boolean };

/** What the exchanges of one trial say, in their order. */
export function trialBytes(entries: readonly HarEntry[], { nonce, isSimulated }: BytesReading): TrialBytes {
  const exchanges = entries.map(({ exchange }) => exchange);
  const request = exchanges[0]?.request ?? null;
  const answered = exchanges.find(({ chunks }) => chunks.length > 0);
  return {
    request: hashOf(request?.body ?? null, nonce),
    headers: request === null ? null : headersHash(request.headers),
    endpoint: request === null ? null : `${request.method} ${addressOf(request.url, isSimulated)}`,
    fingerprint: fingerprintIn(answered?.chunks ?? []),
    replyHeaders: exchanges.flatMap(({ response }) => response?.headers.map(([name]) => name) ?? []),
  };
}

/** The SHA-256 of a body, in hexadecimal: of its canonical JSON where it is JSON, else of its bytes. */
function hashOf(body: Uint8Array | null, nonce: string | null): string | null {
  if (body === null) return null;
  const whole = Buffer.from(body).toString("utf8");
  const text = nonce === null ? whole : whole.replace(`${nonce} `, "");
  const parsed = parseJson(text);
  return sha256(parsed.ok ? canonicalJson(parsed.value) : text);
}

/** Of names in lower case, in their order: recordings keep no credential. The date differs in each request. */
function headersHash(headers: WireHeaders): string {
  const lines = storedHeaders(headers).filter(([name]) => name !== "date");
  return sha256(
    lines
      .map(([name, value]) => `${name}: ${value}`)
      .sort()
      .join("\n"),
  );
}

function addressOf(url: string, isSimulated: boolean): string {
  if (!isSimulated) return url;
  const { pathname, search } = new URL(url);
  return `${pathname}${search}`;
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** Inside a JSON text, quotes are escaped: only a member is spelled like this, in a document and in an event alike. */
const fingerprintMember = /"system_fingerprint"\s*:\s*("(?:[^"\\]|\\.)*")/;

function fingerprintIn(chunks: readonly (readonly [number, Uint8Array])[]): string | null {
  const text = Buffer.concat(chunks.map(([, bytes]) => bytes)).toString("utf8");
  const [, member] = fingerprintMember.exec(text) ?? [];
  const value: unknown = member === undefined ? null : JSON.parse(member);
  return typeof value === "string" && value !== "" ? value : null;
}
