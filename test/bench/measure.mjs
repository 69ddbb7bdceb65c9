import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** @typedef {{ name: string, args: string[], cwd?: string }} Command `cwd`: default the checkout. */
/** @typedef {{ wallMs: number, cpuMs: number, peakMiB: number }} Cost Medians. */

export const root = fileURLToPath(new URL("../..", import.meta.url));
const usageHook = fileURLToPath(new URL("usage.cjs", import.meta.url));

/**
 * Runs every command `rounds` times in alternation, so that all meet the same machine. Wall time is taken of processes
 * that are left alone, processor time and memory of further ones: looking costs a little.
 * @param {readonly Command[]} commands
 * @returns {Promise<Map<string, Cost>>} by name
 */
export async function alternate(commands, rounds) {
  const walls = await collect(commands, rounds, wallMs);
  const usages = await collect(commands, Math.ceil(rounds / 2), usage);
  return new Map(
    commands.map(({ name }) => {
      const of = (member) => median(usages.get(name).map((one) => one[member]));
      return [name, { wallMs: median(walls.get(name)), cpuMs: of("cpuMs"), peakMiB: of("peakMiB") }];
    }),
  );
}

/** What a process writes to standard output. Rejects, with its messages, when it does not exit with 0. */
export async function outputOf(command) {
  return (await run(command)).out;
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

async function collect(commands, rounds, measure) {
  const found = new Map(commands.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const command of commands) found.get(command.name).push(await measure(command));
  }
  return found;
}

async function wallMs(command) {
  const start = performance.now();
  await run(command);
  return performance.now() - start;
}

async function usage(command) {
  return JSON.parse((await run({ ...command, args: ["--require", usageHook, ...command.args] })).cost);
}

function run({ name, args, cwd = root }) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe", "pipe"], env, cwd });
    const texts = ["", "", "", ""];
    for (const at of [1, 2, 3]) {
      child.stdio[at].on("data", (bytes) => {
        texts[at] += bytes;
      });
    }
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve({ out: texts[1], cost: texts[3] });
      else reject(new Error(`${name} exited with ${code}: ${texts[2]}`));
    });
  });
}

const env = { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true", NO_COLOR: "1" };
