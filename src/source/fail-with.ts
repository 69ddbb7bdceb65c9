import { SourceError, type SourceIssue } from "./source-error.js";

/** A {@link SourceError} of one or more mistakes. Throws a TypeError for none. */
export function failWith(issues: readonly SourceIssue[]): SourceError {
  const [first, ...more] = issues;
  if (first === undefined) throw new TypeError("failWith needs at least one issue");
  return new SourceError(first, more);
}

/** Mistakes sorted by line and column. */
export function inFileOrder(issues: readonly SourceIssue[]): readonly SourceIssue[] {
  return [...issues].sort((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0));
}
