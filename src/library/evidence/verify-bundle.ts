import type { Material } from "../../verdict/evidence/material.js";
import type { Problem } from "./problem.js";
import { readBundle } from "./read-bundle.js";
import { verifyContent } from "./verify/verify-content.js";
import { verifyFiles } from "./verify-files.js";

/** What checking a bundle gave. `material` null: it was not read so far. Empty `problems`: all holds. */
export type Verification = {
  readonly problems: readonly Problem[];
  readonly notes: readonly string[];
  readonly files: number;
  readonly material: Material | null;
};

/**
 * Checks a bundle as a stranger's: no link is followed and nothing of it is run. First the hashes, then everything that follows from
 * the bytes: replies decoded, verdicts judged, numbers counted and pages made anew. `program`: our version. Never throws.
 *
 * It cannot show that the bytes came from the vendor.
 */
export async function verifyBundle(folder: string, program: string): Promise<Verification> {
  const read = readBundle(folder);
  if (read.kind === "refused") return { problems: read.problems, notes: [], files: 0, material: null };
  const { files } = read;
  const listed = verifyFiles(files);
  if (listed.length > 0) return { problems: listed, notes: [], files: files.size, material: null };
  const { problems, notes, material } = await verifyContent(files, program);
  return { problems, notes, files: files.size, material };
}
