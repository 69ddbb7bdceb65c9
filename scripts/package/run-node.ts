import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

export type Ended = { readonly code: number | null; readonly said: string };

/** A process that serves: it has said where it listens. */
export type Serving = { readonly url: string; readonly stop: () => Promise<Ended> };

/** Runs Node to its end; `said`: both of its streams. */
export async function runNode(args: readonly string[], cwd: string): Promise<Ended> {
  return endOf(start(args, cwd));
}

/** Starts a server, and waits until it says its address. Rejects with what it said when it ends before. */
export async function serve(args: readonly string[], cwd: string): Promise<Serving> {
  const child = start(args, cwd);
  const end = endOf(child);
  const url = await new Promise<string>((resolve, reject) => {
    let said = "";
    const hear = (bytes: Buffer): void => {
      said += bytes.toString();
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(said);
      if (found !== null) resolve(found[0]);
    };
    child.stdout?.on("data", hear);
    child.stderr?.on("data", hear);
    child.once("close", () => reject(new Error(`it ended before it listened:\n${said}`)));
  });
  return {
    url,
    stop: () => {
      child.kill("SIGTERM");
      return end;
    },
  };
}

function start(args: readonly string[], cwd: string): ChildProcess {
  const env = { PATH: process.env["PATH"] ?? "", HOME: cwd, AWS_EC2_METADATA_DISABLED: "true", NO_COLOR: "1" };
  return spawn(process.execPath, [...args], { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
}

async function endOf(child: ChildProcess): Promise<Ended> {
  const pieces: Buffer[] = [];
  child.stdout?.on("data", (bytes) => pieces.push(bytes));
  child.stderr?.on("data", (bytes) => pieces.push(bytes));
  await once(child, "close");
  return { code: child.exitCode, said: Buffer.concat(pieces).toString() };
}
