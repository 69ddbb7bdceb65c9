import { onTestFinished, TestRunner } from "vitest";
import { testLimitMs } from "./limits.js";

type End = () => unknown;

const ends: End[] = [];

/**
 * Registers a cleanup: it runs after the current test, or after the file if a hook or the file itself registers it, even if they fail
 * or time out. The last one registered runs first. Not for concurrent tests, which cannot be distinguished.
 */
export function atEnd(end: End): void {
  if (TestRunner.getCurrentTest() === undefined) ends.push(end);
  else onTestFinished(async () => void (await end()), testLimitMs);
}

/** Runs the cleanups of the file; see `vitest.config.ts`. */
export async function endFile(): Promise<void> {
  for (let end = ends.pop(); end !== undefined; end = ends.pop()) await end();
}
