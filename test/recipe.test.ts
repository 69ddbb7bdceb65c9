import { chmodSync, cpSync, existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { ToldGate } from "../src/verdict/regression/gate-result-schema.js";
import { runCommand } from "./support/command.js";
import { fakeGithub } from "./support/fake-github.js";
import { gateResult, regressedCell } from "./support/gate-results.js";
import { knownCommands, lacking } from "./support/recipe-commands.js";
import {
  git,
  type JobName,
  jobNames,
  keptFiles,
  messageHook,
  nightly,
  recipeBin,
  recipeWorld,
  runApi,
  runStep,
  startSimulator,
  step,
  type World,
} from "./support/recipe-world.js";
import { workFolder } from "./support/work-folder.js";
import { holds, runAction, runScript, type WorkflowStep } from "./support/workflow-steps.js";

/** The steps of the shipped workflow, run in bash: the services are a simulator, GitHub is two loopback servers and a bare repository. */

/** A run belongs to the night of its day, so the nights that are made here are of today. */
const tonight = new Date().toISOString().slice(0, 10);

let bin: string;
let simulator: string;

beforeAll(async () => {
  [bin, simulator] = await Promise.all([recipeBin(), startSimulator()]);
});

const world = () => recipeWorld(bin, simulator);

/** Registers a test of a step. */
function testStep(job: JobName, name: string, title: string, body: () => Promise<void>): void {
  test(`${job}: ${name}: ${title}`, body);
}

test("every command of the workflow, with its options, is the program's", async () => {
  const known = knownCommands((await runCommand(["completion", "bash"], { cwd: workFolder().path })).stdout);
  const scripts = jobNames.flatMap((job) => nightly.jobs[job].steps.map(({ run = "" }: WorkflowStep) => run));
  expect(scripts.flatMap((script) => lacking(script, known))).toEqual([]);
  expect(lacking("llm-parity gate --no-such-option", known)).toEqual(["gate --no-such-option"]);
});

describe("the plan", () => {
  testStep("plan", "Name the night", "the night is the date of the first attempt", async () => {
    const url = await runApi({ created_at: "2026-11-29T02:31:07Z", repository: { private: true } });
    const { code, outputs } = await runStep(
      "plan",
      "Name the night",
      world().machine({ env: { GITHUB_API_URL: url } }),
    );
    expect({ code, outputs }).toEqual({ code: 0, outputs: { night: "2026-11-29", private: "true" } });
  });

  testStep("plan", "Name the night", "ends where GitHub does not say it", async () => {
    const url = await runApi({});
    const machine = world().machine({ env: { GITHUB_API_URL: url }, values: { "github.token": "another" } });
    expect((await runStep("plan", "Name the night", machine)).code).not.toBe(0);
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
      expect((await runStep("plan", "Keep the evidence private", world().machine({ values }))).code).toBe(code);
    },
  );

  testStep("plan", "Validate", "the starter project is valid", async () => {
    expect(await runStep("plan", "Validate", world().machine())).toMatchObject({ code: 0 });
  });

  testStep("plan", "Name the price", "stops above the limit, and where a price is unknown", async () => {
    const { machine, work } = world();
    expect((await runStep("plan", "Name the price", machine())).code).toBe(0);
    const dear = await runStep("plan", "Name the price", machine({ env: { MAX_COST: "0.01" } }));
    expect(dear.code).toBe(1);
    expect(dear.output).toMatch(/::error::the night may cost \$0\.\d\d, more than MAX_COST \(0\.01\)/);
    const models = work.read("project/scenarios/models.yaml");
    work.write("project/scenarios/models.yaml", models.replace(/ {8}price:\n(?: {10}.*\n)+/, "        price: null\n"));
    const unknown = await runStep("plan", "Name the price", machine());
    expect(unknown.code).toBe(1);
    expect(unknown.output).toContain("no dated price for kimi-k2.5/openrouter/chat-completions");
  });
});

describe("the history", () => {
  testStep("plan", "Take the history", "is empty on the first night, and what was kept on the next", async () => {
    const { machine, remote, work } = world();
    await git(machine(), "init", "--quiet", "--bare", remote);
    const first = await runStep("plan", "Take the history", machine());
    expect(first).toMatchObject({ code: 0, output: expect.stringContaining("this is the first night") });
    await keepNight(machine, "2026-11-28");
    rmSync(join(work.path, "project/history"), { recursive: true });
    expect((await runStep("plan", "Take the history", machine())).code).toBe(0);
    expect(readdirSync(join(work.path, "project/history")).sort()).toEqual(["nights"]);
  });

  testStep("plan", "Take the history", "a server that does not answer is no first night", async () => {
    const { machine } = world();
    const { code, output } = await runStep("plan", "Take the history", machine());
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
  return runStep("keep", "Keep the night, and tell", own);
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
    const { url: hook, messages } = await messageHook();
    const bad = gateResult({ night: "2026-11-29", cells: [regressedCell("m/p/a/s")], alarm: true, exitCode: 1 });
    await keepNight(here.machine, "2026-11-28", { result: null, hook });
    await keepNight(here.machine, "2026-11-29", { result: bad, hook });
    await keepNight(here.machine, "2026-11-29", { result: bad, hook });
    expect(messages.map(({ headline }) => headline)).toEqual(["nothing was measured", "1 cell regressed"]);
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
      expect((await runStep("live", packing.name ?? "", now)).code).toBe(0);
      runAction(upload, now);
      rmSync(join(now.workspace, "packed"), { recursive: true });
    }
    rmSync(join(work.path, "project/runs"), { recursive: true });
    const again = machine({ values: values("11") });
    expect(holds(step("live", "Unpack what earlier attempts paid for").if, again.values)).toBe(true);
    runAction(step("live", "Fetch what earlier attempts paid for"), again);
    expect(await runStep("live", "Unpack what earlier attempts paid for", again)).toMatchObject({ code: 0 });
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
    const { code, output } = await runStep("live", "Unpack what earlier attempts paid for", second);
    expect([code, output]).toEqual([0, "No earlier attempt left a journal.\n"]);
    expect((await runStep("live", "Pack the journal", second)).code).toBe(0);
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
      expect(await runStep("live", "Ask known failures again", own)).toMatchObject({ code: 0, output: "" });
      work.write("project/evidence/no-bundle/notes.txt", "");
      expect(await runStep("live", "Ask known failures again", own)).toMatchObject({ code: 0, output: "" });
      work.write("project/evidence/damaged/SHA256SUMS", "");
      const { code, output } = await runStep("live", "Ask known failures again", own);
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
      await runStep("live", "Pack the journal", own);
      cpSync(join(own.workspace, "packed"), join(own.artefacts, `journal-${shard}-${attempt}`), { recursive: true });
      rmSync(join(own.workspace, "packed"), { recursive: true });
    }
    const own = machine({ values });
    runAction(
      nightly.jobs.gate.steps.find(({ with: given }: WorkflowStep) => given?.["pattern"] === "journal-*"),
      own,
    );
    const { code, output } = await runStep("gate", "Unpack the shards", own);
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
    expect(await runStep("gate", "Add the night to the history", own)).toMatchObject({ code: 0 });
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
    const ended = await runStep(
      "issues",
      "Open, update and close issues",
      machine({ env: { GITHUB_API_URL: github.url } }),
    );
    expect(ended).toMatchObject({ code: 0, output: expect.stringContaining("open #1: m/p/a/s") });
    expect(github.issues).toHaveLength(1);
  });
});
