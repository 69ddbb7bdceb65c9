import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const peakHook = new URL("./peak.mjs", import.meta.url).href;

/** @typedef {{ name: string, args: string[], env?: Record<string, string> }} Command */

/** Wall time of one process, in milliseconds, its output thrown away. Rejects when it fails. */
export function wallMs({ name, args, env }) {
  return new Promise((resolve, reject) => {
    const start = process.hrtime.bigint();
    const child = spawn(process.execPath, args, { stdio: ["ignore", "ignore", "inherit"], env: quiet(env), cwd: root });
    child.on("error", reject);
    child.on("exit", (code) => {
      if (code === 0) resolve(Number(process.hrtime.bigint() - start) / 1e6);
      else reject(new Error(`${name} exited with ${code}`));
    });
  });
}

/** Peak memory of one process, in MiB (VmHWM), and what it wrote to standard output. */
export function peakMiB({ args, env }) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["--import", peakHook, ...args], {
      stdio: ["ignore", "pipe", "inherit", "pipe"],
      env: quiet(env),
      cwd: root,
    });
    let out = "";
    let peak = "";
    child.stdout.on("data", (chunk) => {
      out += chunk;
    });
    child.stdio[3].on("data", (chunk) => {
      peak += chunk;
    });
    child.on("error", reject);
    child.on("close", () => resolve({ mib: Number(peak) / 1024, out }));
  });
}

/** Runs commands in alternation, `rounds` times each, so that all meet the same machine; medians by name. */
export async function alternate(commands, rounds) {
  const times = new Map(commands.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const command of commands) times.get(command.name).push(await wallMs(command));
  }
  return new Map([...times].map(([name, values]) => [name, median(values)]));
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

export const root = fileURLToPath(new URL("../..", import.meta.url));

function quiet(env) {
  return { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true", NO_COLOR: "1", ...env };
}
