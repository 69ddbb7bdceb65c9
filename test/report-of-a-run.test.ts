import { execFileSync } from "node:child_process";
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { ServedSimulator } from "../src/simulator/serve.js";
import { cellSummarySchema } from "../src/verdict/summary/summary-schema.js";
import { identityFacts, identityResult, identityTargets } from "./samples/identity-files.js";
import { runCommand } from "./support/command.js";
import { root } from "./support/repository.js";
import { serveProfile } from "./support/simulated-run.js";
import { type WorkFolder, workFolder } from "./support/work-folder.js";

let folder: WorkFolder;
let served: ServedSimulator;
beforeAll(async () => {
  served = await serveProfile("kimi");
});
beforeEach(() => {
  folder = workFolder();
});

const program = (...words: readonly string[]) => runCommand(words, { cwd: folder.path });
const simulated = () => ["run", "--simulator", served.url, "--client", "http"];
const sixCells = ["--model", "kimi-k2.5", "--provider", "bedrock", "--api", "converse-stream"].concat(
  [
    "basic-chat",
    "tool-call",
    "response-after-tool",
    "multi-step",
    "response-after-own-call",
    "response-after-native-id",
  ].flatMap((id) => ["--scenario", id]),
);
const names = ["compatibility-matrix.json", "compatibility-matrix.md", "report.html"];

/** The folder of the only run. */
function runFolder(): string {
  const [id, ...others] = readdirSync(join(folder.path, "runs"));
  expect(others).toEqual([]);
  return `runs/${id}`;
}

/** The reports in the run's folder, before and after `report last` has written them anew. */
async function writtenAgain() {
  const place = `${runFolder()}/reports`;
  const own = folder.contents(place);
  const summary = `${runFolder()}/summary.jsonl`;
  const summarised = folder.read(summary);
  expect(summarised).not.toBe("");
  rmSync(join(folder.path, place), { recursive: true });
  rmSync(join(folder.path, summary));
  await program("report", "last");
  expect(folder.read(summary)).toBe(summarised);
  expect(folder.contents()).not.toHaveProperty("reports/compatibility-matrix.md");
  return { own, again: folder.contents(place) };
}

describe("`report last` writes what the run wrote, byte for byte,", () => {
  test.each<[string, readonly string[]]>([
    ["of six cells", [...sixCells]],
    ["of six cells in another suite", ["--suite", "full", ...sixCells, "--scenario", "parallel-calls"]],
    ["with --trials auto", [...sixCells.slice(0, 10), "--trials", "auto", "--max-trials", "12"]],
    ["with --nonce", [...sixCells.slice(0, 10), "--nonce", "--trials", "2"]],
    ["with both clients", [...sixCells.slice(0, 8), "--client", "both"]],
    ["of users at once", ["--suite", "load", "--scenario", "users-at-once", ...sixCells.slice(0, 4)]],
    ["with a typed target", ["--target", "bedrock/converse-stream:my.model-v1@us-west-2", "--scenario", "basic-chat"]],
  ])("%s", async (_title, words) => {
    await program(...simulated(), ...words);
    const { own, again } = await writtenAgain();
    expect(Object.keys(own)).toEqual(names);
    expect(again).toEqual(own);
  });

  test("with entries in known.yaml, from another folder too", async () => {
    folder.copy("scenarios");
    folder.write(
      "mine/known.yaml",
      'known:\n  - { model: kimi-k2.5, target: kimi-k2.5/bedrock/converse-stream, scenario: response-after-tool, finding: empty-reply, bug: "https://example.org/1", since: 2026-11-01, expires: 2027-11-01 }\n',
    );
    await program(...simulated(), ...sixCells, "--known", "mine/known.yaml");
    const { own, again } = await writtenAgain();
    expect(again).toEqual(own);
    await runCommand(["report", join(folder.path, runFolder()), "--reports", join(folder.path, "elsewhere")], {
      cwd: root,
    });
    expect(folder.contents("elsewhere")).toEqual(own);
    expect(own["compatibility-matrix.md"]).toContain(" --known mine/known.yaml ");
  });

  test("after a run that was stopped and continued; the stopped one says how far it got", async () => {
    await program(...simulated(), ...sixCells, "--trials", "2", "--concurrency", "1");
    const journal = `${runFolder()}/journal.jsonl`;
    const lines = folder.read(journal).split("\n");
    const [whole] = [folder.contents(`${runFolder()}/reports`)];
    folder.write(journal, `${lines.slice(0, 6).join("\n")}\n`);
    await program("report", "last");
    const stopped = folder.read(`${runFolder()}/reports/compatibility-matrix.md`);
    const { made, unasked } = JSON.parse(folder.read(`${runFolder()}/reports/compatibility-matrix.json`)).stopped;
    expect([made < 7, made + unasked]).toEqual([true, 12]);
    expect(stopped).toContain(`> **STOPPED:** ${made} of 12 planned trials were made.`);
    await program("run", "--resume", "last");
    const { own, again } = await writtenAgain();
    expect(again).toEqual(own);
    expect(own["compatibility-matrix.md"]).not.toContain("STOPPED");
    expect(Object.keys(own)).toEqual(Object.keys(whole));
  });
});

test("the summary of a run has a line for each cell, and its hashes do not depend on references", async () => {
  const lines = () =>
    folder
      .read(`${runFolder()}/summary.jsonl`)
      .trimEnd()
      .split("\n")
      .map((line) => cellSummarySchema().parse(JSON.parse(line)));
  await program(...simulated(), ...sixCells, "--trials", "2", "--nonce");
  const varied = lines();
  expect(varied.map(({ scenario, trials }) => [scenario, trials.attempted])).toHaveLength(6);
  for (const { opening, trials } of varied) {
    expect(trials.attempted).toBe(2);
    expect(opening.requests.most).toEqual([{ value: expect.stringMatching(/^[0-9a-f]{64}$/), n: 2 }]);
  }
  rmSync(join(folder.path, "runs"), { recursive: true });
  await program(...simulated(), ...sixCells);
  expect(lines().map(({ opening }) => opening.requests.most[0]?.value)).toEqual(
    varied.map(({ opening }) => opening.requests.most[0]?.value),
  );
});

test("a test of identity in the folder of a run is in its reports, and one that has not ended is said", async () => {
  const targets = identityTargets.flatMap((id) => ["--target", id]);
  await program(...simulated(), ...targets, "--scenario", "basic-chat");
  const place = `${runFolder()}/identity`;
  folder.write(`${place}/t/identity.json`, JSON.stringify(identityFacts));
  folder.write(`${place}/t/result.json`, JSON.stringify(identityResult));
  folder.write(`${place}/u/identity.json`, JSON.stringify(identityFacts));
  const { code, stderr } = await program("report", "last");
  expect(code).toBe(0);
  expect(stderr.replace(/\s+/g, " ")).toContain(
    `same model? ${identityTargets.join(" and ")}: different: the answers show which side gave them`,
  );
  expect(stderr.replace(/\s+/g, " ")).toContain("identity/u is not shown: it has no result yet");
  const reports = folder.contents(`${runFolder()}/reports`);
  expect(reports["compatibility-matrix.md"]).toContain(
    "**different** | the answers show which side gave them | other weights",
  );
  expect(JSON.parse(reports["compatibility-matrix.json"] ?? "").sameModel).toHaveLength(1);
  expect(reports["report.html"]).toContain("Is it the same model?");
});

test("a simulated run is marked in every output, and so is each of its claims", async () => {
  const cell = ["--target", "kimi-k2.5/bedrock/converse-stream", "--scenario", "response-after-tool"];
  const { stdout, stderr, code } = await program(...simulated(), ...cell, "--trials", "5");
  expect(code).toBe(1);
  expect(stdout).toContain("❌ (simulated) 0/5");
  expect(stderr).toMatch(/^SIMULATED: /m);
  expect(stderr).toContain("fails by claim (simulated)");
  expect(stderr).not.toContain("nothing here is a claim");
  const page = folder.read(`${runFolder()}/reports/compatibility-matrix.md`);
  expect(page.split("\n")[2]).toMatch(/^> \*\*SIMULATED: /);
  expect(page).toContain("1 cell carries a claim (simulated).");
  expect(page).toMatch(/\| fails \(simulated\) \|/);
  expect([...page.matchAll(/(?:✅|❌|⚠️)(?! \(simulated\)| \|)/g)]).toEqual([]);
  expect(JSON.parse(folder.read(`${runFolder()}/reports/compatibility-matrix.json`)).generatedFrom.mode).toBe(
    "simulator",
  );
  const name = "kimi-k2.5/bedrock/converse-stream/response-after-tool";
  for (const command of ["explain", "show"]) {
    const shown = await program(command, name, "--run", "last");
    expect(shown.stdout).toMatch(/^SIMULATED: /m);
  }
});

test("the commands of a report run when they are pasted into a shell", async () => {
  folder.copy("scenarios", "my 'own' scenarios");
  const cell = ["--target", "kimi-k2.5/bedrock/converse-stream", "--scenario", "response-after-tool"];
  await program(...simulated(), ...cell, "--scenarios", "my 'own' scenarios", "--nonce");
  const page = folder.read(`${runFolder()}/reports/compatibility-matrix.md`);
  const [, made] = /^Made by `(.+)` with /m.exec(page) ?? [];
  const [, cellCommand] = /```sh\n(llm-parity .+)\n```/.exec(page) ?? [];
  const words = (command: string | undefined) =>
    execFileSync(
      "sh",
      ["-c", `echo_words() { printf '%s\\n' "$@"; }; ${command?.replace("llm-parity ", "echo_words ")}`],
      { encoding: "utf8" },
    )
      .trimEnd()
      .split("\n");
  const rest = [
    "--scenarios",
    "my 'own' scenarios",
    "--client",
    "http",
    "--nonce",
    "--simulator",
    served.url,
    "--trials",
  ];
  expect(words(made)).toEqual(["run", "--suite", "current", ...cell, ...rest, "1"]);
  expect(words(cellCommand)).toEqual(["run", "--suite", "current", ...cell, ...rest, "10"]);
  const again = await program(...words(made), "--reports", "again");
  expect(again.code).toBe(1);
  expect(folder.read("again/compatibility-matrix.md")).toContain(`\nMade by \`${made}\` with `);
});

describe("a replay", () => {
  const golden = { "compatibility-matrix.json": "of yesterday\n", "compatibility-matrix.md": "of yesterday\n" };

  test.each<[string, readonly string[]]>([
    ["of one model", ["--model", "kimi-k2.5"]],
    ["of one scenario", ["--scenario", "basic-chat"]],
    ["of another suite", ["--suite", "current"]],
    ["without a recording", ["--fixtures", "empty"]],
  ])("%s leaves reports/ alone, and says how reports are written", async (_title, words) => {
    for (const [name, text] of Object.entries(golden)) folder.write(`reports/${name}`, text);
    folder.write("empty/note.txt", "");
    const { stderr } = await program("run", ...words);
    expect(folder.contents("reports")).toEqual(golden);
    expect(stderr).toContain("→ to write them, add: --reports <folder>");
    await program("run", ...words, "--reports", "typed");
    expect(Object.keys(folder.contents("typed"))).toEqual(names);
  });

  test("reproduces a cell by replaying it", async () => {
    await program("run", "--model", "kimi-k2.5", "--reports", "typed");
    expect(folder.read("typed/compatibility-matrix.md")).toContain(
      "\nllm-parity run --suite seed --target kimi-k2.5/bedrock/converse-stream --scenario multi-step\n",
    );
  });
});
