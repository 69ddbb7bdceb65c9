import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readRun } from "../src/runner/store/read-run.js";
import { startProgram } from "./support/program.js";
import { serveExchange, serveProfile, simulatedExchange } from "./support/simulated-run.js";
import { workFolder } from "./support/work-folder.js";

const planned = 16_800;
const asking = (url: string) => [
  ...[
    "run",
    "--simulator",
    url,
    "--model",
    "kimi-k2.5",
    "--client",
    "http",
    "--trials",
    "200",
    "--reports",
    "out",
    "--progress",
    "trials",
  ],
];

describe("a run of thousands of trials", () => {
  test.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("that gets %s starts nothing more, reports what it has, and can go on", async (signal, exitCode) => {
    const folder = workFolder();
    const { url } = await serveProfile("default");
    const { child, untilOutput, ended } = await startProgram(asking(url), { cwd: folder.path });
    await untilOutput(new RegExp(`^\\[30/${planned}\\]`, "m"));
    child.kill(signal);
    const { code, stdout, stderr } = await ended;
    expect(code).toBe(exitCode);
    const [id = ""] = readdirSync(join(folder.path, "runs"));
    const made = readRun(join(folder.path, "runs", id)).transcripts.length;
    expect(made).toBeLessThan(planned / 2);
    expect(stderr).toContain(`stopped: ${made} of 16,800 planned trials were made\n`);
    expect(stderr).toContain(`  → continue with: llm-parity run --resume runs/${id}\n`);
    expect(stdout).toMatch(/^openrouter chat-completions /m);
    expect(readdirSync(join(folder.path, "out"))).toEqual([
      "compatibility-matrix.json",
      "compatibility-matrix.md",
      "report.html",
    ]);
    expect(readdirSync(join(folder.path, "runs", id)).filter((name) => name.startsWith("lock"))).toEqual([]);
  });

  test("that gets a second signal aborts what is under way, and still reports", async () => {
    const folder = workFolder();
    const simulated = simulatedExchange("default");
    let asked = 0;
    let isUnderWay = (): void => {};
    const underWay = new Promise<void>((resolve) => {
      isUnderWay = resolve;
    });
    // After the first forty, no request is answered: the signals come while some are under way.
    const { url } = await serveExchange((request, signal) => {
      asked += 1;
      if (asked <= 40) return simulated(request, signal);
      isUnderWay();
      return new Promise(() => {});
    });
    const { child, untilOutput, ended } = await startProgram(asking(url), { cwd: folder.path });
    await underWay;
    child.kill("SIGINT");
    await untilOutput(/nothing new is started/);
    child.kill("SIGINT");
    const { code, stderr } = await ended;
    expect(code).toBe(130);
    expect(stderr).toContain("what is under way is aborted");
    expect(stderr).toMatch(/^stopped: [\d,]+ of 16,800 planned trials were made$/m);
  });
});
