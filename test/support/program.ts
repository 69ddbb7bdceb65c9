import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { inject } from "vitest";
import { atEnd } from "./at-end.js";

/** How a process of the program ended, and all that it wrote. */
export type Ended = {
  /** Null: a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
};

export type ProgramOptions = {
  readonly cwd: string;
  /** The whole environment; default: none but `PATH` and a home without a file in it. */
  readonly env?: { readonly [name: string]: string };
  /** Options of Node itself, before the program. */
  readonly node?: readonly string[];
};

const endsWithParent = fileURLToPath(new URL("ends-with-parent.cjs", import.meta.url));

/** An environment in which nothing is set up: no key, no profile, no region. */
export function bareEnvironment(home: string): { readonly [name: string]: string } {
  return { PATH: process.env["PATH"] ?? "", HOME: home, AWS_EC2_METADATA_DISABLED: "true" };
}

/** A folder like an installed package, with the program as the sources are now; built for the first who asks. */
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

/** A process of the program, and what it has written so far. */
export type Running = {
  readonly child: ChildProcess;
  /** The first match in standard output or standard error; rejects where the process ends without one. */
  readonly said: (pattern: RegExp) => Promise<string>;
  readonly ended: Promise<Ended>;
};

/**
 * Starts the program as a process of its own, which ends with the test or hook that started it. Where only words and
 * exit codes are of interest, `runCommand` is faster.
 */
export async function startProgram(args: readonly string[], options: ProgramOptions): Promise<Running> {
  const { cwd, env = bareEnvironment(cwd), node = [] } = options;
  return startProcess(process.execPath, ["--require", endsWithParent, ...node, await mainFile(), ...args], {
    cwd,
    env,
  });
}

/** Starts any process, which ends with the test or hook that started it, and with it all that it started. */
export function startProcess(
  file: string,
  args: readonly string[],
  { cwd, env }: { readonly cwd: string; readonly env: { readonly [name: string]: string } },
): Running {
  // A group of its own, to be ended whole; the fourth pipe ends a process of the program where this one is killed.
  const child = spawn(file, args, {
    ...{ cwd, env: { ...env }, detached: true },
    stdio: ["pipe", "pipe", "pipe", "pipe"],
  });
  atEnd(() => endGroup(child));
  return running(child);
}

/** Runs the program to its end, in a process of its own. */
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
      for (const look of watchers) look();
    });
  }
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, ...pieces }));
  });
  const said = (pattern: RegExp): Promise<string> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const found = pattern.exec(pieces.stdout) ?? pattern.exec(pieces.stderr);
        if (found === null) return;
        watchers.delete(look);
        resolve(found[0]);
      };
      watchers.add(look);
      look();
      ended.then(() => reject(new Error(`ended without ${pattern}: ${pieces.stdout}${pieces.stderr}`)), reject);
    });
  return { child, said, ended };
}
