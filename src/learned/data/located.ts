import type { SourceDocument } from "../../source/source-document.js";

/** A value and the document that it was read from, so that a later mistake can still name its line. */
export type Located<T> = { readonly value: T; readonly document: SourceDocument };
