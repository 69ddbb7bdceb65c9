import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readRecordings } from "../../src/recordings/read-recordings.js";
import { runCommand } from "../support/command.js";
import { chat, chatStream, converseStream, mitmproxyFlow, netstring } from "../support/foreign-recordings.js";
import { judgedFiles, summaryOf } from "../support/judged-files.js";
import { root } from "../support/repository.js";
import { workFolder } from "../support/work-folder.js";
import { zipArchive } from "../support/zip-archive.js";

const inputs = join(root, "test/cases/inputs");
const input = (name: string) => readFileSync(join(inputs, name), "utf8");
const json = (name: string) => JSON.parse(input(name));
const text = (value: unknown) => JSON.stringify(value, null, 2);

const emptyOnBedrock = "bedrock converse-stream kimi-k2.5 response-after-tool: bad end_turn empty-reply(silent)";
const okOnOpenRouter = "openrouter chat-completions-stream kimi-k2.5 basic-chat: ok stop";
const emptyOnOpenRouter = "openrouter chat-completions-stream kimi-k2.5 basic-chat: bad stop empty-reply(silent)";

describe("pairs of two providers in one file", () => {
  const recording = json("pairs-of-two-providers.json");
  const both = [emptyOnBedrock, okOnOpenRouter];

  test("are two exchanges; the one on Bedrock is an empty reply after a tool result", async () => {
    const results = await judgedFiles({ "a.json": input("pairs-of-two-providers.json") });
    expect(summaryOf(results)).toEqual(both);
    expect(results.exchanges.map(({ region, upstream, hasToolResult }) => [region, upstream, hasToolResult])).toEqual([
      ["us-east-1", null, true],
      [null, "Crusoe", false],
    ]);
    expect(results.read).toMatchObject({ formats: { "json-pairs": 1 }, interactions: 2, damaged: [] });
  });

  test.each<[string, string]>([
    ["under another name", text({ exchanges: recording.interactions })],
    ["as a bare list", text(recording.interactions)],
    ["one a line", recording.interactions.map((one: unknown) => JSON.stringify(one)).join("\n")],
    ["in a mapping", text({ first: recording.interactions[0], second: recording.interactions[1] })],
  ])("%s", async (_, file) => {
    expect(summaryOf(await judgedFiles({ "a.json": file }))).toEqual(both);
  });

  test("with one that is spoilt, the other is judged", async () => {
    const spoilt = structuredClone(recording);
    spoilt.interactions[0].response.body = "!";
    const results = await judgedFiles({ "a.json": text(spoilt) });
    expect(summaryOf(results)).toEqual([okOnOpenRouter]);
    expect(results.read.damaged).toEqual([expect.stringContaining("the body of the response is not valid base64")]);
  });

  test("an exchange whose host is lost is named by what it says", async () => {
    const lost = structuredClone(recording);
    for (const { request } of lost.interactions) request.url = new URL(request.url).pathname;
    expect(summaryOf(await judgedFiles({ "a.json": text(lost) }))).toEqual([
      emptyOnBedrock,
      okOnOpenRouter.replace("openrouter", "unknown"),
    ]);
  });

  test("without any HTTP, the bodies say which API it was", async () => {
    const request = { model: "parrot/p-1", messages: [{ role: "user", content: "Hi" }] };
    const reply = JSON.parse(Buffer.from(chat.body).toString());
    const blank = structuredClone(reply);
    blank.choices[0].message.content = "";
    const results = await judgedFiles({
      "a.json": text([
        { request, response: reply },
        { request, response: blank },
      ]),
    });
    expect(summaryOf(results)).toEqual([
      "unknown chat-completions parrot/p-1 basic-chat: ok stop",
      expect.stringMatching(/^unknown chat-completions parrot\/p-1 basic-chat: bad stop empty-reply/),
    ]);
  });
});

describe("pairs with chunks and their times", () => {
  const recording = json("pairs-with-chunk-times.json");
  const arrivals = (value: unknown) => {
    const folder = workFolder({ "a.json": text(value) });
    return [...readRecordings([folder.path])].flatMap((one) =>
      one.kind === "interaction" ? [one.interaction.chunks.map(([ms]) => ms)] : [],
    );
  };

  test("are read with them", async () => {
    expect(summaryOf(await judgedFiles({ "a.json": input("pairs-with-chunk-times.json") }))).toEqual([
      emptyOnOpenRouter,
    ]);
    expect(arrivals(recording)).toEqual([[1, 31, 33]]);
  });

  test.each<[string, (response: { chunks: readonly string[]; [name: string]: unknown }) => object]>([
    [
      "in base64",
      ({ chunks, ...rest }) => ({
        ...rest,
        encoding: "base64",
        chunks: chunks.map((one) => Buffer.from(one).toString("base64")),
      }),
    ],
    ["in objects", ({ chunks, ...rest }) => ({ ...rest, chunks: chunks.map((data) => ({ data })) })],
    [
      "as buffers",
      ({ chunks, ...rest }) => ({
        ...rest,
        chunks: chunks.map((one) => ({ type: "Buffer", data: [...Buffer.from(one)] })),
      }),
    ],
    [
      "as a body without times",
      ({ chunks, ...rest }) => ({ ...rest, chunks: undefined, chunkTimings: undefined, body: chunks.join("") }),
    ],
  ])("%s they say the same", async (_, change) => {
    const changed = structuredClone(recording);
    changed.recordings[0].response = change(changed.recordings[0].response);
    expect(summaryOf(await judgedFiles({ "a.json": text(changed) }))).toEqual([emptyOnOpenRouter]);
  });

  test("a stream with text is good, and one that ends early is cut", async () => {
    const changed = structuredClone(recording);
    const [first, ...rest] = changed.recordings[0].response.chunks;
    changed.recordings[0].response.chunks = [first.replace('"content":""', '"content":"At 16:40."'), ...rest];
    expect(summaryOf(await judgedFiles({ "a.json": text(changed) }))).toEqual([okOnOpenRouter]);
    changed.recordings[0].response.chunks.splice(1);
    expect(summaryOf(await judgedFiles({ "a.json": text(changed) }))).toEqual([
      expect.stringMatching(/bad .*truncated/),
    ]);
  });
});

describe("a WireMock mapping", () => {
  const mapping = json("wiremock-mapping.json");

  test("is an exchange whose host is lost", async () => {
    const results = await judgedFiles({ "wiremock/mappings/kimi.json": input("wiremock-mapping.json") });
    expect(summaryOf(results)).toEqual([emptyOnBedrock]);
    expect(results.read).toMatchObject({ formats: { wiremock: 1 }, otherFiles: 0 });
  });

  test("keeps its body in __files beside the mappings, and nowhere else", async () => {
    const body = Buffer.from(mapping.response.base64Body, "base64");
    const withFile = (bodyFileName: string) => {
      const { base64Body: _, ...response } = mapping.response;
      return text({ ...mapping, response: { ...response, bodyFileName } });
    };
    const files = { "w/__files/kimi.bin": body, "kimi.bin": body };
    const judged = async (name: string) => await judgedFiles({ ...files, "w/mappings/kimi.json": withFile(name) });
    const inside = (await judged("kimi.bin")).exchanges.filter(({ file }) => file === "w/mappings/kimi.json");
    expect(summaryOf({ exchanges: inside })).toEqual([emptyOnBedrock]);
    const outside = await judged("../../kimi.bin");
    expect(outside.exchanges.filter(({ file }) => file === "w/mappings/kimi.json")).toEqual([]);
    expect(outside.read.damaged).toEqual([expect.stringContaining("its file is outside the folder of the recording")]);
  });

  test("of another service is no chat, and does not alarm", async () => {
    const other = { request: { method: "GET", urlPath: "/users" }, response: { status: 200, jsonBody: [] } };
    const results = await judgedFiles({ "mappings/users.json": text(other) });
    expect(results.exchanges).toEqual([]);
    expect(results.read).toMatchObject({ skipped: { other: 1 }, damaged: [] });
  });
});

describe("JSON cassettes of other recorders stay what they are", () => {
  const names = readdirSync(join(inputs, "cassettes"));
  const blank = "chat-completions kimi-k2.5 basic-chat: bad stop empty-reply(silent)";

  test("each is read as its own format", async () => {
    const results = await judgedFiles(Object.fromEntries(names.map((name) => [name, input(`cassettes/${name}`)])));
    expect(results.read.formats).toEqual({ "go-vcr": 1, "response-json": 2, "vcr-ruby": 2, vcrpy: 1 });
    expect(summaryOf(results)).toEqual([
      "bedrock converse unknown not-recorded: bad end_turn empty-reply(silent)",
      `openrouter ${blank}`,
      "bedrock converse unknown not-recorded: bad end_turn empty-reply(silent)",
      `openrouter ${blank}`,
      `openrouter ${blank}`,
      `openrouter ${blank}`,
    ]);
  });
});

describe("a proxy's flows and a browser's HAR", () => {
  const ok = (api: string, provider = "openrouter") => `${provider} ${api} parrot/p-1 basic-chat: ok stop`;

  test("flows of mitmproxy", async () => {
    const flows = Buffer.concat([chat, chatStream, converseStream].map((one) => netstring(mitmproxyFlow(one))));
    const results = await judgedFiles({ "a.flow": flows });
    expect(summaryOf(results)).toEqual([
      ok("chat-completions"),
      ok("chat-completions-stream"),
      "bedrock converse-stream parrot.p-1-v1:0 basic-chat: ok end_turn",
    ]);
    expect(results.read).toMatchObject({ formats: { mitmproxy: 1 }, damaged: [] });
  });

  const har = (content: object) =>
    text({
      log: {
        version: "1.2",
        creator: { name: "Playwright", version: "1" },
        entries: [
          {
            startedDateTime: "2026-02-02T10:00:00.000Z",
            request: {
              method: "POST",
              url: chat.url,
              headers: [],
              postData: { mimeType: "application/json", text: chat.request },
            },
            response: { status: 200, headers: [{ name: "content-type", value: "application/json" }], content },
          },
        ],
      },
    });
  const bytes = (content: string) => new TextEncoder().encode(content);

  test.each<[string, { readonly [file: string]: string | Uint8Array }]>([
    ["beside", { "har.har": har({ _file: "0a.json" }), "0a.json": chat.body }],
    ["below", { "har.har": har({ _file: "res/0a.json" }), "res/0a.json": chat.body }],
    [
      "in a zip",
      {
        "a.har.zip": zipArchive([
          { name: "har.har", bytes: bytes(har({ _file: "0a.json" })), packed: true },
          { name: "0a.json", bytes: chat.body, packed: true },
        ]),
      },
    ],
    [
      "in the HAR, as base64",
      { "har.har": har({ encoding: "base64", text: Buffer.from(chat.body).toString("base64") }) },
    ],
  ])("a body that is %s", async (_, files) => {
    const { exchanges } = await judgedFiles(files);
    expect(summaryOf({ exchanges: exchanges.filter(({ file }) => file.includes(".har")) })).toEqual([
      ok("chat-completions"),
    ]);
  });

  test("a body that was not kept is no empty reply", async () => {
    const results = await judgedFiles({ "in/har.har": har({ size: 12, mimeType: "application/json" }) });
    expect(results.exchanges).toEqual([]);
    expect(results.read).toMatchObject({ skipped: { "no-response": 1 }, damaged: [] });
  });

  test.each([
    ["lies outside", "../outside.json", "its file is outside the folder of the recording"],
    ["is not there", "0b.json", "its file is not there"],
  ])("a body that %s is no empty reply, and is named", async (_, _file, why) => {
    const results = await judgedFiles({ "in/har.har": har({ _file }), "outside.json": chat.body });
    expect(results.exchanges.filter(({ file }) => file.endsWith(".har"))).toEqual([]);
    expect(results.read.damaged).toEqual([expect.stringContaining(why)]);
  });
});

describe("a file in no known format", () => {
  test("is silent in a folder, and named with the known formats where it was asked for", async () => {
    const folder = workFolder({
      "in/package.json": '{"name": "a"}',
      "in/a.json": input("pairs-with-chunk-times.json"),
    });
    const inFolder = await runCommand(["judge", "in", "--json"], { cwd: folder.path });
    expect([inFolder.code, inFolder.stderr.includes("package.json")]).toEqual([1, false]);
    const named = await runCommand(["judge", "in/package.json"], { cwd: folder.path });
    expect(named.code).toBe(2);
    expect(named.stderr).toMatch(/in\/package\.json: is not a recording in a known format.*vcrpy, .*json-pairs, /s);
  });
});
