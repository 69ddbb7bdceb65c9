import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Bundle } from "../report/bundle.js";
import { matrixMarkdown } from "../report/markdown.js";
import { writeAtomically } from "../runner/atomic-write.js";
import { matrixJson } from "../verdict/matrix-json.js";
import { shown } from "./shared-options.js";
import { UsageError } from "./usage-error.js";

/** Writes the reports, each whole or not at all: earlier ones stay until the new one is complete. */
export async function writeReports(bundle: Bundle, folder: string): Promise<void> {
  const reports: readonly (readonly [name: string, text: string])[] = [
    ["compatibility-matrix.md", matrixMarkdown(bundle)],
    ["compatibility-matrix.json", `${JSON.stringify(matrixJson(bundle.matrix), null, 2)}\n`],
  ];
  try {
    await mkdir(folder, { recursive: true });
    for (const [name, text] of reports) await writeAtomically(join(folder, name), text);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
    throw new UsageError(`--reports ${shown(folder)}: cannot be written (${code}); earlier reports are untouched`, {
      hint: "Give a folder that can be written, or --no-reports.",
    });
  }
}
