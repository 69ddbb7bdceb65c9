import type { Place } from "./source-error.js";

/** A way into a document: keys of objects and indexes of lists. */
export type SourcePath = readonly (string | number)[];

/**
 * A parsed file that still knows where everything stands. `value` holds JSON values only.
 * `place` is where the value at `path` begins, or with `"key"` where its key does; a path that leads nowhere is the
 * place of the last step that exists.
 */
export type SourceDocument = {
  readonly file: string;
  readonly value: unknown;
  readonly place: (path: SourcePath, of?: "key" | "value") => Place;
};
