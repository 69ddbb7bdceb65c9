import { headerOf, type WireHeaders, type WireRequest } from "../../wire/exchange.js";
import { sha256, wireBytes } from "./wire-bytes.js";

/**
 * A request in the form that SigV4 signs, for every service but S3: the path as it was sent is normalised and encoded once more, and
 * the payload is the hash of the bytes that arrived, whatever `x-amz-content-sha256` says (IAM user guide, "Create a signed AWS API
 * request", 2026-11-29).
 *
 * @param signedNames the names of the signed headers, in lower case, each once
 */
export function canonicalRequest(request: WireRequest, signedNames: readonly string[]): string {
  const { path, query } = targetOf(request.url);
  const names = [...signedNames].sort();
  return [
    request.method.toUpperCase(),
    canonicalPath(path),
    canonicalQuery(query),
    ...names.map((name) => `${name}:${canonicalValue(request, name)}`),
    "",
    names.join(";"),
    sha256(request.body),
  ].join("\n");
}

/** The host that a request was sent to: its `host` header, or its URL's where the transport adds the header later. */
export function hostOf({ headers, url }: WireRequest): string {
  return headerOf(headers, "host") ?? new URL(url).host;
}

/** Path and query as they were sent: `URL` would decide about their encoding. */
function targetOf(url: string): { readonly path: string; readonly query: string } {
  const target = url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, "");
  const at = target.indexOf("?");
  return at === -1 ? { path: target, query: "" } : { path: target.slice(0, at), query: target.slice(at + 1) };
}

function canonicalPath(path: string): string {
  const segments: string[] = [];
  for (const segment of path.split("/")) {
    if (segment === "..") segments.pop();
    else if (segment !== "" && segment !== ".") segments.push(segment);
  }
  if (segments.length === 0) return "/";
  return `/${segments.map((segment) => encoded(wireBytes(segment))).join("/")}${path.endsWith("/") ? "/" : ""}`;
}

function canonicalQuery(query: string): string {
  const pairs = query
    .split("&")
    .filter((pair) => pair !== "")
    .map((pair): [string, string] => {
      const at = pair.indexOf("=");
      const [name, value] = at === -1 ? [pair, ""] : [pair.slice(0, at), pair.slice(at + 1)];
      return [encoded(decoded(name)), encoded(decoded(value))];
    });
  const inOrder = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0);
  return pairs
    .sort((one, other) => inOrder(one[0], other[0]) || inOrder(one[1], other[1]))
    .map(([name, value]) => `${name}=${value}`)
    .join("&");
}

function canonicalValue(request: WireRequest, name: string): string {
  if (name === "host" || name === ":authority") return hostOf(request);
  return valuesOf(request.headers, name)
    .map((value) => value.replace(/[ \t]+/g, " ").trim())
    .join(",");
}

/**
 * The values that AWS's front end hands on. It keeps `connection` (BerriAI/litellm#7107, 2024-12-09) and names with an underscore
 * (JackDrogon/opencode-context-cache#1, 2026-02-23) to itself, so that a request that signs them is refused.
 */
function valuesOf(headers: WireHeaders, name: string): readonly string[] {
  if (name === "connection" || name.includes("_")) return [];
  return headers.filter(([key]) => key === name).map(([, value]) => value);
}

function encoded(bytes: Uint8Array): string {
  return [...bytes]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      return /[A-Za-z0-9\-._~]/.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
    })
    .join("");
}

/** Percent-decodes byte by byte; a `%` without two digits stands for itself, and so does a `+`. */
function decoded(text: string): Buffer {
  const parts = text.split(/(%[0-9a-f]{2})/i);
  return Buffer.concat(parts.map((part, at) => (at % 2 === 1 ? Buffer.from(part.slice(1), "hex") : wireBytes(part))));
}
