import { mkdir } from "node:fs/promises";
import { join, relative, resolve, sep } from "node:path";
import { formatPath } from "../../library/format-path.js";
import type { RunResult } from "../../library/suite/run-result.js";
import { UsageError } from "../../library/usage-error.js";
import type { Bundle } from "../../report/bundle.js";
import { matrixMarkdown } from "../../report/markdown.js";
import { writeAtomically } from "../../runner/store/atomic-write.js";
import { refuseLeaks } from "../../runner/store/refuse-leaks.js";
import { matrixJson } from "../../verdict/matrix/matrix-json.js";

/**
 * Writes the reports, each whole or not at all: an earlier one stays until the new one is complete. Throws
 * SecretInFixtureError when a report would hold a secret, and UsageError when the folder cannot be written.
 */
export async function writeReports(bundle: Bundle, folder: string, { leaks }: Pick<RunResult, "leaks">): Promise<void> {
  const reports: readonly (readonly [name: string, text: string])[] = [
    ["compatibility-matrix.md", matrixMarkdown(bundle, { recordings: wayOut(folder), html: null })],
    ["compatibility-matrix.json", `${JSON.stringify(matrixJson(bundle.matrix), null, 2)}\n`],
  ];
  for (const [name, text] of reports) refuseLeaks(formatPath(join(folder, name)), leaks?.(text) ?? []);
  try {
    await mkdir(folder, { recursive: true });
    for (const [name, text] of reports) await writeAtomically(join(folder, name), text);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
    throw new UsageError(
      `--reports ${formatPath(folder)}: cannot be written (${code}); earlier reports are untouched`,
      {
        hint: "Give a folder that can be written, or --no-reports.",
      },
    );
  }
}

/** The way from a folder below the working one up to it, so that links hold wherever both are copied; null: it does not lie below. */
function wayOut(folder: string): string | null {
  const below = relative(process.cwd(), resolve(folder));
  if (below === "") return ".";
  const parts = below.split(sep);
  return parts[0] === ".." || resolve(below) !== resolve(folder) ? null : parts.map(() => "..").join("/");
}
