import { type FormatId, RecordingError } from "./format.js";
import type { Interaction } from "./interaction.js";
import { openRecordings } from "./open-files.js";
import type { RecordingFile } from "./recording-file.js";
import { formatById, formatOf } from "./registry.js";

/** The results of reading recordings, in file order. Every file that was looked at is included. */
export type Read =
  | { readonly kind: "interaction"; readonly interaction: Interaction }
  /** The start of a file; `format` null: not a known recording format. */
  | { readonly kind: "file"; readonly name: string; readonly format: FormatId | null; readonly sizeBytes: number }
  /** A file or interaction that cannot be read, after the interactions before it. `message` names the file. */
  | { readonly kind: "damaged"; readonly name: string; readonly message: string };

/**
 * Reads files and folders of recordings, one file at a time. `format`: the format of every file; default: detected for each
 * file. Never throws because of a file's content; throws SourceError for a path that does not exist.
 *
 * @example
 * for (const read of readRecordings(["cassettes/"])) {
 *   if (read.kind === "interaction") console.log(read.interaction.request?.url);
 * }
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
