import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { inject } from "vitest";
import { atEnd } from "./at-end.js";

/** Makes an empty folder, which is removed with the test or hook that made it. */
export function temporaryFolder(): string {
  const path = mkdtempSync(join(inject("testRun").folder, "work", "folder-"));
  atEnd(() => rmSync(path, { recursive: true, force: true }));
  return path;
}
