import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runCommand } from "./support/command.js";
import { expectParts } from "./support/expect-parts.js";
import { root } from "./support/repository.js";
import { workFolder } from "./support/work-folder.js";

const shipped = (path: string) => readFileSync(join(root, path), "utf8");
const fixture = "fixtures/openrouter/chat-completions/gpt-4o/basic-chat.har";

/** Files of every kind, under names that say nothing. */
const files = {
  "one.yaml": shipped("scenarios/known.yaml"),
  "two.yaml": shipped("scenarios/models.yaml"),
  "three.yaml": shipped("scenarios/profiles/default.yaml"),
  "four.yaml": shipped("examples/router.yaml"),
  "five.yaml": shipped("examples/training/training.yaml"),
  "basic-chat.yaml": shipped("scenarios/basic-chat.yaml"),
  "six.har": shipped(fixture),
};

async function validated(content: { readonly [name: string]: string }, ...args: readonly string[]) {
  const { code, stdout, stderr } = await runCommand(["validate", "--json", ...args], { cwd: workFolder(content).path });
  expect(stderr).toBe("");
  const { files: checked } = JSON.parse(stdout);
  return { code, checked };
}

test.each([
  ["one.yaml", "known"],
  ["two.yaml", "models"],
  ["three.yaml", "profile"],
  ["four.yaml", "router"],
  ["five.yaml", "training"],
  ["basic-chat.yaml", "scenario"],
  ["six.har", "fixture"],
] as const)("%s is known by its content as %s", async (file, kind) => {
  expect(await validated({ [file]: files[file] }, file)).toEqual({ code: 0, checked: [{ file, kind, mistake: null }] });
});

test.each([
  ["models: { a: { title: A, vendor: B, offers: [] } }", "models"],
  ["models: { a: { provider: bedrock } }", "router"],
  ["models: [{ models: [a] }]", "profile"],
  ["[1, 2]", "scenario"],
  ["titel: x\nsteps: []", "scenario"],
])("%j is read as %s", async (text, kind) => {
  const { checked } = await validated({ "file.yaml": text }, "file.yaml");
  expect(checked[0]).toMatchObject({ kind });
});

test.each<
  [title: string, args: readonly string[], content: { readonly [name: string]: string }, says: readonly string[]]
>([
  [
    "a finding that does not exist",
    ["k.yaml"],
    { "k.yaml": files["one.yaml"].replace("finding: empty-reply", "finding: empty-replay") },
    ['k.yaml:10:14: there is no finding "empty-replay" here', 'did you mean "empty-reply"?'],
  ],
  [
    "a check that does not exist",
    ["k.yaml"],
    { "k.yaml": files["one.yaml"].replace("finding: empty-reply", "check: reply/not-emty") },
    ['k.yaml:10:12: there is no check "reply/not-emty" here', 'did you mean "reply/not-empty"?'],
  ],
  [
    "a model that does not exist, in a file that --known names",
    ["--known", "k.yaml"],
    { "k.yaml": files["one.yaml"].replace("model: kimi-k2.5", "model: kimi-k2.6") },
    ['k.yaml:7:12: there is no model "kimi-k2.6" here', 'did you mean "kimi-k2.5"?'],
  ],
  [
    "a target that the models of --models do not have",
    ["k.yaml", "--models", "m.yaml"],
    {
      "k.yaml": files["one.yaml"],
      "m.yaml": files["two.yaml"].replaceAll("llama-3.3-70b", "llama-3.4-70b"),
    },
    ['k.yaml:38:12: there is no model "llama-3.3-70b" here'],
  ],
  [
    "a scenario in place of the known divergences",
    ["--known", "basic-chat.yaml"],
    files,
    ["looks like a scenario, and --known says known divergences (known.yaml)", "llm-parity validate basic-chat.yaml"],
  ],
  [
    "the known divergences in place of the models",
    ["--models", "one.yaml"],
    files,
    ["looks like known divergences (known.yaml), and --models says models and suites (models.yaml)"],
  ],
  [
    "a fixture in place of the known divergences",
    ["--known", "six.har"],
    files,
    ["six.har: looks like a fixture, and --known says known divergences (known.yaml)"],
  ],
  [
    "a scenario under the name of another kind",
    ["known.yaml"],
    { "known.yaml": files["basic-chat.yaml"] },
    ["known.yaml: looks like a scenario, and its name says known divergences (known.yaml)", "rename it"],
  ],
  [
    "a router's file among the scenarios",
    ["--scenarios", "s"],
    { "s/basic-chat.yaml": files["basic-chat.yaml"], "s/mine.yaml": files["four.yaml"] },
    ["s/mine.yaml: looks like a router's file, and its place among the scenarios says a scenario"],
  ],
  ["a file of no kind", ["a.yaml"], { "a.yaml": "a: 1" }, ["a.yaml: is not a file", "validate checks: a scenario, "]],
  ["rows", ["a.jsonl"], { "a.jsonl": '{"query":"a"}\n' }, ["a.jsonl: holds rows of a data set or of training data"]],
  [
    "results",
    ["matrix.json"],
    { "matrix.json": shipped("reports/compatibility-matrix.json") },
    ["matrix.json: holds results that this program wrote"],
  ],
  [
    "a misspelt key of a training file",
    ["t.yaml"],
    { "t.yaml": files["five.yaml"].replace("routing_data_train", "routing_data_trian") },
    ['unknown key "routing_data_trian" in data_path', 'did you mean "routing_data_train"?'],
  ],
  [
    "a recording of another tool",
    ["a.har"],
    { "a.har": '{"log":{"version":"1.2","entries":[]}}' },
    ["a.har: ", "no log._parity, so it is a recording of another tool: llm-parity judge a.har reads it"],
  ],
])("%s is named, with what to do", async (_title, args, content, says) => {
  const { code, checked } = await validated(content, ...args);
  expect(code).toBe(2);
  const mistakes = checked.flatMap(({ mistake }: { readonly mistake: string | null }) => mistake ?? []);
  expect(mistakes).toHaveLength(1);
  expectParts(mistakes[0], says);
});

test("an option's file is checked beside the files that are named", async () => {
  const { code, checked } = await validated(files, "one.yaml", "--models", "two.yaml");
  expect(code).toBe(0);
  expect(checked.map(({ file, kind }: { readonly file: string; readonly kind: string }) => `${file} ${kind}`)).toEqual([
    "one.yaml known",
    "two.yaml models",
  ]);
});

test("known divergences beside broken models: the mistake is named once, at the models", async () => {
  const folder = workFolder();
  folder.copy("scenarios");
  folder.edit("scenarios/models.yaml", "  replay: seed", "  replay: seeds");
  const { code, stdout } = await runCommand(["validate", "scenarios"], { cwd: folder.path });
  expect(code).toBe(2);
  expectParts(stdout, ["scenarios/models.yaml:", "1 of "]);
});
