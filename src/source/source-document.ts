import type { Place } from "./source-error.js";

/** A path in a document: keys of objects and indexes of lists. */
export type SourcePath = readonly (string | number)[];

/**
 * A parsed file with the place of each of its values. `value` contains JSON values only.
 * `place` returns where the value at `path` begins, or with `"key"` where its key begins. If the path does not exist,
 * it returns the place of the last step that does.
 */
export type SourceDocument = {
  readonly file: string;
  readonly value: unknown;
  readonly place: (path: SourcePath, of?: "key" | "value") => Place;
};
