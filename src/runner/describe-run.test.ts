import { expect, test } from "vitest";
import { catalog, scenarios } from "../../test/support/repository.js";
import { runFacts, runOrigin } from "./describe-run.js";
import { planRun } from "./plan.js";

const targets = catalog.targets.filter(({ id }) => id === "kimi-k2.5/bedrock/converse");
const { cases } = planRun({ scenarios: scenarios.filter(({ id }) => id === "basic-chat"), targets, trials: 3 });
const description = {
  startedAt: new Date("2026-02-10T11:12:13.456Z"),
  mode: "live" as const,
  options: { live: true },
  commit: null,
  versions: { "llm-parity": "0.1.0" },
  seed: 7,
  nonce: false,
};

test("the facts of a run name what it asks, and its id can name a folder", () => {
  const facts = runFacts(cases, description);
  expect(facts.id).toMatch(/^2026-02-10T11-12-13-456Z-[0-9a-f]{4}$/);
  expect(facts).toMatchObject({
    startedAt: "2026-02-10T11:12:13.456Z",
    mode: "live",
    options: { live: true },
    versions: { "llm-parity": "0.1.0" },
    cases: [{ target: "kimi-k2.5/bedrock/converse", scenario: "basic-chat", trials: 3 }],
    seed: 7,
    nonceSeed: null,
    dataset: null,
    sequential: null,
  });
  expect(facts.targets).toEqual(targets);
  expect(Object.keys(facts.hashes.scenarios)).toEqual(["basic-chat"]);
  expect(Object.keys(facts.hashes.targets)).toEqual(["kimi-k2.5/bedrock/converse"]);
});

test("two runs that start in the same millisecond have folders of their own", () => {
  const ids = Array.from({ length: 5 }, () => runFacts(cases, description).id);
  expect(new Set(ids).size).toBeGreaterThan(1);
});

test("prompts that vary do so by a seed that is kept", () => {
  expect(runFacts(cases, { ...description, nonce: true }).nonceSeed).toBe(description.startedAt.getTime() ^ 7);
});

test("the facts of a data set name the data set in place of its rows", () => {
  const dataset = { file: "rows.jsonl", sha256: "00", samples: 1 };
  const facts = runFacts(cases, { ...description, dataset });
  expect(facts).toMatchObject({ dataset, cases: [], hashes: { scenarios: {}, tools: {} } });
  expect(Object.keys(facts.hashes.targets)).toEqual(["kimi-k2.5/bedrock/converse"]);
});

test("only bytes of a service count as recorded", () => {
  const facts = runFacts(cases, description);
  expect(runOrigin({ ...facts, mode: "live" })).toMatchObject({
    source: "recorded",
    recordedAt: "2026-02-10T11:12:13.456Z",
    after: null,
  });
  expect(runOrigin({ ...facts, mode: "simulator" })).toMatchObject({
    source: "authored",
    recordedAt: null,
    after: "the simulator of llm-parity",
  });
});
