import { z } from "zod";
import type { Scenario } from "../../scenario/scenario.js";
import { HintedError } from "../../source/hinted-error.js";
import { parseJson } from "../../wire/json.js";

/** A file of a bundle that is missing, or is not what it should be. The message names the file and, in lists, the line. */
export class BundleError extends HintedError {
  override name = "BundleError" as const;
}

/** A JSON file as people read it. */
export function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** One value a line. */
export function jsonLines(values: readonly unknown[]): string {
  return values.map((value) => `${JSON.stringify(value)}\n`).join("");
}

/** Checks no member: judging checks what it uses, and nothing else is done with a scenario. */
export const scenarioList: z.ZodType<Scenario[]> = z.array(
  z.custom<Scenario>((value) => typeof value === "object" && value !== null && "id" in value && "steps" in value),
);

/** The schema of `experiment/plan.json`. */
export const planSchema = z.strictObject({
  pairs: z.number().int().min(1),
  seed: z.number().int(),
  askedAt: z.string().describe("ISO 8601, UTC."),
});

type Files = ReadonlyMap<string, Uint8Array>;

/** A file as text. Throws BundleError for one that is missing or is not UTF-8. */
export function textAt(files: Files, path: string): string {
  const bytes = files.get(path);
  if (bytes === undefined) throw new BundleError(`${path}: is missing`, null);
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new BundleError(`${path}: is not UTF-8`, null);
  }
}

/** A JSON file, checked. Throws BundleError. */
export function parseText<T>(files: Files, path: string, schema: z.ZodType<T>): T {
  return checked(textAt(files, path), path, (value) => schema.parse(value));
}

/** A file of one JSON value a line, each read by `read`. Throws BundleError with the line. */
export function parseLines<T>(files: Files, path: string, read: (value: unknown) => T): readonly T[] {
  const lines = textAt(files, path).split("\n");
  if (lines.pop() !== "") throw new BundleError(`${path}: its last line has no end`, null);
  return lines.map((line, at) => checked(line, `${path}, line ${at + 1}`, read));
}

function checked<T>(text: string, place: string, read: (value: unknown) => T): T {
  const parsed = parseJson(text);
  if (!parsed.ok) throw new BundleError(`${place}: is not JSON (${parsed.message})`, null);
  try {
    return read(parsed.value);
  } catch (error) {
    throw new BundleError(`${place}: ${firstIssue(error)}`, null);
  }
}

/** The first thing that is wrong, with its member. */
function firstIssue(error: unknown): string {
  if (!(error instanceof z.ZodError)) return error instanceof Error ? error.message : String(error);
  const [issue] = error.issues;
  return issue === undefined ? "is not as it should be" : `${issue.path.map(String).join(".")}: ${issue.message}`;
}
