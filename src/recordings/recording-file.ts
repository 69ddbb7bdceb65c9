import { parseJson } from "../wire/json.js";
import { type BesideFile, nothingBeside } from "./attached/beside-file.js";
import { type ForeignYaml, parseForeignYaml } from "./yaml/foreign-yaml.js";

/**
 * A file that may be a recording, already decompressed if the whole file was gzipped. Each view is made on first use and
 * cached, because detection and reading share it. `text` and `json` are null when the bytes are not UTF-8 or not JSON.
 */
export type RecordingFile = {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** The first 4 KiB as text, for detection: cheap for a file of any size. */
  readonly start: () => string;
  /** The same 4 KiB with a character for each byte, for patterns of ASCII alone: bytes that are not UTF-8 do not spoil it. */
  readonly startBytes: () => string;
  /** UTF-8 text without a byte-order mark; null: not UTF-8. */
  readonly text: () => string | null;
  /** The same text, with {@link spoiltByte} in place of each byte that is not UTF-8: for records that stand beside a spoilt one. */
  readonly textWithSpoilt: () => string;
  readonly json: () => { readonly value: unknown } | null;
  /** True if the first line is a whole JSON value and more lines follow: JSON lines, not one damaged value. */
  readonly isJsonLines: () => boolean;
  /** All YAML documents. Tags are ignored, except `!!binary` and `!binary`, which give a Uint8Array. */
  readonly yaml: () => ForeignYaml;
  /** Files that the recording names for its bodies. */
  readonly beside: BesideFile;
};

/** Half a surrogate pair, which no UTF-8 text has. */
export const spoiltByte = "\udcff";

/**
 * Wraps the decompressed bytes of a file. `name`: the file name for messages. `beside`: the files that it may name; default:
 * none.
 */
export function recordingFile(name: string, bytes: Uint8Array, beside: BesideFile = nothingBeside): RecordingFile {
  const text = once(() => decodeText(bytes));
  const json = once(() => jsonOf(text()));
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 4096));
  return {
    name,
    bytes,
    start: once(() => head.toString("utf8")),
    startBytes: once(() => head.toString("latin1")),
    text,
    textWithSpoilt: once(() => text() ?? spoiltText(bytes)),
    json,
    isJsonLines: once(() => startsWithWholeLine(text() ?? spoiltText(bytes))),
    yaml: once(() => parsedYaml(text())),
    beside,
  };
}

function decodeText(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** Decodes around every true U+FFFD, so that the others are those of the decoder. */
function spoiltText(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const mark = Buffer.from("\ufffd");
  const pieces: string[] = [];
  for (let start = 0; start <= buffer.length; ) {
    const found = buffer.indexOf(mark, start);
    const end = found === -1 ? buffer.length : found;
    pieces.push(buffer.toString("utf8", start, end).replaceAll("\ufffd", spoiltByte));
    start = end + mark.length;
  }
  return pieces.join("\ufffd").replace(/^\ufeff/, "");
}

function jsonOf(text: string | null): { readonly value: unknown } | null {
  if (text === null) return null;
  const parsed = parseJson(text);
  return parsed.ok ? { value: parsed.value } : null;
}

function startsWithWholeLine(text: string): boolean {
  const first = /^\s*([[{][^\n]*)\n\s*\S/.exec(text)?.[1];
  return first !== undefined && parseJson(first).ok;
}

function parsedYaml(text: string | null): ForeignYaml {
  if (text !== null) return parseForeignYaml(text);
  return { ok: false, documents: [], repaired: false, message: "not UTF-8 text", line: null, column: null };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
