import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../../../test/support/temporary-folder.js";
import { SourceError } from "../../source/source-error.js";
import { loadScenarioFile } from "../load-scenarios.js";

const folder = temporaryFolder();
const file = join(folder, "counting.yaml");

const good = `id: counting
version: 1
title: Counting
settings: { maxOutputTokens: 1024, temperature: 1, topP: null, reasoning: default }
tools:
  - { name: get_time, description: null, parameters: null }
steps:
  - { id: plain, say: Count to six., expect: [{ says: [two] }], example: { text: one two five } }
  - { id: again, fresh: true, say: Count to six., expect: [{ says: [two] }], example: { text: one two five } }
  - id: stopped
    fresh: true
    settings: { stopSequences: [five] }
    say: Count to six.
    expect: [{ says: [two] }]
    example: { text: one two }
compare:
  - parameter: stopSequences
    base: plain
    changed: stopped
    measure: { contains: [five] }
    effect: removes
`;

function load(text: string) {
  writeFileSync(file, text);
  return loadScenarioFile(file);
}

function mistakeIn(text: string): string {
  try {
    load(text);
  } catch (error) {
    if (error instanceof SourceError) {
      return error.issues
        .map(({ line, column, message, hint }) => `${line}:${column} ${message}; ${hint ?? ""}`)
        .join("\n");
    }
    throw error;
  }
  throw new Error("no mistake was found");
}

test("a comparison names the parameter, its sides, and what is looked for", () => {
  expect(load(good).compare).toEqual([
    {
      parameter: "stopSequences",
      label: "stopSequences",
      base: ["plain"],
      changed: ["stopped"],
      measure: { kind: "contains", anyOf: ["five"] },
      effect: "removes",
    },
  ]);
});

test.each([
  ["seed: 7", "parameter: seed", "seed"],
  ["toolChoice: { tool: get_time }", "parameter: toolChoice", "toolChoice named"],
  ["parallelToolCalls: false", "parameter: parallelToolCalls", "parallelToolCalls false"],
  ["responseFormat: json-object", "parameter: responseFormat", "responseFormat json-object"],
  ["temperature: 0", "parameter: temperature", "temperature 0"],
  ['reasoning: "off"', "parameter: reasoning", "reasoning off"],
  ["reasoning: { mode: 'on', effort: low }", "parameter: reasoning", "reasoning effort low"],
])("the row of %s says its value where that matters", (setting, parameter, label) => {
  const text = good.replace("stopSequences: [five]", setting).replace("parameter: stopSequences", parameter);
  expect(load(text).compare[0]?.label).toBe(label);
});

test("a repeat needs no base, and two of its steps may be held against each other", () => {
  const repeat = good
    .replace("parameter: stopSequences\n    base: plain\n", "parameter: repeat\n")
    .replace("changed: stopped", "changed: [plain, again]")
    .replace("measure: { contains: [five] }\n    effect: removes", "measure: { sameReply: true }\n    effect: adds");
  expect(load(repeat).compare[0]).toMatchObject({
    label: "repeat: same reply",
    base: [],
    changed: ["plain", "again"],
    measure: { kind: "same-reply" },
  });
});

test.each([
  ["contains: [five]", { kind: "contains", anyOf: ["five"] }],
  ["textAbove: 9", { kind: "text-above", characters: 9 }],
  ["outputTokensAbove: 9", { kind: "output-tokens-above", tokens: 9 }],
  ["callsAtLeast: 2", { kind: "calls-at-least", calls: 2 }],
  ["callsTool: get_time", { kind: "calls-tool", tool: "get_time" }],
  ["isJson: true", { kind: "is-json" }],
  ["matchesSchema: { type: object }", { kind: "matches-schema", schema: { type: "object" } }],
  ["repeatsAbove: 0.5", { kind: "repeats-above", share: 0.5 }],
  ["reasons: true", { kind: "reasons" }],
  ["reasoningTokensAbove: 9", { kind: "reasoning-tokens-above", tokens: 9 }],
  ["cached: true", { kind: "cached" }],
  ["logprobs: true", { kind: "logprobs" }],
  ["finish: [length]", { kind: "finish", anyOf: ["length"] }],
])("the measure %s", (written, measure) => {
  expect(load(good.replace("contains: [five]", written)).compare[0]?.measure).toEqual(measure);
});

describe("a mistake in a comparison is named with its place and the fix", () => {
  test.each([
    ["an unknown parameter", ["parameter: stopSequences", "parameter: stop"], /^17:16 .*"stop".*stopSequences/],
    [
      "an unknown step",
      ["changed: stopped", "changed: stoped"],
      /^19:14 there is no step "stoped"; did you mean "stopped"/,
    ],
    ["no base", ["    base: plain\n", ""], /^17:\d+ stopSequences is compared with nothing; write base/],
    [
      "two steps where one is needed",
      ["base: plain", "base: [plain, again]"],
      /^18:11 base names 2 steps; name one step/,
    ],
    [
      "one step where two are needed",
      ["contains: [five]", "sameReply: true"],
      /^18:11 base names 1 step; sameReply compares two/,
    ],
    ["a step on both sides", ["changed: stopped", "changed: plain"], /^17:\d+ the step "plain" is named twice/],
    [
      "another question",
      ["say: Count to six.\n    expect", "say: Count to ten.\n    expect"],
      /^19:14 the step "stopped" says something else than "plain"/,
    ],
    [
      "a step that goes on",
      ["    fresh: true\n    settings", "    settings"],
      /^18:14 the step "stopped" goes on from the step before it; write fresh: true/,
    ],
    [
      "a second change",
      ["stopSequences: [five] }", "stopSequences: [five], temperature: 0 }"],
      /^19:14 the step "stopped" has another temperature than "plain"; change stopSequences alone/,
    ],
    [
      "another change",
      ["stopSequences: [five] }", "seed: 7 }"],
      /^19:14 the step "stopped" has another seed than "plain"/,
    ],
    [
      "no change",
      ["settings: { stopSequences: [five] }", "settings: { temperature: 1 }"],
      /^19:14 the step "stopped" has the same stopSequences as "plain"; write settings: \{ stopSequences: … \}/,
    ],
    [
      "a repeat that changes something",
      ["parameter: stopSequences\n    base: plain", "parameter: repeat"],
      /^18:14 the step "stopped" has another stopSequences than "plain"; give both the same/,
    ],
    [
      "two measures",
      ["{ contains: [five] }", "{ contains: [five], isJson: true }"],
      /exactly one of: contains, textAbove/,
    ],
    ["an unknown measure", ["contains: [five]", "contain: [five]"], /unknown key "contain".*contains/],
    [
      "a tool that there is not",
      ["contains: [five]", "callsTool: get_tim"],
      /there is no tool "get_tim"; did you mean "get_time"/,
    ],
    ["a share of more than all", ["contains: [five]", "repeatsAbove: 1.5"], /too big/],
    [
      "an effect that there is not",
      ["effect: removes", "effect: remove"],
      /effect cannot be "remove".*did you mean "removes"/,
    ],
    ["no effect", ["    effect: removes\n", ""], /"effect" is missing/],
  ] as const)("%s", (_title, [from, to], message) => {
    expect(good).toContain(from);
    expect(mistakeIn(good.replace(from, to))).toMatch(message);
  });
});
