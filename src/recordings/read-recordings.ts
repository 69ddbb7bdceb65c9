import { type FormatId, RecordingError, type RecordingFormat } from "./format.js";
import { privateFormats } from "./format-ids.js";
import type { Interaction } from "./interaction.js";
import { type Opened, openRecordings } from "./open-files.js";
import type { RecordingFile } from "./recording-file.js";
import { formatById, formatOf } from "./registry.js";

/** The results of reading recordings, in file order. Every file that was looked at is included. */
export type Read =
  | { readonly kind: "interaction"; readonly interaction: Interaction }
  /** The start of a file; `format` null: not a known recording format. */
  | { readonly kind: "file"; readonly name: string; readonly format: FormatId | null; readonly sizeBytes: number }
  /**
   * An interaction that cannot be read, in its place among the others, or a file. `interaction` null: the file, or what its
   * container lost. `line` from 1; null: not known. `message`: the place and the reason.
   */
  | {
      readonly kind: "damaged";
      readonly name: string;
      readonly interaction: number | null;
      readonly line: number | null;
      readonly reason: string;
      readonly message: string;
    };

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
  for (const opened of openRecordings(paths)) yield* readOpened(opened, format);
}

/** Reads one opened file, with the same care. `forced`: its format; undefined: it is detected. */
export function* readOpened(opened: Opened, forced: FormatId | undefined): Generator<Read> {
  if (opened.kind === "unreadable") {
    const { name, message } = opened;
    yield { kind: "damaged", name, interaction: null, line: null, reason: message.replace(`${name}: `, ""), message };
  } else yield* readFile(opened.file, forced);
}

function* readFile(file: RecordingFile, forced: FormatId | undefined): Generator<Read> {
  const found = formatOf(file);
  const format = forced === undefined ? found : formatById(forced);
  // A log of customers stays one, whatever format is asked for.
  const mark = found !== null && privateFormats.has(found.id) ? ({ isPrivate: true } as const) : {};
  yield { kind: "file", name: file.name, format: format?.id ?? null, sizeBytes: file.bytes.length };
  if (format === null) return;
  for (const one of readRecording(format, file)) {
    if (one instanceof RecordingError) {
      const { interaction, line, reason, message } = one;
      yield { kind: "damaged", name: file.name, interaction, line, reason, message };
    } else yield { kind: "interaction", interaction: { ...one, ...mark } };
  }
}

/** Reads a file in a format. An error that ends the reading is yielded as its last part. */
export function* readRecording(
  format: RecordingFormat,
  file: RecordingFile,
): Generator<Interaction | RecordingError, void> {
  try {
    yield* format.read(file);
  } catch (error) {
    if (!(error instanceof RecordingError)) throw error;
    yield error;
  }
}
