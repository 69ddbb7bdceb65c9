// What several benches of the router have in common: a process that serves, a load of calls, and the processor time that it took.
import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { Pool } from "undici";

/** Sends `count` calls over 32 connections; the processor time of each in microseconds. */
export async function costOfLoad({ url, pid }, { path, body, count }) {
  const pool = new Pool(url, { connections: 32 });
  const headers = { "content-type": "application/json" };
  let left = count;
  const before = cpuNs(pid);
  const worker = async () => {
    while (left > 0) {
      left -= 1;
      const answer = await pool.request({ method: "POST", path, headers, body });
      await answer.body.dump({ limit: 1e9 });
      if (answer.statusCode !== 200) throw new Error(`${path}: HTTP ${answer.statusCode}`);
    }
  };
  await Promise.all(Array.from({ length: 32 }, worker));
  const cost = (cpuNs(pid) - before) / count / 1_000;
  await pool.close();
  return cost;
}

/** The mean of the cheapest quarter: what other work on the machine adds is never negative. */
export function cheapest(costs) {
  const sorted = [...costs].sort((a, b) => a - b).slice(0, Math.max(1, Math.ceil(costs.length / 4)));
  return sorted.reduce((sum, one) => sum + one, 0) / sorted.length;
}

/** A question whose answer has so many chunks; null: it is whole. */
export function questionOf(chunks) {
  return `chunks=${chunks ?? 0} ${"Tell me something about the sea. ".repeat(10)}`;
}

/** The router's file with a model on Chat Completions and one on Converse. */
export function routerFile(upstream) {
  return `router: { strategy: round_robin }\nmodels:\n  chat: { provider: bench, base_url: "${upstream}/v1", model: m, local: true }\n  bedrock: { provider: bedrock, model: m, aws_region: us-east-1 }\n`;
}

/** Starts a script that prints its port. */
export async function start(script, args) {
  const env = { ...process.env, AWS_ACCESS_KEY_ID: "AKIAEXAMPLE", AWS_SECRET_ACCESS_KEY: "secret" };
  const child = spawn(process.execPath, [script, ...args], { env, stdio: ["ignore", "pipe", "inherit"] });
  const port = await new Promise((resolve, reject) => {
    child.once("exit", () => reject(new Error(`${script} ended`)));
    child.stdout.once("data", (bytes) => resolve(Number(String(bytes).trim())));
  });
  return { url: `http://127.0.0.1:${port}`, pid: child.pid, stop: () => child.kill("SIGKILL") };
}

/** User and system time of all threads of a process, by Linux's own count, which is finer than the ticks of /proc/<pid>/stat. */
function cpuNs(pid) {
  const tasks = readdirSync(`/proc/${pid}/task`);
  return tasks.reduce(
    (sum, task) => sum + Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, "utf8").split(" ")[0]),
    0,
  );
}
