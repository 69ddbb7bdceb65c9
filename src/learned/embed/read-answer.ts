import { z } from "zod";
import { parseJson } from "../../wire/json.js";
import { type Answer, refused } from "./ask.js";

/** Parses the body of a response with a schema. Throws a ChatError (`protocol`) when it does not match. */
export function readAnswer<T>(answer: Answer, schema: z.ZodType<T>): T {
  const parsed = parseJson(answer.text);
  const read = parsed.ok ? schema.safeParse(parsed.value) : null;
  if (read?.success === true) return read.data;
  const issue = read?.error?.issues[0];
  const what = issue === undefined ? "not JSON" : `${z.core.toDotPath(issue.path)}: ${issue.message}`;
  throw refused(answer, `the embeddings endpoint answered ${answer.status} with an unexpected body: ${what}`);
}

/** Returns the vector unchanged. Throws a ChatError when its length is not `dimensions`. */
export function requireDimensions(
  vector: readonly number[],
  { answer, dimensions }: { readonly answer: Answer; readonly dimensions: number },
): readonly number[] {
  if (vector.length === dimensions) return vector;
  const message = `the embedding has ${vector.length} numbers, but ${dimensions} are configured`;
  throw refused(answer, message);
}
