import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { sixTargets } from "../../test/support/fault-run.js";
import { temporaryFolder } from "../../test/support/temporary-folder.js";
import { loadScenarioFile } from "../scenario/load-scenarios.js";
import { SourceError } from "../source/source-error.js";
import { refuseBrokenPatches } from "./refuse-broken-patches.js";

const text = `id: probe
version: 1
title: A probe
settings: { maxOutputTokens: 64, temperature: 1, topP: null, reasoning: null }
steps:
  - id: right
    say: Hi.
    patch:
      - { apis: all, ops: [{ op: remove, path: /messages }] }
    expect: [{ refused: { status: [400] } }]
  - id: wrong
    fresh: true
    say: Hi.
    patch:
      - { apis: [converse], ops: [] }
      - apis: [chat-completions, chat-completions-stream, converse-stream]
        ops:
          - { op: add, path: /temperature, value: 9 }
          - { op: test, path: /stream, value: true }
    expect: [{ refused: { status: [400] } }]
`;

function scenarioOf(source: string) {
  const file = join(temporaryFolder(), "probe.yaml");
  writeFileSync(file, source);
  return { file, scenario: loadScenarioFile(file) };
}

test("an operation that does not fit a target is a mistake of the scenario, with its line", async () => {
  const { file, scenario } = scenarioOf(text);
  const refused = refuseBrokenPatches([scenario], sixTargets);
  await expect(refused).rejects.toThrow(SourceError);
  await expect(refused).rejects.toThrow(
    `${file}:19:13: the patch of step "wrong" does not fit the body for kimi-k2.5/openrouter/chat-completions: the value at "/stream" is another`,
  );
});

test("a target that a step cannot be said to, and a patch that fits, are none", async () => {
  const { scenario } = scenarioOf(text);
  const fitting = sixTargets.filter(({ api }) => api !== "chat-completions" && api !== "converse-stream");
  await refuseBrokenPatches([scenario], fitting);
  await refuseBrokenPatches([], sixTargets);
});
