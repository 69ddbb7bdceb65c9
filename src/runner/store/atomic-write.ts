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
  const draft = join(dirname(file), `.${randomUUID()}.tmp`);
  try {
    await writeDraft(draft, text);
    await move(draft, file);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined);
    // The draft's name says nothing to a reader of the message.
    if ((error as NodeJS.ErrnoException).path === draft) Object.assign(error as Error, { path: file });
    throw error;
  }
}

/** Writes a new file. Its folder is made only where it is absent: most files are not the first of theirs. */
async function writeDraft(draft: string, text: string): Promise<void> {
  try {
    await writeFile(draft, text, { flush: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    await mkdir(dirname(draft), { recursive: true });
    await writeFile(draft, text, { flush: true });
  }
}
