import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { inject } from "vitest";

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

/** The built program's entry, see `build-program.ts`. */
export const mainFile = join(inject("program"), "dist/cli/main.js");

/** An environment in which nothing is set up: no key, no profile, no region. */
export function bareEnvironment(home: string): { readonly [name: string]: string } {
  return { PATH: process.env["PATH"] ?? "", HOME: home, AWS_EC2_METADATA_DISABLED: "true" };
}

/** Starts the program; the caller sees to its end. */
export function startProgram(args: readonly string[], options: ProgramOptions): ChildProcess {
  const { cwd, env = bareEnvironment(cwd), node = [] } = options;
  return spawn(process.execPath, [...node, mainFile, ...args], { cwd, env: { ...env } });
}

/** Runs the program to its end. */
export function runProgram(args: readonly string[], options: ProgramOptions): Promise<Ended> {
  return ended(startProgram(args, options));
}

export function ended(child: ChildProcess): Promise<Ended> {
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout?.on("data", (bytes) => stdout.push(bytes));
  child.stderr?.on("data", (bytes) => stderr.push(bytes));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      resolve({ code, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() });
    });
  });
}
