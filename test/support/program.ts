import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { inject } from "vitest";
import { atEnd } from "./at-end.js";

/** The exit code of a process, and everything that it wrote. */
export type Ended = {
  /** Null: a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
};

export type ProgramOptions = {
  readonly cwd: string;
  /** The whole environment; default: only `PATH` and an empty home folder. */
  readonly env?: { readonly [name: string]: string };
  /** Options for Node itself, placed before the program. */
  readonly node?: readonly string[];
  /** Another copy of the program; default: {@link mainFile}. */
  readonly main?: string;
};

const endsWithParent = fileURLToPath(new URL("ends-with-parent.cjs", import.meta.url));

/** An environment without any key, profile or region. */
export function bareEnvironment(home: string): { readonly [name: string]: string } {
  return { PATH: process.env["PATH"] ?? "", HOME: home, AWS_EC2_METADATA_DISABLED: "true" };
}

/** A folder like an installed package, with the program built from the current sources on the first call. */
export async function programFolder(): Promise<string> {
  const { folder, buildPort } = inject("testRun");
  const socket = connect(buildPort, "127.0.0.1");
  const mistakes: Buffer[] = [];
  for await (const bytes of socket) mistakes.push(bytes);
  if (mistakes.length > 0) throw new Error(`the program was not built: ${Buffer.concat(mistakes).toString()}`);
  return join(folder, "program");
}

/** The built program's entry. */
export async function mainFile(): Promise<string> {
  return join(await programFolder(), "dist/cli/main.js");
}

/** A running process, and access to its output. */
export type Running = {
  readonly child: ChildProcess;
  /** Resolves with the first match in standard output or standard error; rejects if the process ends without one. */
  readonly untilOutput: (pattern: RegExp) => Promise<string>;
  readonly ended: Promise<Ended>;
};

/**
 * Starts the program in a separate process, which ends with the test or hook that started it. If only output and exit code matter,
 * use `runCommand`, which is faster.
 */
export async function startProgram(args: readonly string[], options: ProgramOptions): Promise<Running> {
  const { cwd, env = bareEnvironment(cwd), node = [], main = await mainFile() } = options;
  return startProcess(process.execPath, ["--require", endsWithParent, ...node, main, ...args], {
    cwd,
    env,
  });
}

/** How any process is started. `identity`: the user that it runs as; default: ours. */
export type ProcessOptions = {
  readonly cwd: string;
  readonly env: { readonly [name: string]: string };
  readonly identity?: { readonly uid: number; readonly gid: number };
};

/** Starts any process. It ends with the test or hook that started it, together with all processes that it started. */
export function startProcess(file: string, args: readonly string[], { cwd, env, identity }: ProcessOptions): Running {
  // A separate process group can be killed as a whole. The fourth pipe ends the program if this process is killed.
  const child = spawn(file, args, {
    ...{ cwd, env: { ...env }, detached: true, ...identity },
    stdio: ["pipe", "pipe", "pipe", "pipe"],
  });
  atEnd(() => endGroup(child));
  return running(child);
}

/** Runs the program to its end, in a separate process. */
export async function runProgram(args: readonly string[], options: ProgramOptions): Promise<Ended> {
  const { ended } = await startProgram(args, options);
  return ended;
}

async function endGroup(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, "exit");
  process.kill(-child.pid, "SIGKILL");
  await exit;
}

function running(child: ChildProcess): Running {
  const pieces = { stdout: "", stderr: "" };
  const watchers = new Set<() => void>();
  for (const name of ["stdout", "stderr"] as const) {
    child[name]?.setEncoding("utf8").on("data", (text: string) => {
      pieces[name] += text;
      for (const check of watchers) check();
    });
  }
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, ...pieces }));
  });
  const untilOutput = (pattern: RegExp): Promise<string> =>
    new Promise((resolve, reject) => {
      const check = (): void => {
        const found = pattern.exec(pieces.stdout) ?? pattern.exec(pieces.stderr);
        if (found === null) return;
        watchers.delete(check);
        resolve(found[0]);
      };
      watchers.add(check);
      check();
      ended.then(() => reject(new Error(`ended without ${pattern}: ${pieces.stdout}${pieces.stderr}`)), reject);
    });
  return { child, untilOutput, ended };
}
