import type { SourceDocument } from "../../source/source-document.js";

/** A value and the document it was read from, so that a later error can still name its line. */
export type Located<T> = { readonly value: T; readonly document: SourceDocument };
