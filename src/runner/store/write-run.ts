import { randomUUID } from "node:crypto";
import { mkdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Journal } from "../journal/journal.js";
import { syncFolder } from "../journal/journal-files.js";
import { writeAtomically } from "./atomic-write.js";
import { orEvidenceError, unkeepable } from "./evidence-error.js";
import type { RunFacts } from "./run-facts.js";
import { runFiles, runFormatVersion } from "./run-files.js";

/**
 * Writes a whole run at once: `facts`, and the records of a journal as they stand in another, so that nothing is redacted or judged anew. The
 * folder is there whole or not at all. Throws EvidenceError where the file system refuses.
 */
export function writeRun(path: string, facts: RunFacts, records: Iterable<string>): Promise<void> {
  const root = dirname(path);
  const draft = join(root, `.${randomUUID()}.tmp`);
  return orEvidenceError(
    (error) => unkeepable(root, error),
    async () => {
      await mkdir(draft, { recursive: true });
      try {
        const text = `${JSON.stringify({ formatVersion: runFormatVersion, ...facts }, null, 2)}\n`;
        await writeAtomically(join(draft, runFiles.facts), text);
        await writeJournal(join(draft, runFiles.journal), records);
        await syncFolder(draft);
        await rename(draft, path);
        await syncFolder(root);
      } catch (error) {
        await rm(draft, { recursive: true, force: true }).catch(() => undefined);
        throw error;
      }
    },
  );
}

async function writeJournal(file: string, records: Iterable<string>): Promise<void> {
  const journal = await Journal.open(file);
  try {
    for (const record of records) await journal.append(record).written;
  } finally {
    await journal.close();
  }
}
