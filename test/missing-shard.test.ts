import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { shardOf } from "../src/runner/shard.js";
import { runCommand } from "./support/command.js";
import { repeatNight } from "./support/repeat-night.js";
import { serveProfile } from "./support/simulated-run.js";
import { type WorkFolder, workFolder } from "./support/work-folder.js";

/** A night in three shards of which one is lost: it must not read as a good night, or as cells that were taken out. */
describe("a night without one of its shards", () => {
  let folder: WorkFolder;
  let url: string;
  const target = "kimi-k2.5/bedrock/converse";
  const scenarios = ["basic-chat", "response-after-tool", "multi-step", "nested-arguments"];
  const partOf = (scenario: string) => shardOf({ target, scenario }, 3);
  const program = (...words: readonly string[]) => runCommand(words, { cwd: folder.path });
  const night = (...words: readonly string[]) =>
    program(
      ...["run", "--simulator", url, "--model", "kimi-k2.5", "--api", "converse", "--suite", "current"],
      ...scenarios.flatMap((one) => ["--scenario", one]),
      ...["--gate", "cheap", ...words],
    );
  const cellsOf = (part: number) =>
    scenarios
      .filter((one) => partOf(one) === part)
      .map((one) => `${target}/${one}`)
      .sort();

  beforeAll(async () => {
    folder = workFolder();
    ({ url } = await serveProfile("default"));
    expect((await night()).code).toBe(0);
    const history = join(folder.path, "history");
    await repeatNight(history, 16);
    // Else the first night would stand in for what the second one lacks.
    const tonight = readdirSync(join(history, "nights")).sort().at(-1) ?? "";
    rmSync(join(history, "nights", tonight), { recursive: true });
    expect((await program("baseline", "pin", "--kind", "cheap")).code).toBe(0);
  });

  test("ends with 4, and lists the cells of the missing part first, none of them gone", async () => {
    const before = new Set(readdirSync(join(folder.path, "runs")));
    expect(cellsOf(3).length).toBeGreaterThan(0);
    for (const part of ["1/3", "2/3"]) expect((await night("--shard", part)).code).toBe(0);
    const shards = readdirSync(join(folder.path, "runs")).filter((id) => !before.has(id));
    const merged = await program("merge", ...shards, "--out", "runs/merged");
    expect([merged.code, merged.stderr]).toEqual([4, expect.stringContaining("shard 3/3 is missing")]);
    // A cell that is no suspect has its first trials alone, and lacks none.
    expect(merged.stderr).not.toContain("did not make");

    expect((await program("history", "add", "runs/merged")).code).toBe(0);
    const { code, stdout } = await program("gate", "--json");
    const { exitCode, notMeasured, alarm, cells } = JSON.parse(stdout);
    expect({ code, exitCode, notMeasured, alarm }).toEqual({ code: 4, exitCode: 4, notMeasured: true, alarm: false });
    const states = cells.map((one: { readonly cell: string; readonly state: string }) => `${one.cell} ${one.state}`);
    const rest = [...cellsOf(1), ...cellsOf(2)].sort();
    expect(states).toEqual([
      ...cellsOf(3).map((one) => `${one} not-measured`),
      ...rest.map((one) => `${one} unchanged`),
    ]);
    const text = await program("gate");
    expect(text.stdout).toMatch(/^\S+ {2}\d cells? not measured$/m);
    expect(text.stdout.indexOf("NOT MEASURED")).toBeLessThan(text.stdout.indexOf("columns"));
  });
});
