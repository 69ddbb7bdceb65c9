import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { canaries, expectNoCanary } from "../../../test/support/canaries.js";
import { temporaryFolder } from "../../../test/support/temporary-folder.js";
import type { RecordedExchange } from "../../wire/exchange.js";
import { createRedactor } from "../../wire/secrets/redact.js";
import { UsageError } from "../usage-error.js";
import { beginExperiment, type KeptCall, readExperiment, resumeExperiment } from "./experiment-store.js";

const redactor = createRedactor([canaries.openrouter]);
const space = { factors: [], places: [] };
const about = {
  ...{ startedAt: "2026-11-29T00:00:00.000Z", program: "0.1.0", cell: "a on b", run: null, mark: null },
  ...{ seed: 1, nonceSeed: 77, budget: 400, symptom: ["empty-reply"], space },
};

const kept = (call: number, why: string | null = null): KeptCall => ({
  call: {
    ...{ call, arm: { changed: {}, place: null }, stage: "first", pair: null },
    ...{ outcome: "bad", replyKey: null, upstream: null },
  },
  ...{ findings: ["empty-reply"], why, requestId: "r-1", costUsd: 0.001 },
});

const recorded: RecordedExchange = {
  ...{ startedAt: "2026-11-29T00:00:00.000Z", firstByteMs: 1, error: null, end: "eof" },
  request: {
    ...{ method: "POST", url: "https://openrouter.ai/api/v1/chat/completions" },
    headers: [["authorization", `Bearer ${canaries.openrouter}`]],
    body: Buffer.from("{}"),
  },
  response: { status: 401, headers: [["content-type", "application/json"]] },
  chunks: [[2, Buffer.from(JSON.stringify({ error: { message: `wrong key ${canaries.openrouter}` } }))]],
};

async function withCalls(...calls: readonly KeptCall[]): Promise<string> {
  const store = await beginExperiment(temporaryFolder(), about, redactor);
  for (const one of calls) await store.add(one, recorded, "sdk");
  await store.close();
  return store.folder;
}

const journalOf = (folder: string) => join(folder, "journal.jsonl");
const messageOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
  return "nothing was thrown";
};

test("calls are read as they were written, with their facts", async () => {
  const folder = await withCalls(kept(1), kept(2));
  const { facts, calls } = readExperiment(folder);
  expect(facts).toMatchObject({ cell: "a on b", nonceSeed: 77, budget: 400 });
  expect(calls).toEqual([kept(1), kept(2)]);
});

test("no key is in any file, wherever the service or the request has it", async () => {
  const folder = await withCalls(kept(1, `wrong key ${canaries.openrouter}`));
  for (const name of ["journal.jsonl", "experiment.json"])
    expectNoCanary(readFileSync(join(folder, name), "utf8"), name);
  expect(readFileSync(journalOf(folder), "utf8")).toContain("wrong key");
});

describe("a damaged journal", () => {
  test("a torn last line is dropped", async () => {
    const folder = await withCalls(kept(1), kept(2), kept(3));
    writeFileSync(journalOf(folder), readFileSync(journalOf(folder)).subarray(0, -1));
    expect(readExperiment(folder).calls).toEqual([kept(1), kept(2)]);
    const store = await resumeExperiment(folder, null, redactor);
    await store.add(kept(3), null, "sdk");
    await store.close();
    expect(readExperiment(folder).calls).toEqual([kept(1), kept(2), kept(3)]);
  });

  test("a damaged line before whole ones is refused by its number", async () => {
    const folder = await withCalls(kept(1), kept(2), kept(3));
    const text = readFileSync(journalOf(folder), "utf8");
    writeFileSync(journalOf(folder), text.replace('"call":2', '"call":9'));
    expect(messageOf(() => readExperiment(folder))).toMatch(/journal\.jsonl, line 2: the line is damaged/);
  });
});

describe("what cannot go on", () => {
  test("a folder that is no experiment", () => {
    expect(messageOf(() => readExperiment(temporaryFolder()))).toMatch(
      /is not an experiment of `llm-parity investigate`$/,
    );
  });

  test.each([["{}"], ["[]"], ["not JSON"], ['{"schemaVersion":2}']])("facts that are %s", async (text) => {
    const folder = await withCalls();
    writeFileSync(join(folder, "experiment.json"), text);
    expect(messageOf(() => readExperiment(folder))).toMatch(/is not an experiment of `llm-parity investigate`$/);
  });

  test("a budget below the calls that were made", async () => {
    const folder = await withCalls(kept(1), kept(2));
    await expect(resumeExperiment(folder, 1, redactor)).rejects.toThrow("--budget 1: 2 calls were already made");
    const store = await resumeExperiment(folder, 2, redactor);
    expect(store.budget).toBe(2);
    await store.close();
  });

  test("one that another process is writing", async () => {
    const folder = await withCalls();
    const store = await resumeExperiment(folder, null, redactor);
    await expect(resumeExperiment(folder, null, redactor)).rejects.toThrow(/lock-/);
    await store.close();
  });
});
