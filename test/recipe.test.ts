import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import type { ToldGate } from "../src/verdict/regression/gate-result-schema.js";
import { atEnd } from "./support/at-end.js";
import { runCommand } from "./support/command.js";
import { fakeGithub } from "./support/fake-github.js";
import { gateResult, regressedCell } from "./support/gate-results.js";
import { listen } from "./support/listen.js";
import { mainFile, startProgram } from "./support/program.js";
import { knownCommands, lacking } from "./support/recipe-commands.js";
import { root } from "./support/repository.js";
import { type WorkFolder, workFolder } from "./support/work-folder.js";
import {
  fill,
  holds,
  type Machine,
  runAction,
  runScript,
  type StepEnded,
  type WorkflowStep,
} from "./support/workflow-steps.js";

/** The steps of the shipped workflow, run in bash: the services are a simulator, GitHub is two loopback servers and a bare repository. */
const nightly = parse(readFileSync(join(root, "examples/nightly/nightly.yml"), "utf8"));
const place = workFolder();
const program = knownCommands((await runCommand(["completion", "bash"], { cwd: place.path })).stdout);

/** A run belongs to the night of its day, so the nights that are made here are of today. */
const tonight = new Date().toISOString().slice(0, 10);

type JobName = "plan" | "live" | "gate" | "keep" | "issues";

function step(job: JobName, name: string): WorkflowStep {
  const found = nightly.jobs[job].steps.find((one: WorkflowStep) => one.name === name);
  if (found === undefined) throw new Error(`${job} has no step "${name}"`);
  return found;
}

/** Registers a test of a step; a to-do that names the commands where the program lacks them. */
function testStep(job: JobName, name: string, title: string, body: () => Promise<void>): void {
  const missing = lacking(step(job, name).run ?? "", program);
  if (missing.length > 0) test.todo(`${job}: ${name}: ${title} (the program lacks: ${missing.join(", ")})`);
  else test(`${job}: ${name}: ${title}`, body);
}

type World = {
  readonly work: WorkFolder;
  readonly machine: (more?: Partial<Machine>) => Machine;
  readonly remote: string;
};

let bin: string;
let simulator: string;

beforeAll(async () => {
  const tools = workFolder();
  const running = await startProgram(["simulate", "--port", "0"], { cwd: root });
  simulator = await running.untilOutput(/http:\/\/\S+/);
  const main = await mainFile();
  // The services are the simulator; what else is asked is the program's own affair.
  tools.write(
    "llm-parity",
    [
      "#!/bin/bash",
      "words=()",
      `for word in "$@"; do if [ "$word" = --live ]; then words+=(--simulator '${simulator}'); else words+=("$word"); fi; done`,
      `exec '${process.execPath}' '${main}' "\${words[@]}"`,
      "",
    ].join("\n"),
  );
  chmodSync(join(tools.path, "llm-parity"), 0o755);
  bin = tools.path;
});

/** A machine with the starter project, and an empty repository on the server's side. */
function world(): World {
  const work = workFolder();
  cpSync(join(root, "examples/nightly/scenarios"), join(work.path, "project/scenarios"), { recursive: true });
  const remote = join(work.path, "server/octo-org/octo-repo.git");
  mkdirSync(remote, { recursive: true });
  const machine = (more: Partial<Machine> = {}): Machine => ({
    workspace: join(work.path, "project"),
    temporary: join(work.path, "temporary"),
    artefacts: join(work.path, "artefacts"),
    bin,
    ...more,
    env: {
      ...nightly.env,
      ...{ GITHUB_SERVER_URL: `file://${join(work.path, "server")}`, GITHUB_REPOSITORY: "octo-org/octo-repo" },
      ...{ GITHUB_RUN_ID: "77", GITHUB_RUN_NUMBER: "5", GITHUB_RUN_ATTEMPT: "1", GITHUB_API_URL: "http://127.0.0.1:9" },
      ...more.env,
    },
    values: { "github.token": "a-token-of-the-test", "github.run_attempt": "1", ...noSecrets, ...more.values },
  });
  return { work, machine, remote };
}

const noSecrets = Object.fromEntries(["PASSPHRASE", "NOTIFY_URL"].map((name) => [`secrets.LLM_PARITY_${name}`, ""]));

async function run(job: JobName, name: string, machine: Machine): Promise<StepEnded> {
  const { run: script = "", env = {} } = step(job, name);
  const values = Object.entries({ ...nightly.jobs[job].env, ...env }).map(([key, value]) => [
    key,
    fill(String(value), machine.values),
  ]);
  return runScript(script, Object.fromEntries(values), machine);
}

async function git(machine: Machine, ...words: readonly string[]): Promise<StepEnded> {
  return runScript(`git ${words.map((word) => `'${word}'`).join(" ")}`, {}, machine);
}

/** A loopback server that tells of the run, as GitHub's API does. */
async function runApi(answer: object): Promise<string> {
  const server = createServer((request, response) => {
    const isRun = request.url === "/repos/octo-org/octo-repo/actions/runs/77";
    const isAllowed = request.headers.authorization === "Bearer a-token-of-the-test";
    response.writeHead(isRun && isAllowed ? 200 : 404).end(JSON.stringify(answer));
  });
  const port = await listen(server);
  atEnd(() => server.close());
  return `http://127.0.0.1:${port}`;
}

describe("the plan", () => {
  testStep("plan", "Name the night", "the night is the date of the first attempt", async () => {
    const url = await runApi({ created_at: "2026-11-29T02:31:07Z", repository: { private: true } });
    const { code, outputs } = await run("plan", "Name the night", world().machine({ env: { GITHUB_API_URL: url } }));
    expect({ code, outputs }).toEqual({ code: 0, outputs: { night: "2026-11-29", private: "true" } });
  });

  testStep("plan", "Name the night", "ends where GitHub does not say it", async () => {
    const url = await runApi({});
    const machine = world().machine({ env: { GITHUB_API_URL: url }, values: { "github.token": "another" } });
    expect((await run("plan", "Name the night", machine)).code).not.toBe(0);
  });

  test.each([
    ["true", "", 0],
    ["true", "a passphrase", 0],
    ["false", "a passphrase", 0],
    ["false", "", 1],
    ["", "", 1],
  ])(
    "plan: Keep the evidence private: private is %j and the passphrase %j: ends with %i",
    async (isPrivate, secret, code) => {
      const values = { "steps.night.outputs.private": isPrivate, "secrets.LLM_PARITY_PASSPHRASE": secret };
      expect((await run("plan", "Keep the evidence private", world().machine({ values }))).code).toBe(code);
    },
  );

  testStep("plan", "Validate", "the starter project is valid", async () => {
    expect(await run("plan", "Validate", world().machine())).toMatchObject({ code: 0 });
  });

  testStep("plan", "Name the price", "stops above the limit, and where a price is unknown", async () => {
    const { machine, work } = world();
    expect((await run("plan", "Name the price", machine())).code).toBe(0);
    const dear = await run("plan", "Name the price", machine({ env: { MAX_COST: "0.01" } }));
    expect(dear.code).toBe(1);
    expect(dear.output).toMatch(/::error::the night may cost \$0\.\d\d, more than MAX_COST \(0\.01\)/);
    const models = work.read("project/scenarios/models.yaml");
    work.write("project/scenarios/models.yaml", models.replace(/ {8}price:\n(?: {10}.*\n)+/, "        price: null\n"));
    const unknown = await run("plan", "Name the price", machine());
    expect(unknown.code).toBe(1);
    expect(unknown.output).toContain("no dated price for kimi-k2.5/openrouter/chat-completions");
  });
});

describe("the history", () => {
  testStep("plan", "Take the history", "is empty on the first night, and what was kept on the next", async () => {
    const { machine, remote, work } = world();
    await git(machine(), "init", "--quiet", "--bare", remote);
    const first = await run("plan", "Take the history", machine());
    expect(first).toMatchObject({ code: 0, output: expect.stringContaining("this is the first night") });
    await keepNight(machine, "2026-11-28");
    rmSync(join(work.path, "project/history"), { recursive: true });
    expect((await run("plan", "Take the history", machine())).code).toBe(0);
    expect(readdirSync(join(work.path, "project/history")).sort()).toEqual(["nights"]);
  });

  testStep("plan", "Take the history", "a server that does not answer is no first night", async () => {
    const { machine } = world();
    const { code, output } = await run("plan", "Take the history", machine());
    expect(code).toBe(1);
    expect(output).toContain("::error::the branch llm-parity-history cannot be read");
  });
});

/** Runs the job that keeps a night, whose gate found `result`; null: there is none. */
async function keepNight(
  machine: World["machine"],
  night: string,
  more: { result?: ToldGate | null; hook?: string } = {},
) {
  const { result = gateResult({ night, cells: [{ cell: "m/p/a/s" }] }), hook = "" } = more;
  const own = machine({ values: { "needs.plan.outputs.night": night, "secrets.LLM_PARITY_NOTIFY_URL": hook } });
  const at = (file: string) => join(own.workspace, file);
  rmSync(at("night"), { recursive: true, force: true });
  rmSync(at("kept"), { recursive: true, force: true });
  if (result !== null) {
    const files = workFolder({ "gate.json": JSON.stringify(result), "night/summary.jsonl": `{"night":"${night}"}\n` });
    cpSync(files.path, at("night"), { recursive: true });
  }
  return run("keep", "Keep the night, and tell", own);
}

async function keptFiles({ machine, remote }: World): Promise<readonly string[]> {
  const listed = await runScript(`git --git-dir '${remote}' ls-tree -r --name-only llm-parity-history`, {}, machine());
  return listed.output.split("\n").filter((line) => line !== "");
}

describe("keeping", () => {
  testStep(
    "keep",
    "Keep the night, and tell",
    "adds one commit a night, and replaces a night that was made again",
    async () => {
      const here = world();
      await git(here.machine(), "init", "--quiet", "--bare", here.remote);
      for (const night of ["2026-11-28", "2026-11-29", "2026-11-29"]) {
        expect(await keepNight(here.machine, night)).toMatchObject({ code: 0 });
      }
      expect(await keptFiles(here)).toEqual(["nights/2026-11-28/summary.jsonl", "nights/2026-11-29/summary.jsonl"]);
      const log = await runScript(
        `git --git-dir '${here.remote}' log --format=%s llm-parity-history`,
        {},
        here.machine(),
      );
      expect(log.output).toBe("Night 2026-11-29\nNight 2026-11-28\n");
    },
  );

  testStep("keep", "Keep the night, and tell", "tells once a night, also that nothing was measured", async () => {
    const here = world();
    await git(here.machine(), "init", "--quiet", "--bare", here.remote);
    const said: string[] = [];
    const server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      said.push(JSON.parse(Buffer.concat(chunks).toString()).headline);
      response.end();
    });
    const hook = `http://127.0.0.1:${await listen(server)}/hook`;
    atEnd(() => server.close());
    const bad = gateResult({ night: "2026-11-29", cells: [regressedCell("m/p/a/s")], alarm: true, exitCode: 1 });
    await keepNight(here.machine, "2026-11-28", { result: null, hook });
    await keepNight(here.machine, "2026-11-29", { result: bad, hook });
    await keepNight(here.machine, "2026-11-29", { result: bad, hook });
    expect(said).toEqual(["nothing was measured", "1 cell regressed"]);
    expect(await keptFiles(here)).toEqual(["nights/2026-11-29/summary.jsonl", "notified.jsonl"]);
  });

  testStep(
    "keep",
    "Keep the night, and tell",
    "a message that cannot be sent is a warning, and the night is kept",
    async () => {
      const here = world();
      await git(here.machine(), "init", "--quiet", "--bare", here.remote);
      const { code, output } = await keepNight(here.machine, "2026-11-29", { hook: "ftp://nowhere" });
      expect(code).toBe(0);
      expect(output).toContain("::warning::the message of the night was not sent");
      expect(await keptFiles(here)).toEqual(["nights/2026-11-29/summary.jsonl"]);
    },
  );

  testStep("keep", "Keep the night, and tell", "a push that another one has overtaken is made again", async () => {
    const here = world();
    await git(here.machine(), "init", "--quiet", "--bare", here.remote);
    await keepNight(here.machine, "2026-11-27");
    // Another one pushes between our clone and our push: once.
    here.work.write("server/octo-org/octo-repo.git/hooks/pre-receive", overtake(here));
    chmodSync(join(here.remote, "hooks/pre-receive"), 0o755);
    const { code, output } = await keepNight(here.machine, "2026-11-28");
    expect(output).toContain("The branch has moved on (try 1).");
    expect(code).toBe(0);
    expect(await keptFiles(here)).toEqual([
      ...["nights/2026-11-27/summary.jsonl", "nights/2026-11-28/summary.jsonl", "other.txt"],
    ]);
  });
});

/** A hook of the server that refuses the first push, having taken another one. */
function overtake({ work, remote }: World): string {
  const other = join(work.path, "other");
  return [
    "#!/bin/sh",
    'rm -- "$0"',
    "unset $(git rev-parse --local-env-vars) GIT_QUARANTINE_PATH",
    `git clone --quiet --branch llm-parity-history '${remote}' '${other}' && cd '${other}'`,
    "git config user.name other && git config user.email other@example.com",
    "echo > other.txt && git add . && git commit --quiet -m other && git push --quiet",
    "echo overtaken >&2",
    "exit 1",
    "",
  ].join("\n");
}

describe("a shard", () => {
  const packing = step("live", "Pack the journal");

  test.each([
    ["no passphrase", ""],
    ["a passphrase", "correct horse battery staple"],
  ])("live: what one attempt packs, the next goes on with, with %s", async (_, secret) => {
    const { machine, work } = world();
    const values = (attempt: string) => ({
      ...{ "matrix.shard": "1", "needs.plan.outputs.night": "2026-11-29", "secrets.AWS_ROLE_ARN": "" },
      ...{ "secrets.LLM_PARITY_PASSPHRASE": secret, "github.run_attempt": attempt, "github.run_id": "77" },
    });
    const upload = nightly.jobs.live.steps.find(({ with: given }: WorkflowStep) =>
      given?.["name"]?.startsWith("journal-"),
    );
    for (const attempt of ["1", "2", "10"]) {
      work.write("project/runs/one/journal.jsonl", `attempt ${attempt}\n`);
      const now = machine({ values: values(attempt) });
      expect((await run("live", packing.name ?? "", now)).code).toBe(0);
      runAction(upload, now);
      rmSync(join(now.workspace, "packed"), { recursive: true });
    }
    rmSync(join(work.path, "project/runs"), { recursive: true });
    const again = machine({ values: values("11") });
    expect(holds(step("live", "Unpack what earlier attempts paid for").if, again.values)).toBe(true);
    runAction(step("live", "Fetch what earlier attempts paid for"), again);
    expect(await run("live", "Unpack what earlier attempts paid for", again)).toMatchObject({ code: 0 });
    expect(work.read("project/runs/one/journal.jsonl")).toBe("attempt 10\n");
    const packed = readdirSync(join(work.path, "artefacts"), { recursive: true, encoding: "utf8" });
    expect(packed.filter((file) => file.endsWith(secret === "" ? ".tar.gz" : ".tar.gz.gpg"))).toHaveLength(3);
  });

  test("live: a first attempt, and one whose predecessor left nothing, begin anew", async () => {
    const { machine } = world();
    const values = {
      ...{ "matrix.shard": "1", "needs.plan.outputs.night": "2026-11-29", "secrets.AWS_ROLE_ARN": "" },
      ...{ "github.run_id": "77" },
    };
    const first = machine({ values: { ...values, "github.run_attempt": "1" } });
    expect(holds(step("live", "Unpack what earlier attempts paid for").if, first.values)).toBe(false);
    const second = machine({ values: { ...values, "github.run_attempt": "2" } });
    runAction(step("live", "Fetch what earlier attempts paid for"), second);
    const { code, output } = await run("live", "Unpack what earlier attempts paid for", second);
    expect([code, output]).toEqual([0, "No earlier attempt left a journal.\n"]);
    expect((await run("live", "Pack the journal", second)).code).toBe(0);
    expect(existsSync(join(second.workspace, "packed"))).toBe(false);
  });

  testStep(
    "live",
    "Ask known failures again",
    "asks where there is a bundle, and ends well whatever it finds",
    async () => {
      const { machine, work } = world();
      const values = { "matrix.shard": "1", "needs.plan.outputs.night": "2026-11-29", "secrets.AWS_ROLE_ARN": "" };
      const own = machine({ values: { ...values, "secrets.OPENROUTER_API_KEY": "simulated" } });
      expect(await run("live", "Ask known failures again", own)).toMatchObject({ code: 0, output: "" });
      work.write("project/evidence/no-bundle/notes.txt", "");
      expect(await run("live", "Ask known failures again", own)).toMatchObject({ code: 0, output: "" });
      work.write("project/evidence/damaged/SHA256SUMS", "");
      const { code, output } = await run("live", "Ask known failures again", own);
      expect(code).toBe(0);
      expect(output).toMatch(/::warning::evidence\/damaged\/ was not decided \(exit code \d\)/);
    },
  );

  testStep("gate", "Unpack the shards", "takes the newest attempt of each, and names one that is missing", async () => {
    const { machine, work } = world();
    const values = { "needs.plan.outputs.night": "2026-11-29", "github.run_id": "77", "secrets.AWS_ROLE_ARN": "" };
    for (const [shard, attempt] of [
      ["1", "1"],
      ["1", "2"],
      ["2", "1"],
      ["4", "1"],
    ] as const) {
      work.write("project/runs/one/journal.jsonl", `${shard} ${attempt}`);
      const own = machine({ values: { ...values, "matrix.shard": shard, "github.run_attempt": attempt } });
      await run("live", "Pack the journal", own);
      cpSync(join(own.workspace, "packed"), join(own.artefacts, `journal-${shard}-${attempt}`), { recursive: true });
      rmSync(join(own.workspace, "packed"), { recursive: true });
    }
    const own = machine({ values });
    runAction(
      nightly.jobs.gate.steps.find(({ with: given }: WorkflowStep) => given?.["pattern"] === "journal-*"),
      own,
    );
    const { code, output } = await run("gate", "Unpack the shards", own);
    expect([code, output]).toEqual([0, "::warning::shard 3 left no journal\n"]);
    const journals = ["1", "2", "4"].map((shard) => work.read(`project/unpacked/${shard}/runs/one/journal.jsonl`));
    expect(journals).toEqual(["1 2", "2 1", "4 1"]);
  });
});

describe("the night", () => {
  testStep("gate", "Add the night to the history", "has counts and no account", async () => {
    const { machine, work } = world();
    const own = machine({ values: { "needs.plan.outputs.night": tonight } });
    const account = "123456789012";
    const profile = `arn:aws:bedrock:us-east-1:${account}:application-inference-profile/abcdefghijkl`;
    work.edit("project/scenarios/models.yaml", "id: moonshotai.kimi-k2.5", `id: "${profile}"`);
    const asked = await runScript("llm-parity run --live --trials 1 --exit-zero", {}, own);
    expect(asked).toMatchObject({ code: 0 });
    expect(await run("gate", "Add the night to the history", own)).toMatchObject({ code: 0 });
    const kept = work.read(`project/history/nights/${tonight}/summary.jsonl`);
    expect(kept.split("\n")).toHaveLength(3);
    expect(kept).toContain(profile.replace(account, "000000000000"));
    const files = work.contents("project/history/nights");
    expect(Object.values(files).join("")).not.toContain(account);
  });
});

describe("the issues", () => {
  testStep("issues", "Open, update and close issues", "one is opened for a cell that regressed", async () => {
    const github = await fakeGithub();
    const { machine, work } = world();
    const bad = gateResult({ cells: [regressedCell("m/p/a/s")], alarm: true, exitCode: 1 });
    work.write("project/night/gate.json", JSON.stringify(bad));
    const ended = await run(
      "issues",
      "Open, update and close issues",
      machine({ env: { GITHUB_API_URL: github.url } }),
    );
    expect(ended).toMatchObject({ code: 0, output: expect.stringContaining("open #1: m/p/a/s") });
    expect(github.issues).toHaveLength(1);
  });
});

describe("a whole night", () => {
  const needed = (["plan", "live", "gate"] as const).flatMap((job) =>
    nightly.jobs[job].steps.flatMap(({ run: script = "" }: WorkflowStep) => lacking(script, program)),
  );
  const missing = [...new Set(needed)];
  const title = "goes through every job, and a second attempt pays nothing";

  if (missing.length > 0) test.todo(`${title} (the program lacks: ${missing.join(", ")})`);
  else
    test(title, async () => {
      const here = world();
      await git(here.machine(), "init", "--quiet", "--bare", here.remote);
      const url = await runApi({ created_at: `${tonight}T00:00:01Z`, repository: { private: true } });
      const first = await wholeNight(here, { url, attempt: "1" });
      expect(first.code).toBe("0");
      expect(first.journals.join("")).toContain("order-status");
      expect(await keptFiles(here)).toContain(`nights/${tonight}/summary.jsonl`);
      const again = await wholeNight(here, { url, attempt: "2" });
      // The same bytes: what was asked in the first attempt, and nothing more.
      expect(again.journals).toEqual(first.journals);
    });
});

/** Runs all jobs of an attempt, as GitHub does with "re-run all jobs". `journals`: of each shard, after it has asked. */
async function wholeNight(
  { machine, work }: World,
  { url, attempt }: { readonly url: string; readonly attempt: string },
): Promise<{ readonly code: string; readonly journals: readonly string[] }> {
  const values: { [expression: string]: string } = {
    ...{ "github.run_attempt": attempt, "github.run_id": "77", "secrets.AWS_ROLE_ARN": "", "env.ROLE_IN_AWS": "" },
    ...{ "secrets.OPENROUTER_API_KEY": "simulated", "needs.plan.result": "success" },
  };
  const clean = () => {
    for (const name of readdirSync(join(work.path, "project"))) {
      if (name !== "scenarios") rmSync(join(work.path, "project", name), { recursive: true });
    }
  };
  const journals: string[] = [];
  const job = async (name: JobName, more: { readonly [expression: string]: string } = {}) => {
    clean();
    const outputs: { [name: string]: string } = {};
    for (const one of nightly.jobs[name].steps as readonly WorkflowStep[]) {
      const own = machine({ env: { GITHUB_API_URL: url }, values: { ...values, ...more, ...outputs } });
      if (one.name === "Install" || !holds(one.if, own.values)) continue;
      if (one.uses !== undefined) {
        runAction(one, own);
        continue;
      }
      const ended = await run(name, one.name ?? "", own);
      if (one.name === "Ask") journals.push(journalsIn(join(own.workspace, "runs")));
      if (ended.code !== 0) throw new Error(`${name}: ${one.name} ended with ${ended.code}: ${ended.output}`);
      for (const [key, value] of Object.entries(ended.outputs)) outputs[`steps.${one.id}.outputs.${key}`] = value;
    }
    return outputs;
  };
  const plan = await job("plan");
  values["needs.plan.outputs.night"] = plan["steps.night.outputs.night"] ?? "";
  values["needs.plan.outputs.private"] = plan["steps.night.outputs.private"] ?? "";
  for (const shard of nightly.jobs.live.strategy.matrix.shard) await job("live", { "matrix.shard": String(shard) });
  const gate = await job("gate");
  values["needs.gate.outputs.artefact"] = gate["steps.gate.outputs.artefact"] ?? "";
  await job("keep");
  return { code: gate["steps.gate.outputs.code"] ?? "", journals };
}

function journalsIn(runs: string): string {
  if (!existsSync(runs)) return "";
  const files = readdirSync(runs, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith("journal.jsonl"),
  );
  return files.map((name) => readFileSync(join(runs, name), "utf8")).join("");
}
