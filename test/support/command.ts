import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { atEnd } from "./at-end.js";
import { bareEnvironment, type Ended, mainFile, type ProgramOptions } from "./program.js";

const warmProgram = fileURLToPath(new URL("warm-program.cjs", import.meta.url));

/** The processes for all test files of this worker, by the file that each loads; they end with the worker. */
const warm = new Map<string, Promise<ChildProcess>>();
let last: Promise<unknown> = Promise.resolve();

/**
 * Runs one command of the program to its end. The process is kept for the next command, which saves starting Node and loading the
 * program. A command that leaves something behind which would keep its own process alive does not end here either. For claims about the
 * process itself (signals, pipes, time zone, loaded modules), use `runProgram`.
 */
export function runCommand(args: readonly string[], options: Omit<ProgramOptions, "node">): Promise<Ended> {
  const run = last.then(() => runNow(args, options));
  last = run.catch(() => {});
  return run;
}

async function runNow(args: readonly string[], options: ProgramOptions): Promise<Ended> {
  const { cwd, env = bareEnvironment(cwd), main = await mainFile() } = options;
  const started = warm.get(main) ?? startWarm(main);
  warm.set(main, started);
  const child = await started;
  let isRunning = true;
  // Otherwise, a command that outlives its test would continue during the next one.
  const isOfTest = options.main !== undefined;
  atEnd(() => void ((isRunning || isOfTest) && child.kill("SIGKILL")));
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

async function startWarm(main: string): Promise<ChildProcess> {
  const child = fork(warmProgram, [main], { stdio: ["ignore", "inherit", "inherit", "ipc"], execArgv: [] });
  child.once("exit", () => warm.delete(main));
  child.unref();
  child.channel?.unref();
  return child;
}
