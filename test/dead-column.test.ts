import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readRun } from "../src/runner/store/read-run.js";
import { serveSimulator } from "../src/simulator/serve.js";
import type { Exchange } from "../src/wire/exchange.js";
import { atEnd } from "./support/at-end.js";
import { runCommand } from "./support/command.js";
import { serveExchange, simulatedExchange } from "./support/simulated-run.js";
import { workFolder } from "./support/work-folder.js";

const [dead, alive] = ["kimi-k2.5/bedrock/converse", "kimi-k2.5/openrouter/chat-completions"];

/** The offline providers, of which Bedrock answers with this status only. Counts the requests that each gets. */
async function halfDead(status: number, body: string) {
  const simulated = simulatedExchange("default");
  const calls = { dead: 0, alive: 0 };
  const exchange: Exchange = (request, signal) => {
    if (!request.url.includes("/model/")) {
      calls.alive += request.method === "POST" ? 1 : 0;
      return simulated(request, signal);
    }
    calls.dead += 1;
    const headers = [["content-type", "application/json"]] as const;
    return Promise.resolve({ status, headers, chunks: bytesOf(body) });
  };
  return { ...(await serveExchange(exchange)), calls };
}

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

const scenarios = ["--scenario", "basic-chat", "--scenario", "multi-step"];
/** basic-chat has one call, multi-step three. */
const plannedCalls = (trials: number): number => 4 * trials;

function words(url: string, trials: number): readonly string[] {
  return [
    ...["run", "--simulator", url, "--client", "http", "--target", dead, "--target", alive, ...scenarios],
    ...["--trials", String(trials), "--retries", "2", "--exit-zero", "--json"],
  ];
}

describe("a column that never answers", () => {
  test.each([
    ["a service that is down", 500, '{"message":"down"}', "unavailable"],
    ["a key that is refused", 403, '{"__type":"UnrecognizedClientException","message":"no such key"}', "credentials"],
  ])("%s: costs at most 1.2 times its plan, and the others are asked in full", async (_, status, body, reason) => {
    const folder = workFolder();
    const { url, calls } = await halfDead(status, body);
    const { code, stdout, stderr } = await runCommand(words(url, 12), { cwd: folder.path });
    expect(code).toBe(0);
    expect(calls.alive).toBe(plannedCalls(12));
    expect(calls.dead).toBeLessThanOrEqual(1.2 * plannedCalls(12));
    // Ten in a row, and those that were under way meanwhile.
    const [id = ""] = readdirSync(join(folder.path, "runs"));
    const made = readRun(join(folder.path, "runs", id)).transcripts.filter(({ cell }) => cell.target === dead);
    const asked = made.filter(({ notRun }) => notRun === null).length;
    expect(asked).toBeGreaterThanOrEqual(10);
    expect(asked).toBeLessThanOrEqual(13);
    expect(made).toHaveLength(24);
    expect(stderr).toMatch(`△ no longer asked: ${dead}: not measured after `);
    expect(stderr).toMatch(`not asked: ${24 - asked} of 48 trials (${dead}): not measured after `);
    const cells: { target: string; trials: { excluded: object } }[] = JSON.parse(stdout).cells;
    const excluded = cells
      .filter(({ target }) => target === dead)
      .map((one) => Object.keys(one.trials.excluded).sort());
    expect(excluded).toEqual(excluded.map(() => ["column-stopped", reason].sort()));
  });

  test("a plan that is too small to be stopped keeps within 1.2 times too", async () => {
    const folder = workFolder();
    const { url, calls } = await halfDead(500, "{}");
    await runCommand(words(url, 2), { cwd: folder.path });
    expect(calls.dead).toBeLessThanOrEqual(1.2 * plannedCalls(2));
    expect(calls.alive).toBe(plannedCalls(2));
  });

  test("is asked again where it answers, when the run goes on", async () => {
    const folder = workFolder();
    const down = await halfDead(500, "{}");
    const first = await runCommand(words(down.url, 12), { cwd: folder.path });
    expect(first.stderr).toContain("no longer asked");
    await down.close();
    const url = new URL(down.url);
    const up = await serveSimulator(simulatedExchange("default"), { port: Number(url.port), host: url.hostname });
    atEnd(up.close);
    const { stderr } = await runCommand(["run", "--resume", "last", "--retry-excluded"], { cwd: folder.path });
    expect(stderr).not.toContain("not measured");
    const [id = ""] = readdirSync(join(folder.path, "runs"));
    const made = readRun(join(folder.path, "runs", id)).transcripts;
    expect(made).toHaveLength(48);
    expect(made.every(({ notRun, turns }) => notRun === null && turns.at(-1)?.reply.failure === null)).toBe(true);
  });
});
