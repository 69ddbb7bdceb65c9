import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { askedCase, trialsOfCase } from "../../../../test/support/case-trials.js";
import { emptyRunFacts } from "../../../../test/support/run-facts.js";
import { temporaryFolder } from "../../../../test/support/temporary-folder.js";
import { readRun } from "../../../runner/store/read-run.js";
import { RunDirectory } from "../../../runner/store/run-directory.js";
import { createRedactor } from "../../../wire/secrets/redact.js";
import { thinnableBytes, thinRun } from "./thin-run.js";

const tools = { redactor: createRedactor([]) };

async function runOf(trials: number): Promise<string> {
  const directory = await RunDirectory.create(temporaryFolder(), emptyRunFacts(), tools);
  for (const trial of await trialsOfCase(trials)) await directory.add(trial, 0);
  await directory.close();
  return directory.path;
}

test("the trials that stay are read as before, with their bytes, and the run says that it is thinned", async () => {
  const path = await runOf(4);
  const whole = readRun(path);
  const before = { trials: whole.transcripts, entries: whole.exchangesOf(askedCase)?.entries ?? [] };
  const bytes = await thinnableBytes(path);
  const { kept, of, freedBytes } = await thinRun(path, ({ trial }) => trial === 1 || trial === 3);
  expect([kept, of]).toEqual([2, 4]);
  expect(freedBytes).toBe(bytes - readFileSync(join(path, "journal.jsonl.gz")).length);
  const run = readRun(path);
  expect(run.thinned).toBe(true);
  expect(run.transcripts).toEqual(before.trials.filter(({ trial }) => trial % 2 === 1));
  expect(run.exchangesOf(askedCase)?.entries).toEqual(before.entries.filter(({ trial }) => trial % 2 === 1));
  expect(await thinnableBytes(path)).toBe(0);
  await expect(RunDirectory.open(path, tools)).rejects.toMatchObject({ name: "RunError" });
});

test("what was made from the journal goes with it", async () => {
  const path = await runOf(1);
  mkdirSync(join(path, "exchanges/a"), { recursive: true });
  writeFileSync(join(path, "exchanges/a/b.har"), "12345");
  const bytes = await thinnableBytes(path);
  expect(bytes).toBe(readFileSync(join(path, "journal.jsonl")).length + 5);
  await thinRun(path, () => true);
  expect(existsSync(join(path, "exchanges"))).toBe(false);
});

test("a run whose thinning was cut short has its whole journal, and is thinned again", async () => {
  const path = await runOf(3);
  writeFileSync(join(path, "journal.jsonl.gz"), "half of it");
  expect(readRun(path)).toMatchObject({ thinned: false, transcripts: [{ trial: 1 }, { trial: 2 }, { trial: 3 }] });
  await thinRun(path, ({ trial }) => trial === 2);
  expect(readRun(path)).toMatchObject({ thinned: true, transcripts: [{ trial: 2 }] });
});

test("a run that a process writes to stays as it is", async () => {
  const directory = await RunDirectory.create(temporaryFolder(), emptyRunFacts(), tools);
  await expect(thinRun(directory.path, () => true)).rejects.toMatchObject({ name: "LockedError" });
  await directory.close();
});

test("a packed journal that is damaged is named", async () => {
  const path = await runOf(1);
  await thinRun(path, () => true);
  writeFileSync(join(path, "journal.jsonl.gz"), "no gzip");
  expect(() => readRun(path)).toThrow(
    expect.objectContaining({
      name: "JournalError",
      message: expect.stringMatching(/journal\.jsonl\.gz: cannot be unpacked/),
    }),
  );
});
