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
   * Yields the interactions in recorded order, including those that are not chat. Throws {@link RecordingError} where the
   * file is damaged, after yielding the interactions before the damage.
   */
  readonly read: (file: RecordingFile) => Iterable<Interaction>;
};

/** Where an interaction is: the file name, and the index in the file, from 0. */
export type InteractionPlace = { readonly file: string; readonly interaction: number };

/** The place of a body, for error messages. */
export type BodyPlace = InteractionPlace & { readonly of: "request" | "response" };

/** A recording that cannot be read in the format it seems to have. `interaction` null: the file as a whole. */
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
