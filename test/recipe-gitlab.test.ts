import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { runCommand } from "./support/command.js";
import { gateResult } from "./support/gate-results.js";
import { knownCommands, lacking } from "./support/recipe-commands.js";
import { recipeBin, startSimulator } from "./support/recipe-world.js";
import { root } from "./support/repository.js";
import { workFolder } from "./support/work-folder.js";
import { type Machine, runScript, type StepEnded } from "./support/workflow-steps.js";

/** The scripts of the shipped pipeline, run in bash, with a bare repository as the server's. */
const gitlab = parse(readFileSync(join(root, "examples/nightly/gitlab-ci.yml"), "utf8"));
const jobNames = ["plan", "live", "gate", "keep"] as const;

/** A run belongs to the night of its day. */
const tonight = new Date().toISOString().slice(0, 10);

let bin: string;

beforeAll(async () => {
  bin = await recipeBin();
});

/** The lines of a job's script, as one, that hold a text. */
function linesWith(job: string, text: string): string {
  const found = gitlab[job].script.filter((line: string) => line.includes(text));
  if (found.length !== 1) throw new Error(`${job}: ${found.length} parts of the script hold ${text}`);
  return found[0];
}

type World = { readonly machine: Machine; readonly remote: string; readonly inProject: (file: string) => string };

function world(): World {
  const work = workFolder();
  cpSync(join(root, "examples/nightly/scenarios"), join(work.path, "project/scenarios"), { recursive: true });
  const remote = join(work.path, "server.git");
  mkdirSync(remote);
  const machine: Machine = {
    workspace: join(work.path, "project"),
    temporary: join(work.path, "temporary"),
    artefacts: work.path,
    bin,
    env: {
      ...gitlab.variables,
      ...{ CI_REPOSITORY_URL: `file://${remote}`, CI_PIPELINE_CREATED_AT: `${tonight}T00:00:01Z` },
      LLM_PARITY_NOTIFY_URL: "",
    },
    values: {},
  };
  return { machine, remote, inProject: (file) => join(work.path, "project", file) };
}

async function withServer(): Promise<World> {
  const here = world();
  await runScript(`git init --quiet --bare '${here.remote}'`, {}, here.machine);
  return here;
}

async function keptFiles({ machine, remote }: World): Promise<readonly string[]> {
  const { output } = await runScript(
    `git --git-dir '${remote}' ls-tree -r --name-only llm-parity-history`,
    {},
    machine,
  );
  return output.split("\n").filter((line) => line !== "");
}

async function keepNight({ machine, inProject }: World, { measured = true } = {}): Promise<StepEnded> {
  for (const name of ["night", "kept"]) rmSync(inProject(name), { recursive: true, force: true });
  if (measured) {
    const files = { "gate.json": JSON.stringify(gateResult()), "night/summary.jsonl": "{}\n" };
    cpSync(workFolder(files).path, inProject("night"), { recursive: true });
  }
  return runScript(linesWith("keep", "git clone"), {}, machine);
}

describe("the plan", () => {
  test("takes the history: none on the first night, what was kept on the next", async () => {
    const here = await withServer();
    const script = linesWith("plan", "git ls-remote");
    expect((await runScript(script, {}, here.machine)).output).toContain("this is the first night");
    expect(await keepNight(here)).toMatchObject({ code: 0 });
    rmSync(here.inProject("history"), { recursive: true });
    expect((await runScript(script, {}, here.machine)).code).toBe(0);
    expect(readdirSync(here.inProject("history"))).toEqual(["nights"]);
  });

  test("a server that does not answer is no first night", async () => {
    const { machine } = world();
    expect((await runScript(linesWith("plan", "git ls-remote"), {}, machine)).code).toBe(1);
  });

  test("stops above the limit, and where a price is unknown", async () => {
    const { machine, inProject } = world();
    const script = linesWith("plan", "unpriced");
    const plan = async (costUsd: number, unpriced: readonly string[]) => {
      await runScript(`cat > plan.json <<'E'\n${JSON.stringify({ total: { costUsd }, unpriced })}\nE`, {}, machine);
      return (await runScript(script, {}, machine)).code;
    };
    expect(await plan(4.99, [])).toBe(0);
    expect(await plan(5.01, [])).toBe(1);
    expect(await plan(0, ["a/b/c"])).toBe(1);
    expect(readdirSync(inProject("."))).toContain("plan.json");
  });
});

describe("keeping", () => {
  test("adds one commit a night, replaces a night that was made again, and keeps nothing of one without a result", async () => {
    const here = await withServer();
    expect(await keepNight(here)).toMatchObject({ code: 0 });
    expect(await keepNight(here)).toMatchObject({ code: 0 });
    expect(await keepNight(here, { measured: false })).toMatchObject({ code: 0 });
    expect(await keptFiles(here)).toEqual([`nights/${tonight}/summary.jsonl`]);
    const { output } = await runScript(
      `git --git-dir '${here.remote}' log --format=%s llm-parity-history`,
      {},
      here.machine,
    );
    expect(output).toBe(`Night ${tonight}\n`);
  });
});

test("every command of the pipeline, with its options, is the program's", async () => {
  const known = knownCommands((await runCommand(["completion", "bash"], { cwd: workFolder().path })).stdout);
  const scripts = jobNames.map((job) => gitlab[job].script.join("\n"));
  expect(scripts.flatMap((script) => lacking(script, known))).toEqual([]);
});

describe("a whole night", { timeout: 240_000 }, () => {
  let simulator: string;
  beforeAll(async () => {
    simulator = await startSimulator();
  });

  /** Runs the whole script of a job, as GitLab does: line by line in one shell, with the variables of the job. */
  const job = (here: World, name: (typeof jobNames)[number], env: { readonly [name: string]: string } = {}) =>
    runScript(gitlab[name].script.join("\n"), { SIMULATOR: simulator, ...env }, here.machine);

  /** Keeps of the project what the next job gets: the checkout, and the artefacts of the jobs that it needs. */
  const keepOnly = ({ inProject }: World, ...names: readonly string[]) => {
    for (const name of readdirSync(inProject("."))) {
      if (name !== "scenarios" && !names.includes(name)) rmSync(inProject(name), { recursive: true });
    }
  };

  const shards = async (here: World, indexes: readonly number[]) => {
    for (const index of indexes) {
      keepOnly(here, "history", "shards");
      const env = { CI_NODE_INDEX: String(index), CI_NODE_TOTAL: String(gitlab.live.parallel) };
      expect(await job(here, "live", env)).toMatchObject({ code: 0 });
    }
    keepOnly(here, "history", "shards");
  };

  test("goes through every job, is kept, and a lost shard is named in the log", async () => {
    const here = await withServer();
    expect(await job(here, "plan")).toMatchObject({ code: 0, output: expect.stringContaining("first night") });
    expect(gitlab.live.parallel).toBe(4);
    await shards(here, [1, 2, 3, 4]);
    const gated = await job(here, "gate");
    expect(gated).toMatchObject({ code: 0, output: expect.stringContaining(`${tonight}  no baseline yet`) });
    keepOnly(here, "night", "report");
    expect(await job(here, "keep")).toMatchObject({ code: 0 });
    expect(await keptFiles(here)).toEqual([`nights/${tonight}/night.json`, `nights/${tonight}/summary.jsonl`]);

    keepOnly(here);
    expect(await job(here, "plan")).toMatchObject({ code: 0 });
    await shards(here, [1, 2, 3]);
    const partial = await job(here, "gate");
    expect(partial.output).toContain("shard 4/4 is missing: 1 cell is not run");
    expect(partial.code).toBe(0);
  });

  test("a retried shard goes on with the journal in its cache, and asks nothing again", async () => {
    const here = await withServer();
    await job(here, "plan");
    const env = { CI_NODE_INDEX: "1", CI_NODE_TOTAL: "4" };
    expect(await job(here, "live", env)).toMatchObject({ code: 0 });
    const [id = ""] = readdirSync(here.inProject("runs"));
    const journal = readFileSync(here.inProject(`runs/${id}/journal.jsonl`), "utf8");
    expect(journal).toContain("order-status");
    keepOnly(here, "history", "runs");
    expect(await job(here, "live", env)).toMatchObject({ code: 0 });
    expect(readdirSync(here.inProject("runs"))).toEqual([id]);
    expect(readFileSync(here.inProject(`shards/1/${id}/journal.jsonl`), "utf8")).toBe(journal);
  });
});
