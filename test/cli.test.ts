import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { runCommand } from "./support/command.js";
import { expectParts } from "./support/expect-parts.js";
import { bareEnvironment, type Ended, runProgram, startProgram } from "./support/program.js";
import { root } from "./support/repository.js";
import { serveProfile } from "./support/simulated-run.js";
import { type WorkFolder, workFolder } from "./support/work-folder.js";

/** The day on which the shipped known.yaml is judged here: its entries expire, and these tests must not. */
const today = ["--today", "2026-11-20"];

const simulatorUrl = /^http:\/\/127\.0\.0\.1:\d+$/m;

const gpt4oChat = "fixtures/openrouter/chat-completions/gpt-4o/basic-chat.har";

describe("validate", () => {
  test("finds no mistake in what is shipped", async () => {
    const { code, stdout, stderr } = await runProgram(["validate"], { cwd: root });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^\d+ files are valid\.\n$/);
  });

  test("names every mistake of every file, with its place, and ends with 2", async () => {
    const folder = workFolder({ "one.yaml": "id: one\nversion: 0\n", "two.yaml": "[", "three.har": "{" });
    const { code, stdout, stderr } = await runCommand(["validate", "."], { cwd: folder.path });
    expectParts(stdout, [
      "one.yaml:2:10: ",
      "three.har: ",
      "two.yaml:1:2: not valid YAML",
      "3 of 3 files have mistakes.",
    ]);
    expect({ code, stderr }).toEqual({ code: 2, stderr: "" });
  });

  test("finds an example that its own step would call bad, and says where it stands", async () => {
    const text = readFileSync(join(root, "scenarios/tool-call.yaml"), "utf8").replace(
      '{ location: "San Francisco, CA" }',
      "{ location: Paris }",
    );
    const folder = workFolder({ "tool-call.yaml": text });
    const { code, stdout } = await runCommand(["validate", "tool-call.yaml"], { cwd: folder.path });
    expectParts(stdout, [
      "tool-call.yaml:39:7: the example of step",
      '"call"',
      "arguments-mismatch",
      "correct the example",
    ]);
    expect(code).toBe(2);
  });

  test("says the same as JSON", async () => {
    const folder = workFolder({ "two.yaml": "[" });
    const { code, stdout } = await runCommand(["validate", "--json", "two.yaml"], { cwd: folder.path });
    const said = JSON.parse(stdout);
    expect(said).toMatchObject({ schemaVersion: 1, files: [{ file: "two.yaml", kind: "scenario" }] });
    expect(said.files[0].mistake).toContain("two.yaml:1:2");
    expect(code).toBe(2);
  });
});

describe("known.yaml decides what a red cell means", () => {
  const run = (folder: WorkFolder, ...more: string[]) =>
    runCommand(["run", "--no-reports", ...today, ...more], { cwd: folder.path });

  test("the shipped red cells are listed, so the run ends with 0 and says so", async () => {
    const { code, stderr } = await run(workFolder());
    expect(stderr).toContain("4 failing cells are listed in ");
    expect(stderr).toContain("AUTHORED: no vendor traffic.");
    expect(code).toBe(0);
  });

  test("a red cell that is not listed ends the run with 1 and is named", async () => {
    const folder = workFolder({ "known.yaml": "known: []\n" });
    const { code, stderr } = await run(folder, "--known", "known.yaml");
    const line = "multi-step on kimi-k2.5/bedrock/converse-stream fails, 0 of 1 ok: empty-reply; not listed as known\n";
    expect(stderr).toContain(line);
    expect(stderr.match(/not listed as known/g)).toHaveLength(4);
    expect(stderr).toMatch(
      /→ if this is expected, add it to known.yaml: - \{ model: kimi-k2.5, target: \S+, scenario: \S+,/,
    );
    expect(code).toBe(1);
  });

  test("--exit-zero says the same and ends with 0", async () => {
    const folder = workFolder({ "known.yaml": "known: []\n" });
    const { code, stderr } = await run(folder, "--known", "known.yaml", "--exit-zero");
    expect(stderr.match(/not listed as known/g)).toHaveLength(4);
    expect(code).toBe(0);
  });

  test("an entry that was not observed is stale: the run ends with 1 and names the line to edit", async () => {
    const folder = workFolder();
    folder.copy("scenarios");
    folder.edit("scenarios/known.yaml", "scenario: response-after-tool", "scenario: basic-chat");
    const { code, stderr } = await run(folder);
    expect(stderr).toContain(
      "scenarios/known.yaml:7:5: stale: empty-reply in basic-chat on kimi-k2.5/bedrock/converse-stream was not observed; remove the entry",
    );
    expect(code).toBe(1);
  });

  test("an entry that has expired excuses nothing: the run ends with 1 and names the line to edit", async () => {
    const folder = workFolder();
    folder.copy("scenarios");
    folder.edit("scenarios/known.yaml", "expires: 2027-02-10", "expires: 2026-11-20");
    const { code, stderr } = await run(folder);
    expect(stderr).toContain("scenarios/known.yaml:7:5: expired on 2026-11-20: empty-reply in response-after-tool on ");
    expect(stderr).toContain("3 failing cells are listed in scenarios/known.yaml");
    expect(code).toBe(1);
  });
});

describe("an entry of known.yaml that a run does not apply", () => {
  test("is said not to be applied when an option leaves its cell out", async () => {
    const args = ["run", "--no-reports", "--scenario", "multi-step", "--model", "kimi-k2.5", ...today];
    const { code, stderr } = await runCommand(args, { cwd: workFolder().path });
    expect(stderr).toContain("1 failing cell is listed in ");
    expect(stderr).toMatch(
      /^3 of 4 entries of known\.yaml are not applied \(lines 7, \d+, \d+\): the suite or an option /m,
    );
    expect(code).toBe(0);
  });

  test("is in the JSON with its place and the reason", async () => {
    const args = ["run", "--json", "--no-reports", "--model", "gpt-4o", ...today];
    const { stdout } = await runCommand(args, { cwd: workFolder().path });
    const { notApplied } = JSON.parse(stdout).known;
    expect(notApplied).toHaveLength(4);
    expect(notApplied[0]).toMatchObject({ why: "not-in-run", detail: null });
    expect(notApplied[0].place).toMatch(/known\.yaml:7:5$/);
  });

  test("is said not to be applied when a simulator was asked, and no entry is proposed", async () => {
    const { url } = await serveProfile("kimi");
    const args = [
      "run",
      "--simulator",
      url,
      "--model",
      "kimi-k2.5",
      "--scenario",
      "response-after-tool",
      "--no-reports",
    ];
    const { code, stderr } = await runCommand([...args, "--provider", "bedrock"], { cwd: workFolder().path });
    expect(stderr).toMatch(/4 of 4 entries of known\.yaml are not applied .*a simulator was asked/);
    expect(stderr).toContain("not listed as known");
    expect(stderr).not.toContain("if this is expected, add it");
    expect(code).toBe(1);
  });
});

describe("the reports", () => {
  const golden = (name: string) => readFileSync(join(root, "reports", name), "utf8");
  let first: WorkFolder;
  beforeAll(async () => {
    first = workFolder();
    const { code } = await runProgram(["run", ...today], { cwd: first.path });
    expect(code).toBe(0);
  });

  test.each(["compatibility-matrix.md", "compatibility-matrix.json"])(
    "%s is the committed one, byte for byte",
    (name) => {
      expect(first.read(`reports/${name}`)).toBe(golden(name));
    },
  );

  test("a second run writes the same bytes over them, and leaves nothing else", async () => {
    const before = first.contents();
    await runCommand(["run", ...today], { cwd: first.path });
    expect(first.contents()).toEqual(before);
    expect(Object.keys(before)).toEqual(
      ["compatibility-matrix.json", "compatibility-matrix.md", "report.html"].map((name) => `reports/${name}`),
    );
  });

  test("they are the same on another day, in another time zone and language", async () => {
    const folder = workFolder();
    const env = {
      ...bareEnvironment(folder.path),
      TZ: "Pacific/Kiritimati",
      LANG: "tr_TR.UTF-8",
      LC_ALL: "tr_TR.UTF-8",
    };
    await runProgram(["run", "--today", "2026-12-31"], { cwd: folder.path, env });
    expect(folder.contents("reports")).toEqual(first.contents("reports"));
  });

  test("a replay at a pace of its own writes the same bytes", async () => {
    const folder = workFolder();
    await runCommand(["run", "--speed", "0.5", ...today], { cwd: folder.path });
    expect(folder.contents("reports")).toEqual(first.contents("reports"));
  });

  test("--no-reports writes none", async () => {
    const folder = workFolder();
    await runCommand(["run", "--no-reports", ...today], { cwd: folder.path });
    expect(folder.contents()).toEqual({});
  });
});

describe("standard output", () => {
  test("is one JSON document with --json, and the same as in the report", async () => {
    const folder = workFolder();
    const { code, stdout } = await runCommand(["run", "--json", ...today], { cwd: folder.path });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ schemaVersion: 1, suite: "seed", authored: true });
    expect(stdout).toBe(folder.read("reports/compatibility-matrix.json"));
  });

  test.each([
    ["list"],
    ["list", "models"],
    ["list", "targets"],
    ["list", "suites"],
    ["list", "strategies"],
    ["run", "--plan"],
    ["doctor"],
  ])("of %s %s is JSON with --json too", async (...args) => {
    const { stdout, stderr } = await runCommand([...args, "--json"], { cwd: workFolder().path });
    expect(JSON.parse(stdout)).toMatchObject({ schemaVersion: 1 });
    expect(stderr).toBe("");
  });

  test.each<[string, { readonly [name: string]: string }]>([
    ["without a terminal", {}],
    ["with NO_COLOR", { NO_COLOR: "1" }],
    ["with TERM=dumb", { TERM: "dumb" }],
    ["with FORCE_COLOR=0", { FORCE_COLOR: "0" }],
  ])("has no escape %s", async (_title, env) => {
    const folder = workFolder();
    const ended = await runTable({ ...bareEnvironment(folder.path), ...env }, folder);
    expect(ended.stdout + ended.stderr).not.toContain("\u001b");
  });

  test("has colours with FORCE_COLOR, and the same words", async () => {
    const folder = workFolder();
    const plain = await runTable(bareEnvironment(folder.path), folder);
    const coloured = await runTable({ ...bareEnvironment(folder.path), FORCE_COLOR: "1" }, folder);
    expect(coloured.stdout).toContain("\u001b[");
    expect(coloured.stdout.replace(/\u001b\[\d+m/g, "")).toBe(plain.stdout);
  });

  test.each<[string, string | null, number]>([
    ["120 columns without COLUMNS", null, 120],
    ["what COLUMNS says", "60", 60],
    ["40 columns, and can still be read", "40", 40],
  ])("is no wider than %s", async (_title, columns, width) => {
    const folder = workFolder();
    const env = { ...bareEnvironment(folder.path), ...(columns === null ? {} : { COLUMNS: columns }) };
    for (const words of [
      ["run", "--suite", "current", "--no-reports", ...today],
      ["list", "checks"],
      ["list", "targets"],
    ]) {
      if (columns === null && words[1] === "targets") continue;
      const { stdout } = await runCommand(words, { cwd: folder.path, env });
      expect(stdout.split("\n").filter((line) => [...line].length > width)).toEqual([]);
      expect(stdout.length).toBeGreaterThan(500);
    }
  });

  test("counts what did not run, and shows it with --verbose", async () => {
    const words = ["run", "--suite", "current", "--model", "gpt-4o", "--no-reports", ...today];
    const short = await runCommand(words, { cwd: workFolder().path });
    expect(short.stdout).toMatch(
      /^Nothing ran in 3 scenarios and 2 columns: \d+ cells – not run \(no recording\), \d+ cells ∅ unsupported\.$/m,
    );
    expect(short.stderr).toMatch(/^exit 0: no cell fails$/m);
    const whole = await runCommand([...words, "--verbose"], { cwd: workFolder().path });
    expect(whole.stdout).toContain("  multi-step on bedrock converse-stream: ∅ unsupported\n");
    expect(whole.stdout).toContain("  multi-step on openrouter chat-completions: – not run: no recording\n");
  });

  test("shows what a service wrote into a cell, and obeys none of it", async () => {
    const folder = workFolder();
    folder.copy("fixtures");
    const har = JSON.parse(folder.read(gpt4oChat));
    const [entry] = har.log.entries;
    // Cells of authored bytes name no upstream.
    Object.assign(har.log._parity, { source: "recorded", recordedAt: "2026-02-10T00:00:00.000Z", after: null });
    const { text } = entry.response.content;
    const evil = text.replace('"provider":"OpenAI"', '"provider":"\\u001b]0;owned\\u0007\\u202eIAnepO"');
    const content = { ...entry.response.content, text: evil, size: evil.length };
    const _chunks = [[0, evil.length]];
    har.log.entries.push({
      ...entry,
      _trial: 2,
      _chunks,
      response: { ...entry.response, content, bodySize: evil.length },
    });
    folder.write(gpt4oChat, JSON.stringify(har));
    const args = ["run", "--model", "gpt-4o", "--scenario", "basic-chat", "--no-reports", ...today];
    const { code, stdout, stderr } = await runCommand(args, { cwd: folder.path });
    expect({ code, stderr: stderr.includes("AUTHORED") }).toEqual({ code: 0, stderr: false });
    expect(stdout.replace(/[\s│]/g, "")).toContain("owned\\u{7}\\u{202e}IAnepO1/1");
    expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
  });

  test("may be closed early, as `| head -1` does, without a word of complaint", async () => {
    const { child, ended } = await startProgram(["list", "targets", "--json"], { cwd: workFolder().path });
    child.stdout?.once("data", () => child.stdout?.destroy());
    const { code, stderr } = await ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  });

  test.each(["stdout", "stderr"] as const)(
    "%s closed at once neither ends a run nor changes its exit code",
    async (pipe) => {
      const folder = workFolder({ "known.yaml": "known: []\n" });
      const { child, ended } = await startProgram(["run", "--known", "known.yaml", ...today], { cwd: folder.path });
      child[pipe]?.destroy();
      expect((await ended).code).toBe(1);
      expect(Object.keys(folder.contents("reports"))).toHaveLength(3);
    },
  );
});

describe("list", () => {
  test("says how many it does not show, by what they were chosen, and how to see them", async () => {
    const { stderr } = await runCommand(["list", "targets"], { cwd: workFolder().path });
    expect(stderr).toMatch(
      /^11 of \d+ targets: those of the suite seed; --suite all lists every one \(other suites: current, routes, dialects, tools, stream, full, parameters, probes, media, load, schema, cache, canary\)\n$/,
    );
    const chosen = await runCommand(["list", "targets", "--suite", "all", "--api", "invoke-model"], {
      cwd: workFolder().path,
    });
    expect(chosen.stderr).toMatch(/^\d+ of \d+ targets: those chosen by --api\n$/);
  });

  test("shows everything with --suite all, in one line a row", async () => {
    const { stdout, stderr } = await runCommand(["list", "scenarios", "--suite", "all"], { cwd: workFolder().path });
    const all = readdirSync(join(root, "scenarios"), { recursive: true, encoding: "utf8" });
    const files = all.filter((name) => name.endsWith(".yaml") && !/^(?:profiles|identity)\W/.test(name));
    // Without models.yaml and known.yaml; a table has two lines above its rows.
    expect(stdout.trim().split("\n")).toHaveLength(files.length - 2 + 2);
    expect(stderr).toBe("");
  });

  test("keeps the sentences about checks within 120 columns", async () => {
    const { stdout } = await runCommand(["list", "checks"], { cwd: workFolder().path });
    expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(120);
  });
});

describe("help", () => {
  test("names every suite of models.yaml", async () => {
    const { suites } = JSON.parse((await runCommand(["list", "suites", "--json"], { cwd: root })).stdout);
    const { stdout } = await runCommand(["run", "--help"], { cwd: root });
    const said = stdout.replace(/\s+/g, " ");
    const names = suites.map(
      ({ name, live }: { name: string; live: boolean }) => `${name}${live ? "" : " (replay only)"}`,
    );
    expect(said).toContain(`suite of models.yaml: ${names.slice(0, -1).join(", ")} or ${names.at(-1)} (default:`);
  });

  test("lists what works, and the exit codes", async () => {
    const { code, stdout, stderr } = await runProgram(["--help"], { cwd: workFolder().path });
    expectParts(stdout, [
      "Exit codes: 0 fine",
      "run [options]",
      "record [options]",
      "list",
      "validate",
      "simulate",
      "doctor",
    ]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  });

  test("--version prints the version of package.json", async () => {
    const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    const { code, stdout } = await runCommand(["--version"], { cwd: workFolder().path });
    expect({ code, stdout }).toEqual({ code: 0, stdout: `${version}\n` });
  });
});

describe.each([
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const)("%s", (signal, code) => {
  test("stops the simulator, which gives its code and frees its port", async () => {
    const { child, untilOutput, ended } = await startProgram(["simulate", "--port", "0"], { cwd: workFolder().path });
    const url = await untilOutput(simulatorUrl);
    child.kill(signal);
    const { code: found, stdout, stderr } = await ended;
    expect({ code: found, stdout }).toEqual({ code, stdout: `${url}\n` });
    expect(stderr).not.toMatch(/^ {4}at /m);
    await expect(fetch(url)).rejects.toThrow();
  });

  test("ends a run that is waiting for a service, keeps the evidence, and gives its code", async () => {
    const folder = workFolder({
      "silent.yaml":
        "name: silent\ntitle: Nobody answers\nmodels:\n  - models: ['*']\n    faults: [{ fault: stall, at: before-headers }]\n",
    });
    const simulator = await startProgram(["simulate", "--port", "0", "--profile", "silent.yaml"], { cwd: folder.path });
    const url = await simulator.untilOutput(simulatorUrl);
    const args = ["run", "--simulator", url, "--model", "gpt-4o", "--scenario", "basic-chat", "--no-reports"];
    const run = await startProgram(args, { cwd: folder.path });
    await run.untilOutput(/evidence: /);
    run.child.kill(signal);
    await run.untilOutput(/send it again to abort them/);
    run.child.kill(signal);
    const { code: found, stderr } = await run.ended;
    expect(found).toBe(code);
    expect(stderr).toContain(`llm-parity: ${signal}: nothing new is started`);
    expect(stderr).toContain(`llm-parity: ${signal}: what is under way is aborted`);
    expect(stderr).not.toMatch(/^ {4}at /m);
    expect(Object.keys(folder.contents("runs")).filter((file) => file.endsWith("run.json"))).toHaveLength(1);
  });
});

function runTable(env: { readonly [name: string]: string }, folder: WorkFolder): Promise<Ended> {
  return runCommand(["run", "--model", "kimi-k2.5", "--client", "http", "--no-reports", ...today], {
    cwd: folder.path,
    env,
  });
}
