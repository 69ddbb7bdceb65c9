import type { FormatId } from "./format-ids.js";
import type { Interaction } from "./interaction.js";
import type { RecordingFile } from "./recording-file.js";

export type { FormatId } from "./format-ids.js";

/** One recording format: how a file of it is known, and what it holds. */
export type RecordingFormat = {
  readonly id: FormatId;
  /** For `--help` and messages: `VCR.py cassette`. */
  readonly title: string;
  /** True for a file that has this format's shape; never throws, whatever the file holds. */
  readonly detect: (file: RecordingFile) => boolean;
  /**
   * The interactions in recorded order, those that are no chat among them. Throws {@link RecordingError} where the file
   * is damaged; interactions before the damage have been yielded.
   */
  readonly read: (file: RecordingFile) => Iterable<Interaction>;
};

/** A recording that cannot be read as what it looks like. `interaction` null: the file as a whole. */
export class RecordingError extends Error {
  override name = "RecordingError" as const;
  readonly file: string;
  readonly interaction: number | null;
  constructor(
    { file, interaction }: { readonly file: string; readonly interaction: number | null },
    message: string,
    options?: { cause?: unknown },
  ) {
    super(`${file}${interaction === null ? "" : `, interaction ${interaction}`}: ${message}`, options);
    this.file = file;
    this.interaction = interaction;
  }
}
