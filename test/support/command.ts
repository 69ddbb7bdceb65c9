import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { atEnd } from "./at-end.js";
import { bareEnvironment, type Ended, mainFile, type ProgramOptions } from "./program.js";

const warmProgram = fileURLToPath(new URL("warm-program.cjs", import.meta.url));

/** One for all test files of this worker, and ends with it. */
let warm: Promise<ChildProcess> | null = null;
let last: Promise<unknown> = Promise.resolve();

/**
 * Runs one command of the program to its end, in a process that is kept for the next command, which spares it the start
 * of Node and the loading of the program. Not for claims about the process itself: that it ends, signals, pipes, its
 * time zone, what it loads. For those, see `runProgram`.
 */
export function runCommand(args: readonly string[], options: Omit<ProgramOptions, "node">): Promise<Ended> {
  const run = last.then(() => runNow(args, options));
  last = run.catch(() => {});
  return run;
}

async function runNow(args: readonly string[], { cwd, env = bareEnvironment(cwd) }: ProgramOptions): Promise<Ended> {
  warm ??= startWarm();
  const child = await warm;
  let isRunning = true;
  // A command that outlives its test would go on under the next one.
  atEnd(() => void (isRunning && child.kill("SIGKILL")));
  try {
    return await answerOf(child, { args, cwd, env });
  } finally {
    isRunning = false;
  }
}

function answerOf(child: ChildProcess, command: object): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const onExit = () => reject(new Error("the program ended inside a command; its standard error is above"));
    child.once("exit", onExit);
    child.once("message", (ended: Ended) => {
      child.off("exit", onExit);
      resolve(ended);
    });
    child.send(command);
  });
}

async function startWarm(): Promise<ChildProcess> {
  const child = fork(warmProgram, [await mainFile()], { stdio: ["ignore", "inherit", "inherit", "ipc"], execArgv: [] });
  child.once("exit", () => {
    warm = null;
  });
  child.unref();
  child.channel?.unref();
  return child;
}
