import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { filesHistory } from "../src/library/nights/store/files-history.js";
import { dayAfter } from "../src/verdict/nights/calendar.js";
import { runCommand } from "./support/command.js";
import { serveProfile } from "./support/simulated-run.js";
import { type WorkFolder, workFolder } from "./support/work-folder.js";

const cell = "kimi-k2.5/bedrock/converse-stream/response-after-tool";

/** A good night, from which a baseline is made, then one in which the cell fails. */
describe("who changed a cell", () => {
  let folder: WorkFolder;
  const program = (...words: readonly string[]) => runCommand(words, { cwd: folder.path });
  const night = (url: string) =>
    program(
      ...["run", "--simulator", url, "--model", "kimi-k2.5", "--api", "converse-stream", "--suite", "current"],
      ...["--scenario", "response-after-tool", "--gate", "cheap", "--scenarios", "scenarios"],
    );

  beforeEach(() => {
    folder = workFolder();
    folder.copy("scenarios");
  });

  /** Moves the only night one day back, and repeats it on the days before, as if the same had been measured there. */
  async function pinEarlier(): Promise<void> {
    const history = filesHistory(join(folder.path, "history"));
    const [today = ""] = await history.ids();
    const made = await history.night(today);
    const [run] = made?.runs ?? [];
    if (made === null || run === undefined) throw new Error("there is no night");
    for (let back = 1; back <= 16; back += 1) {
      await history.append({ night: dayAfter(today, -back), run, lines: made.lines });
    }
    const pinned = await program("baseline", "pin", "--kind", "cheap");
    expect([pinned.code, pinned.stderr]).toEqual([0, ""]);
  }

  test("the same request, and good replies that are good by today's rules: the provider, without a call", async () => {
    const [good, silent] = await Promise.all([serveProfile("default"), serveProfile("kimi-silent")]);
    await night(good.url);
    await pinEarlier();
    expect((await night(silent.url)).code).toBe(1);
    const { code, stdout } = await program("who", cell, "--scenarios", "scenarios");
    expect([code, stdout]).toEqual([0, expect.stringContaining("THE PROVIDER changed: we sent the same")]);
    expect(stdout).not.toContain("today's request");
  });

  test("another request, and a provider that fails at it alone: we changed, by the counter-test", async () => {
    const native = "functions.get_weather:0";
    const changeIds = (from: string, to: string) => {
      for (let n = 0; n < 2; n += 1) folder.edit("scenarios/response-after-tool.yaml", `id: ${from}\n`, `id: ${to}\n`);
    };
    const { url } = await serveProfile("kimi");
    changeIds("callSF001", native);
    await night(url);
    await pinEarlier();
    changeIds(native, "callSF001");
    await night(url);
    const unasked = await program("who", cell, "--scenarios", "scenarios");
    expect([unasked.code, unasked.stdout]).toEqual([4, expect.stringContaining("NOT CLEAR: the requests differ")]);
    const { code, stdout, stderr } = await program("who", cell, "--scenarios", "scenarios", "--simulator", url);
    expect([code, stdout], stderr).toEqual([0, expect.stringContaining("WE changed: both requests were asked now")]);
    expect(stdout).toMatch(/today's request 20 of 20 bad, the one of \d{4}-\d\d-\d\d 0 of 20 bad/);
  });

  test("another request, and a provider that fails at both: the provider changed, by the counter-test", async () => {
    const [good, silent] = await Promise.all([serveProfile("default"), serveProfile("kimi-silent")]);
    await night(good.url);
    await pinEarlier();
    folder.edit("scenarios/response-after-tool.yaml", "right now?", "today?");
    await night(silent.url);
    const words = ["who", cell, "--scenarios", "scenarios", "--simulator", silent.url];
    const { code, stdout, stderr } = await program(...words);
    expect([code, stdout], stderr).toEqual([0, expect.stringContaining("THE PROVIDER changed: both requests")]);
    const limited = await program(...words, "--max-calls", "6", "--json");
    expect([limited.code, JSON.parse(limited.stdout)]).toMatchObject([
      4,
      { who: { who: "cannot-tell", why: "test-too-small" }, test: { ours: { eligible: 3 }, theirs: { eligible: 3 } } },
    ]);
  });

  test("what is typed wrong is said", async () => {
    const good = await serveProfile("default");
    await night(good.url);
    const cases: readonly (readonly [readonly string[], string])[] = [
      [["who", "no-cell"], '"no-cell" is not a cell'],
      [["who", "a/b/c/d"], "has no cell a/b/c/d"],
      [["who", cell], "nothing was bad in night"],
      [["who", cell, "--history", "nowhere"], "nowhere has 0 nights"],
      [["who", cell, "--night", "yesterday"], '"yesterday" is not a night'],
    ];
    for (const [words, says] of cases) {
      const { code, stderr } = await program(...words);
      expect([words.join(" "), code, stderr]).toEqual([words.join(" "), 2, expect.stringContaining(says)]);
    }
  });
});
