import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import {
  identityFacts as facts,
  identityTargets,
  identityResult as result,
} from "../../../test/samples/identity-files.js";
import { workFolder } from "../../../test/support/work-folder.js";
import { loadModels } from "../../scenario/load-models.js";
import { identityBeside } from "./results-beside.js";

const catalog = loadModels("scenarios/models.yaml");
const [gateway, bedrock] = identityTargets;
const targets = catalog.targets.filter(({ id }) => id === gateway || id === bedrock);

/** A run with these tests beside it: their two files, each as data or as text. */
function runWith(tests: { readonly [name: string]: readonly [facts: unknown, result?: unknown] }): string {
  const run = workFolder().path;
  for (const [name, files] of Object.entries(tests)) {
    const folder = join(run, "identity", name);
    mkdirSync(folder, { recursive: true });
    for (const [at, file] of ["identity.json", "result.json"].entries()) {
      const content = files[at];
      if (content === undefined) continue;
      writeFileSync(join(folder, file), typeof content === "string" ? content : JSON.stringify(content));
    }
  }
  return run;
}

test("a result of two targets of the run is shown, with what it says", () => {
  const { tests, left } = identityBeside(runWith({ t: [facts, result] }), { catalog, targets });
  expect(left).toEqual([]);
  expect(tests).toEqual([
    {
      ...{ test: "t", startedAt: "2026-11-29T10:00:00.000Z", A: gateway, B: bedrock },
      ...{ result: "different", because: "the answers show which side gave them", bits: 0.401235, chanceBits: 0 },
      ...{
        calls: 44,
        answers: { A: 21, B: 19 },
        causes: ["weights"],
        causeBecause: "no arm ends it",
        simulated: false,
      },
    },
  ]);
});

test("a target that was typed is found by its id", () => {
  const typed = { ...facts, B: "bedrock/converse:moonshotai.kimi-k2.5" };
  const { tests, left } = identityBeside(runWith({ t: [typed, { ...result, B: typed.B }] }), { catalog, targets });
  expect([tests.map(({ B }) => B), left]).toEqual([[bedrock], []]);
});

test.each<[string, readonly [unknown, unknown?], RegExp]>([
  ["a test that has not ended", [facts], /it has no result yet; `llm-parity identity --resume` continues it$/],
  ["facts that are no JSON", ["{", result], /identity\.json is not that of a test of `llm-parity identity`$/],
  ["facts of something else", [{ schemaVersion: 2 }, result], /identity\.json is not that of a test/],
  ["a result that was cut", [facts, "{"], /result\.json is not that of a test of `llm-parity identity`$/],
  ["a word that there is not", [facts, { ...result, result: "fraud" }], /result\.json is not that of a test/],
  [
    "a target that the run has not asked",
    [{ ...facts, B: "kimi-k2.5/bedrock/invoke-model" }, result],
    /kimi-k2\.5\/bedrock\/invoke-model is not a target of this run$/,
  ],
  ["a text that is no target", [{ ...facts, B: "??" }, result], /\?\? is not a target of this run$/],
])("%s is left out, and said", (_what, files, says) => {
  const { tests, left } = identityBeside(runWith({ t: files }), { catalog, targets });
  expect([tests, left.length]).toEqual([[], 1]);
  expect(left[0]).toMatch(/identity\/t is not shown: /);
  expect(left[0]).toMatch(says);
});

test("a run without a test has none", () => {
  expect(identityBeside(workFolder().path, { catalog, targets })).toEqual({ tests: [], left: [] });
});
