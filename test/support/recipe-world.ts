import { chmodSync, cpSync, mkdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { parse } from "yaml";
import { atEnd } from "./at-end.js";
import { listen } from "./listen.js";
import { startProgram } from "./program.js";
import { root } from "./repository.js";
import { shellCommand } from "./shell-command.js";
import { type WorkFolder, workFolder } from "./work-folder.js";
import { fill, type Machine, runScript, type StepEnded, type WorkflowStep } from "./workflow-steps.js";

/** The shipped workflow. */
export const nightly = parse(readFileSync(join(root, "examples/nightly/nightly.yml"), "utf8"));

export type JobName = "plan" | "live" | "gate" | "keep" | "issues";

export const jobNames: readonly JobName[] = ["plan", "live", "gate", "keep", "issues"];

/** A step of the shipped workflow. */
export function step(job: JobName, name: string): WorkflowStep {
  const found = nightly.jobs[job].steps.find((one: WorkflowStep) => one.name === name);
  if (found === undefined) throw new Error(`${job} has no step "${name}"`);
  return found;
}

/** Runs a step of the shipped workflow on a machine. */
export async function runStep(job: JobName, name: string, machine: Machine): Promise<StepEnded> {
  const { run: script = "", env = {} } = step(job, name);
  const values = Object.entries({ ...nightly.jobs[job].env, ...env }).map(([key, value]) => [
    key,
    fill(String(value), machine.values),
  ]);
  return runScript(script, Object.fromEntries(values), machine);
}

/**
 * A folder with the program as `llm-parity`. The services are the simulator at the address in `SIMULATOR`; what else is asked is the
 * program's own affair.
 */
export async function recipeBin(): Promise<string> {
  const tools = workFolder();
  tools.write(
    "llm-parity",
    [
      "#!/bin/bash",
      "words=()",
      `for word in "$@"; do if [ "$word" = --live ]; then words+=(--simulator "$SIMULATOR"); else words+=("$word"); fi; done`,
      `exec ${await shellCommand()} "\${words[@]}"`,
      "",
    ].join("\n"),
  );
  chmodSync(join(tools.path, "llm-parity"), 0o755);
  return tools.path;
}

/** Serves the scenarios of the starter project with a shipped profile, in a process of its own. Resolves with the address. */
export async function startSimulator(profile = "default"): Promise<string> {
  const scenarios = ["--scenarios", "examples/nightly/scenarios"];
  const running = await startProgram(["simulate", "--port", "0", "--profile", profile, ...scenarios], { cwd: root });
  return running.untilOutput(/http:\/\/\S+/);
}

/** `machine`: one of GitHub's, with the checkout of the project. `remote`: the repository on the server's side. */
export type World = {
  readonly work: WorkFolder;
  readonly machine: (more?: Partial<Machine>) => Machine;
  readonly remote: string;
};

/** A machine with the starter project, and a server without a repository. */
export function recipeWorld(bin: string, simulator: string): World {
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
      SIMULATOR: simulator,
      ...more.env,
    },
    values: { "github.token": "a-token-of-the-test", "github.run_attempt": "1", ...noSecrets, ...more.values },
  });
  return { work, machine, remote };
}

const noSecrets = Object.fromEntries(["PASSPHRASE", "NOTIFY_URL"].map((name) => [`secrets.LLM_PARITY_${name}`, ""]));

/** Runs git in the project. */
export async function git(machine: Machine, ...words: readonly string[]): Promise<StepEnded> {
  return runScript(`git ${words.map((word) => `'${word}'`).join(" ")}`, {}, machine);
}

/** The files of the branch with the history, by name. */
export async function keptFiles({ machine, remote }: World): Promise<readonly string[]> {
  const listed = await runScript(`git --git-dir '${remote}' ls-tree -r --name-only llm-parity-history`, {}, machine());
  return listed.output.split("\n").filter((line) => line !== "");
}

/** A loopback server that tells of a run, as GitHub's API does. Resolves with its address. */
export async function runApi(answer: object, run = "77"): Promise<string> {
  const server = createServer((request, response) => {
    const isRun = request.url === `/repos/octo-org/octo-repo/actions/runs/${run}`;
    const isAllowed = request.headers.authorization === "Bearer a-token-of-the-test";
    response.writeHead(isRun && isAllowed ? 200 : 404).end(JSON.stringify(answer));
  });
  const port = await listen(server);
  atEnd(() => server.close());
  return `http://127.0.0.1:${port}`;
}

/** A web hook on loopback, and the messages that it got. */
export async function messageHook(): Promise<{ readonly url: string; readonly messages: readonly ToldMessage[] }> {
  const messages: ToldMessage[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    messages.push(JSON.parse(Buffer.concat(chunks).toString()));
    response.end();
  });
  const url = `http://127.0.0.1:${await listen(server)}/hook`;
  atEnd(() => server.close());
  return { url, messages };
}

type ToldMessage = { readonly headline: string; readonly text: string; readonly [member: string]: unknown };
