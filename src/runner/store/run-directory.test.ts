import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { askedCase, askedKey, trialsOfCase } from "../../../test/support/case-trials.js";
import { emptyRunFacts } from "../../../test/support/run-facts.js";
import { temporaryFolder } from "../../../test/support/temporary-folder.js";
import { createRedactor } from "../../wire/secrets/redact.js";
import { openToAppend } from "../journal/journal-files.js";
import { readRun } from "./read-run.js";
import { RunDirectory } from "./run-directory.js";

const tools = { redactor: createRedactor([askedKey]) };

test("a run holds every trial with its bytes, and no byte of a key", async () => {
  const root = temporaryFolder();
  const directory = await RunDirectory.create(root, emptyRunFacts({ options: { note: askedKey } }), tools);
  const trials = await trialsOfCase(3);
  for (const trial of trials) await directory.add(trial, 0);
  await directory.close();
  expect(readdirSync(directory.path).sort()).toEqual(["journal.jsonl", "run.json"]);
  const run = readRun(directory.path);
  expect(run.transcripts).toEqual(trials.map(({ transcript }) => transcript));
  const { entries = [] } = run.exchangesOf(askedCase) ?? {};
  expect(entries.map(({ trial, exchange }) => [trial, exchange.chunks])).toEqual(
    trials.map(({ transcript, taken }) => [transcript.trial, taken[0]?.exchange.chunks]),
  );
  expect(JSON.stringify([run.facts, run.transcripts, entries])).not.toContain("CANARY");
});

test("a trial that was asked again takes the place of the earlier one, with its bytes", async () => {
  const directory = await RunDirectory.create(temporaryFolder(), emptyRunFacts(), tools);
  const [first, second] = await trialsOfCase(2);
  if (first === undefined || second === undefined) throw new Error("no trial");
  const again = { ...second, transcript: { ...second.transcript, trial: 1 } };
  await directory.add(first, 0);
  await directory.add(again, 1);
  await directory.add(first, 0);
  await directory.close();
  const run = readRun(directory.path);
  expect(run.transcripts).toEqual([again.transcript]);
  expect(run.exchangesOf(askedCase)?.entries).toHaveLength(1);
});

test("a folder that cannot be made, and one that exists, are refused with the way out", async () => {
  const root = temporaryFolder();
  writeFileSync(join(root, "file"), "");
  const facts = emptyRunFacts();
  await expect(RunDirectory.create(join(root, "file"), facts, tools)).rejects.toMatchObject({
    name: "EvidenceError",
    message: expect.stringContaining("no run can be kept here"),
    hint: expect.stringContaining("--runs"),
  });
  mkdirSync(join(root, facts.id));
  await expect(RunDirectory.create(root, facts, tools)).rejects.toMatchObject({ name: "EvidenceError" });
});

test("a run whose folder goes stops at the next trial that is to be kept", async () => {
  const directory = await RunDirectory.create(temporaryFolder(), emptyRunFacts(), tools);
  const [trial] = await trialsOfCase(1);
  if (trial === undefined) throw new Error("no trial");
  rmSync(directory.path, { recursive: true });
  const { kept } = await directory.add(trial, 0);
  await expect(kept).rejects.toMatchObject({ code: "ENOENT" });
  await expect(directory.add(trial, 0)).rejects.toMatchObject({
    name: "EvidenceError",
    message: expect.stringContaining("the folder is gone (ENOENT)"),
    hint: expect.stringContaining("Put the folder back, then continue: llm-parity run --resume"),
  });
  await expect(directory.close()).rejects.toMatchObject({ name: "EvidenceError" });
});

test("on a full disk what was kept is whole, the error says how to go on, and the run can be opened again", async () => {
  const root = temporaryFolder();
  const [first, second] = await trialsOfCase(2);
  if (first === undefined || second === undefined) throw new Error("no trial");
  let isFull = false;
  const openFile = async (file: string) => {
    const out = await openToAppend(file);
    return {
      ...out,
      write: async (bytes: Uint8Array) => {
        if (!isFull) return out.write(bytes);
        await out.write(bytes.subarray(0, 500));
        throw Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
      },
    };
  };
  const directory = await RunDirectory.create(root, emptyRunFacts(), { ...tools, journal: { openFile } });
  await directory.add(first, 0);
  isFull = true;
  await expect(directory.add(second, 0)).rejects.toMatchObject({
    name: "EvidenceError",
    message: expect.stringMatching(/no space is left on the device \(ENOSPC\) \(\d+ bytes are free\)$/),
    hint: `Make room, then continue: llm-parity run --resume ${directory.path}`,
  });
  await expect(directory.close()).rejects.toMatchObject({ name: "EvidenceError" });
  expect(readRun(directory.path)).toMatchObject({ transcripts: [first.transcript], damage: [] });
  const opened = await RunDirectory.open(directory.path, tools);
  expect(opened.earlier.map(({ transcript }) => transcript)).toEqual([first.transcript]);
  await opened.directory.add(second, 0);
  await opened.directory.close();
  expect(readRun(directory.path).transcripts).toEqual([first.transcript, second.transcript]);
});

test("writing is linear: what is written is what is kept", async () => {
  let writtenBytes = 0;
  const openFile = async (file: string) => {
    const out = await openToAppend(file);
    return {
      ...out,
      write: async (bytes: Uint8Array) => {
        const taken = await out.write(bytes);
        writtenBytes += taken;
        return taken;
      },
    };
  };
  const directory = await RunDirectory.create(temporaryFolder(), emptyRunFacts(), { ...tools, journal: { openFile } });
  const trials = await trialsOfCase(200);
  for (const trial of trials) await directory.add(trial, 0);
  await directory.close();
  const kept = JSON.stringify(trials.map(({ transcript }) => transcript)).length;
  expect(writtenBytes).toBeGreaterThan(kept);
  const { size } = statSync(join(directory.path, "journal.jsonl"));
  expect(writtenBytes).toBeLessThanOrEqual(1.3 * size);
});
