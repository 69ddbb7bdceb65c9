import { parseJson } from "../wire/json.js";
import { RecordingError } from "./format.js";
import type { RecordingFile } from "./recording-file.js";

/** The JSON value of a file. Throws {@link RecordingError} with the reason when the file is not JSON. */
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
 * True if a file looks like a recording of a JSON format: by the `shape` of its value, or, if it is damaged, by its first
 * 4 KiB (`start`). So a damaged recording is reported, not taken for another kind of file; and JSON lines are not one damaged
 * value.
 */
export function looksRecorded(
  file: RecordingFile,
  { start, shape }: { readonly start: RegExp; readonly shape: (value: unknown) => boolean },
): boolean {
  const head = file.startBytes();
  if (!/^(?:\u00ef\u00bb\u00bf)?\s*[[{]/.test(head)) return false;
  const json = file.json();
  return json === null ? start.test(head) && !file.isJsonLines() : shape(json.value);
}
