import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { temporaryFolder } from "../../test/support/temporary-folder.js";
import { SourceError } from "../source/source-error.js";
import { scenarioIds } from "./folder/scenario-files.js";
import { loadScenarioFile, loadScenarios } from "./load-scenarios.js";
import { settingsOf } from "./settings-of.js";

let folder = "";
beforeEach(() => {
  folder = temporaryFolder();
});

const good = `id: weather
version: 1
title: Weather
settings: { maxOutputTokens: 1024, temperature: null, topP: null, reasoning: null }
tools:
  - name: get_weather
    description: Weather of a city.
    parameters: { type: object, properties: { city: { type: string } } }
    results:
      - when: { city: Paris }
        text: rain
      - json: { temperature: 65 }
history:
  - system: Be brief.
  - user: Weather?
  - assistant: { text: Let me look., reasoning: hm, calls: [{ id: "functions.get_weather:0", tool: get_weather, arguments: { city: SF } }] }
  - tool: { id: "functions.get_weather:0", text: "", status: error }
steps:
  - id: answer
    expect: [usesResult: [["65"], [sunny, clear]], noCalls: true]
    example: { text: 65 and sunny }
`.replace(
  'expect: [usesResult: [["65"], [sunny, clear]], noCalls: true]',
  'expect: [{ usesResult: [["65"], [sunny, clear]] }, { noCalls: true }]',
);

function errorOf(text: string, name = "weather.yaml"): SourceError {
  const file = join(folder, name);
  writeFileSync(file, text);
  try {
    loadScenarioFile(file, { root: folder });
  } catch (error) {
    if (error instanceof SourceError) return error;
    throw error;
  }
  throw new Error("accepted");
}

test("a file becomes a resolved scenario", () => {
  const file = join(folder, "weather.yaml");
  writeFileSync(file, good);
  expect(loadScenarioFile(file)).toEqual({
    id: "weather",
    version: 1,
    title: "Weather",
    description: null,
    tags: [],
    needs: ["tools", "tool-results"],
    settings: {
      maxOutputTokens: 1024,
      temperature: null,
      topP: null,
      topK: null,
      seed: null,
      presencePenalty: null,
      frequencyPenalty: null,
      stopSequences: null,
      reasoning: { mode: "default", effort: null, budgetTokens: null },
      responseFormat: null,
      toolChoice: null,
      parallelToolCalls: null,
      choices: null,
      logprobs: null,
      logitBias: null,
    },
    replay: { reasoning: "as-target", blankText: "drop" },
    system: null,
    tools: [
      {
        name: "get_weather",
        description: "Weather of a city.",
        parameters: { type: "object", properties: { city: { type: "string" } } },
        strict: null,
        results: [
          { when: { city: "Paris" }, parts: [{ kind: "text", text: "rain" }], status: null },
          { when: null, parts: [{ kind: "json", value: { temperature: 65 } }], status: null },
        ],
      },
    ],
    history: [
      { role: "system", parts: [{ kind: "text", text: "Be brief." }], name: null },
      { role: "user", parts: [{ kind: "text", text: "Weather?" }], name: null },
      {
        role: "assistant",
        parts: [
          { kind: "reasoning", text: "hm", signature: null, redacted: null, details: null, field: null },
          { kind: "text", text: "Let me look." },
          { kind: "tool-call", id: "functions.get_weather:0", name: "get_weather", argumentsText: '{"city":"SF"}' },
        ],
        name: null,
      },
      {
        role: "tool",
        toolCallId: "functions.get_weather:0",
        toolName: "get_weather",
        parts: [{ kind: "text", text: "" }],
        status: "error",
      },
    ],
    steps: [
      {
        id: "answer",
        fresh: false,
        settings: {},
        change: null,
        otherUpstream: false,
        conversation: null,
        say: null,
        answerCalls: false,
        expect: [{ kind: "uses-result", groups: [["65"], ["sunny", "clear"]] }, { kind: "no-calls" }],
        example: [{ kind: "text", text: "65 and sunny" }],
        variants: [],
      },
    ],
    compare: [],
    file,
  });
});

test("needs follow from what a scenario uses, and the file may add some", () => {
  const file = join(folder, "weather.yaml");
  const settings =
    "reasoning: { mode: on, budgetTokens: 512 }, stopSequences: [END], toolChoice: { tool: get_weather }, parallelToolCalls: true, responseFormat: json-object";
  writeFileSync(
    file,
    good.replace("reasoning: null", settings).replace("title:", "needs: [images]\nsystem: Be kind.\ntitle:"),
  );
  expect([...loadScenarioFile(file).needs].sort()).toEqual(
    [
      "images",
      "parallel-tool-calls",
      "reasoning",
      "stop-sequences",
      "structured-output",
      "system",
      "tool-choice-tool",
      "tool-results",
      "tools",
    ].sort(),
  );
});

test("a step may begin again, with settings of its own", () => {
  const file = join(folder, "weather.yaml");
  const again = `  - id: again
    fresh: true
    settings: { temperature: 0.5, topP: null, presencePenalty: 1.5, toolChoice: { tool: get_weather }, reasoning: "on" }
    expect: [{ noCalls: true }]
    example: { text: 65 and sunny }
`;
  writeFileSync(file, good.replace("temperature: null", "temperature: 1, frequencyPenalty: -2") + again);
  const scenario = loadScenarioFile(file);
  const [first, second] = scenario.steps.map((step) => ({ ...step, sent: settingsOf(scenario, step) }));
  expect([first?.fresh, first?.settings, second?.fresh]).toEqual([false, {}, true]);
  expect(second?.settings).toEqual({
    temperature: 0.5,
    topP: null,
    presencePenalty: 1.5,
    toolChoice: { kind: "tool", name: "get_weather" },
    reasoning: { mode: "on", effort: null, budgetTokens: null },
  });
  expect(first?.sent).toEqual(scenario.settings);
  expect(second?.sent).toEqual({ ...scenario.settings, ...second?.settings });
  expect([second?.sent.maxOutputTokens, second?.sent.frequencyPenalty]).toEqual([1024, -2]);
  expect(scenario.needs).toEqual(["tools", "tool-results", "tool-choice-tool", "reasoning"]);
});

test("a probe says what it changes on the wire, and how it must be refused", () => {
  const file = join(folder, "weather.yaml");
  const probes = `  - id: patched
    fresh: true
    patch:
      - apis: [chat-completions, converse]
        ops:
          - { op: add, path: /temperature, value: "warm" }
          - { op: move, from: /a, path: /b~1c }
      - { apis: all, families: [nova], ops: [] }
    expect: [{ refused: { status: [400, 422], names: [temperature], type: [ValidationException] } }]
  - id: other
    fresh: true
    model: no-such-model
    body: { text: "{" }
    key: wrong
    expect: [{ refused: { status: [404] } }]
  - { id: long, fresh: true, body: { fill: 900 }, expect: [{ refused: { status: [413] } }] }
`;
  writeFileSync(file, good + probes);
  const [first, ...steps] = loadScenarioFile(file).steps;
  const nothing = { model: null, patches: null, text: null, fill: 0, wrongKey: false };
  expect(first?.change).toBeNull();
  expect(steps.map(({ change }) => change)).toEqual([
    {
      ...nothing,
      patches: [
        {
          apis: ["chat-completions", "converse"],
          families: null,
          operations: [
            { op: "add", path: "/temperature", value: "warm" },
            { op: "move", from: "/a", path: "/b~1c" },
          ],
        },
        { apis: null, families: ["nova"], operations: [] },
      ],
    },
    { ...nothing, model: "no-such-model", text: "{", wrongKey: true },
    { ...nothing, fill: 900 },
  ]);
  expect(steps.map(({ expect: [one], example }) => [one, example])).toEqual([
    [{ kind: "refused", statuses: [400, 422], names: ["temperature"], types: ["ValidationException"] }, []],
    [{ kind: "refused", statuses: [404], names: [], types: null }, []],
    [{ kind: "refused", statuses: [413], names: [], types: null }, []],
  ]);
});

test("argument matchers are written as plain values or with one word", () => {
  const file = join(folder, "weather.yaml");
  const calls =
    "{ calls: [{ tool: get_weather, arguments: { a: 1, b: { contains: x }, c: { anyOf: [1, two] }, d: { present: true }, e: { equals: { f: [] } }, g: null } }] }";
  writeFileSync(file, good.replace("{ noCalls: true }", calls));
  expect(loadScenarioFile(file).steps[0]?.expect[1]).toEqual({
    kind: "calls",
    calls: [
      {
        tool: "get_weather",
        arguments: {
          a: { kind: "equals", value: 1 },
          b: { kind: "contains", text: "x" },
          c: { kind: "any-of", values: [1, "two"] },
          d: { kind: "present" },
          e: { kind: "equals", value: { f: [] } },
          g: { kind: "equals", value: null },
        },
      },
    ],
  });
});

describe("a mistake in a scenario is reported with its place and the fix", () => {
  test.each([
    ["an unknown key", ["title: Weather", "titel: Weather"], "3:1", /unknown key "titel"/, /did you mean "title"/],
    ["an unknown key deep down", ["noCalls: true", "noCall: true"], "20:58", /unknown key "noCall"/, /noCalls/],
    [
      "an include",
      ["title: Weather", "title: Weather\ninclude: file:///etc/passwd"],
      "4:1",
      /unknown key "include"/,
      null,
    ],
    ["no temperature said", ["temperature: null, ", ""], "4:11", /"temperature" is missing in settings/, /a number/],
    ["no token limit said", ["maxOutputTokens: 1024, ", ""], "4:11", /"maxOutputTokens" is missing/, null],
    ["no reasoning said", [", reasoning: null", ""], "4:11", /"reasoning" is missing/, null],
    ["a negative limit", ["1024", "-1"], "4:30", /too small/, null],
    ["a huge limit", ["1024", "99999999999"], "4:30", /too big/, null],
    [
      "an unknown reasoning word",
      ["reasoning: null", "reasoning: of"],
      "4:78",
      /reasoning cannot be "of"/,
      /did you mean "off"/,
    ],
    [
      "another id than the file's name",
      ["id: weather", "id: other"],
      "1:5",
      /not the file's name/,
      /write id: weather/,
    ],
    ["an id with capitals", ["id: weather", "id: Weather"], "1:5", /kebab-case/, null],
    ["an id of look-alike letters", ["id: weather", "id: weаther"], "1:5", /kebab-case/, null],
    ["an id with a path", ["id: weather", "id: ../weather"], "1:5", /kebab-case/, null],
    ["an id that is a number", ["id: weather", "id: 12"], "1:5", /id must be text, but is 12/, null],
    [
      "an unknown tool in history",
      ["tool: get_weather, arguments", "tool: get_wether, arguments"],
      "16:100",
      /there is no tool "get_wether"/,
      /did you mean "get_weather"/,
    ],
    [
      "a result for no call",
      ['tool: { id: "functions.get_weather:0"', 'tool: { id: "functions.get_weather:1"'],
      "17:17",
      /no open call/,
      /did you mean "functions.get_weather:0"/,
    ],
    ["a first step that asks nothing", ["- tool: { id", "- user: {id"], "17:11", /user must be/, null],
    [
      "answerCalls with nothing to answer",
      ["- id: answer", "- id: answer\n    answerCalls: true"],
      "20:18",
      /no calls to answer/,
      null,
    ],
    [
      "two kinds in one expectation",
      ["{ noCalls: true }", '{ noCalls: true, says: ["x"] }'],
      "20:56",
      /exactly one of/,
      null,
    ],
    [
      "text and json in one result",
      ["text: rain", "text: rain\n        json: 1"],
      "10:9",
      /exactly one of: text, json, parts/,
      null,
    ],
    ["a penalty out of range", ["reasoning: null", "reasoning: null, presencePenalty: 3"], "4:101", /too big/, null],
    [
      "a first step that is fresh",
      ["- id: answer", "- id: answer\n    fresh: true"],
      "20:12",
      /begins the conversation anyway/,
      /remove fresh/,
    ],
    [
      "a fresh step with nothing to answer",
      [
        "steps:",
        "  - assistant: Done.\n  - user: And now?\n  - assistant: Rain.\nsteps:\n  - { id: a, say: Hm?, expect: [{ says: [x] }], example: {} }\n  - { id: b, fresh: true, expect: [{ says: [x] }], example: {} }",
      ],
      "23:21",
      /fresh step "b" has no message to answer/,
      /write say/,
    ],
    [
      "conversations in flight that look alike",
      ["steps:", "inFlight: 3\nsteps:"],
      "20:5",
      /cannot be told apart: the first step does not say \{marker\}/,
      /another one in each conversation/,
    ],
    [
      "a marker in the system text, which all share",
      [/steps:\n([\s\S]*?)$/, "system: You are {marker}.\ninFlight: 3\nsteps:\n$1"],
      "18:9",
      /\{marker\} is not replaced in system/,
      null,
    ],
    ["more conversations in flight than there are markers", ["steps:", "inFlight: 17\nsteps:"], "18:11", /16/, null],
    [
      "a first step for another upstream",
      ["- id: answer", "- id: answer\n    otherUpstream: true"],
      "20:20",
      /the first step has no reply before it, whose upstream could be left out/,
      /at a later step/,
    ],
    [
      "a fresh step that answers calls",
      [/$/, "  - { id: b, fresh: true, answerCalls: true, say: Hm?, expect: [{ says: [x] }], example: {} }\n"],
      "22:40",
      /is fresh and has no calls to answer/,
      null,
    ],
    [
      "a step's setting that there is not",
      ["- id: answer", "- id: answer\n    settings: { temprature: 1 }"],
      "20:17",
      /unknown key "temprature"/,
      /did you mean "temperature"/,
    ],
    [
      "a step's settings without one",
      ["- id: answer", "- id: answer\n    settings: {}"],
      "20:15",
      /at least one/,
      null,
    ],
    [
      "a step's choice of an unknown tool",
      ["- id: answer", "- id: answer\n    settings: { toolChoice: { tool: get_wether } }"],
      "20:37",
      /there is no tool "get_wether"/,
      /did you mean "get_weather"/,
    ],
    [
      "a pointer that is none",
      ["- id: answer", "- id: answer\n    patch: [{ apis: all, ops: [{ op: remove, path: messages }] }]"],
      "20:52",
      /write a JSON pointer/,
      null,
    ],
    [
      "an operation that there is not",
      ["- id: answer", "- id: answer\n    patch: [{ apis: all, ops: [{ op: delete, path: /messages }] }]"],
      "20:38",
      /op cannot be "delete"/,
      /allowed: add, replace, test, remove, move, copy/,
    ],
    [
      "an API that there is not",
      ["- id: answer", "- id: answer\n    patch: [{ apis: [convers], ops: [] }]"],
      "20:22",
      /cannot be "convers"/,
      /did you mean "converse"/,
    ],
    [
      "two bodies at once",
      ["- id: answer", '- id: answer\n    body: { text: "{", fill: 9 }'],
      "20:24",
      /unknown key "fill"/,
      null,
    ],
    [
      "another key than a wrong one",
      ["- id: answer", "- id: answer\n    key: right"],
      "20:10",
      /key cannot be "right"/,
      null,
    ],
    [
      "a changed step that is not fresh",
      [/$/, "  - { id: b, say: Hm?, key: wrong, expect: [{ refused: { status: [401] } }] }\n"],
      "22:29",
      /changes its request and is neither the first nor fresh/,
      /write fresh: true/,
    ],
    [
      "a step after a refusal",
      [
        /$/,
        "  - { id: b, fresh: true, say: Hm?, key: wrong, expect: [{ refused: { status: [401] } }] }\n  - { id: c, say: Hm?, expect: [{ says: [x] }], example: {} }\n",
      ],
      "23:5",
      /no reply to go on from: the step "b" is to be refused/,
      /write fresh: true/,
    ],
    [
      "a refusal and another expectation",
      ["{ noCalls: true }", "{ refused: { status: [400] } }"],
      "20:56",
      /no reply that could meet another expectation/,
      null,
    ],
    [
      "a refusal with an example",
      [
        /$/,
        "  - { id: b, fresh: true, say: Hm?, key: wrong, expect: [{ refused: { status: [401] } }], example: { text: x } }\n",
      ],
      "22:100",
      /a refused request has no reply/,
      /remove the example/,
    ],
    ["an answer without an example", [/ {4}example: .*\n/, ""], "19:5", /"example" is missing/, null],
    [
      "a refusal by a status that is none",
      [/$/, "  - { id: b, fresh: true, say: Hm?, key: wrong, expect: [{ refused: { status: [200] } }] }\n"],
      "22:80",
      /too small/,
      null,
    ],
    ["a tool name with a space", ["name: get_weather", "name: get weather"], "6:11", /letters, digits/, null],
    ["no steps", [/steps:[\s\S]*/, "steps: []\n"], "18:8", /too small/i, null],
  ] as const)("%s", (_name, [from, to], where, message, hint) => {
    const error = errorOf(good.replace(from, to));
    expect(error.message).toMatch(message);
    expect(error.where).toBe(`${join(folder, "weather.yaml")}:${where}`);
    if (hint !== null) expect(error.hint).toMatch(hint);
    expect(error.message).not.toMatch(/\n {4}at /);
  });

  test("a device's name", () => {
    expect(errorOf(good.replace("id: weather", "id: con"), "con.yaml").message).toMatch(/for a device/);
  });

  test("two steps of one name, and two tools", () => {
    const twice = good.replace(/ {2}- id: answer[\s\S]*/, (step) => step + step);
    expect(errorOf(twice).message).toMatch(/"answer" appears twice in steps/);
  });

  test("a call of the example that the next step cannot answer", () => {
    const text = `${good.replace("example: { text: 65 and sunny }", "example: { calls: [{ tool: empty, arguments: {} }] }").replace("tools:\n", "tools:\n  - { name: empty, description: null, parameters: null }\n")}  - id: next
    answerCalls: true
    expect: [{ noCalls: true }]
    example: { text: ok }
`;
    expect(errorOf(text).message).toMatch(/the tool "empty" has no results/);
  });
});

describe("a folder of scenarios", () => {
  test.each<[title: string, text: string, isRead: boolean]>([
    ["with another tag is passed over, also if it is broken", "id: gull\ntags: [probes]\nsteps: none\n", false],
    ["with the tag is read", good.replace("id: weather", "id: gull\ntags: [seabirds]"), true],
    [
      "whose tag is written with an escape is read",
      good.replace("id: weather", 'id: gull\ntags: ["\\x73eabirds"]'),
      true,
    ],
  ])("for one tag: a file of a subject %s", (_title, text, isRead) => {
    writeFileSync(join(folder, "weather.yaml"), good);
    mkdirSync(join(folder, "probes"));
    writeFileSync(join(folder, "probes/gull.yaml"), text);
    const read = loadScenarios(folder, ["seabirds"]).map(({ id }) => id);
    expect(read).toEqual(isRead ? ["gull", "weather"] : ["weather"]);
    expect(scenarioIds(folder)).toEqual(["gull", "weather"]);
  });

  test("is read with the canaries and the probes, and without its models and known files, other subfolders and other files", () => {
    writeFileSync(join(folder, "weather.yaml"), good);
    writeFileSync(join(folder, "models.yaml"), "x");
    writeFileSync(join(folder, "known.yaml"), "x");
    writeFileSync(join(folder, "notes.md"), "x");
    mkdirSync(join(folder, "profiles"));
    writeFileSync(join(folder, "profiles/a.yaml"), "x");
    mkdirSync(join(folder, "canary"));
    writeFileSync(join(folder, "canary/bird.yaml"), good.replace("id: weather", "id: bird"));
    writeFileSync(join(folder, "canary/notes.md"), "x");
    mkdirSync(join(folder, "probes"));
    writeFileSync(join(folder, "probes/asks.yaml"), good.replace("id: weather", "id: asks"));
    expect(loadScenarios(folder).map((scenario) => scenario.id)).toEqual(["asks", "bird", "weather"]);
  });

  test("reports the mistakes of all its files at once", () => {
    writeFileSync(join(folder, "a.yaml"), good.replace("id: weather", "id: b"));
    writeFileSync(join(folder, "b.yaml"), "[");
    writeFileSync(join(folder, "weather.yaml"), good);
    expect(() => loadScenarios(folder)).toThrow(
      /a\.yaml:1:5: the id "b" is not the file's name[\s\S]*b\.yaml:1:\d+: not valid YAML/,
    );
  });

  test("refuses two files of one id, links that lead out, and a folder that is a file", () => {
    writeFileSync(join(folder, "weather.yaml"), good);
    writeFileSync(join(folder, "weather.yml"), good);
    expect(() => loadScenarios(folder)).toThrow(/has the id "weather", like/);
    rmSync(join(folder, "weather.yml"));
    symlinkSync("/etc/hostname", join(folder, "out.yaml"));
    expect(() => loadScenarios(folder)).toThrow(/out\.yaml: is a link to a file outside its folder/);
    expect(() => loadScenarios(join(folder, "weather.yaml"))).toThrow(/is not a folder/);
    expect(() => loadScenarios(join(folder, "nothing"))).toThrow(/does not exist/);
  });

  test("must hold a scenario", () => {
    expect(() => loadScenarios(folder)).toThrow(/contains no scenario/);
  });
});
