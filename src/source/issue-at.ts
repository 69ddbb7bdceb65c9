import type { SourceDocument, SourcePath } from "./source-document.js";
import type { SourceIssue } from "./source-error.js";

/** A mistake at a path of the document. `of`: at its value (the default) or at its key. */
export function issueAt(
  document: SourceDocument,
  { path, of = "value" }: { readonly path: SourcePath; readonly of?: "key" | "value" },
  mistake: { readonly message: string; readonly hint: string | null },
): SourceIssue {
  return { file: document.file, ...document.place(path, of), ...mistake };
}
