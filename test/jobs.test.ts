import {
  appendFileSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { askSuite, startSimulator } from "../src/index.js";
import { runCommand } from "./support/command.js";
import { root } from "./support/repository.js";
import { type WorkFolder, workFolder } from "./support/work-folder.js";

const fixtures = join(root, "fixtures");

/** Folders of our own recordings, one of them with a file that is cut, one that is no recording, and a link that leads nowhere. */
function samples(folder: WorkFolder): readonly string[] {
  const whole = readFileSync(join(fixtures, "blank-replies/silent-model.har"), "utf8");
  folder.write("mixed/a-cut.har", whole.slice(0, -200));
  folder.write("mixed/b-none.txt", "no recording");
  folder.write("mixed/c-cut.yaml", "interactions:\n- request:\n    body: 'cut\n");
  folder.write("mixed/d-whole.har", whole);
  symlinkSync(join(folder.path, "nowhere"), join(folder.path, "mixed/e-link"));
  return [join(fixtures, "bedrock"), join(folder.path, "mixed"), join(fixtures, "blank-replies")];
}

describe("any number of jobs gives the same", () => {
  test.each([["--json"], ["--markdown"], ["--all"]])("judge %s: output, messages and exit code", async (how) => {
    const folder = workFolder();
    const paths = samples(folder);
    const run = (jobs: string) => runCommand(["judge", ...paths, how, "--jobs", jobs], { cwd: folder.path });
    const one = await run("1");
    expect(one.code).toBe(2);
    expect(one.stderr).toContain("mixed/c-cut.yaml");
    expect(one.stderr).toContain("mixed/e-link");
    for (const jobs of ["2", "5"]) expect(await run(jobs)).toEqual(one);
  });

  test("import: messages, and every byte of every fixture", async () => {
    const folder = workFolder();
    const paths = samples(folder);
    const run = async (jobs: string) => {
      const out = join(folder.path, `out-${jobs}`);
      const { code, stdout, stderr } = await runCommand(["import", ...paths, "--out", out, "--json", "--jobs", jobs], {
        cwd: folder.path,
      });
      return { code, stderr, stdout: stdout.replaceAll(`out-${jobs}`, "out"), files: filesIn(out) };
    };
    const one = await run("1");
    expect(one.code).toBe(2);
    expect(Object.keys(one.files).length).toBeGreaterThan(10);
    expect(await run("3")).toEqual(one);
  });

  test.each([["http"], ["sdk"], ["both"]])("run --client %s: output, messages and every report", async (client) => {
    const folder = workFolder();
    const run = async (jobs: string) => {
      const out = join(folder.path, `reports-${jobs}`);
      const words = ["run", "--client", client, "--reports", out, "--today", "2026-11-20"];
      const { code, stdout, stderr } = await runCommand([...words, "--jobs", jobs], { cwd: folder.path });
      return { code, stdout, stderr: stderr.replaceAll(`reports-${jobs}`, "reports"), files: textsIn(out) };
    };
    const one = await run("1");
    expect(Object.keys(one.files)).toContain("compatibility-matrix.json");
    expect(await run("3")).toEqual(one);
  });

  test("a run with a fixture that is cut names it, whichever thread met it", async () => {
    const folder = workFolder();
    cpSync(fixtures, join(folder.path, "fixtures"), { recursive: true });
    const cut = harsIn(join(folder.path, "fixtures")).filter((name) => name.endsWith("/multi-step.har"));
    for (const name of cut) writeFileSync(join(folder.path, "fixtures", name), "{");
    const words = ["run", "--client", "http", "--fixtures", "fixtures", "--no-reports"];
    const run = (jobs: string) => runCommand([...words, "--jobs", jobs], { cwd: folder.path });
    const one = await run("1");
    expect(one.code).toBe(2);
    expect(one.stderr).toContain("multi-step.har: line 1: not JSON");
    for (const jobs of ["2", "4"]) expect(await run(jobs)).toEqual(one);
  });

  test("rejudge: output, messages and every summary, also where a run is damaged", async () => {
    const folder = workFolder();
    const runs = join(folder.path, "runs");
    const simulator = await startSimulator({ profile: "default" });
    for (const scenario of ["basic-chat", "tool-call", "multi-step"])
      await askSuite({ suite: "full", model: ["kimi-k2.5"], scenario: [scenario], runs, simulator: simulator.url });
    await simulator.close();
    const names = readdirSync(runs).sort();
    appendFileSync(join(runs, names[1] ?? "", "journal.jsonl"), "{ cut");
    const run = async (words: readonly string[], jobs: string) => {
      for (const name of names) rmSync(join(runs, name, "summary.jsonl"), { force: true });
      const { code, stdout, stderr } = await runCommand(["rejudge", ...words, "--jobs", jobs], { cwd: folder.path });
      const kept = names.filter((name) => existsSync(join(runs, name, "summary.jsonl")));
      const files = kept.map((name) => readFileSync(join(runs, name, "summary.jsonl"), "utf8"));
      return { code, stdout, stderr, kept, files };
    };
    const one = await run(names, "1");
    expect([one.code, one.kept]).toEqual([0, names]);
    expect(one.stderr).toContain("journal.jsonl");
    for (const jobs of ["2", "3"]) expect(await run(names, jobs)).toEqual(one);

    writeFileSync(join(runs, names[2] ?? "", "run.json"), "{ cut");
    const broken = await run(names, "1");
    expect([broken.code, broken.kept]).toEqual([2, names.slice(0, 2)]);
    for (const jobs of ["2", "3"]) expect(await run(names, jobs)).toEqual(broken);
  });

  test("a path that does not exist is named after what was read before it", async () => {
    const folder = workFolder();
    const paths = [...samples(folder), join(folder.path, "absent")];
    const run = (jobs: string) => runCommand(["judge", ...paths, "--json", "--jobs", jobs], { cwd: folder.path });
    const one = await run("1");
    expect(one.code).toBe(2);
    expect(one.stderr).toContain("absent: does not exist");
    expect(await run("4")).toEqual(one);
  });
});

test.each([
  ["0", '"0" is not a whole number of at least 1.'],
  ["two", '"two" is not a whole number of at least 1.'],
  ["1.5", '"1.5" is not a whole number of at least 1.'],
  ["65", '"65" is more than 64, the most.'],
])("--jobs %s is a mistake with its reason", async (jobs, reason) => {
  const { path } = workFolder();
  for (const command of [["judge", fixtures], ["import", fixtures, "--out", "out"], ["run"]]) {
    const { code, stderr } = await runCommand([...command, "--jobs", jobs], { cwd: path });
    expect(code).toBe(2);
    expect(stderr).toContain(reason);
  }
});

test.each([
  [["--speed", "2"], "--jobs and --speed exclude each other"],
  [["--live"], "--jobs and --live exclude each other"],
  [["--simulator", "http://127.0.0.1:1"], "--jobs and --simulator exclude each other"],
  [["--dataset", "rows.jsonl"], "--jobs has no effect: only a replay uses several cores"],
])("run --jobs 2 %j is a mistake with its reason", async (words, reason) => {
  const { path } = workFolder();
  const { code, stderr } = await runCommand(["run", "--jobs", "2", ...words], { cwd: path });
  expect(code).toBe(2);
  expect(stderr).toContain(reason);
});

function filesIn(folder: string): { readonly [name: string]: string } {
  return Object.fromEntries(harsIn(folder).map((name) => [name, readFileSync(join(folder, name), "utf8")]));
}

function harsIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".har"))
    .sort();
}

function textsIn(folder: string): { readonly [name: string]: string } {
  return Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "utf8")]));
}
