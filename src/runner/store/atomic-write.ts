import { randomUUID } from "node:crypto";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/** Gives a file its name, in place of any that has it. */
export type Rename = (from: string, to: string) => Promise<void>;

/**
 * Writes a file whole or not at all: readers see either the old bytes or the new ones, also after a run that was killed. `move`: how the
 * written file gets its name; default: by the file system.
 */
export async function writeAtomically(file: string, text: string, move: Rename = rename): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const draft = join(dirname(file), `.${randomUUID()}.tmp`);
  try {
    await writeFile(draft, text, { flush: true });
    await move(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
