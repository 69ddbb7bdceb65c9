import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { readBundle } from "../src/library/evidence/read-bundle.js";
import { writeSums } from "../src/library/evidence/sums.js";
import { verifyBundle } from "../src/library/evidence/verify-bundle.js";
import { verifyFiles } from "../src/library/evidence/verify-files.js";
import { runCommand } from "./support/command.js";
import { everyFlip } from "./support/every-flip.js";
import { serveProfile } from "./support/simulated-run.js";
import { temporaryFolder } from "./support/temporary-folder.js";
import { type WorkFolder, workFolder } from "./support/work-folder.js";

const cell = "kimi-k2.5/bedrock/converse-stream/response-after-tool";
const canary = "canary-9f3b7c2e51aa4d08";
const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
  version: string;
};

let work: WorkFolder;
let bundle: string;

/** A run of the failing cell and its control, bundled by the program, both requests asked again. */
beforeAll(async () => {
  work = workFolder();
  const { url } = await serveProfile("kimi");
  const env = { PATH: process.env["PATH"] ?? "", HOME: work.path, OPENROUTER_API_KEY: canary };
  const program = (...words: readonly string[]) => runCommand(words, { cwd: work.path, env });
  const scenarios = ["response-after-tool", "response-after-native-id"].flatMap((id) => ["--scenario", id]);
  const target = ["--target", "kimi-k2.5/bedrock/converse-stream"];
  await program("run", "--simulator", url, "--suite", "full", ...target, ...scenarios, "--trials", "4", "--nonce");
  const asked = ["--again", "3", "--simulator", url];
  const made = await program("evidence", cell, "--run", "last", "--out", "case", "--demo", "--no-clients", ...asked);
  expect(made).toMatchObject({ code: 0 });
  bundle = join(work.path, "case");
}, 240_000);

const problemsOf = async (folder: string) => (await verifyBundle(folder, version)).problems;

test("a bundle holds, and says what its numbers are", async () => {
  const { code, stdout } = await runCommand(["evidence", "verify", "case"], { cwd: work.path });
  expect(code).toBe(0);
  expect(stdout).toContain("bad in 4 of 4");
  expect(stdout).toContain("asked again in turns: bad in 3 of 3 against 0 of 3");
  expect(stdout).toContain("It does not show that the bytes came from the vendor");
});

/** On disk, `evidence-tampering` flips every byte of a smaller bundle. */
test("no flipped byte goes unnoticed", { timeout: 600_000 }, async () => {
  const { tried, unnoticed } = await everyFlip(bundle, problemsOf, verifyFiles);
  expect(unnoticed).toEqual([]);
  expect(tried).toBeGreaterThan(40_000);
});

test("no secret, no absolute path and no unmarked page is in it", () => {
  const files = work.contents("case");
  for (const [name, text] of Object.entries(files)) {
    expect(text, name).not.toContain(canary);
    expect(text, name).not.toContain(work.path);
    if (/\.(?:md|sh|mjs|py)$/.test(name))
      expect(text.split("\n", 2).join("\n"), name).toContain("DEMO: our simulator, no vendor");
  }
  const sent = Object.keys(files).filter((name) => /^(?:vendor|twins)\/[^/]+$/.test(name));
  expect(sent.every((name) => name.split("/")[1]?.startsWith("demo-"))).toBe(true);
  expect(sent.length).toBeGreaterThan(3);
});

describe("a forger who writes a new list is caught by what follows from the bytes", () => {
  const forgeries: readonly (readonly [what: string, file: string, from: RegExp, to: string])[] = [
    ["an outcome", "calls.jsonl", /"outcome":"bad"/, '"outcome":"ok"'],
    ["a count", "claims.json", /4 of 4/, "3 of 4"],
    ["a number of the page", "report.md", /\[4 of 4\]/, "[40 of 40]"],
    ["a sentence of the page", "report.md", /cannot show/, "shows"],
    ["a vendor's page", "vendor/demo-aws-case.md", /4 of 4/, "4 of 40"],
    ["the attribution", "attribution.json", /"party": "undetermined"/, '"party": "provider-serving"'],
    ["the reply of a transcript", "transcripts.jsonl", /"parts":\[\]/, '"parts":[{"kind":"text","text":"hi"}]'],
    ["a request of a transcript", "transcripts.jsonl", /callSF001/, "callSF002"],
    ["the body that failed", "requests/failing.json", /callSF001/, "callSF002"],
    ["the patch", "requests/difference.patch.json", /functions\.get_weather:0/, "functions.get_weather:1"],
    ["a frame", "wire/failing.frames.txt", /messageStop/, "messageStart"],
    ["a request id", "wire/failing.har", /(x-amzn-requestid",\s+"value": ")[0-9a-f]/, "$1g"],
    ["the host", "wire/failing.har", /127\.0\.0\.1:\d+/, "bedrock-runtime.us-east-1.amazonaws.com"],
    ["the time of a call", "wire/failing.har", /"startedDateTime": "20/, '"startedDateTime": "19'],
    ["a script", "twins/demo-curl.sh", /EMPTY/, "ANSWER"],
    ["a call that was asked again", "experiment/calls.jsonl", /"outcome":"bad"/, '"outcome":"ok"'],
    ["its arm", "experiment/calls.jsonl", /"arm":"failing"/, '"arm":"working"'],
    ["the seed", "experiment/plan.json", /"seed": /, '"seed": 1'],
    ["the e-value", "experiment/decision.json", /"eValue": /, '"eValue": 1'],
    ["the mark", "case.json", /"mark": "SIMULATED"/, '"mark": null'],
    ["what was asked", "scenarios.json", /"kind": "no-calls"/, '"kind": "says", "anyOf": ["x"]'],
    ["what was taken out", "redaction.json", /"frames": \[\]/, '"frames": [1]'],
  ];

  test.each(forgeries)("%s", async (_, file, from, to) => {
    const folder = join(temporaryFolder(), "case");
    cpSync(bundle, folder, { recursive: true });
    const path = join(folder, file);
    const text = readFileSync(path, "utf8");
    expect(text).toMatch(from);
    writeFileSync(path, text.replace(from, to));
    const read = readBundle(folder);
    if (read.kind === "refused") throw new Error(JSON.stringify(read.problems));
    writeFileSync(join(folder, "SHA256SUMS"), writeSums(read.files));
    const problems = await problemsOf(folder);
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.every(({ says }) => !says.includes("SHA256SUMS"))).toBe(true);
  });
});
