import { HintedError } from "./hinted-error.js";

/** A place in a text file. Both members count from 1, columns in UTF-16 units. */
export type Place = { readonly line: number; readonly column: number };

/** One mistake in a file. `line` and `column` null: the file as a whole. `hint`: the fix; null: see the message. */
export type SourceIssue = {
  readonly file: string;
  readonly line: number | null;
  readonly column: number | null;
  readonly message: string;
  readonly hint: string | null;
};

/** The fix for an empty file. */
export const emptyFileHint = "write it, or delete it";

/** How many mistakes a message lists; it only counts the rest. */
const listed = 10;

/**
 * The mistakes in a file that a person wrote. The error's own members describe the first one; `issues` has all of them.
 * `message` begins with the place, the messages in `issues` do not.
 */
export class SourceError extends HintedError {
  override name = "SourceError" as const;
  readonly file: string;
  readonly line: number | null;
  readonly column: number | null;
  /** All mistakes, in the order of the file; at least one. */
  readonly issues: readonly SourceIssue[];

  constructor(first: SourceIssue, more: readonly SourceIssue[] = []) {
    super([`${whereOf(first)}: ${first.message}`, ...moreLines(more)].join("\n"), first.hint);
    this.file = first.file;
    this.line = first.line;
    this.column = first.column;
    this.issues = [first, ...more];
  }

  /** `file:line:column`, or the file alone for a mistake of the file as a whole. */
  get where(): string {
    return whereOf(this);
  }
}

/** `file:line:column` of a mistake, or the file alone when it is about the file as a whole. */
export function whereOf(issue: Pick<SourceIssue, "file" | "line" | "column">): string {
  return issue.line === null ? issue.file : `${issue.file}:${issue.line}:${issue.column ?? 1}`;
}

function moreLines(more: readonly SourceIssue[]): readonly string[] {
  if (more.length === 0) return [];
  const shown = more.slice(0, listed - 1).map((issue) => `  ${whereOf(issue)}: ${issue.message}`);
  const rest = more.length - shown.length;
  return [`and ${more.length} more:`, ...shown, ...(rest > 0 ? [`  … and ${rest} others`] : [])];
}
