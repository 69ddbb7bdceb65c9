import { type FormatId, RecordingError } from "./format.js";
import type { Interaction } from "./interaction.js";
import { openRecordings } from "./open-files.js";
import type { RecordingFile } from "./recording-file.js";
import { formatById, formatOf } from "./registry.js";

/** What comes of reading recordings, in the order of the files: nothing that was looked at is left out. */
export type Read =
  | { readonly kind: "interaction"; readonly interaction: Interaction }
  /** A file begins; `format` null: it is no recording that we know. */
  | { readonly kind: "file"; readonly name: string; readonly format: FormatId | null; readonly sizeBytes: number }
  /** A file, or one interaction of it, that cannot be read; what came before has been given. `message` names the file. */
  | { readonly kind: "damaged"; readonly name: string; readonly message: string };

/**
 * Reads files and folders of recordings, one file at a time. `format`: read every file as this one; default: each as what
 * it looks like. Never throws for what a file holds; throws for a path that does not exist.
 */
export function* readRecordings(
  paths: readonly string[],
  { format }: { readonly format?: FormatId } = {},
): Generator<Read> {
  for (const opened of openRecordings(paths)) {
    if (opened.kind === "unreadable") yield { kind: "damaged", name: opened.name, message: opened.message };
    else yield* readFile(opened.file, format);
  }
}

function* readFile(file: RecordingFile, forced: FormatId | undefined): Generator<Read> {
  const format = forced === undefined ? formatOf(file) : formatById(forced);
  yield { kind: "file", name: file.name, format: format?.id ?? null, sizeBytes: file.bytes.length };
  if (format === null) return;
  try {
    for (const interaction of format.read(file)) yield { kind: "interaction", interaction };
  } catch (error) {
    if (!(error instanceof RecordingError)) throw error;
    yield { kind: "damaged", name: file.name, message: error.message };
  }
}
