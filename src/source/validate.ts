import type { z } from "zod";
import { describeIssue, withoutConsequences } from "./describe-issue.js";
import { failWith, inFileOrder } from "./fail-with.js";
import type { SourceDocument } from "./source-document.js";

/**
 * Checks a document against a schema and returns the typed value. Throws one {@link SourceError} with every mistake, in
 * the order of the file, each at the wrong value or key, with a hint of what was probably meant.
 *
 * @example
 * const document = parseYamlFile("scenarios/known.yaml");
 * const { known } = validate(knownFile(), document); // SourceError: scenarios/known.yaml:4:5: unknown key …
 */
export function validate<T>(schema: z.ZodType<T>, document: SourceDocument): T {
  const result = schema.safeParse(document.value, readOnce);
  if (result.success) return result.data;
  const contexts = result.error.issues.map((issue) => ({ issue, base: [], schema, document }));
  const issues = withoutConsequences(contexts).flatMap(describeIssue);
  throw failWith(inFileOrder(issues));
}

/** A schema reads one file or a few: to generate a parser for each of its objects takes longer than it saves (zod 4.6). */
const readOnce = { jitless: true };
