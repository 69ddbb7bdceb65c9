import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { clientViewStreams } from "../scripts/client-views/streams.js";
import { clientViewsSchema } from "../src/verdict/client-views/client-views.js";
import { runCommand } from "./support/command.js";
import { expectParts } from "./support/expect-parts.js";
import { converseStream, writers } from "./support/foreign-recordings.js";
import { invokeHar } from "./support/judged-har.js";
import { testLimitMs } from "./support/limits.js";
import { root } from "./support/repository.js";
import { serveProfile } from "./support/simulated-run.js";
import { type WorkFolder, workFolder } from "./support/work-folder.js";

let streams: ReadonlyMap<string, string>;
let folder: WorkFolder;
beforeAll(async () => {
  streams = await clientViewStreams(join(root, "scenarios"));
});
beforeEach(() => {
  folder = workFolder();
});

const program = (...words: readonly string[]) => runCommand(["clients", ...words], { cwd: folder.path });
const give = (file: string) => folder.write(file, streams.get(file) ?? "");

/** A package `openai` of the working folder, which is the first one that is found. `ask`: the body of its only method. */
function openaiThat(ask: string): void {
  const manifest = { name: "openai", version: "0.0.1-test", type: "module", exports: "./index.js" };
  folder.write("node_modules/openai/package.json", JSON.stringify(manifest));
  folder.write(
    "node_modules/openai/index.js",
    `export class OpenAI {
      constructor({ baseURL }) { this.chat = { completions: { create: async () => { ${ask} } } }; }
    }`,
  );
}

async function viewed(...words: readonly string[]) {
  const { stdout } = await program(...words, "--json");
  const { streams: all } = clientViewsSchema().parse(JSON.parse(stdout));
  return all.map(({ views }) => views.find(({ client }) => client === "openai"));
}

const fetches = "const reply = await fetch(baseURL + '/chat/completions', { method: 'POST', body: '{}' });";

describe("a client", () => {
  test("gets the recorded bytes, whatever it asks: status, headers, body", async () => {
    give("chat/05.har");
    openaiThat(`${fetches}
      const text = await reply.text();
      return (async function* () { yield { choices: [{ delta: { content: text } , finish_reason: reply.headers.get("content-type") }] }; })();`);
    const [view] = await viewed("chat/05.har");
    const { log } = JSON.parse(streams.get("chat/05.har") ?? "");
    expect(view).toMatchObject({ outcome: "ended", text: log.entries[0].response.content.text, requests: 1 });
    expect(view?.finish).toMatch(/^text\/event-stream/);
  });

  test("sees a cut where the recorded reply was reset, and a wait where it stalled", async () => {
    give("chat/06.har");
    give("chat/09.har");
    openaiThat(`${fetches} return (async function* () {
      for await (const bytes of reply.body) yield { choices: [{ delta: { content: String(bytes.length) } }] };
    })();`);
    const [reset, stall] = await viewed("chat", "--stall-ms", "1500");
    expect(reset).toMatchObject({ outcome: "ended", error: { name: "TypeError" } });
    expect(stall).toMatchObject({ outcome: "waits", error: null });
    expect(stall?.textLength).toBeGreaterThan(0);
  });

  test("that ends its process has crashed, and the next reply is given to a new process", async () => {
    give("chat/01.har");
    give("chat/02.har");
    openaiThat(`${fetches} if (!(await reply.text()).includes('"completion_tokens":58')) process.exit(3);
      return (async function* () {})();`);
    const [crashed, next] = await viewed("chat", "--client-limit-ms", String(testLimitMs));
    expect(crashed).toMatchObject({
      outcome: "crashed",
      error: { name: null, message: "without a word" },
      requests: 1,
    });
    expect(next).toMatchObject({ outcome: "ended", error: null, requests: 1 });
  });

  test("that does not end is ended when its time is over", async () => {
    give("chat/01.har");
    openaiThat("await new Promise(() => setInterval(() => 0, 1e6));");
    expect(await viewed("chat/01.har", "--client-limit-ms", "3000")).toMatchObject([{ outcome: "hung", error: null }]);
  });

  test("that cannot be loaded says why", async () => {
    give("chat/01.har");
    openaiThat("");
    folder.write("node_modules/openai/index.js", "throw new Error('not on this machine');");
    expect((await viewed("chat/01.har"))[0]).toMatchObject({
      error: { name: "Error", message: "not on this machine" },
    });
  });

  test("reaches nothing but loopback, and has no key of ours", async () => {
    give("chat/01.har");
    openaiThat(`const keys = Object.keys(process.env).filter((name) => /KEY|TOKEN|SECRET/.test(name)).join();
      try { await fetch("http://example.com/"); } catch (error) { throw new Error(String(error.cause?.message) + " " + keys); }`);
    const [view] = await viewed("chat/01.har");
    expect(view?.error?.message).toMatch(/^no connection to example\.com: .*AWS_ACCESS_KEY_ID,AWS_SECRET_ACCESS_KEY$/);
  });

  test("that is not installed is named with the command that adds it", async () => {
    give("converse/01.har");
    const { stderr } = await program("converse/01.har");
    expect(stderr).toContain(
      "not installed: @strands-agents/sdk; add it with: npm install @strands-agents/sdk@1.19.0 openai",
    );
  });
});

test("of a private recording only lengths are shown, and what it has lost is named", async () => {
  folder.write("log.jsonl", writers["bedrock-log"]([converseStream]) ?? "");
  const { stdout, stderr } = await program("log.jsonl", "--json");
  const { streams: all } = clientViewsSchema().parse(JSON.parse(stdout));
  const view = all[0]?.views.find(({ client }) => client === "aws-sdk");
  expect(view).toMatchObject({ outcome: "ended", text: null, error: null });
  expect((view?.textLength ?? 0) + (view?.calls.length ?? 0)).toBeGreaterThan(0);
  expect(view?.calls.filter((call) => call.arguments !== null)).toEqual([]);
  expect(stderr).toMatch(/not as originally received, since the recordings have lost: .*frames \(1\)/);
});

test("an InvokeModel reply is handed over by AWS's SDK, and read by its members", async () => {
  const choice = { message: { content: "4" }, finish_reason: "stop" };
  folder.write("invoke.har", invokeHar("moonshotai.kimi-k2.5", { choices: [choice], usage: { completion_tokens: 7 } }));
  const { stdout } = await program("invoke.har", "--json");
  const { streams: all } = clientViewsSchema().parse(JSON.parse(stdout));
  expect(all[0]?.views).toMatchObject([
    { client: "aws-sdk-invoke", outcome: "ended", text: "4", finish: "stop", outputTokens: 7, error: null },
  ]);
});

describe("a mistake:", () => {
  test("a file that is not there", async () => {
    const { code, stderr } = await program("nowhere.har");
    expect(code).toBe(2);
    expect(stderr).toContain("nowhere.har");
  });

  test("a cell that is not there", async () => {
    const { code, stderr } = await program("kimi-k2.5/bedrock/converse-stream/response-after-toll");
    expect(code).toBe(2);
    expectParts(stderr, [
      "there is no such file, so it was read as a cell",
      "response-after-toll",
      "response-after-tool",
    ]);
  });

  test("a folder that is not there", async () => {
    expect(await program("tests/cassettes")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("does not exist"),
    });
  });

  test("a trial that was not made, and a cell that was never recorded", async () => {
    const none = await program("basic-chat", "on", "kimi-k2.5/bedrock/converse-stream", "--trial", "9");
    expect(none).toMatchObject({ code: 2, stderr: expect.stringContaining("Bytes were kept of: 1.") });
    const never = await program("kimi-k2.5/bedrock/converse/basic-chat");
    expect(never).toMatchObject({ code: 2, stderr: expect.stringContaining("It was never recorded") });
  });

  test("--format together with --run", async () => {
    expect((await program("a", "--run", "last", "--format", "har")).stderr).toContain("--format is for files");
  });

  test("a file that is no recording", async () => {
    folder.write("notes.txt", "no recording");
    const { code, stderr } = await program("notes.txt");
    expect(code).toBe(2);
    expect(stderr).toContain("damaged: notes.txt: is not a recording in a known format");
  });

  test("a recording without a reply", async () => {
    const own = JSON.parse(streams.get("chat/01.har") ?? "");
    const [entry] = own.log.entries;
    entry.response = {
      status: 0,
      statusText: "",
      httpVersion: "HTTP/1.1",
      cookies: [],
      headers: [],
      content: { size: 0, mimeType: "" },
      redirectURL: "",
      headersSize: -1,
      bodySize: -1,
    };
    folder.write(
      "none.har",
      JSON.stringify({ log: { version: "1.2", creator: { name: "x", version: "1" }, entries: [entry] } }),
    );
    const { code, stdout, stderr } = await program("none.har");
    expect({ code, stdout }).toEqual({ code: 4, stdout: "" });
    expect(stderr).toMatch(/not shown: none\.har#0: /);
  });
});

test("the views of a cell of a run are kept in its folder, and its report has them", async () => {
  const { url } = await serveProfile("kimi");
  const cell = "kimi-k2.5/bedrock/converse-stream/response-after-tool";
  const ran = ["run", "--simulator", url, "--client", "http", "--model", "kimi-k2.5", "--provider", "bedrock"];
  const choice = ["--api", "converse-stream", "--scenario", "response-after-tool"];
  const before = await runCommand([...ran, ...choice], { cwd: folder.path });
  expect(before.code).toBe(1);
  const { stdout, stderr } = await program(cell, "--run", "last");
  expectParts(stdout, [`${cell} #1 answer SIMULATED`, "empty, end_turn, 0 tok"]);
  expect(stderr).toMatch(/views: runs\/\S+\/client-views\.json; `llm-parity report` has them/);
  await runCommand(["report", "last"], { cwd: folder.path });
  const [page] = Object.entries(folder.contents("runs")).filter(([name]) => name.endsWith("compatibility-matrix.md"));
  expectParts(String(page?.[1]), ["## What clients show", "| AWS SDK ", "(SIMULATED) |", "empty, end_turn, 0 tok"]);
  expect(String(page?.[1])).toMatch(/our decoder.*AWS SDK [\d.]+ reads the same in 1 of 1 bad reply \(SIMULATED\)\./);

  const attributed = async () => {
    const { stdout: shown } = await runCommand(["explain", cell, "--run", "last", "--json"], { cwd: folder.path });
    return JSON.parse(shown).cell.attribution;
  };
  const because = expect.stringMatching(/^AWS SDK [\d.]+ reads the same in 1 of 1 bad reply \(SIMULATED\)\.$/);
  expect((await attributed()).exonerated).toContainEqual({ what: "our decoder", because });

  const [stored = ""] = Object.keys(folder.contents("runs")).filter((name) => name.endsWith("client-views.json"));
  const views = folder.read(join("runs", stored));
  folder.write(join("runs", stored), views.replace(/"sha256": "[0-9a-f]{64}"/g, `"sha256": "${"0".repeat(64)}"`));
  const { exonerated, against } = await attributed();
  expect(exonerated).toEqual([]);
  const sentence = `The client views of ${cell} #1 answer are not used: they are of other bytes \\(SHA-256 0{12}…, the reply has `;
  expect(against).toEqual([expect.stringMatching(new RegExp(`^${sentence}[0-9a-f]{12}…\\)\\.$`))]);
});

test("the schema of the views is published", () => {
  expect(JSON.parse(readFileSync(join(root, "schemas/client-views.schema.json"), "utf8"))).toMatchObject({
    properties: { schemaVersion: { const: 1 } },
  });
});
