import { z } from "zod";
import { parseJson } from "../../wire/json.js";
import { type Answer, refused } from "./ask.js";

/** The body of an answer by a schema. Throws a ChatError (`protocol`) for anything else. */
export function readAnswer<T>(answer: Answer, schema: z.ZodType<T>): T {
  const parsed = parseJson(answer.text);
  const read = parsed.ok ? schema.safeParse(parsed.value) : null;
  if (read?.success === true) return read.data;
  const issue = read?.error?.issues[0];
  const what = issue === undefined ? "no JSON" : `${z.core.toDotPath(issue.path)}: ${issue.message}`;
  throw refused(
    answer,
    `the embeddings endpoint answered ${answer.status} with a body that is not what it promises: ${what}`,
  );
}

/** The vector as it came. Throws a ChatError when it has another length than `dimensions`. */
export function requireDimensions(
  vector: readonly number[],
  { answer, dimensions }: { readonly answer: Answer; readonly dimensions: number },
): readonly number[] {
  if (vector.length === dimensions) return vector;
  const message = `the embedding has ${vector.length} numbers, and ${dimensions} were configured`;
  throw refused(answer, message);
}
