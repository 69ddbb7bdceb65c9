import type { ExchangeEnd, RecordedExchange, TransportErrorKind, WireHeaders, WireRequest } from "../exchange.js";
import { isSecretHeader, isStoredHeader } from "../secrets/stored-headers.js";
import { readStoredBody } from "./har-body.js";
import type { HarEntry, HarImport, HarMeta } from "./har-file.js";
import {
  countAt,
  type HarNode,
  type HarObject,
  listAt,
  memberOf,
  millisecondsAt,
  momentAt,
  objectAt,
  oneOf,
  orNull,
  plainNameAt,
  refuse,
  targetNameAt,
  textAt,
} from "./har-node.js";

const metaMembers = [
  "formatVersion",
  "source",
  "recordedAt",
  "after",
  "scenario",
  "scenarioVersion",
  "target",
  "note",
  "endpoint",
  "region",
  "versions",
];
const parityMembers = ["_trial", "_step", "_attempt", "_client", "_firstByteMs", "_chunks", "_end", "_error"];
const entryMembers = ["startedDateTime", "time", "request", "response", "cache", "timings", ...parityMembers];
const optionalEntryMembers = ["_events", "pageref", "serverIPAddress", "connection", "comment"];
const ends: readonly ExchangeEnd[] = ["eof", "reset", "connect-error", "client-abort"];
const errorKinds: { readonly [kind in TransportErrorKind]: true } = {
  dns: true,
  refused: true,
  "connect-timeout": true,
  tls: true,
  reset: true,
  closed: true,
  "first-byte-timeout": true,
  "idle-timeout": true,
  "total-timeout": true,
  aborted: true,
  protocol: true,
  "too-large": true,
  "replay-miss": true,
  fenced: true,
};
const isErrorKind = (word: string): word is TransportErrorKind => Object.hasOwn(errorKinds, word);

/**
 * Reads `log._parity`. `latest`: the latest possible time of recording, in milliseconds since 1970; null: not checked.
 */
export function decodeMeta(node: HarNode, latest: number | null): HarMeta {
  const version = memberOf(objectAt(node, ["formatVersion"], null), "formatVersion");
  if (version.value !== 1) refuse(version, `is ${JSON.stringify(version.value)}; this program reads format version 1`);
  const meta = objectAt(node, metaMembers, ["imported"]);
  const imported = memberOf(meta, "imported").value === undefined ? null : decodeImport(memberOf(meta, "imported"));
  const source = oneOf(memberOf(meta, "source"), ["recorded", "authored"]);
  const recordedAt = orNull(memberOf(meta, "recordedAt"), momentAt);
  const after = orNull(memberOf(meta, "after"), textAt);
  if (source === "recorded" && recordedAt === null && imported === null)
    refuse(memberOf(meta, "recordedAt"), "a recording needs a time");
  if (source === "authored" && after === null) {
    refuse(memberOf(meta, "after"), "an authored fixture must name the document that it follows");
  }
  if (latest !== null && recordedAt !== null && Date.parse(recordedAt) > latest) {
    refuse(memberOf(meta, "recordedAt"), `${recordedAt} is in the future`);
  }
  return {
    formatVersion: 1,
    source,
    recordedAt,
    after,
    scenario: plainNameAt(memberOf(meta, "scenario")),
    scenarioVersion: countAt(memberOf(meta, "scenarioVersion"), 0),
    target: targetNameAt(memberOf(meta, "target")),
    note: orNull(memberOf(meta, "note"), textAt),
    endpoint: orNull(memberOf(meta, "endpoint"), textAt),
    region: orNull(memberOf(meta, "region"), textAt),
    versions: decodeVersions(memberOf(meta, "versions")),
    ...(imported === null ? {} : { imported }),
  };
}

function decodeImport(node: HarNode): HarImport {
  const imported = objectAt(node, ["file", "format", "losses", "interactions"], ["isPrivate"]);
  const mark = memberOf(imported, "isPrivate");
  if (mark.value !== undefined && mark.value !== true) refuse(mark, "must be true, or absent");
  return {
    file: textAt(memberOf(imported, "file")),
    format: plainNameAt(memberOf(imported, "format")),
    losses: listAt(memberOf(imported, "losses")).map(plainNameAt),
    interactions: listAt(memberOf(imported, "interactions")).map((one) => countAt(one, 0)),
    ...(mark.value === true ? { isPrivate: true } : {}),
  };
}

/** Reads one of `log.entries`. */
export function decodeEntry(node: HarNode): HarEntry {
  const entry = objectAt(node, entryMembers, optionalEntryMembers);
  return {
    exchange: decodeExchange(entry),
    trial: countAt(memberOf(entry, "_trial"), 0),
    step: plainNameAt(memberOf(entry, "_step")),
    attempt: countAt(memberOf(entry, "_attempt"), 0),
    client: oneOf(memberOf(entry, "_client"), ["sdk", "http"]),
  };
}

function decodeVersions(node: HarNode): HarMeta["versions"] {
  const versions = objectAt(node, [], null);
  return Object.fromEntries(
    Object.keys(versions.members).map((name) => {
      if (name === "__proto__") refuse(node, `"__proto__" is not a name`);
      return [name, textAt(memberOf(versions, name))];
    }),
  );
}

function decodeExchange(entry: HarObject): RecordedExchange {
  const end = oneOf(memberOf(entry, "_end"), ends);
  const error = orNull(memberOf(entry, "_error"), decodeError);
  if ((error === null) !== (end === "eof")) {
    refuse(
      memberOf(entry, "_error"),
      end === "eof" ? `must be null when _end is eof` : `must be the error of _end ${end}`,
    );
  }
  const response = objectAt(
    memberOf(entry, "response"),
    ["status", "statusText", "httpVersion", "cookies", "headers", "content", "redirectURL", "headersSize", "bodySize"],
    ["comment"],
  );
  return {
    startedAt: momentAt(memberOf(entry, "startedDateTime")),
    request: decodeRequest(memberOf(entry, "request")),
    response: decodeResponse(response),
    firstByteMs: orNull(memberOf(entry, "_firstByteMs"), millisecondsAt),
    chunks: decodeChunks(memberOf(entry, "_chunks"), decodeContent(memberOf(response, "content"))),
    end,
    error,
  };
}

function decodeError(node: HarNode): NonNullable<RecordedExchange["error"]> {
  const error = objectAt(node, ["kind", "code", "message", "deadlineMs"], []);
  const kind = textAt(memberOf(error, "kind"));
  return {
    kind: isErrorKind(kind) ? kind : refuse(memberOf(error, "kind"), `${JSON.stringify(kind)} is not a kind of error`),
    code: orNull(memberOf(error, "code"), textAt),
    message: textAt(memberOf(error, "message")),
    deadlineMs: orNull(memberOf(error, "deadlineMs"), millisecondsAt),
  };
}

function decodeRequest(node: HarNode): WireRequest {
  const request = objectAt(
    node,
    ["method", "url", "httpVersion", "cookies", "headers", "queryString", "headersSize", "bodySize"],
    ["postData", "comment"],
  );
  const method = textAt(memberOf(request, "method"));
  if (!/^[A-Z]{1,20}$/.test(method)) refuse(memberOf(request, "method"), "is not an HTTP method");
  const postData = memberOf(request, "postData");
  const body = postData.value === undefined ? null : decodePostData(postData);
  const bodySize = memberOf(request, "bodySize");
  if (countAt(bodySize, 0) !== (body?.length ?? 0))
    refuse(bodySize, `is ${String(bodySize.value)}, but the body has ${body?.length ?? 0} bytes`);
  return { method, url: decodeUrl(memberOf(request, "url")), headers: decodeHeaders(request), body };
}

function decodeUrl(node: HarNode): string {
  const text = textAt(node);
  const url = parsedUrl(text) ?? refuse(node, "is not an absolute URL");
  if (url.protocol !== "https:" && url.protocol !== "http:") refuse(node, "is not an http or https URL");
  if (url.password !== "" && url.password !== "REDACTED") refuse(node, "contains a password");
  return text;
}

/** Does not call `URL.canParse` first, which would parse twice. */
function parsedUrl(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}

function decodePostData(node: HarNode): Uint8Array {
  const postData = objectAt(node, ["mimeType", "text"], ["_encoding", "params", "comment"]);
  const encoding = memberOf(postData, "_encoding");
  return readStoredBody(
    memberOf(postData, "text"),
    encoding.value !== undefined && oneOf(encoding, ["base64"]) !== null,
  );
}

function decodeResponse(response: HarObject): RecordedExchange["response"] {
  const status = memberOf(response, "status");
  const headers = decodeHeaders(response);
  if (status.value === 0) return null;
  const code = countAt(status, 0);
  if (code < 100 || code > 599) refuse(status, `${code} is not an HTTP status (100 to 599; 0: no response)`);
  return { status: code, headers };
}

function decodeHeaders(message: HarObject): WireHeaders {
  const headers: (readonly [string, string])[] = [];
  for (const node of listAt(memberOf(message, "headers"))) {
    const header = objectAt(node, ["name", "value"], ["comment"]);
    const name = textAt(memberOf(header, "name")).toLowerCase();
    const value = textAt(memberOf(header, "value"));
    if (/[\0\r\n]/.test(value)) refuse(memberOf(header, "value"), "contains a line end or a NUL");
    if (isStoredHeader(name)) headers.push([name, value]);
    else refuseHeader(header, name);
  }
  return headers;
}

/**
 * Refuses a header whose name is malformed or must not be in a recording. Ignores other headers that are not stored.
 */
function refuseHeader(header: HarObject, name: string): void {
  if (!/^[a-z0-9!#$%&'*+.^_`|~-]+$/.test(name)) refuse(memberOf(header, "name"), "is not a header name");
  if (isSecretHeader(name)) refuse(header.node, `a recording must not contain the header ${name}`);
}

function decodeContent(node: HarNode): Uint8Array {
  const content = objectAt(node, ["size", "mimeType", "text"], ["encoding", "compression", "comment"]);
  const encoding = memberOf(content, "encoding");
  const isBase64 = encoding.value !== undefined && oneOf(encoding, ["base64"]) !== null;
  const body = readStoredBody(memberOf(content, "text"), isBase64);
  const size = memberOf(content, "size");
  if (countAt(size, 0) !== body.length) refuse(size, `is ${String(size.value)}, but the body has ${body.length} bytes`);
  return body;
}

function decodeChunks(node: HarNode, body: Uint8Array): RecordedExchange["chunks"] {
  let end = 0;
  const chunks = listAt(node).map((one) => {
    const pair = listAt(one);
    const [arrival, size] = pair;
    if (arrival === undefined || size === undefined || pair.length !== 2) refuse(one, "must be [milliseconds, bytes]");
    const start = end;
    end += countAt(size, 0);
    return [millisecondsAt(arrival), body.subarray(start, end)] as const;
  });
  if (end !== body.length) refuse(node, `add up to ${end} bytes, but the body has ${body.length}`);
  return chunks;
}
