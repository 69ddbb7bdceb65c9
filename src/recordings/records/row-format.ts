import { type InteractionPlace, RecordingError, type RecordingFormat } from "../format.js";
import type { Interaction } from "../interaction.js";
import type { RecordingFile } from "../recording-file.js";
import { type JsonRow, jsonRows } from "./json-rows.js";

/** What distinguishes a format whose files are rows of JSON. */
type RowFormat = Pick<RecordingFormat, "id" | "title"> & {
  /** Matches the first 64 KiB of every such file, so that other files are not parsed. */
  readonly telltale: RegExp;
  /** Matches the first 64 KiB of a damaged one of which no row can be parsed. */
  readonly damaged: RegExp;
  /** The records that a row holds, where others wrap them; default: the row itself. */
  readonly unwrap?: (row: unknown) => readonly unknown[];
  readonly isRecord: (record: unknown) => boolean;
  readonly readRecord: (record: unknown, place: InteractionPlace) => Interaction;
};

/** How many rows may come before the first record: logs have messages of other kinds. */
const lookedAt = 100;

/**
 * A format of JSON rows: a list, JSON lines, or values one after the other. A row that is another kind of object is left out;
 * a row or record that cannot be read is an error with its line, and does not take its neighbours.
 */
export function rowFormat({ id, title, ...rows }: RowFormat): RecordingFormat {
  return { id, title, detect: (file) => isKnown(file, rows), read: (file) => readRows(file, rows) };
}

type Rows = Omit<RowFormat, "id" | "title">;

function isKnown(file: RecordingFile, { telltale, damaged, unwrap = alone, isRecord }: Rows): boolean {
  const head = Buffer.from(file.bytes.subarray(0, 64 * 1024)).toString("latin1");
  if (!telltale.test(head)) return false;
  const first = jsonRows(file).list.slice(0, lookedAt);
  if (first.some((row) => "value" in row && unwrap(row.value).some(isRecord))) return true;
  return first.every((row) => "fault" in row) && damaged.test(head);
}

function* readRows(
  file: RecordingFile,
  { unwrap = alone, isRecord, readRecord }: Rows,
): Generator<Interaction | RecordingError> {
  const { list, lost } = jsonRows(file);
  let interaction = 0;
  for (const row of list) {
    const records =
      "fault" in row
        ? [row]
        : unwrap(row.value)
            .filter(isRecord)
            .map((value) => ({ value, line: row.line }));
    for (const record of records) {
      yield readRow(record, { file: file.name, interaction }, readRecord);
      interaction += 1;
    }
  }
  if (lost !== null) yield new RecordingError({ file: file.name, interaction: null }, lost);
  else if (interaction === 0)
    throw new RecordingError({ file: file.name, interaction: null }, "no row of it is a record of this format");
}

function readRow(
  row: JsonRow,
  place: InteractionPlace,
  readRecord: RowFormat["readRecord"],
): Interaction | RecordingError {
  if ("fault" in row) return new RecordingError({ ...place, line: row.line }, row.fault);
  try {
    return readRecord(row.value, place);
  } catch (error) {
    if (!(error instanceof RecordingError)) throw error;
    return new RecordingError({ ...place, line: row.line }, error.reason, { cause: error });
  }
}

function alone(row: unknown): readonly unknown[] {
  return [row];
}
