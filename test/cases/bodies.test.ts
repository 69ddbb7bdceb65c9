import { fileURLToPath } from "node:url";
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { judgeRecordings } from "../../src/library/recordings/judge-recordings.js";
import { observedResults } from "../../src/verdict/matrix/results-schema.js";
import { runCommand } from "../support/command.js";
import { expectParts } from "../support/expect-parts.js";
import { chat, chatStream, sampleText } from "../support/foreign-recordings.js";
import { workFolder } from "../support/work-folder.js";
import { runFrame, zstdOf } from "../support/zstd-samples.js";

const inputs = fileURLToPath(new URL("inputs/bodies/", import.meta.url));

/** Each exchange as `number outcome (finding: cause)`, then each part that cannot be read as `number? line: reason`. */
async function judged(path: string): Promise<readonly string[]> {
  const { exchanges, read } = await judgeRecordings(path, {});
  return [
    ...exchanges.map(({ interaction, observed, findings }) => {
      const found = findings.map(({ id, cause }) => ` (${cause === null ? id : `${id}: ${cause}`})`).join("");
      return `${interaction} ${observed}${found}`;
    }),
    ...read.unread.map(({ interaction, line, reason }) => `${interaction ?? "file"}? line ${line}: ${reason}`),
  ];
}

async function judgedText(content: string | Uint8Array, name: string): Promise<readonly string[]> {
  const folder = workFolder({ [name]: content });
  return judged(`${folder.path}/${name}`);
}

describe("a body that cannot be read beside others", () => {
  const nothing = "the body cannot be decompressed: its gzip data ends before it holds anything";
  test.each([
    ["x-ok-then-zstd-then-ok.har", ["0 ok", "1 ok", "2 ok"]],
    ["x-ok-then-cutgzip-then-ok.har", ["0 ok", "1 bad (truncated: before-content)", "2 ok"]],
    ["q-ok-zstd-image.har", ["1 ok"]],
    ["cut-then-two-whole.har", ["1 ok", "2 ok", `0? line 1: ${nothing}`]],
    ["cut-then-two-whole.yaml", ["1 ok", "2 ok", `0? line 2: ${nothing}`]],
  ])("%s", async (name, expected) => {
    expect(await judged(`${inputs}${name}`)).toEqual(expected);
  });

  test("a picture in zstd is skipped as no chat, and nothing is damaged", async () => {
    const { read } = await judgeRecordings(`${inputs}q-ok-zstd-image.har`, {});
    expect(read).toMatchObject({ interactions: 2, exchanges: 1, skipped: { other: 1 }, damaged: [], unread: [] });
  });

  test.each(["l-br-plain", "l-br", "l-deflate", "l-gzip", "l-xgzip"])("%s is read", async (name) => {
    expect(await judged(`${inputs}${name}.har`)).toEqual(["0 ok"]);
  });
});

/** A HAR of one exchange for each reply, with its content encodings. */
function har(...replies: readonly (readonly [body: Uint8Array, ...encodings: readonly string[]])[]): string {
  const entries = replies.map(([body, ...encodings]) => ({
    request: { method: "POST", url: chat.url, headers: [], postData: { text: chatStream.request } },
    response: {
      status: 200,
      headers: encodings.map((value) => ({ name: "Content-Encoding", value })),
      content: { encoding: "base64", text: Buffer.from(body).toString("base64") },
    },
  }));
  return JSON.stringify({ log: { version: "1.2", entries } });
}

const between = (body: Uint8Array, ...encodings: readonly string[]) =>
  judgedText(har([chatStream.body], [body, ...encodings], [gzipSync(chatStream.body), "gzip"]), "a.har");

const stream = Buffer.from(chatStream.body);
/** A stream whose beginning is more than a compressor keeps back. */
const longStream = Buffer.concat([
  ...Array.from({ length: 900 }, (_, index) => {
    const delta = { content: String((index * 7919) % 1009) };
    return Buffer.from(
      `data: ${JSON.stringify({ id: "gen-1", object: "chat.completion.chunk", choices: [{ index: 0, delta }] })}\n\n`,
    );
  }),
  stream,
]);
const cut = (bytes: Uint8Array) => bytes.subarray(0, Math.floor(bytes.length * 0.8));

describe("a compressed stream between two others", () => {
  test.each<readonly [string, Uint8Array, readonly string[]]>([
    ["gzip in brotli", brotliCompressSync(gzipSync(stream)), ["gzip, br"]],
    ["gzip in brotli, in two headers", brotliCompressSync(gzipSync(stream)), ["gzip", "br"]],
    ["deflate without its header", deflateRawSync(stream), ["deflate"]],
    ["deflate with its header", deflateSync(stream), ["deflate"]],
    ["zstd", zstdOf(stream.toString()), ["zstd"]],
    ["zstd that no header names", zstdOf(stream.toString()), []],
    ["plain bytes under a name of zstd", stream, ["zstd"]],
    ["plain bytes under two names", stream, ["gzip, br"]],
    ["gzip without its checksum", gzipSync(stream).subarray(0, -6), ["gzip"]],
  ])("that is %s is read whole", async (_, body, encodings) => {
    expect(await between(body, ...encodings)).toEqual(["0 ok", "1 ok", "2 ok"]);
  });

  test.each<readonly [string, Uint8Array, string]>([
    ["gzip", cut(gzipSync(longStream)), "gzip"],
    ["brotli", cut(brotliCompressSync(longStream)), "br"],
    ["deflate", cut(deflateSync(longStream)), "deflate"],
    ["zstd", cut(zstdOf(longStream.toString().slice(0, 5000), longStream.toString().slice(5000))), "zstd"],
    ["gzip in brotli", cut(brotliCompressSync(gzipSync(longStream))), "gzip, br"],
  ])("that is cut %s is truncated inside its content", async (_, body, encoding) => {
    expect(await between(body, encoding)).toEqual(["0 ok", "1 bad (truncated: inside-content)", "2 ok"]);
  });

  test.each<readonly [string, Uint8Array, string, RegExp]>([
    [
      "damaged",
      gzipSync(longStream).fill(0xff, 60, 90),
      "gzip",
      /^1\? line 1: the body cannot be decompressed \(gzip\)/,
    ],
    ["a bomb of gzip", gzipSync(Buffer.alloc(30_000_000)), "gzip", /^1\? line 1: the body is too large/],
    ["a bomb of brotli", brotliCompressSync(Buffer.alloc(30_000_000)), "br", /^1\? line 1: the body is too large/],
    ["a bomb of zstd", runFrame(30_000_000, 400), "zstd", /^1\? line 1: the body is too large/],
    ["a bomb in a bomb", gzipSync(gzipSync(Buffer.alloc(200_000_000))), "gzip", /^1\? line 1: the body is too large/],
  ])("that is %s is named, and the others are read", async (_, body, encoding, reason) => {
    expect(await between(body, encoding)).toEqual(["0 ok", "2 ok", expect.stringMatching(reason)]);
  });
});

describe("a body as a mapping", () => {
  test("request-as-mapping.yaml", async () => {
    expect(await judged(`${inputs}request-as-mapping.yaml`)).toEqual(["0 ok"]);
  });

  const request = `{model: parrot/p-1, messages: [{role: user, content: "How is the weather?"}]}`;
  const reply = Buffer.from(chat.body).toString();
  const { url } = chat;
  const files: readonly (readonly [format: string, name: string, content: string])[] = [
    [
      "vcrpy",
      "a.yaml",
      `interactions:\n- request:\n    body: ${request}\n    headers: {}\n    method: POST\n    uri: ${url}\n  response:\n    body: ${reply}\n    headers: {}\n    status: {code: 200, message: OK}\nversion: 1\n`,
    ],
    [
      "vcr-ruby",
      "a.yml",
      `---\nhttp_interactions:\n- request:\n    method: post\n    uri: ${url}\n    body: ${request}\n    headers: {}\n  response:\n    status: {code: 200, message: OK}\n    headers: {}\n    body: {encoding: UTF-8, string: ${reply}}\n  recorded_at: Mon, 02 Feb 2026 10:00:00 GMT\nrecorded_with: VCR 6.3.1\n`,
    ],
    [
      "go-vcr",
      "a.yaml",
      `---\nversion: 2\ninteractions:\n- id: 0\n  request:\n    proto: HTTP/1.1\n    body: ${request}\n    headers: {}\n    url: ${url}\n    method: POST\n  response:\n    proto: HTTP/2.0\n    body: ${reply}\n    headers: {}\n    status: 200 OK\n    code: 200\n    duration: 1s\n`,
    ],
    [
      "httpmock",
      "a.yaml",
      `when:\n  path: /api/v1/chat/completions\n  method: POST\n  body: ${request}\nthen:\n  status: 200\n  body: ${reply}\n`,
    ],
    [
      "har",
      "a.har",
      JSON.stringify({
        log: {
          version: "1.2",
          entries: [
            {
              request: { method: "POST", url, headers: [], postData: { text: JSON.parse(chat.request) } },
              response: { status: 200, headers: [], content: { text: JSON.parse(reply) } },
            },
          ],
        },
      }),
    ],
  ];

  test.each(files)(
    "%s: request and reply are the JSON that they hold, which is said",
    async (format, name, content) => {
      const folder = workFolder({ [name]: content });
      const { exchanges, read } = await judgeRecordings(`${folder.path}/${name}`, {});
      expect(read).toMatchObject({ formats: { [format]: 1 }, damaged: [] });
      expect(exchanges).toMatchObject([{ observed: "ok", shape: "basic-chat", textLength: sampleText.length }]);
      const { code } = await runCommand(["import", name, "--out", "ours"], { cwd: folder.path });
      expect(code).toBe(0);
      const [fixture = ""] = Object.values(folder.contents("ours"));
      expect(JSON.parse(fixture).log._parity.imported.losses).toEqual(
        expect.arrayContaining(["wire-text", "key-order"]),
      );
    },
  );

  test.each([
    ["a number", "7"],
    ["a list of words", "[a, b]"],
  ])("%s is no body, and is named", async (_, body) => {
    const [, , content = ""] = files[0] ?? [];
    expect(await judgedText(content.replace(request, body), "a.yaml")).toEqual([
      "0? line 2: the body of the request is neither text nor bytes",
    ]);
  });
});

describe("what judge and import say of a file with a damaged interaction", () => {
  test("judge names it on standard error, in the JSON and in the Markdown, and ends with 2", async () => {
    const folder = workFolder({ "a.yaml": cassette });
    const text = await runCommand(["judge", "a.yaml"], { cwd: folder.path });
    expectParts(text.stderr, [
      "2 exchanges judged of 3 interactions in 1 file; cannot be read: 1 interaction",
      'damaged: a.yaml, line 14, interaction 1: "request" has no "uri"',
    ]);
    expect(text.code).toBe(2);
    const json = await runCommand(["judge", "a.yaml", "--json", "--exit-zero"], { cwd: folder.path });
    expect(observedResults().parse(JSON.parse(json.stdout)).read).toMatchObject({
      interactions: 3,
      exchanges: 2,
      damaged: ['a.yaml, line 14, interaction 1: "request" has no "uri"'],
      unread: [{ file: "a.yaml", interaction: 1, line: 14, reason: '"request" has no "uri"' }],
    });
    expect(json.code).toBe(0);
    const markdown = await runCommand(["judge", "a.yaml", "--markdown"], { cwd: folder.path });
    expectParts(markdown.stdout, ["- cannot be read: 1 interaction", "- damaged: a.yaml, line 14, interaction 1"]);
  });

  test("import writes the others, says which it left, and ends with 2", async () => {
    const folder = workFolder({ "a.yaml": cassette });
    const { code, stdout, stderr } = await runCommand(["import", "a.yaml", "--out", "ours"], { cwd: folder.path });
    expect(stdout).toBe("1 fixture with 2 exchanges written to ours\n");
    expectParts(stderr, ["cannot be read: 1 interaction", "not imported: a.yaml, line 14, interaction 1: "]);
    expect(code).toBe(2);
    const [fixture = ""] = Object.values(folder.contents("ours"));
    expect(JSON.parse(fixture).log._parity.imported.interactions).toEqual([0, 2]);
  });

  test("one entry of a fixture of ours that is damaged leaves the others", async () => {
    const folder = workFolder({ "a.yaml": cassette });
    await runCommand(["import", "a.yaml", "--out", "ours"], { cwd: folder.path });
    const [name = ""] = Object.keys(folder.contents("ours"));
    folder.edit(`ours/${name}`, '"_attempt": 1', '"_attempt": "one"');
    const { stdout, code } = await runCommand(["judge", "ours", "--json"], { cwd: folder.path });
    const { exchanges, read } = observedResults().parse(JSON.parse(stdout));
    expect(exchanges.map(({ interaction, observed }) => [interaction, observed])).toEqual([[1, "ok"]]);
    expect(read.unread).toMatchObject([{ interaction: 0, reason: expect.stringMatching(/_attempt/) }]);
    expect(code).toBe(2);
  });
});

/** Three exchanges, of which the second has lost its address. Each takes 12 lines after the first. */
const cassette = `interactions:\n${[0, 1, 2].map(interactionOf).join("")}version: 1\n`;

function interactionOf(index: number): string {
  return `- request:
    body: ${JSON.stringify(chat.request)}
    headers: {}
    method: POST
    ${index === 1 ? "url" : "uri"}: ${chat.url}
  response:
    body:
      string: ${JSON.stringify(Buffer.from(chat.body).toString())}
    headers: {}
    status:
      code: 200
      message: OK
`;
}
