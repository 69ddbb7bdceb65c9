import { appendFileSync, existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { ServedSimulator } from "../src/simulator/serve.js";
import { runCommand } from "./support/command.js";
import { expectParts } from "./support/expect-parts.js";
import { root } from "./support/repository.js";
import { serveProfile } from "./support/simulated-run.js";
import { type WorkFolder, workFolder } from "./support/work-folder.js";

const cell = "kimi-k2.5/bedrock/converse-stream/response-after-tool";

describe("explain", () => {
  test("goes from a cell to its rule, its trial, its bytes and the offset of each event", async () => {
    const { code, stdout, stderr } = await runCommand(["explain", cell], { cwd: root });
    expectParts(stdout, [
      "response-after-tool on kimi-k2.5/bedrock/converse-stream: ✗ 0/1 empty-reply (silent)",
      "failing: every eligible trial has a bad finding",
      "failure rate: 5.0 % to 100.0 %",
      "no claim: authored bytes show no vendor's behaviour",
      "✗ reply/not-empty (a reply shows something)",
      "finish end_turn; 0 output tokens reported",
      "Caveats",
      "they test our code, not a vendor",
      "one trial",
      "step answer: HTTP 200, complete, finish end_turn, 0 output tokens, 0 characters, 0 calls; ",
      "fixtures/bedrock/converse-stream/kimi-k2.5/response-after-tool.har",
      "exchange 0 (trial 1, step answer): HTTP 200, 542 bytes, ended by eof",
      "at       0  messageStart",
      "at     184  messageStop (130 bytes)",
      "at     314  metadata (228 bytes)",
    ]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  });

  test("says the same as JSON", async () => {
    const { stdout } = await runCommand(["explain", cell, "--json"], { cwd: root });
    const said = JSON.parse(stdout);
    expect(said).toMatchObject({ schemaVersion: 1, cell: { observed: "bad", claim: null } });
    expect(said.exchanges[0].frames.map(({ name }: { name: string }) => name)).toEqual([
      "messageStart",
      "messageStop",
      "metadata",
    ]);
    expect(said.checks).toContainEqual(
      expect.objectContaining({ check: "reply/not-empty", outcome: "fail", trial: 1 }),
    );
  });

  test("says of a blocked cell who refused, in the service's words", async () => {
    const { stdout } = await runCommand(["explain", "deepseek-r1/bedrock/converse-stream/tool-call"], { cwd: root });
    expectParts(stdout, [
      "blocked: inference-profile",
      "blocked: no trial was eligible",
      "excluded: 1 inference-profile",
    ]);
  });

  test("says once of a cell without a recording that there is none", async () => {
    const words = ["explain", "basic-chat", "on", "kimi-k2.5/openrouter/chat-completions@moonshotai"];
    const { code, stdout } = await runCommand(words, { cwd: root });
    expect(stdout).toContain("\n  reason: no recording\n");
    expect(code).toBe(0);
  });

  test.each([
    ["no cell", ["explain", "nonsense"], ['"nonsense" is not a cell', "Write <target>/<scenario>"]],
    ["a scenario mistyped", ["explain", `${cell}s`], ["did you mean"]],
    ["a target mistyped", ["explain", cell.replace("kimi", "kimmi")], ["kimmi-k2.5/bedrock/converse-stream"]],
    ["a run that is not there", ["explain", cell, "--run", "last"], ['there is no run "last"']],
    ["a trial that is not there", ["show", cell, "--trial", "9"], ["has no trial 9", "Its trials are 1."]],
    ["a report of no run", ["report", "nowhere"], ['there is no run "nowhere"']],
  ])("says what is wrong with %s, and ends with 2", async (_, words, parts) => {
    const { code, stderr } = await runCommand(words, { cwd: root });
    expectParts(stderr, parts);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(code).toBe(2);
  });
});

test("show prints every request and reply of a trial", async () => {
  const { stdout } = await runCommand(["show", "kimi-k2.5/bedrock/converse-stream/multi-step"], { cwd: root });
  expectParts(stdout, [
    "multi-step version 1 on kimi-k2.5/bedrock/converse-stream (moonshotai.kimi-k2.5), trial 1",
    "tools: find_booking, get_weather",
    "call find_booking ",
    "tool find_booking ",
    "not reached: answer",
  ]);
});

test("show prints bodies for people, and the bytes alone with --raw", async () => {
  const chat = "kimi-k2.5/openrouter/chat-completions/basic-chat";
  const shown = await runCommand(["show", chat], { cwd: root });
  expectParts(shown.stdout, [
    "On the wire (fixtures/openrouter/chat-completions/kimi-k2.5/basic-chat.har)",
    "── exchange 0: step answer, attempt 1",
    "POST https://openrouter.ai/api/v1/chat/completions",
    "HTTP 200",
    '{\n  "id": ',
  ]);
  const har = JSON.parse(
    readFileSync(join(root, "fixtures/openrouter/chat-completions/kimi-k2.5/basic-chat.har"), "utf8"),
  );
  const [{ request, response }] = har.log.entries;
  const raw = await runCommand(["show", chat, "--raw"], { cwd: root });
  expectParts(raw.stdout, [
    `POST ${request.url}\n`,
    `\n\n${request.postData.text}\n\nHTTP 200\n`,
    `\n\n${response.content.text}\n`,
  ]);
});

describe("a run on disk", () => {
  let folder: WorkFolder;
  let served: ServedSimulator;
  let printed: { readonly cells: readonly unknown[] };
  beforeAll(async () => {
    folder = workFolder();
    served = await serveProfile("kimi");
    const asked = [
      "--target",
      "kimi-k2.5/bedrock/converse-stream",
      "--scenario",
      "response-after-tool",
      "--trials",
      "3",
    ];
    const run = await runCommand(["run", "--simulator", served.url, ...asked, "--no-reports", "--json"], {
      cwd: folder.path,
    });
    printed = JSON.parse(run.stdout);
  });

  test("gives the same cells again, without keys, simulator or network", async () => {
    const { code, stdout } = await runCommand(["report", "last", "--json", "--reports", "again"], { cwd: folder.path });
    expect(JSON.parse(stdout).cells).toEqual(printed.cells);
    expect(readdirSync(join(folder.path, "again")).sort()).toEqual([
      "compatibility-matrix.json",
      "compatibility-matrix.md",
      "report.html",
    ]);
    expect(code).toBe(1);
  });

  test("is explained trial by trial, with the bytes that it kept", async () => {
    const { stdout } = await runCommand(["explain", cell, "--run", "last"], { cwd: folder.path });
    expectParts(stdout, [
      "3 attempted, 3 eligible, 0 ok, 3 bad",
      "trials 1–3, step answer: empty-reply (silent)",
      "trials 1–3: bad\n    step answer: HTTP 200",
      "request ids: ",
      "journal.jsonl",
      "exchange 0 (trial 1, step answer)",
      "messageStop",
      "2 exchanges of trials 2, 3, equal to trial 1 (--json has their events)",
    ]);
  });

  test.each([
    ["as in a report", ["response-after-tool on kimi-k2.5/bedrock/converse-stream"]],
    ["as words", ["response-after-tool", "on", "kimi-k2.5/bedrock/converse-stream"]],
    ["as in the progress", ["kimi-k2.5/bedrock/converse-stream", "response-after-tool", "#2"]],
    ["by the model id that was typed", ["bedrock/converse-stream:moonshotai.kimi-k2.5/response-after-tool"]],
    ["by the model id and the region", ["bedrock/converse-stream:moonshotai.kimi-k2.5@us-east-1/response-after-tool"]],
  ])("has its cells under every name: %s", async (_, words) => {
    const { stdout, stderr } = await runCommand(["explain", ...words, "--run", "last"], { cwd: folder.path });
    expect(stderr).toBe("");
    expect(stdout).toContain("response-after-tool on kimi-k2.5/bedrock/converse-stream: ");
  });

  test("says which cells it has, for one that it has not", async () => {
    const { code, stderr } = await runCommand(
      ["explain", "kimi-k2.5/bedrock/converse-stream/basic-chat", "--run", "last"],
      { cwd: folder.path },
    );
    expectParts(stderr, ["the run has no trial of it", `known cells of the run: ${cell}`]);
    expect(code).toBe(2);
  });

  test("shows a trial with its requests and replies as they were on the wire", async () => {
    const { stdout } = await runCommand(["show", cell, "--run", "last", "--trial", "2"], { cwd: folder.path });
    expectParts(stdout, [
      "trial 2",
      "On the wire (runs/",
      "── exchange 1: step answer, attempt 1",
      "POST ",
      "/model/moonshotai.kimi-k2.5/converse-stream",
      "content-type: application/json",
      "request body: ",
      '{\n  "messages": [',
      "HTTP 200",
      "content-type: application/vnd.amazon.eventstream",
      " bytes, ended by eof",
      "at       0  messageStart (",
      '"role":"assistant"',
      "  messageStop (",
      '"stopReason":"end_turn"',
    ]);
    expect(stdout).not.toContain("── exchange 0");
  });

  test("finds typed targets by what was typed, and scenarios of the folder that the run was made with", async () => {
    folder.copy("scenarios");
    const typed = "openai-chat:my-model";
    const made = ["--target", typed, "--base-url", `${served.url}/v1`, "--scenario", "basic-chat"];
    await runCommand(["run", "--simulator", served.url, ...made, "--scenarios", "scenarios", "--no-reports"], {
      cwd: folder.path,
    });
    const { stdout, stderr } = await runCommand(["explain", `${typed}/basic-chat`, "--run", "last"], {
      cwd: folder.path,
    });
    expect(stderr).toBe("");
    expect(stdout).toMatch(/^basic-chat on \S*my-model\S*: /);
  });

  test("is read up to a line that was cut while it was written, and says so", async () => {
    const [id = ""] = readdirSync(join(folder.path, "runs"));
    appendFileSync(join(folder.path, "runs", id, "journal.jsonl"), '{"crc32":"01234567","record":{"round":0');
    const { stdout, stderr } = await runCommand(["report", id, "--json", "--no-reports"], { cwd: folder.path });
    expect(stderr).toContain("ends inside a record");
    expect(JSON.parse(stdout).cells).toEqual(printed.cells);
    expect(existsSync(join(folder.path, "reports"))).toBe(false);
  });
});
