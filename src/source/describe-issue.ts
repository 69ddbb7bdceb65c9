import type { z } from "zod";
import { issueAt } from "./issue-at.js";
import { knownKeysAt } from "./schema-keys.js";
import type { SourceDocument, SourcePath } from "./source-document.js";
import type { SourceIssue } from "./source-error.js";
import { nearest, suggestion } from "./suggest.js";

type Issue = z.core.$ZodIssue;

/** A zod issue with the schema and the document that it is about. */
export type IssueContext = {
  readonly issue: Issue;
  /** Where the issue's path starts: paths of issues inside a union are relative to the union. */
  readonly base: SourcePath;
  readonly schema: z.ZodType;
  readonly document: SourceDocument;
};

/** One zod issue as mistakes in a file: usually one; for unknown keys, one for each key. */
export function describeIssue(context: IssueContext): readonly SourceIssue[] {
  const { issue, document } = context;
  const path = [...context.base, ...pathOf(issue)];
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => unknownKey(context, path, key));
    case "invalid_union":
      return describeUnion(context, path);
    case "invalid_key":
      return [
        issueAt(
          document,
          { path, of: "key" },
          { message: `${nameOf(path)} is not an allowed name`, hint: issue.issues[0]?.message ?? null },
        ),
      ];
    case "invalid_value":
      return [wrongWord(document, path, issue.values)];
    case "invalid_type":
      return [wrongType(document, path, issue.expected)];
    default:
      return [issueAt(document, { path }, { message: `${nameOf(path)}: ${lowerFirst(issue.message)}`, hint: null })];
  }
}

/**
 * Only the causes. A misspelt key also makes its intended key missing, and other issues of the same object may follow
 * from it; both are left out.
 */
export function withoutConsequences(contexts: readonly IssueContext[]): readonly IssueContext[] {
  const unknown = contexts.flatMap(({ issue, schema }) =>
    issue.code === "unrecognized_keys" ? [{ issue, schema }] : [],
  );
  const broken = new Set(unknown.map(({ issue }) => JSON.stringify(pathOf(issue))));
  const meant = new Set(
    unknown.flatMap(({ issue, schema }) => {
      const known = knownKeysAt(schema, pathOf(issue));
      return issue.keys.map((key) => JSON.stringify([...pathOf(issue), nearest(key, known)]));
    }),
  );
  return contexts.filter(({ issue, document }) => {
    const path = JSON.stringify(pathOf(issue));
    if (issue.code === "custom") return !broken.has(path);
    return !meant.has(path) || valueAt(document, pathOf(issue)) !== undefined;
  });
}

function unknownKey({ schema, document }: IssueContext, path: SourcePath, key: string): SourceIssue {
  const known = knownKeysAt(schema, path);
  const where = path.length === 0 ? "" : ` in ${nameOf(path)}`;
  return issueAt(
    document,
    { path: [...path, key], of: "key" },
    { message: `unknown key "${key}"${where}`, hint: suggestion(key, known, "keys") },
  );
}

/** Reports the branch with the fewest issues. A branch that expects another type altogether does not count. */
function describeUnion(context: IssueContext, path: SourcePath): readonly SourceIssue[] {
  const { issue, document } = context;
  if (issue.code === "invalid_union" && "options" in issue && issue.options !== undefined) {
    return [wrongWord(document, path, issue.options)];
  }
  const branches = issue.code === "invalid_union" ? issue.errors : [];
  const close = branches.filter((branch) => !branch.some((inner) => inner.path.length === 0 && isOtherType(inner)));
  const best = [...close].sort((a, b) => a.length - b.length)[0];
  if (best !== undefined) return best.flatMap((inner) => describeIssue({ ...context, issue: inner, base: path }));
  const words = branches.flat().flatMap((inner) => (inner.code === "invalid_value" ? inner.values : []));
  const types = branches.flat().flatMap((inner) => (inner.code === "invalid_type" ? [inner.expected] : []));
  if (words.length > 0 && typeof valueAt(document, path) === "string") return [wrongWord(document, path, words)];
  return [
    wrongType(document, path, [...new Set([...words.map((word) => `"${String(word)}"`), ...types])].join(" or ")),
  ];
}

function isOtherType(issue: Issue): boolean {
  return issue.code === "invalid_type" || issue.code === "invalid_value";
}

function wrongWord(document: SourceDocument, path: SourcePath, values: readonly unknown[]): SourceIssue {
  const found = valueAt(document, path);
  const allowed = `allowed: ${values.map((value) => String(value)).join(", ")}`;
  if (found === undefined) return missing(document, path, allowed);
  const meant = nearest(
    String(found),
    values.map((value) => String(value)),
  );
  const hint = meant === null ? allowed : `did you mean "${meant}"? (${allowed})`;
  return issueAt(document, { path }, { message: `${nameOf(path)} cannot be ${show(found)}`, hint });
}

function wrongType(document: SourceDocument, path: SourcePath, expected: string): SourceIssue {
  const found = valueAt(document, path);
  const type = typeWords[expected] ?? expected;
  if (found === undefined) return missing(document, path, `expected ${type}`);
  return issueAt(document, { path }, { message: `${nameOf(path)} must be ${type}, but is ${show(found)}`, hint: null });
}

function missing(document: SourceDocument, path: SourcePath, hint: string): SourceIssue {
  const parent = path.slice(0, -1);
  const key = path.at(-1);
  const where = parent.length === 0 ? "" : ` in ${nameOf(parent)}`;
  return issueAt(
    document,
    { path: parent },
    { message: `"${String(key)}" is missing${where}`, hint: `write it: ${hint}` },
  );
}

const typeWords: { readonly [expected: string]: string } = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object (key: value lines)",
  record: "an object (key: value lines)",
  null: "null",
};

/** `settings.topP`, `steps[0].expect[1]`. */
function nameOf(path: SourcePath): string {
  if (path.length === 0) return "the file";
  return path.map((step, index) => (typeof step === "number" ? `[${step}]` : index === 0 ? step : `.${step}`)).join("");
}

function valueAt(document: SourceDocument, path: SourcePath): unknown {
  let value: unknown = document.value;
  for (const step of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = Object.entries(value).find(([key]) => key === String(step))?.[1];
  }
  return value;
}

function show(value: unknown): string {
  if (value === null) return "empty";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "an object";
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

function pathOf(issue: Issue): SourcePath {
  return issue.path.map((step) => (typeof step === "number" ? step : String(step)));
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
