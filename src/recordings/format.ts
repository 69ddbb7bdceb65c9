import type { FormatId } from "./format-ids.js";
import type { Interaction } from "./interaction.js";
import type { RecordingFile } from "./recording-file.js";

export type { FormatId } from "./format-ids.js";

/** A recording format: how to detect it and how to read it. */
export type RecordingFormat = {
  readonly id: FormatId;
  /** The name in `--help` and messages, e.g. `VCR.py cassette`. */
  readonly title: string;
  /** True if the file has the shape of this format. Never throws, whatever the file holds. */
  readonly detect: (file: RecordingFile) => boolean;
  /**
   * Yields every interaction in recorded order, including those that are not chat. In place of one that cannot be read, it
   * yields the error that names it, and goes on with the next: `readRecords` does so. Throws {@link RecordingError} only
   * where nothing after the damage can be read.
   */
  readonly read: (file: RecordingFile) => Iterable<Interaction | RecordingError>;
};

/** Where an interaction is: the file name, and the index in the file, from 0. */
export type InteractionPlace = { readonly file: string; readonly interaction: number };

/** The place of a body, for error messages. */
export type BodyPlace = InteractionPlace & { readonly of: "request" | "response" };

/** `interaction` null: the file as a whole. `line`: counted from 1; null or absent: not known, or the file has no lines. */
type DamagedPlace = {
  readonly file: string;
  readonly interaction: number | null;
  readonly line?: number | null;
};

/** An interaction, or a file, that cannot be read in the format that it seems to have. `reason`: the message without the place. */
export class RecordingError extends Error {
  override name = "RecordingError" as const;
  readonly file: string;
  readonly interaction: number | null;
  readonly line: number | null;
  readonly reason: string;
  constructor({ file, interaction, line = null }: DamagedPlace, reason: string, options?: { cause?: unknown }) {
    const which = interaction === null ? "" : `, interaction ${interaction}`;
    super(`${file}${line === null ? "" : `, line ${line}`}${which}: ${reason}`, options);
    this.file = file;
    this.interaction = interaction;
    this.line = line;
    this.reason = reason;
  }
}
