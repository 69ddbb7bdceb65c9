import { readdirSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { beforeEach, describe, expect, test } from "vitest";
import { decodeLine } from "../src/runner/journal/journal-line.js";
import { planRun } from "../src/runner/plan.js";
import { readRun } from "../src/runner/store/read-run.js";
import { readHar } from "../src/wire/har/har.js";
import { awsEventsOf } from "./support/aws-events.js";
import { runCommand } from "./support/command.js";
import { expectParts } from "./support/expect-parts.js";
import { bareEnvironment, startProgram } from "./support/program.js";
import { rawServer } from "./support/raw-server.js";
import { catalog, scenarios } from "./support/repository.js";
import { serveFaults } from "./support/served-profile.js";
import { type WorkFolder, workFolder } from "./support/work-folder.js";

const converse = "kimi-k2.5/bedrock/converse";
const converseStream = "kimi-k2.5/bedrock/converse-stream";
const invokeStream = "kimi-k2.5/bedrock/invoke-model-stream";
const chatStream = "kimi-k2.5/openrouter/chat-completions-stream";
const streams = [converseStream, invokeStream, chatStream];
const converseFile = "recorded/bedrock/converse/kimi-k2.5/basic-chat.har";

let folder: WorkFolder;
beforeEach(() => {
  folder = workFolder();
});

/** A simulator's address; without faults every model behaves. */
async function simulator(...faults: readonly object[]): Promise<string> {
  const { url } = await serveFaults(faults);
  return url;
}

const recordArgs = (url: string, ...more: readonly string[]) => [
  "record",
  "--simulator",
  url,
  "--fixtures",
  "recorded",
  ...more,
];
const record = (url: string, ...more: readonly string[]) => runCommand(recordArgs(url, ...more), { cwd: folder.path });
const recordConverse = (url: string, ...more: readonly string[]) =>
  record(url, "--target", converse, "--scenario", "basic-chat", ...more);
const replay = (...more: readonly string[]) =>
  runCommand(["run", "--fixtures", "recorded", "--no-reports", "--json", ...more], { cwd: folder.path });
const hars = () => Object.entries(folder.contents()).filter(([file]) => file.endsWith(".har"));
const harOf = (file: string) => readHar(folder.read(file), file);

describe("record", () => {
  test.each([
    ["record", "record"],
    ["run --record", "run", "--record", "--no-reports"],
  ])(
    "%s writes below the working directory, also where that has no fixtures, and never into the package",
    async (_, ...words) => {
      const chosen = ["--simulator", await simulator(), "--target", converse, "--scenario", "basic-chat"];
      await runCommand([...words, ...chosen], { cwd: folder.path });
      expect(
        hars()
          .map(([file]) => file)
          .filter((file) => !file.startsWith("runs/")),
      ).toEqual(["fixtures/bedrock/converse/kimi-k2.5/basic-chat.har"]);
    },
  );

  test("writes one fixture a case with all its trials, says so, and the fixtures replay", async () => {
    const targets = streams.flatMap((id) => ["--target", id]);
    const { code, stdout, stderr } = await record(
      await simulator(),
      ...targets,
      "--scenario",
      "tool-call",
      "--trials",
      "2",
    );
    expect({ code, lines: stdout.trim().split("\n").sort() }).toEqual({
      code: 0,
      lines: [
        "new recorded/bedrock/converse-stream/kimi-k2.5/tool-call.har: 2 exchanges",
        "new recorded/bedrock/invoke-model-stream/kimi-k2.5/tool-call.har: 2 exchanges",
        "new recorded/openrouter/chat-completions-stream/kimi-k2.5/tool-call.har: 2 exchanges",
      ],
    });
    expect(stderr).toContain("recorded recorded/bedrock/converse-stream/kimi-k2.5/tool-call.har");
    const again = await replay(...targets, "--scenario", "tool-call", "--client", "both");
    expect(again.code).toBe(0);
    const { cells } = JSON.parse(again.stdout);
    expect(
      cells.map(({ observed, trials }: { observed: string; trials: { ok: number } }) => [observed, trials.ok]),
    ).toEqual(streams.map(() => ["ok", 2]));
  });

  test("shows in _events what the bytes of every fresh event stream say, read by the AWS codec", async () => {
    const targets = [converseStream, invokeStream].flatMap((id) => ["--target", id]);
    await record(
      await simulator({ fault: "exception", at: "before-finish", when: { scenario: "tool-call" } }),
      ...targets,
    );
    let compared = 0;
    for (const [, text] of hars()) {
      for (const { response, _events } of JSON.parse(text).log.entries) {
        if (response.content.mimeType !== "application/vnd.amazon.eventstream") continue;
        expect(_events).toEqual(awsEventsOf(Buffer.from(response.content.text, "base64")));
        compared += _events.length;
      }
    }
    expect(compared).toBeGreaterThan(40);
  });

  test("prints the plan, as text or JSON, and asks nobody", async () => {
    const { code, stdout } = await recordConverse("http://127.0.0.1:9", "--plan", "--json", "--trials", "3");
    expect(JSON.parse(stdout)).toMatchObject({ schemaVersion: 1, cases: [{ target: converse, trials: 3 }] });
    expect(code).toBe(0);
    expect(folder.contents()).toEqual({});
  });

  test("a case whose target lacks a capability is named and not asked", async () => {
    const [lacking] = planRun({ scenarios, targets: catalog.targets, trials: 1 }).cases.filter(
      ({ skip }) => skip !== null,
    );
    const args = ["--target", lacking?.target.id ?? "", "--scenario", lacking?.scenario.id ?? ""];
    const { code, stdout } = await record("http://127.0.0.1:9", ...args);
    expectParts(stdout, ["not recorded recorded/", lacking?.skip?.reason ?? "a reason"]);
    expect(code).toBe(4);
    expect(hars()).toEqual([]);
  });
});

describe("record again", () => {
  test("says the same as before when only ids, dates and arrivals are others", async () => {
    const url = await simulator();
    await recordConverse(url);
    const first = folder.read(converseFile);
    const { code, stdout } = await recordConverse(url, "--update");
    expect({ code, stdout }).toEqual({ code: 0, stdout: `replaced ${converseFile}: same as before\n` });
    expect(folder.read(converseFile)).not.toBe(first);
  });

  test("of a case keeps its trials and client, and shows what changed", async () => {
    await recordConverse(await simulator(), "--trials", "2", "--client", "http");
    folder.edit(converseFile, "15 + 27", "15 + 26");
    const url = await simulator({ fault: "refusal" });
    const { code, stdout } = await record(url, "--update", `${converse}/basic-chat`);
    expectParts(stdout, [
      `replaced ${converseFile}: `,
      'trial 1, step answer: request body.messages[0].content[0].text: "What is 15 + 26? Reply with just the number." → "What is 15 + 27?',
      "trial 1, step answer: ",
      'text: "42" → ',
      "output tokens: ",
      "trial 2, step answer: ",
    ]);
    expect(code).toBe(0);
    const { entries } = harOf(converseFile);
    expect(entries.map(({ trial, client }) => [trial, client])).toEqual([
      [1, "http"],
      [2, "http"],
    ]);
  });

  test.each([
    ["its path", ["mine/bedrock/converse-stream/kimi-k2.5/basic-chat.har"]],
    ["its path below the fixtures folder", ["bedrock/converse-stream/kimi-k2.5/basic-chat.har"]],
    ["its path without the ending", ["bedrock/converse-stream/kimi-k2.5/basic-chat"]],
    ["its case", [`${converseStream}/basic-chat`]],
    ["its case as messages write it", [`${converseStream} basic-chat`]],
    ["the choice of target and scenario", ["--target", converseStream, "--scenario", "basic-chat"]],
  ])("finds one fixture by %s", async (_title, name) => {
    folder.copy("fixtures", "mine");
    const args = ["record", "--fixtures", "mine", "--plan", "--json", "--update", ...name];
    const { code, stdout, stderr } = await runCommand(args, { cwd: folder.path });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const { cases } = JSON.parse(stdout);
    expect(cases).toMatchObject([{ target: converseStream, scenario: "basic-chat", trials: 1 }]);
  });

  test("gives the changes as data with --json", async () => {
    await recordConverse(await simulator());
    const { stdout } = await recordConverse(await simulator({ fault: "silent" }), "--json");
    expect(JSON.parse(stdout)).toMatchObject({
      schemaVersion: 1,
      fixtures: [{ file: converseFile, target: converse, scenario: "basic-chat", outcome: "replaced", reason: null }],
    });
    const [{ changes }] = JSON.parse(stdout).fixtures;
    expect(changes).toContainEqual({
      trial: 1,
      step: "answer",
      attempt: 1,
      what: "text",
      before: '"42"',
      after: '""',
    });
  });

  test.each([
    ["too-many-requests", "blocked: throttled", 4],
    ["invalid-token", "blocked: credentials", 3],
  ])("keeps a recording when the new one is only %s", async (as, reason, code) => {
    await recordConverse(await simulator());
    const before = folder.read(converseFile);
    const found = await recordConverse(await simulator({ fault: "refuse", as }), "--update");
    expectParts(found.stdout, [`kept ${converseFile}: ${reason}`]);
    expect(found.code).toBe(code);
    expect(folder.read(converseFile)).toBe(before);
  });

  test("of a fixture that cannot be read says so, and replaces it when the case is named", async () => {
    await recordConverse(await simulator());
    folder.write(converseFile, "{");
    const { code, stdout, stderr } = await recordConverse(await simulator());
    expect(stdout).toBe(`replaced ${converseFile}: the previous one could not be read\n`);
    expect(stderr).toContain(`${converseFile}: line 1: not JSON`);
    expect(code).toBe(0);
    expect(harOf(converseFile).entries).toHaveLength(1);
  });
});

describe("what is stored", () => {
  const reply = {
    id: "gen-1",
    provider: "Parasail",
    model: "m",
    choices: [{ index: 0, finish_reason: "stop", message: { role: "assistant", content: "42" } }],
  };

  test("of a recorded exchange: upstream, request id, endpoint, region, versions and times", async () => {
    const server = await rawServer(({ socket, request }) => {
      const isBedrock = request.includes("/model/");
      const body = JSON.stringify(
        isBedrock
          ? { output: { message: { role: "assistant", content: [{ text: "42" }] } }, stopReason: "end_turn" }
          : reply,
      );
      const id = isBedrock ? "x-amzn-requestid: req-1" : "x-request-id: req-2";
      socket.end(
        `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n${id}\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
      );
    });
    const env = {
      ...bareEnvironment(folder.path),
      OPENROUTER_API_KEY: "sk-or-v1-none",
      AWS_BEARER_TOKEN_BEDROCK: "none",
    };
    const targets = ["openrouter:openai/gpt-4o", "bedrock/converse:moonshotai.kimi-k2.5@eu-west-1"];
    for (const target of targets) {
      const args = ["record", "--fixtures", "recorded", "--scenario", "basic-chat", "--base-url", server.url];
      const { code } = await runCommand([...args, "--target", target], { cwd: folder.path, env });
      expect(code).toBe(0);
    }
    const recorded = hars()
      .filter(([file]) => file.startsWith("recorded/"))
      .map(([, text]) => JSON.parse(text).log);
    const versions = {
      "llm-parity": expect.stringMatching(/^\d/),
      node: process.versions.node,
      openai: expect.stringMatching(/^\d/),
      "@aws-sdk/client-bedrock-runtime": expect.stringMatching(/^\d/),
    };
    const moment = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    const common = { source: "recorded", recordedAt: moment, endpoint: server.url, versions };
    expect(recorded.map(({ _parity }) => _parity)).toMatchObject([
      { ...common, region: "eu-west-1" },
      { ...common, region: null },
    ]);
    const [onBedrock, onRouter] = recorded.map(({ entries }) => entries[0]);
    expect(onBedrock).toMatchObject({ startedDateTime: moment, _firstByteMs: expect.any(Number), _end: "eof" });
    expect(onBedrock.response.headers).toContainEqual({ name: "x-amzn-requestid", value: "req-1" });
    expect(onRouter.response.headers).toContainEqual({ name: "x-request-id", value: "req-2" });
    expect(JSON.parse(onRouter.response.content.text).provider).toBe("Parasail");
    expect(onRouter._chunks.map(([, size]: [number, number]) => size).reduce((a: number, b: number) => a + b)).toBe(
      onRouter.response.content.size,
    );
  });

  test.each(["sdk", "http"])("of a gzip body: the decoded bytes, which replay as such (client %s)", async (client) => {
    const packed = gzipSync(JSON.stringify(reply));
    const server = await rawServer(({ socket }) => {
      socket.write("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-encoding: gzip\r\n");
      socket.end(Buffer.concat([Buffer.from(`content-length: ${packed.length}\r\n\r\n`), packed]));
    });
    const target = ["--target", "openrouter:openai/gpt-4o", "--scenario", "basic-chat", "--client", client];
    const env = { ...bareEnvironment(folder.path), OPENROUTER_API_KEY: "sk-or-v1-none" };
    target.push("--base-url", server.url);
    const args = ["record", "--fixtures", "recorded", ...target];
    expect(await runCommand(args, { cwd: folder.path, env })).toMatchObject({ code: 0 });
    const [[, text] = ["", ""]] = hars().filter(([file]) => file.startsWith("recorded/"));
    const [{ response }] = JSON.parse(text).log.entries;
    expect(JSON.parse(response.content.text)).toEqual(reply);
    expect(response.headers).toEqual([{ name: "content-type", value: "application/json" }]);
    const again = JSON.parse((await replay(...target, "--exit-zero")).stdout);
    expect(again.cells[0]).toMatchObject({ observed: "ok", trials: { ok: 1 } });
  });
});

describe("what was interrupted", () => {
  test.each(streams)(
    "a stream of %s that breaks keeps what came, marked as reset, and replays as truncated",
    async (target) => {
      const url = await simulator({ fault: "truncated", at: "before-finish", how: "closed" });
      const { code, stdout } = await record(url, "--target", target, "--scenario", "basic-chat");
      expect({ code, isNew: stdout.startsWith("new ") }).toEqual({ code: 0, isNew: true });
      const [[file, text] = ["", ""]] = hars().filter(([name]) => name.startsWith("recorded/"));
      const [entry] = JSON.parse(text).log.entries;
      expect(entry).toMatchObject({ _end: "reset", _error: { kind: "closed" } });
      expect(entry.response.content.size).toBeGreaterThan(100);
      expect(harOf(file).entries[0]?.exchange.chunks.length).toBeGreaterThan(0);
      const { cells } = JSON.parse((await replay("--target", target, "--scenario", "basic-chat")).stdout);
      expect(cells[0].findings).toMatchObject([{ id: "truncated" }]);
    },
  );

  test("by Ctrl-C: a stream that hangs keeps what came, marked as client-abort, and what was recorded before stays", async () => {
    const args = ["--target", converseStream, "--scenario", "basic-chat"];
    await record(await simulator(), ...args, "--scenario", "tool-call");
    const before = folder.contents("recorded");
    const silent = await serveFaults([{ fault: "stall", at: "middle" }]);
    const words = recordArgs(silent.url, ...args, "--runs", "stopped");
    const { child, untilOutput, ended } = await startProgram(words, { cwd: folder.path });
    await silent.asked;
    child.kill("SIGINT");
    await untilOutput(/send it again to abort them/);
    child.kill("SIGINT");
    const { code, stdout } = await ended;
    expect(code).toBe(130);
    expect(stdout).toContain("kept recorded/bedrock/converse-stream/kimi-k2.5/basic-chat.har");
    expect(folder.contents("recorded")).toEqual(before);
    const [id = ""] = readdirSync(join(folder.path, "stopped"));
    const kept = readRun(join(folder.path, "stopped", id)).exchangesOf({
      target: converseStream,
      scenario: "basic-chat",
    });
    expect(kept?.entries[0]?.exchange).toMatchObject({ end: "client-abort", error: { kind: "aborted" } });
  });

  test("by SIGKILL at any moment: every file is whole, and so is every line", async () => {
    const targets = streams.flatMap((id) => ["--target", id]);
    await record(await simulator(), ...targets, "--scenario", "basic-chat");
    const url = await simulator({ fault: "stall", at: "before-headers", when: { scenario: "tool-call" } });
    for (const seen of [/\[1\//, /\[4\//, /\[7\//, /recorded recorded\//]) {
      const args = [...targets, "--scenario", "basic-chat", "--scenario", "tool-call", "--trials", "4"];
      const { child, untilOutput, ended } = await startProgram(recordArgs(url, ...args, "--progress", "trials"), {
        cwd: folder.path,
      });
      await untilOutput(seen);
      child.kill("SIGKILL");
      // On a busy machine it may have ended by itself before the signal came.
      expect([null, 0]).toContain((await ended).code);
      expectWhole();
    }
    const journals = Object.keys(folder.contents("runs")).filter((file) => file.endsWith("journal.jsonl"));
    expect(journals.length).toBeGreaterThan(3);
  });
});

/** Every fixture can be read in full, with all its exchanges, and no journal has a damaged record. */
function expectWhole(): void {
  for (const [file, text] of Object.entries(folder.contents())) {
    if (file.endsWith(".har")) {
      for (const { exchange } of readHar(text, file).entries) expect(exchange.end).toBe("eof");
    } else if (file.endsWith(".jsonl")) {
      expect(text === "" || text.endsWith("\n")).toBe(true);
      for (const line of text.split("\n").slice(0, -1)) expect(decodeLine(Buffer.from(line))).not.toBeNull();
    } else if (!file.endsWith(".tmp")) expect(() => JSON.parse(text)).not.toThrow();
  }
}
