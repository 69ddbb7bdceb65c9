import { parseJson } from "../wire/json.js";
import { type ForeignYaml, parseForeignYaml } from "./yaml/foreign-yaml.js";

/**
 * One file that may be a recording; a whole-file gzip (`.gz`) is already undone. Each view is made when first asked for
 * and kept: detection and reading share it. `text` and `json` are null when the bytes are no such thing.
 */
export type RecordingFile = {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** UTF-8 text without a byte-order mark; null: not UTF-8. */
  readonly text: () => string | null;
  readonly json: () => { readonly value: unknown } | null;
  /** All YAML documents. Tags construct nothing, except `!!binary` (`!binary`): a Uint8Array. */
  readonly yaml: () => ForeignYaml;
};

export function recordingFile(name: string, bytes: Uint8Array): RecordingFile {
  const text = once(() => decodeText(bytes));
  return {
    name,
    bytes,
    text,
    json: once(() => jsonOf(text())),
    yaml: once(() => parsedYaml(text())),
  };
}

function decodeText(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function jsonOf(text: string | null): { readonly value: unknown } | null {
  if (text === null) return null;
  const parsed = parseJson(text);
  return parsed.ok ? { value: parsed.value } : null;
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
