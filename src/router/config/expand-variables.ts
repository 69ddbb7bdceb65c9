import { failWith, inFileOrder } from "../../source/fail-with.js";
import { issueAt } from "../../source/issue-at.js";
import type { SourceDocument, SourcePath } from "../../source/source-document.js";
import type { SourceIssue } from "../../source/source-error.js";

type Environment = { readonly [name: string]: string | undefined };

/**
 * Replaces every `${NAME}` and `${NAME:-default}` in the document's texts with values from the environment. Places in the
 * document are kept. Throws SourceError for each variable without a value or a default; an empty value counts as none.
 */
export function expandVariables(document: SourceDocument, environment: Environment): SourceDocument {
  const issues: SourceIssue[] = [];
  const expand = (value: unknown, path: SourcePath): unknown => {
    if (typeof value === "string") return expandText(value, path);
    if (Array.isArray(value)) return value.map((item, index) => expand(item, [...path, index]));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, expand(member, [...path, name])]));
  };
  const expandText = (text: string, path: SourcePath): string =>
    text.replace(
      /\$\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\}/g,
      (whole, name: string, fallback: string | undefined) => {
        const value = environment[name];
        if (value !== undefined && value !== "") return value;
        if (fallback !== undefined) return fallback;
        const hint = `export ${name}=…, or write \${${name}:-default}`;
        issues.push(issueAt(document, { path }, { message: `the variable ${name} is not set`, hint }));
        return whole;
      },
    );
  const value = expand(document.value, []);
  if (issues.length > 0) throw failWith(inFileOrder(issues));
  return { ...document, value };
}
