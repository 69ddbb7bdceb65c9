import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { canaries, expectNoCanary } from "./support/canaries.js";
import { runCommand } from "./support/command.js";
import { jsonResponse } from "./support/failing-case.js";
import { bareEnvironment } from "./support/program.js";
import { root } from "./support/repository.js";
import { serveExchange, simulatedExchange } from "./support/simulated-run.js";
import { workFolder } from "./support/work-folder.js";

test("without a key it is a demo: from nothing to the cause, the pair and a bundle that holds", async () => {
  const work = workFolder();
  const { code, stdout, stderr } = await runCommand(["repro", "kimi-empty-response", "--out", "shown"], {
    cwd: work.path,
  });
  expect(code).toBe(0);
  expect(stderr).toContain("No key is set, so this is a demo");
  expect(stdout).toMatch(/^DEMO: our simulator, no vendor\n/);
  const lines = stdout.trimEnd().split("\n").slice(-5);
  expect(lines.map((line) => line.split(":", 1)[0])).toEqual([
    ...["DEMO found", "DEMO proof", "DEMO whose fault", "DEMO open", "DEMO bundle"],
  ]);
  const [found = "", proof = "", , , bundle = ""] = lines;
  expect(found).toContain(
    "response-after-tool on kimi-k2.5/bedrock/converse-stream: the cause is the form of the tool-call ids",
  );
  expect(proof).toMatch(/id-form: bad in (\d+) of \1 against 0 of \1/);
  expect(proof).toContain("/messages/1/content/0/toolUse/toolUseId, /messages/2/content/0/toolResult/toolUseId");
  expect(bundle).toBe("DEMO bundle: shown/demo-bundle");
  const answer = readFileSync(join(work.path, "shown/demo-answer.txt"), "utf8");
  expect(answer).toBe(`DEMO: our simulator, no vendor\n${lines.join("\n")}\n`);
  const verified = await runCommand(["evidence", "verify", "shown/demo-bundle"], { cwd: work.path });
  expect(verified.code).toBe(0);
  const again = await runCommand(["repro", "kimi-empty-response", "--out", "shown"], { cwd: work.path });
  expect(again).toMatchObject({ code: 2, stdout: "" });
  expect(again.stderr).toContain("shown is not empty");
});

/** Takes a finished demo back to where a signal stopped it, ten calls into its experiment. */
function interrupted(path: string): readonly string[] {
  const state = JSON.parse(readFileSync(join(path, "repro.json"), "utf8"));
  writeFileSync(
    join(path, "repro.json"),
    JSON.stringify({ ...state, done: { ...state.done, bundle: false, answer: false } }),
  );
  for (const name of ["demo-bundle", "demo-proof", "demo-answer.txt"])
    rmSync(join(path, name), { recursive: true, force: true });
  const [experiment = ""] = readdirSync(join(path, "experiments"));
  const journal = join(path, "experiments", experiment, "journal.jsonl");
  const kept = readFileSync(journal, "utf8").split("\n").slice(0, 10);
  writeFileSync(journal, `${kept.join("\n")}\n`);
  rmSync(join(path, "experiments", experiment, "result.json"));
  return [journal, ...kept];
}

test("a reproduction that was interrupted goes on, and no step that is over is done again", async () => {
  const work = workFolder();
  const words = ["repro", "kimi-empty-response", "--out", "shown"];
  const whole = await runCommand(words, { cwd: work.path });
  expect(whole.code).toBe(0);
  const path = join(work.path, "shown");
  const [journal = "", ...kept] = interrupted(path);
  const before = [readdirSync(join(path, "probes")), readdirSync(join(path, "runs"))];

  const other = await runCommand([...words, "--seed", "7"], { cwd: work.path });
  expect(other).toMatchObject({ code: 2 });
  expect(other.stderr).toContain("shown holds a reproduction that began with --seed 1, not 7");

  const { code, stdout } = await runCommand(words, { cwd: work.path });
  expect(code).toBe(0);
  expect(stdout).toContain("continuing what is in shown");
  expect(stdout.match(/done before/g)).toHaveLength(2);
  expect(stdout).toContain("the cause is the form of the tool-call ids");
  expect([readdirSync(join(path, "probes")), readdirSync(join(path, "runs"))]).toEqual(before);
  expect(readdirSync(join(path, "experiments"))).toHaveLength(1);
  expect(readFileSync(journal, "utf8").split("\n").slice(0, 10)).toEqual(kept);
  const verified = await runCommand(["evidence", "verify", "shown/demo-bundle"], { cwd: work.path });
  expect(verified.code).toBe(0);
});

const bedrock = { AWS_BEARER_TOKEN_BEDROCK: canaries.bedrock };

test.each([
  ["keys without a limit", [], { ...bedrock }, 2, "that needs --max-cost USD"],
  [
    "too small a limit",
    ["--max-cost", "0.01"],
    { ...bedrock },
    2,
    "--max-cost 0.01 is too little: the matrix may cost $",
  ],
  ["a limit without a key", ["--max-cost", "5"], {}, 3, "set AWS_BEARER_TOKEN_BEDROCK"],
  ["another key than the failing target's", [], { OPENROUTER_API_KEY: canaries.openrouter }, 3, "cannot be asked"],
  ["--demo with a limit", ["--demo", "--max-cost", "1"], {}, 2, "--max-cost"],
])("%s: nothing is asked", async (_, words, keys, code, says) => {
  const work = workFolder();
  const env = { ...bareEnvironment(work.path), ...keys };
  const ended = await runCommand(["repro", "kimi-empty-response", ...words], { cwd: work.path, env });
  expect(ended.code).toBe(code);
  expect(ended.stderr).toContain(says);
  expect(work.contents(".")).toEqual({});
});

test("a live run stops at a refuted assumption, before the matrix", async () => {
  const work = workFolder();
  const asked: string[] = [];
  const kimi = simulatedExchange("kimi");
  // The bare model id is refused: what models.yaml has would be wrong.
  const { url } = await serveExchange((request, signal) => {
    asked.push(request.url);
    return /moonshotai\.kimi-k2\.5\/converse-stream$/.test(request.url)
      ? Promise.resolve(jsonResponse(400, { message: "The provided model identifier is invalid." }))
      : kimi(request, signal);
  });
  const paths = { openrouter: "/api/v1", bedrock: "", moonshot: "/v1" };
  const moved = Object.entries(paths).map(([name, path]) => `  ${name}: { baseUrl: "${url}${path}" }\n`);
  const models = readFileSync(join(root, "scenarios/models.yaml"), "utf8");
  work.write("models.yaml", `${models}\nproviders:\n${moved.join("")}`);
  const env = { ...bareEnvironment(work.path), ...bedrock, OPENROUTER_API_KEY: canaries.openrouter };
  const words = ["repro", "kimi-empty-response", "--models", "models.yaml", "--max-cost", "6"];
  const { code, stdout, stderr } = await runCommand(words, { cwd: work.path, env });
  expect(code).toBe(1);
  expect(stdout).toMatch(/^refuted {2}bedrock-kimi-bare-id: /m);
  expect(stderr).toContain("stopped: an assumption was refuted");
  expect(stdout).not.toContain("2/4");
  expect(asked.length).toBeGreaterThan(0);
  const files = work.contents("kimi-empty-response");
  expect(Object.keys(files).filter((path) => !path.startsWith("probes/"))).toEqual(["repro.json"]);
  for (const [path, text] of Object.entries(files)) expectNoCanary(text, path);
});

test("an unknown case is named, with the ones there are", async () => {
  const { code, stderr } = await runCommand(["repro", "kimi-empty"], { cwd: workFolder().path });
  expect(code).toBe(2);
  expect(stderr).toContain('there is no case "kimi-empty"');
  expect(stderr).toContain("kimi-empty-response");
});

test("--plan shows keys, calls and the price, and asks nothing", async () => {
  const work = workFolder();
  const { code, stdout } = await runCommand(["repro", "kimi-empty-response", "--plan"], { cwd: work.path });
  expect(code).toBe(0);
  expect(stdout).toContain("OPENROUTER_API_KEY is not set");
  // 3 scenarios, 5 targets, 4 trials, 2 turns at most.
  expect(stdout).toContain("at most 120 calls, $");
  expect(stdout).toContain("Nothing was sent.");
  expect(work.contents(".")).toEqual({});
});
