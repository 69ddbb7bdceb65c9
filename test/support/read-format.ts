import { RecordingError, type RecordingFormat } from "../../src/recordings/format.js";
import type { Interaction } from "../../src/recordings/interaction.js";
import type { RecordingFile } from "../../src/recordings/recording-file.js";

/** Every interaction of a file. Throws the first error, also of an interaction that others follow. */
export function interactionsOf({ read }: Pick<RecordingFormat, "read">, file: RecordingFile): Interaction[] {
  const all: Interaction[] = [];
  for (const one of read(file)) {
    if (one instanceof RecordingError) throw one;
    all.push(one);
  }
  return all;
}

/** What is read of a file: the number of each interaction, and the message of each error, in order. */
export function readingOf({ read }: Pick<RecordingFormat, "read">, file: RecordingFile): readonly (number | string)[] {
  return [...read(file)].map((one) => (one instanceof RecordingError ? one.message : one.interaction));
}
