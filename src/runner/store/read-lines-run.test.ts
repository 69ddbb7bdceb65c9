import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { askedCase, trialsOfCase } from "../../../test/support/case-trials.js";
import { temporaryFolder } from "../../../test/support/temporary-folder.js";
import { encodeTranscript } from "../../transcript/serialise.js";
import { createRedactor } from "../../wire/secrets/redact.js";
import { readRun } from "./read-run.js";
import { fixtureOf, saveFixture } from "./save-fixture.js";

const origin = {
  source: "authored",
  recordedAt: null,
  after: "a test",
  note: null,
  endpoint: null,
  versions: {},
} as const;
const facts = { formatVersion: 1, id: "one", startedAt: "2026-02-10T00:00:00.000Z", versions: { node: "20" }, seed: 1 };

/** A run as version 1 kept it: a line a trial, and a HAR a case. */
async function writeLinesRun() {
  const [first, second] = await trialsOfCase(2);
  if (first === undefined || second === undefined) throw new Error("no trial");
  const path = temporaryFolder();
  const [answered, again] = [first.transcript, { ...first.transcript, notReached: ["asked again"] }];
  const lines = [answered, second.transcript, again].map(encodeTranscript);
  writeFileSync(join(path, "run.json"), JSON.stringify(facts));
  writeFileSync(join(path, "trials.jsonl"), `${lines.join("\n")}\n{"formatVersion":1,"ce`);
  const har = join(path, "exchanges/openrouter/chat-completions/kimi-k2.5/basic-chat.har");
  mkdirSync(dirname(har), { recursive: true });
  const about = { scenario: { id: askedCase.scenario, version: 1 }, target: { id: askedCase.target, region: null } };
  const taken = [first, second].map((one) => ({ trial: one.transcript.trial, taken: one.taken }));
  await saveFixture(har, fixtureOf({ ...about, client: "http" } as never, taken, origin), createRedactor([]));
  return { path, har, again, second };
}

test("a run of version 1 has each trial once, the later one where it was asked again, and says what was cut", async () => {
  const { path, again, second } = await writeLinesRun();
  expect(readRun(path)).toMatchObject({
    startedAt: facts.startedAt,
    versions: facts.versions,
    facts: null,
    dataset: null,
    sequential: null,
    transcripts: [again, second.transcript],
    damage: [`${join(path, "trials.jsonl")} ends inside a line: the trial that was being written is lost`],
  });
});

test("its bytes are in the HAR of each case", async () => {
  const { path, har } = await writeLinesRun();
  const { file, entries = [] } = readRun(path).exchangesOf(askedCase) ?? {};
  expect(file).toBe(har);
  expect(entries.map(({ trial }) => trial)).toEqual([1, 2]);
  expect(readRun(path).exchangesOf({ ...askedCase, scenario: "not-asked" })).toBeNull();
});
