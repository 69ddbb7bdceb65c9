import { execFile } from "node:child_process";
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { delimiter, join } from "node:path";

/** A step of a workflow, as it is parsed. */
export type WorkflowStep = {
  readonly name?: string;
  readonly id?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly env?: { readonly [name: string]: string };
  readonly with?: { readonly [name: string]: string };
};

/** What a machine of GitHub gives to a step. `values`: of the expressions, such as `needs.plan.outputs.night`. */
export type Machine = {
  /** The folder of the checkout, in which steps run. */
  readonly workspace: string;
  readonly temporary: string;
  /** Where artefacts are kept: one folder for each name. */
  readonly artefacts: string;
  readonly bin: string;
  readonly env: { readonly [name: string]: string };
  readonly values: { readonly [expression: string]: string };
};

export type StepEnded = {
  readonly code: number;
  readonly output: string;
  /** What the step wrote to GITHUB_OUTPUT. */
  readonly outputs: { readonly [name: string]: string };
};

/** The text with its expressions replaced. Throws for one that has no value. */
export function fill(text: string, values: Machine["values"]): string {
  return text.replace(/\$\{\{\s*(.+?)\s*\}\}/g, (_, expression: string) => {
    const value = values[expression];
    if (value === undefined) throw new Error(`the test gives no value for ${expression}`);
    return value;
  });
}

/** True where a condition holds: terms joined with `&&`, each a function of the job's state or a comparison with a text. */
export function holds(condition: string | undefined, values: Machine["values"]): boolean {
  if (condition === undefined) return true;
  const terms = condition.replace(/^\$\{\{(.*)\}\}$/s, "$1").split("&&");
  return terms.every((term) => {
    const text = term.trim();
    if (text === "!cancelled()" || text === "always()") return true;
    const [, name = "", sign, wanted] = /^([\w.-]+) (!=|==) '?(.*?)'?$/.exec(text) ?? [];
    if (sign === undefined || values[name] === undefined) throw new Error(`the test cannot decide: ${text}`);
    return (values[name] === wanted) === (sign === "==");
  });
}

/** Runs the script of a step as GitHub does with `shell: bash`. */
export async function runScript(
  script: string,
  env: { readonly [name: string]: string },
  machine: Machine,
): Promise<StepEnded> {
  const { workspace, temporary, bin } = machine;
  mkdirSync(workspace, { recursive: true });
  mkdirSync(temporary, { recursive: true });
  const file = join(temporary, "step.sh");
  const outputFile = join(temporary, "output");
  writeFileSync(file, script);
  writeFileSync(outputFile, "");
  const whole = {
    ...{ PATH: `${bin}${delimiter}${process.env["PATH"] ?? ""}`, HOME: temporary, RUNNER_TEMP: temporary },
    ...{
      GITHUB_OUTPUT: outputFile,
      GITHUB_STEP_SUMMARY: join(temporary, "summary"),
      AWS_EC2_METADATA_DISABLED: "true",
    },
    ...machine.env,
    ...env,
  };
  const args = ["--noprofile", "--norc", "-eo", "pipefail", file];
  const ended = await new Promise<{ code: number; output: string }>((resolve) => {
    execFile("bash", args, { cwd: workspace, env: whole, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === "number" ? error.code : 1;
      resolve({ code, output: stdout + stderr });
    });
  });
  return { ...ended, outputs: readOutputs(outputFile) };
}

function readOutputs(file: string): StepEnded["outputs"] {
  const lines = readFileSync(file, "utf8").split("\n");
  return Object.fromEntries(
    lines.filter((line) => line !== "").map((line) => [line.split("=")[0], line.replace(/^[^=]*=/, "")]),
  );
}

/** Does what the actions of the recipe do, as far as it needs them: artefacts go to and come from folders. */
export function runAction(step: WorkflowStep, machine: Machine): void {
  const name = step.uses?.split("@")[0] ?? "";
  const given = Object.fromEntries(
    Object.entries(step.with ?? {}).map(([key, value]) => [key, fill(String(value), machine.values)]),
  );
  if (name === "actions/upload-artifact") upload(given, machine);
  else if (name === "actions/download-artifact") download(given, machine);
  else if (!["actions/checkout", "actions/setup-node"].includes(name)) throw new Error(`no stand-in for ${name}`);
}

type Given = { readonly [name: string]: string };

function upload(given: Given, { workspace, artefacts }: Machine): void {
  const { path = "", name = path.split("/").at(-1) ?? "", overwrite } = given;
  const from = join(workspace, path);
  if (!existsSync(from)) {
    if (given["if-no-files-found"] === "error") throw new Error(`${path}: no files were found`);
    return;
  }
  const to = join(artefacts, name);
  if (existsSync(to) && overwrite !== "true") throw new Error(`an artefact with the name ${name} exists`);
  rmSync(to, { recursive: true, force: true });
  cpSync(from, given["archive"] === "false" ? join(to, name) : to, { recursive: true });
}

/** One artefact goes into the folder itself, several into a folder of their name each. */
function download({ name, pattern, path = "." }: Given, { workspace, artefacts }: Machine): void {
  const wanted = new RegExp(`^${(pattern ?? name ?? "*").replaceAll(".", "\\.").replaceAll("*", ".*")}$`);
  const found = existsSync(artefacts) ? readdirSync(artefacts).filter((one) => wanted.test(one)) : [];
  if (name !== undefined && found.length === 0) throw new Error(`there is no artefact ${name}`);
  for (const one of found) {
    cpSync(join(artefacts, one), found.length === 1 ? join(workspace, path) : join(workspace, path, one), {
      recursive: true,
    });
  }
}

/** Adds to the summary of the job, as a test reads it. */
export function summaryOf({ temporary }: Machine): string {
  const file = join(temporary, "summary");
  if (!existsSync(file)) appendFileSync(file, "");
  return readFileSync(file, "utf8");
}
