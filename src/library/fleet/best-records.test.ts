import { expect, test } from "vitest";
import { trialsOfCase } from "../../../test/support/case-trials.js";
import { emptyRunFacts } from "../../../test/support/run-facts.js";
import { temporaryFolder } from "../../../test/support/temporary-folder.js";
import type { LiveTrial } from "../../runner/live/live-options.js";
import { RunDirectory } from "../../runner/store/run-directory.js";
import { createRedactor } from "../../wire/secrets/redact.js";
import { bestTrials } from "./best-records.js";

/** A run with one trial, asked at that second of a minute; `notRun`: why it was not. */
async function runWith(
  second: number,
  { round = 0, notRun = null }: { readonly round?: number; readonly notRun?: LiveTrial["transcript"]["notRun"] } = {},
): Promise<string> {
  const [trial] = await trialsOfCase(1);
  if (trial === undefined) throw new Error("no trial");
  const { provenance } = trial.transcript;
  const recordedAt = `2026-02-10T00:00:${String(second).padStart(2, "0")}.000Z`;
  const transcript = { ...trial.transcript, provenance: { ...provenance, recordedAt }, notRun };
  const directory = await RunDirectory.create(temporaryFolder(), emptyRunFacts(), { redactor: createRedactor([]) });
  await directory.add({ ...trial, transcript }, round);
  await directory.close();
  return directory.path;
}

const secondOf = (paths: readonly string[]) => {
  const [found] = bestTrials(paths).trials.values();
  return Number(found?.transcript.provenance.recordedAt?.slice(17, 19));
};

test.each<[what: string, one: () => Promise<string>, other: () => Promise<string>, second: number]>([
  ["the earlier one", () => runWith(1), () => runWith(2), 1],
  ["the one that was asked again, though it is later", () => runWith(1), () => runWith(2, { round: 1 }), 2],
  [
    "the one that was asked, not one without a key",
    () => runWith(1, { notRun: { kind: "credentials", reason: "none" } }),
    () => runWith(2),
    2,
  ],
  [
    "the one that was asked, not one without budget",
    () => runWith(1, { notRun: { kind: "budget", reason: "0" } }),
    () => runWith(2),
    2,
  ],
])("of a trial in two runs %s counts, in whatever order", async (_what, one, other, second) => {
  const paths = [await one(), await other()];
  expect(secondOf(paths)).toBe(second);
  expect(secondOf(paths.toReversed())).toBe(second);
  expect(bestTrials(paths)).toMatchObject({ repeated: 1 });
});

test("the same run twice is the run", async () => {
  const path = await runWith(1);
  expect(bestTrials([path, path])).toMatchObject({ repeated: 1 });
  expect(bestTrials([path]).trials.size).toBe(1);
});
