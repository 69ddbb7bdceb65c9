import { z } from "zod";
import type { Scenario } from "../../scenario/scenario.js";
import { HintedError } from "../../source/hinted-error.js";
import { bundleJson, bundleJsonLines } from "./bundle-json.js";

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

/** The bytes of a file. Throws BundleError for one that is missing. */
export function bytesAt(files: Files, path: string): Uint8Array {
  const bytes = files.get(path);
  if (bytes === undefined) throw new BundleError(`${path}: is missing`, null);
  return bytes;
}

/** A JSON file, checked. Throws BundleError. */
export function parseFile<T>(files: Files, path: string, schema: z.ZodType<T>): T {
  const read = bundleJson({ path, bytes: bytesAt(files, path) });
  if (read.kind === "refused") throw new BundleError(read.problem.says, null);
  return checked(read.value, path, (value) => schema.parse(value));
}

/** A file of one JSON value a line, each read by `read`. Throws BundleError with the line. */
export function parseLines<T>(files: Files, path: string, read: (value: unknown) => T): readonly T[] {
  const lines = bundleJsonLines({ path, bytes: bytesAt(files, path) });
  if (lines.kind === "refused") throw new BundleError(lines.problem.says, null);
  return lines.values.map((value, at) => checked(value, `${path}, line ${at + 1}`, read));
}

function checked<T>(value: unknown, place: string, read: (value: unknown) => T): T {
  try {
    return read(value);
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
