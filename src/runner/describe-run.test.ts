import { expect, test } from "vitest";
import { catalog, scenarios } from "../../test/support/repository.js";
import { runFacts, runOrigin } from "./describe-run.js";
import { planRun } from "./plan.js";

const targets = catalog.targets.filter(({ id }) => id === "kimi-k2.5/bedrock/converse");
const { cases } = planRun({ scenarios: scenarios.filter(({ id }) => id === "basic-chat"), targets, trials: 3 });
const description = {
  startedAt: new Date("2026-02-10T11:12:13.456Z"),
  arguments: ["run", "--live"],
  versions: { "llm-parity": "0.1.0" },
  seed: 7,
};

test("the facts of a run name its cases, and its id can name a folder", () => {
  expect(runFacts(cases, description)).toEqual({
    id: "2026-02-10T11-12-13-456Z",
    startedAt: "2026-02-10T11:12:13.456Z",
    arguments: ["run", "--live"],
    versions: { "llm-parity": "0.1.0" },
    cases: [{ target: "kimi-k2.5/bedrock/converse", scenario: "basic-chat", trials: 3 }],
    seed: 7,
  });
});

test("the facts of a data set name the data set in place of its rows", () => {
  const dataset = { file: "rows.jsonl", sha256: "00", samples: 1 };
  expect(runFacts(cases, { ...description, dataset })).toMatchObject({ dataset, cases: [] });
});

test("only bytes of a service count as recorded", () => {
  expect(runOrigin("live", description)).toMatchObject({
    source: "recorded",
    recordedAt: "2026-02-10T11:12:13.456Z",
    after: null,
  });
  expect(runOrigin("simulated", description)).toMatchObject({
    source: "authored",
    recordedAt: null,
    after: "the simulator of llm-parity",
  });
});
