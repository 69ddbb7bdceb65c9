import { readdirSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { readRun } from "../src/runner/store/read-run.js";
import type { ServedSimulator } from "../src/simulator/serve.js";
import { runCommand } from "./support/command.js";
import { serveProfile } from "./support/simulated-run.js";
import { type WorkFolder, workFolder } from "./support/work-folder.js";

describe("--trials auto", () => {
  let folder: WorkFolder;
  let served: ServedSimulator;
  beforeAll(async () => {
    folder = workFolder();
    served = await serveProfile("kimi");
  });

  const run = async (...words: readonly string[]) => {
    const args = ["run", "--simulator", served.url, "--no-reports", "--json", "--concurrency", "1", "--client", "http"];
    return runCommand([...args, ...words], { cwd: folder.path });
  };
  const kimi = ["--target", "kimi-k2.5/bedrock/converse-stream", "--trials", "auto"];

  test("asks a good cell until it passes and a bad one until it fails, and prints bounds that carry the claim", async () => {
    const { stdout } = await run(...kimi, "--scenario", "basic-chat", "--scenario", "response-after-tool");
    const { cells } = JSON.parse(stdout);
    const seen = cells.map(({ scenario, claim, trials }: { scenario: string; claim: string; trials: object }) => ({
      scenario,
      claim,
      ...trials,
    }));
    const kind = "always-valid one-sided 95 %";
    expect(seen).toMatchObject([
      { scenario: "basic-chat", claim: "pass", eligible: 36, bad: 0, interval: [0, 0.097812], intervalKind: kind },
      {
        scenario: "response-after-tool",
        claim: "fail",
        eligible: 6,
        bad: 6,
        interval: [0.518529, 1],
        intervalKind: kind,
      },
    ]);
    const again = await runCommand(["report", "last", "--json", "--no-reports"], { cwd: folder.path });
    expect(JSON.parse(again.stdout).cells).toEqual(cells);
  });

  test("asks a blocked cell three times, not for ever", async () => {
    const refusing = await serveProfile("seed-2026-02-10");
    const asked = ["--target", "deepseek-r1/bedrock/converse-stream", "--scenario", "tool-call", "--trials", "auto"];
    const args = ["run", "--simulator", refusing.url, "--no-reports", "--json", "--concurrency", "1"];
    const { stdout } = await runCommand([...args, "--suite", "seed", ...asked], { cwd: folder.path });
    const [cell] = JSON.parse(stdout).cells;
    expect(cell).toMatchObject({ observed: "blocked", claim: null, trials: { attempted: 3, eligible: 0 } });
  });

  test("tells how many replies were distinct, and varies the prompt with --nonce", async () => {
    const words = ["--target", "kimi-k2.5/bedrock/converse-stream", "--scenario", "basic-chat", "--trials", "4"];
    const { stdout } = await run(...words, "--nonce");
    const [cell] = JSON.parse(stdout).cells;
    expect(cell.trials).toMatchObject({
      sampling: "fixed",
      eligible: 4,
      ok: 4,
      distinctReplies: 1,
      cachedTokens: null,
    });
    expect(cell.trials.passRates).toEqual([
      { k: 1, any: 1, all: 1 },
      { k: 3, any: 1, all: 1 },
    ]);
    const shown = await runCommand(["explain", "kimi-k2.5/bedrock/converse-stream/basic-chat", "--run", "last"], {
      cwd: folder.path,
    });
    expect(shown.stdout).toContain("distinct replies: 1 of 4");
    const trials = readTrials(folder.path);
    const asked = trials.map(({ turns }) => turns[0]?.request.messages[0]?.parts[0]);
    expect(new Set(asked.map((part) => JSON.stringify(part))).size).toBe(4);
    expect(asked.every((part) => part?.kind === "text" && /^\[ref [0-9a-f]{6}\] /.test(part.text))).toBe(true);
  });

  test("stops at its cap without a claim of either kind", async () => {
    const { stdout } = await run(...kimi, "--max-trials", "10", "--scenario", "basic-chat");
    expect(JSON.parse(stdout).cells[0]).toMatchObject({ claim: "inconclusive", trials: { eligible: 10, bad: 0 } });
  });

  test.each([
    [
      "rates in the wrong order",
      ["--acceptable-rate", "0.2"],
      "--acceptable-rate 0.2 is not below --unacceptable-rate 0.1",
    ],
    ["a rate that is none", ["--acceptable-rate", "2"], '"2" is not a number between 0 and 1'],
    ["a number of trials that is none", ["--trials", "many"], '"many" is not a whole number'],
  ])("says what is wrong with %s", async (_, words, message) => {
    const { code, stderr } = await run(...kimi, ...words);
    expect(stderr).toContain(message);
    expect(code).toBe(2);
  });
});

/** The trials of the last run in a folder. */
function readTrials(folder: string) {
  const last = readdirSync(join(folder, "runs")).sort().at(-1) ?? "";
  return readRun(join(folder, "runs", last)).transcripts;
}
