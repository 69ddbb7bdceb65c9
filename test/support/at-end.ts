import { onTestFinished, TestRunner } from "vitest";
import { testLimitMs } from "./limits.js";

type End = () => unknown;

const ends: End[] = [];

/**
 * Ends what was begun: after the test that began it, or after the file where a hook or the file itself did; also when
 * they fail or take too long. What was begun last ends first. Not for concurrent tests, which cannot be told apart.
 */
export function atEnd(end: End): void {
  if (TestRunner.getCurrentTest() === undefined) ends.push(end);
  else onTestFinished(async () => void (await end()), testLimitMs);
}

/** Ends what belongs to the file; see `vitest.config.ts`. */
export async function endFile(): Promise<void> {
  for (let end = ends.pop(); end !== undefined; end = ends.pop()) await end();
}
