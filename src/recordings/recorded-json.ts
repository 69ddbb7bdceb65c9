import { parseJson } from "../wire/json.js";
import { RecordingError } from "./format.js";
import type { RecordingFile } from "./recording-file.js";

/** The JSON value of a file. Throws {@link RecordingError} that says why there is none. */
export function recordedJson(file: RecordingFile): unknown {
  const json = file.json();
  if (json !== null) return json.value;
  const text = file.text();
  if (text === null) throw new RecordingError({ file: file.name, interaction: null }, "not UTF-8 text");
  const parsed = parseJson(text);
  throw new RecordingError(
    { file: file.name, interaction: null },
    parsed.ok ? "not JSON" : `not JSON: ${parsed.message}`,
  );
}

/**
 * Whether a file is a recording of some JSON format: by its value, or, where it is damaged and has none, by how it begins
 * (its first 4 KiB), so that damage is reported and not taken for another kind of file.
 */
export function looksRecorded(
  file: RecordingFile,
  { start, shape }: { readonly start: RegExp; readonly shape: (value: unknown) => boolean },
): boolean {
  const head = Buffer.from(file.bytes.subarray(0, 4096)).toString("latin1");
  if (!/^(?:\u00ef\u00bb\u00bf)?\s*[[{]/.test(head)) return false;
  const json = file.json();
  return json === null ? start.test(head) : shape(json.value);
}
