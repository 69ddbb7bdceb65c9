import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { observedResults } from "../src/verdict/matrix/results-schema.js";
import { runCommand } from "./support/command.js";
import { expectParts } from "./support/expect-parts.js";
import { root } from "./support/repository.js";
import { type WorkFolder, workFolder } from "./support/work-folder.js";

const question = { role: "user", content: [{ text: "Weather in Oslo?" }] };
const call = { toolUse: { toolUseId: "functions.get_weather:0", name: "get_weather", input: { city: "Oslo" } } };
const result = { toolResult: { toolUseId: "functions.get_weather:0", content: [{ text: "4 degrees" }] } };
const tools = [{ toolSpec: { name: "get_weather", inputSchema: { json: { type: "object" } } } }];

const asked = { messages: [question], toolConfig: { tools } };
const answered = {
  messages: [question, { role: "assistant", content: [call] }, { role: "user", content: [result] }],
  toolConfig: { tools },
};

function reply(content: readonly unknown[], stopReason: string, outputTokens: number): string {
  const usage = { inputTokens: 9, outputTokens, totalTokens: 9 + outputTokens };
  return JSON.stringify({
    metrics: { latencyMs: 5 },
    output: { message: { content, role: "assistant" } },
    stopReason,
    usage,
  });
}

/** Two exchanges as VCR.py keeps them: a call, and silence after its result. */
function cassette(silent = reply([], "end_turn", 0)): string {
  const interaction = (body: unknown, text: string) => `- request:
    body: '${JSON.stringify(body)}'
    headers:
      Authorization:
      - AWS4-HMAC-SHA256 Credential=AKIAABCDEFGHIJKLMNOP/20260101/us-east-1/bedrock/aws4_request
      Content-Type:
      - application/json
    method: POST
    uri: https://bedrock-runtime.us-east-1.amazonaws.com/model/moonshotai.kimi-k2.5/converse
  response:
    body:
      string: '${text}'
    headers:
      Content-Type:
      - application/json
      Date:
      - Thu, 01 Jan 2026 10:00:00 GMT
      x-amzn-RequestId:
      - 11111111-2222-3333-4444-555555555555
    status:
      code: 200
      message: OK
`;
  return `interactions:\n${interaction(asked, reply([call], "tool_use", 30))}${interaction(answered, silent)}version: 1\n`;
}

const picture = `interactions:
- request:
    body: null
    headers: {}
    method: GET
    uri: https://pictures.example/cat.png
  response:
    body:
      string: 'no chat'
    headers: {}
    status:
      code: 200
      message: OK
version: 1
`;

describe("judge", () => {
  test("lays other people's recordings out, names what is wrong and where, and ends with 1", async () => {
    const folder = workFolder({
      "cassettes/kimi.yaml": cassette(),
      "cassettes/picture.yaml": picture,
      "cassettes/README.md": "",
    });
    const { code, stdout, stderr } = await runCommand(["judge", "cassettes"], { cwd: folder.path });
    expectParts(stdout, [
      "who answered",
      "tool-call",
      "response-after-tool",
      "kimi-k2.5",
      "✓ 1/1",
      "✗ 0/1",
      "bedrock converse",
    ]);
    expectParts(stdout, ["✗ empty-reply (silent): 1 exchange, 1 cell", "cassettes/kimi.yaml#1: no text, no call"]);
    expectParts(stderr, [
      "2 exchanges judged of 3 interactions in 3 files; skipped: 1 other (calls of no API that is known here); not a recording: 1 file",
    ]);
    expect(code).toBe(1);
  });

  test("says the same as JSON of the published form", async () => {
    const folder = workFolder({ "kimi.yaml": cassette() });
    const { code, stdout } = await runCommand(["judge", "--json", "--exit-zero", "kimi.yaml"], { cwd: folder.path });
    const said = observedResults().parse(JSON.parse(stdout));
    expect(
      said.exchanges.map(({ file, interaction, shape, observed }) => [file, interaction, shape, observed]),
    ).toEqual([
      ["kimi.yaml", 0, "tool-call", "ok"],
      ["kimi.yaml", 1, "response-after-tool", "bad"],
    ]);
    expect(said.exchanges[1]).toMatchObject({
      provider: "bedrock",
      api: "converse",
      model: "kimi-k2.5",
      providerModelId: "moonshotai.kimi-k2.5",
      region: "us-east-1",
      httpStatus: 200,
      hasTools: true,
      hasToolResult: true,
      finish: { kind: "stop", raw: "end_turn" },
      outputTokens: 0,
      findings: [{ id: "empty-reply", cause: "silent", severity: "bad" }],
      requestId: "11111111-2222-3333-4444-555555555555",
      provenance: { source: "recorded", recordedAt: "2026-01-01T10:00:00.000Z" },
    });
    expect(said.cells.map(({ shape, observed, claim }) => [shape, observed, claim])).toEqual([
      ["response-after-tool", "bad", null],
      ["tool-call", "ok", null],
    ]);
    expect(code).toBe(0);
  });

  test("writes Markdown that names the place of every finding", async () => {
    const folder = workFolder({ "kimi.yaml": cassette() });
    const { stdout } = await runCommand(["judge", "--markdown", "kimi.yaml"], { cwd: folder.path });
    expectParts(stdout, [
      "# Observed in recordings",
      "`empty-reply (silent)`",
      "`kimi.yaml#1`",
      "## Matrix",
      "| kimi-k2.5 |",
    ]);
  });

  test("reads our own fixtures, and says that they are authored", async () => {
    const { code, stdout } = await runCommand(["judge", "fixtures/blank-replies", "--all"], { cwd: root });
    expectParts(stdout, ["converse-stream (authored)", "empty-reply (silent)"]);
    expect(code).toBe(1);
  });

  test.each([
    ["a path that is not there", ["judge", "nowhere"], ["nowhere: does not exist"]],
    ["a file that is no recording", ["judge", "notes.txt"], ["notes.txt: is not a recording in a known format"]],
    ["a cassette that was cut", ["judge", "cut.yaml"], ["cut.yaml"]],
    ["no path", ["judge"], ["llm-parity: <paths> is missing"]],
    ["a format that does not exist", ["judge", "--format", "vcr", "notes.txt"], ["Allowed choices are vcrpy"]],
    ["a file read as another format", ["judge", "--format", "nock", "kimi.yaml"], ["kimi.yaml"]],
  ])("says what is wrong with %s, and ends with 2", async (_, words, parts) => {
    const folder = workFolder({ "notes.txt": "hello", "kimi.yaml": cassette(), "cut.yaml": cassette().slice(0, 900) });
    const { code, stdout, stderr } = await runCommand(words, { cwd: folder.path });
    expectParts(stderr, parts);
    expect(`${stdout}${stderr}`).not.toMatch(/\n\s+at /);
    expect(code).toBe(2);
  });
});

describe("import", () => {
  const filesBelow = (folder: WorkFolder, name: string): readonly string[] =>
    readdirSync(join(folder.path, name), { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".har"));

  test("writes fixtures that judge the same, with what was lost, and without the credential", async () => {
    const folder = workFolder({ "kimi.yaml": cassette() });
    const { code, stdout, stderr } = await runCommand(["import", "kimi.yaml", "--out", "ours"], { cwd: folder.path });
    expect(stdout).toBe("1 fixture with 2 exchanges written to ours\n");
    expect(stderr).toContain("read 2 interactions in 1 file: 1 vcrpy");
    expect(code).toBe(0);
    expect(filesBelow(folder, "ours")).toEqual(["bedrock/converse/kimi-k2.5/kimi.yaml.har"]);
    const text = readFileSync(join(folder.path, "ours/bedrock/converse/kimi-k2.5/kimi.yaml.har"), "utf8");
    expect(text).not.toContain("AKIA");
    expect(JSON.parse(text).log._parity.imported).toEqual({
      file: "kimi.yaml",
      format: "vcrpy",
      losses: ["chunk-boundaries", "arrival-times"],
      interactions: [0, 1],
    });
    const findings = async (path: string) => {
      const run = await runCommand(["judge", "--json", "--exit-zero", path], { cwd: folder.path });
      return observedResults()
        .parse(JSON.parse(run.stdout))
        .exchanges.map((one) => ({
          findings: one.findings,
          finish: one.finish,
          shape: one.shape,
          recordedAt: one.provenance.recordedAt,
        }));
    };
    expect(await findings("ours")).toEqual(await findings("kimi.yaml"));
  });

  test("takes secrets out of bodies too", async () => {
    const key = "sk-or-v1-0123456789abcdef0123456789abcdef";
    const spoken = reply([{ text: `Your key is ${key}.` }], "end_turn", 12);
    const folder = workFolder({ "kimi.yaml": cassette(spoken) });
    const { code } = await runCommand(["import", "kimi.yaml", "--out", "ours"], { cwd: folder.path });
    expect(code).toBe(0);
    for (const file of filesBelow(folder, "ours")) {
      expect(readFileSync(join(folder.path, "ours", file), "utf8")).not.toContain(key);
    }
  });

  test("lets no name of a recording lead out of the folder", async () => {
    const climbing = cassette().replaceAll("model/moonshotai.kimi-k2.5/", "model/..%2F..%2F..%2Fetc%2Fpasswd/");
    const folder = workFolder({ "kimi.yaml": climbing });
    const { code } = await runCommand(["import", "kimi.yaml", "--out", "deep/ours"], { cwd: folder.path });
    expect(code).toBe(0);
    expect(readdirSync(folder.path).sort()).toEqual(["deep", "kimi.yaml"]);
    expect(filesBelow(folder, "deep")).toHaveLength(1);
    expect(filesBelow(folder, "deep")[0]).toMatch(/^ours\/bedrock\/converse\/[A-Za-z0-9._@:+-]+\/kimi\.yaml\.har$/);
  });

  test("writes nothing for a folder without recordings, and ends with 4", async () => {
    const folder = workFolder({ "notes/a.txt": "hello" });
    const { code, stderr } = await runCommand(["import", "notes", "--out", "ours"], { cwd: folder.path });
    expect(stderr).toContain("not a recording: 1 file");
    expect(code).toBe(4);
    expect(readdirSync(folder.path)).toEqual(["notes"]);
  });

  test("needs a place to write to", async () => {
    const folder = workFolder({ "kimi.yaml": cassette() });
    const { code, stderr } = await runCommand(["import", "kimi.yaml"], { cwd: folder.path });
    expect(stderr).toContain("llm-parity: --out <folder> is missing");
    expect(code).toBe(2);
  });
});
