import { type ChildProcess, spawn } from "node:child_process";
import { devNull } from "node:os";
import { pathToFileURL } from "node:url";
import { isSource, moduleFile } from "../../source/package-root.js";
import type { Order, Shown, Task } from "./ask/asked.js";
import type * as child from "./ask/child.js";
import type { NodeProgram } from "./choose-node.js";
import type { InstalledClient } from "./find-clients.js";

/** How a task ended. `crashed`: `message` is the last line that the process wrote. */
export type Done =
  | { readonly kind: "shown"; readonly shown: Shown }
  | { readonly kind: "crashed"; readonly message: string }
  | { readonly kind: "hung" };

/** A client in a process of its own, which is started with the first task and, after a crash, with the next one. */
export type ClientProcess = {
  /** `stop` resolves when the client has waited for long enough: it then shows what there is, and its process ends. */
  readonly ask: (task: Task, limits: { readonly timeLimitMs: number; readonly stop: Promise<void> }) => Promise<Done>;
  readonly close: () => void;
};

const entry: keyof typeof child = "answerOrders";

/** Imports from a text are looked up in the working folder of the process, which is the one in which the client is installed. */
const script = `const { ${entry}: answer } = await import(process.argv[1]); answer((name) => import(name));`;

const childModule = pathToFileURL(moduleFile("library/clients/ask/child")).href;

/** Starts no process yet. */
export function clientProcess(client: InstalledClient, node: NodeProgram): ClientProcess {
  let running: Running | null = null;
  const close = (): void => {
    running?.process.kill("SIGKILL");
    running = null;
  };
  return {
    async ask(task, { timeLimitMs, stop }) {
      running ??= start(client, node);
      const done = await taskDone(running, task, { timeLimitMs, stop });
      // What still waits, or has ended, takes no further task.
      if (done.kind !== "shown" || !done.shown.ended) close();
      return done;
    },
    close,
  };
}

type Running = { readonly process: ChildProcess; readonly lastWords: () => string };

function start({ facts, folder }: InstalledClient, { path }: NodeProgram): Running {
  const args = [...loaderOptions(), "--input-type=module", "--eval", script, childModule];
  const process = spawn(path, args, {
    cwd: folder,
    env: environmentOf(facts),
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  let words = "";
  process.stderr?.setEncoding("utf8").on("data", (piece: string) => {
    words = (words + piece).slice(-20_000);
  });
  // A message to a process that has just ended: `exit` or `error` tells.
  process.on("error", () => undefined);
  return { process, lastWords: () => errorLineOf(words) };
}

/** What runs our TypeScript, where it is not compiled. */
function loaderOptions(): readonly string[] {
  if (!isSource) return [];
  const { execArgv } = process;
  return execArgv.flatMap((option, at) =>
    option === "--import" || option === "--require" ? [option, execArgv[at + 1] ?? ""] : [],
  );
}

/** Nothing of our environment but where programs are: no key, no proxy, no profile. */
function environmentOf({ environment }: InstalledClient["facts"]): NodeJS.ProcessEnv {
  return {
    ...{ PATH: process.env["PATH"], SystemRoot: process.env["SystemRoot"] },
    ...{ AWS_REGION: "us-east-1", AWS_ACCESS_KEY_ID: "unused", AWS_SECRET_ACCESS_KEY: "unused" },
    ...{
      AWS_EC2_METADATA_DISABLED: "true",
      AWS_MAX_ATTEMPTS: "1",
      AWS_CONFIG_FILE: devNull,
      AWS_SHARED_CREDENTIALS_FILE: devNull,
    },
    ...{ AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true", NO_COLOR: "1", ...environment },
  };
}

function errorLineOf(words: string): string {
  const lines = words.split("\n").filter((line) => line.trim() !== "");
  return lines.find((line) => /^\w*Error\b/.test(line)) ?? lines.at(-1) ?? "without a word";
}

function taskDone(
  { process, lastWords }: Running,
  task: Task,
  { timeLimitMs, stop }: { readonly timeLimitMs: number; readonly stop: Promise<void> },
): Promise<Done> {
  const send = (order: Order): void => {
    if (process.connected) process.send(order, () => undefined);
  };
  return new Promise((resolve) => {
    const end = (done: Done): void => {
      clearTimeout(late);
      process.off("message", onShown).off("close", onClose).off("error", onError);
      resolve(done);
    };
    const onShown = (shown: Shown): void => end({ kind: "shown", shown });
    const onClose = (): void => end({ kind: "crashed", message: lastWords() });
    const onError = (error: Error): void => end({ kind: "crashed", message: error.message });
    const late = setTimeout(() => end({ kind: "hung" }), timeLimitMs);
    process.on("message", onShown).on("close", onClose).on("error", onError);
    if (process.exitCode !== null || process.signalCode !== null) onClose();
    send({ kind: "ask", task });
    void stop.then(() => send({ kind: "stop" }));
  });
}
