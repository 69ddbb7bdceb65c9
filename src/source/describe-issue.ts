import type { z } from "zod";
import { knownKeysAt } from "./schema-keys.js";
import type { SourceDocument, SourcePath } from "./source-document.js";
import type { SourceIssue } from "./source-error.js";
import { nearest, suggestion } from "./suggest.js";

type Issue = z.core.$ZodIssue;
/** What is told: an issue, and what it is about. */
export type Asked = {
  readonly issue: Issue;
  /** Where the issue's own path starts: issues inside a union are told relative to it. */
  readonly base: SourcePath;
  readonly schema: z.ZodType;
  readonly document: SourceDocument;
};

/** One zod issue as mistakes in a file: usually one, one a key for unknown keys. */
export function describeIssue(asked: Asked): readonly SourceIssue[] {
  const { issue, document } = asked;
  const path = [...asked.base, ...pathOf(issue)];
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => unknownKey(asked, path, key));
    case "invalid_union":
      return describeUnion(asked, path);
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

/** Only causes: a misspelt key is also missing, and what else is wrong with its object may follow from it. */
export function withoutConsequences(asked: readonly Asked[]): readonly Asked[] {
  const unknown = asked.flatMap(({ issue, schema }) => (issue.code === "unrecognized_keys" ? [{ issue, schema }] : []));
  const broken = new Set(unknown.map(({ issue }) => JSON.stringify(pathOf(issue))));
  const meant = new Set(
    unknown.flatMap(({ issue, schema }) => {
      const known = knownKeysAt(schema, pathOf(issue));
      return issue.keys.map((key) => JSON.stringify([...pathOf(issue), nearest(key, known)]));
    }),
  );
  return asked.filter(({ issue, document }) => {
    const path = JSON.stringify(pathOf(issue));
    if (issue.code === "custom") return !broken.has(path);
    return !meant.has(path) || valueAt(document, pathOf(issue)) !== undefined;
  });
}

function unknownKey({ schema, document }: Asked, path: SourcePath, key: string): SourceIssue {
  const known = knownKeysAt(schema, path);
  const where = path.length === 0 ? "" : ` in ${nameOf(path)}`;
  return issueAt(
    document,
    { path: [...path, key], of: "key" },
    { message: `unknown key "${key}"${where}`, hint: suggestion(key, known, "keys") },
  );
}

/** The branch that came furthest tells what is wrong; a branch that takes another type altogether says nothing. */
function describeUnion(asked: Asked, path: SourcePath): readonly SourceIssue[] {
  const { issue, document } = asked;
  if (issue.code === "invalid_union" && "options" in issue && issue.options !== undefined) {
    return [wrongWord(document, path, issue.options)];
  }
  const branches = issue.code === "invalid_union" ? issue.errors : [];
  const close = branches.filter((branch) => !branch.some((inner) => inner.path.length === 0 && isOtherType(inner)));
  const best = [...close].sort((a, b) => a.length - b.length)[0];
  if (best !== undefined) return best.flatMap((inner) => describeIssue({ ...asked, issue: inner, base: path }));
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
  const wanted = typeWords[expected] ?? expected;
  if (found === undefined) return missing(document, path, `expected ${wanted}`);
  return issueAt(
    document,
    { path },
    { message: `${nameOf(path)} must be ${wanted}, but is ${show(found)}`, hint: null },
  );
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

/** A mistake at a place of the document. */
export function issueAt(
  document: SourceDocument,
  { path, of = "value" }: { readonly path: SourcePath; readonly of?: "key" | "value" },
  said: { readonly message: string; readonly hint: string | null },
): SourceIssue {
  return { file: document.file, ...document.place(path, of), ...said };
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
