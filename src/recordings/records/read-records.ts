import { type InteractionPlace, RecordingError } from "../format.js";
import type { Interaction } from "../interaction.js";
import type { RecordingFile } from "../recording-file.js";

/** One record of a file. `fault`: why its own text cannot be parsed; its neighbours are not affected. */
export type StoredRecord<Value = unknown> = { readonly value: Value } | { readonly fault: string };

/** The records of a file, as its container (a list, lines, documents) separates them. */
export type StoredRecords<Value = unknown> = {
  readonly list: readonly StoredRecord<Value>[];
  /** The line at which a record begins, from 1; null: not known. Asked only for a record that cannot be read. */
  readonly lineOf: (index: number) => number | null;
  /** What the container lost after the last record, or around the records; null: nothing. */
  readonly lost: string | null;
  /** Oddities of the file, for `notes` of each interaction. */
  readonly notes: readonly string[];
};

/**
 * Reads each record on its own: where `read` throws {@link RecordingError}, the error is yielded with the record's line, and
 * the next record is read. Last comes the error of what the container lost. Errors that are not of the recording pass through.
 *
 * @example
 * read: (file) => readRecords(file, jsonRecords(file, ["log", "entries"]), readEntry)
 */
export function* readRecords<Value>(
  file: RecordingFile,
  { list, lineOf, lost }: StoredRecords<Value>,
  read: (value: Value, place: InteractionPlace) => Interaction,
): Generator<Interaction | RecordingError> {
  for (const [interaction, record] of list.entries()) {
    yield readRecord(record, { file: file.name, interaction }, { lineOf, read });
  }
  if (lost !== null) yield new RecordingError({ file: file.name, interaction: null }, lost);
}

type Reader<Value> = Pick<StoredRecords, "lineOf"> & {
  readonly read: (value: Value, place: InteractionPlace) => Interaction;
};

function readRecord<Value>(
  record: StoredRecord<Value>,
  place: InteractionPlace,
  { lineOf, read }: Reader<Value>,
): Interaction | RecordingError {
  if ("fault" in record) return new RecordingError({ ...place, line: lineOf(place.interaction) }, record.fault);
  try {
    return read(record.value, place);
  } catch (error) {
    if (!(error instanceof RecordingError)) throw error;
    const { file, interaction, reason } = error;
    const line = error.line ?? lineOf(place.interaction);
    return new RecordingError({ file, interaction, line }, reason, { cause: error });
  }
}
