import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { readRun } from "../src/runner/store/read-run.js";
import { runCommand } from "./support/command.js";
import { repeatNight } from "./support/repeat-night.js";
import { serveProfile } from "./support/simulated-run.js";
import { type WorkFolder, workFolder } from "./support/work-folder.js";

/** Acts nights through: a quiet one, from which a baseline is made, and one in which two of the cells fail. */
describe("nights", () => {
  let folder: WorkFolder;
  let quiet: string;
  let silent: string;
  const cells = ["--model", "kimi-k2.5", "--api", "converse", "--api", "converse-stream", "--suite", "current"];
  const asked = ["--scenario", "basic-chat", "--scenario", "response-after-tool"];
  const program = (...words: readonly string[]) => runCommand(words, { cwd: folder.path });
  const night = (url: string, ...words: readonly string[]) =>
    program("run", "--simulator", url, ...cells, ...asked, "--gate", "cheap", ...words);
  const cell = (api: string) => `kimi-k2.5/bedrock/${api}/response-after-tool`;

  beforeAll(async () => {
    folder = workFolder();
    [{ url: quiet }, { url: silent }] = await Promise.all([serveProfile("default"), serveProfile("kimi-silent")]);
  });

  /** Trials that the newest run made of each scenario. */
  function trialsOfNewest(): { readonly [scenario: string]: number } {
    const runs = join(folder.path, "runs");
    const newest = readdirSync(runs).sort().at(-1) ?? "";
    const counts: { [scenario: string]: number } = {};
    for (const { cell: of } of readRun(join(runs, newest)).transcripts) {
      counts[of.scenario] = (counts[of.scenario] ?? 0) + 1;
    }
    return counts;
  }

  test("a baseline is learned, pinned and compared; a regression is confirmed in its night and names its cells", async () => {
    const first = await night(quiet);
    expect([first.code, first.stdout]).toEqual([0, expect.stringContaining("no baseline yet: nothing was compared")]);
    expect(trialsOfNewest()).toEqual({ "basic-chat": 12, "response-after-tool": 12 });

    const early = await program("baseline", "pin", "--kind", "cheap");
    expect([early.code, early.stderr]).toEqual([2, expect.stringContaining("needs 16 nights, and history has 1")]);
    await repeatNight(join(folder.path, "history"), 16);
    const pinned = await program("baseline", "pin", "--kind", "cheap");
    expect([pinned.code, pinned.stdout]).toEqual([0, expect.stringContaining("17 nights from")]);

    const second = await night(silent);
    expect(second.code, second.stdout.slice(-3000)).toBe(1);
    expect(trialsOfNewest()).toEqual({ "basic-chat": 12, "response-after-tool": 64 });
    const gated = await program("gate", "--json");
    expect(gated.code).toBe(1);
    const { cells: results, exitCode, alarm, compared } = JSON.parse(gated.stdout);
    expect({ exitCode, alarm, compared }).toEqual({ exitCode: 1, alarm: true, compared: 4 });
    const regressed = results.filter(({ state }: { readonly state: string }) => state === "regressed");
    expect(regressed).toMatchObject([
      { cell: cell("converse-stream"), tonight: { eligible: 32, bad: 32 }, details: { request: "equal" } },
      { cell: cell("converse"), tonight: { eligible: 32, bad: 32 }, details: { request: "equal" } },
    ]);
    const text = await program("gate");
    expect(text.stdout).toContain(
      `REGRESSED TONIGHT\n  ${cell("converse-stream")}: 32 of 32 bad, 0 of 96 bad in the baseline`,
    );
    expect(text.stdout).toContain("empty-reply ×32");
    expect(text.stdout).toContain("the request is the same, so the change is not ours");
  });

  test("what is typed wrong is said, and nothing is asked", async () => {
    const cases: readonly (readonly [readonly string[], string])[] = [
      [["run", "--gate", "--simulator", quiet, "--trials", "3"], "--trials has no effect: the gate has a fixed number"],
      [["run", "--gate", "half", "--simulator", quiet], "full, cheap"],
      [["run", "--gate"], "--gate has no effect: this run replays recordings"],
      [["run", "--simulator", quiet, "--night", "2026-01-01"], "--night has no effect: this run is not a night"],
      [["run", "--gate", "--simulator", quiet, "--night", "2026-02-31"], "there is no such day"],
      [["gate", "2026-02-01"], "history has no night 2026-02-01"],
      [["gate", "yesterday"], '"yesterday" is not a night'],
      [["gate", "2026-02-01", "--night", "2026-02-02"], "the night is named twice"],
      [["baseline", "pin", "2026-02-01"], "nights that are picked by hand need --reason"],
      [["baseline", "pin", "--reason", "x"], "--reason has no effect without nights"],
      [["baseline", "pin", "2026-02-01", "--reason", "x"], "history has no night 2026-02-01"],
    ];
    for (const [words, says] of cases) {
      const { code, stderr } = await program(...words);
      expect([words.join(" "), code, stderr]).toEqual([words.join(" "), 2, expect.stringContaining(says)]);
    }
  });

  test("a night is kept as counts and hashes: no prompt, no reply", () => {
    const nights = join(folder.path, "history/nights");
    const [newest = ""] = readdirSync(nights).sort().reverse();
    const text = readFileSync(join(nights, newest, "summary.jsonl"), "utf8");
    expect(text).not.toMatch(/weather|15 \+ 27/);
  });
});
