import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { runCommand } from "./support/command.js";
import { gateResult } from "./support/gate-results.js";
import { mainFile } from "./support/program.js";
import { knownCommands, lacking } from "./support/recipe-commands.js";
import { root } from "./support/repository.js";
import { workFolder } from "./support/work-folder.js";
import { type Machine, runScript, type StepEnded } from "./support/workflow-steps.js";

/** The scripts of the shipped pipeline, run in bash, with a bare repository as the server's. */
const gitlab = parse(readFileSync(join(root, "examples/nightly/gitlab-ci.yml"), "utf8"));
const program = knownCommands((await runCommand(["completion", "bash"], { cwd: workFolder().path })).stdout);

let bin: string;

beforeAll(async () => {
  const tools = workFolder();
  tools.write("llm-parity", `#!/bin/sh\nexec '${process.execPath}' '${await mainFile()}' "$@"\n`);
  chmodSync(join(tools.path, "llm-parity"), 0o755);
  bin = tools.path;
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
      ...{ CI_REPOSITORY_URL: `file://${remote}`, CI_PIPELINE_CREATED_AT: "2026-11-29T02:31:07Z" },
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
    expect(await keptFiles(here)).toEqual(["nights/2026-11-29/summary.jsonl"]);
    const { output } = await runScript(
      `git --git-dir '${here.remote}' log --format=%s llm-parity-history`,
      {},
      here.machine,
    );
    expect(output).toBe("Night 2026-11-29\n");
  });
});

describe("the commands", () => {
  const scripts: [string, string][] = ["plan", "live", "gate", "keep"].map((job) => [
    job,
    gitlab[job].script.join("\n"),
  ]);
  for (const [job, script] of scripts) {
    const missing = lacking(script, program);
    const title = `of the job ${job} are the program's`;
    if (missing.length > 0) test.todo(`${title} (it lacks: ${missing.join(", ")})`);
    else test(title, () => expect(missing).toEqual([]));
  }
});
