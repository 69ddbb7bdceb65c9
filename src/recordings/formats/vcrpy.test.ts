import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { interactionsOf, readingOf } from "../../../test/support/read-format.js";
import type { Interaction } from "../interaction.js";
import { recordingFile } from "../recording-file.js";
import { vcrpy } from "./vcrpy.js";

/** A cassette as VCR.py writes it: members sorted, `version` last. */
const cassette = (...items: readonly string[]): string => `interactions:\n${items.join("")}version: 1\n`;

const item = ({
  sent = `body: '{"model":"parrot"}'`,
  came = `body:\n      string: '{"word":"hi"}'`,
  headers = "      content-type:\n      - application/json",
} = {}): string => `- request:
    ${sent}
    headers:
      Content-Type:
      - !!binary |
        YXBwbGljYXRpb24vanNvbg==
      ? !!python/object/apply:multidict._multidict.istr
      - X-Trace
      : - a
        - b
    method: POST
    uri: https://llm.example/v1/chat/completions
  response:
    ${came}
    headers:
${headers}
      set-cookie: scalar
    status:
      code: 200
      message: OK
`;

const fileOf = (text: string | Uint8Array) =>
  recordingFile("a.yaml", typeof text === "string" ? new TextEncoder().encode(text) : text);
const read = (text: string) => interactionsOf(vcrpy, fileOf(text));
const textOf = (one: Interaction | undefined) => Buffer.concat(one?.chunks.map(([, bytes]) => bytes) ?? []).toString();

/** How many interactions are read, and the message of the only error. */
function readAll(text: string): readonly [read: number, message: string | null] {
  const all = readingOf(vcrpy, fileOf(text));
  const messages = all.filter((one) => typeof one === "string");
  expect(messages.length).toBeLessThanOrEqual(1);
  return [all.length - messages.length, messages[0] ?? null];
}

describe("VCR.py", () => {
  test("a cassette that names its version first is known by its uri, and one with a url is another recorder's", () => {
    const first = `version: 1\ninteractions:\n${item()}`;
    expect(vcrpy.detect(fileOf(first))).toBe(true);
    expect(interactionsOf(vcrpy, fileOf(first)).map(({ request }) => request?.url)).toEqual([
      "https://llm.example/v1/chat/completions",
    ]);
    expect(vcrpy.detect(fileOf(first.replace("uri:", "url:")))).toBe(false);
  });

  test("an interaction is read with both bodies, and headers in any of their shapes", () => {
    expect(read(cassette(item()))).toEqual([
      {
        file: "a.yaml",
        format: "vcrpy",
        interaction: 0,
        request: {
          method: "POST",
          url: "https://llm.example/v1/chat/completions",
          headers: [
            ["content-type", "application/json"],
            ["x-trace", "a"],
            ["x-trace", "b"],
          ],
          body: new TextEncoder().encode('{"model":"parrot"}'),
        },
        response: {
          status: 200,
          headers: [
            ["content-type", "application/json"],
            ["set-cookie", "scalar"],
          ],
        },
        chunks: [[null, new TextEncoder().encode('{"word":"hi"}')]],
        end: "eof",
        error: null,
        recordedAt: null,
        after: null,
        losses: ["chunk-boundaries", "arrival-times"],
        notes: [],
      },
    ]);
  });

  test("a body of bytes is those bytes, and one that is still compressed is undone", () => {
    const binary = (bytes: Uint8Array) =>
      `body:\n      string: !!binary |\n        ${Buffer.from(bytes).toString("base64")}`;
    expect(read(cassette(item({ came: binary(new Uint8Array([0, 255])) })))[0]?.chunks).toEqual([
      [null, new Uint8Array([0, 255])],
    ]);
    const headers = "      Content-Encoding:\n      - gzip";
    const [unpacked] = read(cassette(item({ came: binary(gzipSync('{"a":1}')), headers })));
    expect(textOf(unpacked)).toBe('{"a":1}');
    expect(unpacked?.response?.headers).toEqual([["set-cookie", "scalar"]]);
    expect(unpacked?.losses).toContain("content-encoding");
  });

  test("a parsed body is serialised as JSON, with losses", () => {
    const came = `parsed_body:
      created: 1700000000
      id: 12345678901234567890
      logprob: -4.3e-05
      tool:
        n: "1"
        x: y
      words:
      - 1e3
      - null`;
    const [one] = read(cassette(item({ came, sent: "parsed_body:\n      model: parrot\n      stream: false" })));
    expect(textOf(one)).toBe(
      '{"created":1700000000,"id":12345678901234567890,"logprob":-0.000043,"tool":{"n":"1","x":"y"},"words":["1e3",null]}',
    );
    expect(Buffer.from(one?.request?.body ?? []).toString()).toBe('{"model":"parrot","stream":false}');
    expect(one?.losses).toEqual(["wire-text", "key-order", "chunk-boundaries", "arrival-times"]);
  });

  test("a parsed body that is text or null is JSON too", () => {
    expect(textOf(read(cassette(item({ came: "parsed_body: Not Found" })))[0])).toBe('"Not Found"');
    expect(textOf(read(cassette(item({ came: "parsed_body: null" })))[0])).toBe("null");
  });

  test.each([
    ["no body", "body: null", null],
    ["an empty body", "body: ''", ""],
    ["bytes", "body: !!binary AAE=", "\0\x01"],
  ])("a request with %s", (_, sent, body) => {
    const bytes = read(cassette(item({ sent })))[0]?.request?.body ?? null;
    expect(bytes === null ? null : Buffer.from(bytes).toString()).toBe(body);
  });

  test.each([
    ["base64_string", "body:\n      base64_string: eyJhIjoxfQ=="],
    ["content, of old recordings of httpx", `content: '{"a":1}'`],
    ["body alone", `body: '{"a":1}'`],
  ])("a response whose body is in %s", (_, came) => {
    expect(textOf(read(cassette(item({ came })))[0])).toBe('{"a":1}');
  });

  test("a JSON cassette holds the same members", () => {
    const request = { method: "GET", uri: "https://llm.example/v1/models", body: null, headers: { A: ["b"] } };
    const response = { status: { code: 204, message: "No" }, headers: {}, body: { string: "" } };
    const file = fileOf(JSON.stringify({ version: 1, interactions: [{ request, response }] }, null, 4));
    expect(vcrpy.detect(file)).toBe(true);
    expect(interactionsOf(vcrpy, file)).toMatchObject([
      { request: { method: "GET", body: null }, response: { status: 204 } },
    ]);
  });

  test("quoted text that is indented too little is read, and noted on each interaction", () => {
    const text = cassette(item({ sent: `body: '{"model":\n"parrot"}'` }), item());
    expect(read(text).map((one) => [Buffer.from(one.request?.body ?? []).toString(), one.notes])).toEqual([
      ['{"model": "parrot"}', ["quoted text is indented less than YAML allows; read as PyYAML reads it"]],
      ['{"model":"parrot"}', ["quoted text is indented less than YAML allows; read as PyYAML reads it"]],
    ]);
  });

  test("a length that is not the body's is noted, unless the body was parsed or unpacked", () => {
    const headers = "      content-length:\n      - '9'";
    expect(read(cassette(item({ headers })))[0]?.notes).toEqual([
      "content-length says 9, the stored body has 13 bytes",
    ]);
    expect(read(cassette(item({ headers, came: "parsed_body: {}" })))[0]?.notes).toEqual([]);
  });

  test("a whole cassette without its version is read, and that is noted", () => {
    const [one] = read(cassette(item()).replace("version: 1\n", ""));
    expect(one?.notes).toEqual(['the file ends without "version"']);
  });

  test("an empty cassette has no interaction", () => {
    expect(read("interactions: []\nversion: 1\n")).toEqual([]);
  });
});

describe("a damaged interaction is an error that names its place, and the others are read", () => {
  const other = (from: string, to: string) => cassette(item(), item().replace(from, to));
  test.each<readonly [string, string, number, string]>([
    ["no URI", other("    uri:", "    url:"), 1, '"request" has no "uri"'],
    ["no response", other("  response:", "  reply:"), 1, '"response" is not an object'],
    ["no request", other("- request:", "- asked:"), 1, '"request" is not an object'],
    ["no body", other("body:\n", "bodies:\n"), 1, "the response has no body"],
    ["a body that is a list", other("      string: ", "      string: ['1'] #"), 1, "neither text nor bytes"],
    ["no status", other("code: 200", "cod: 200"), 1, "the response has no status code"],
    ["a status that is none", other("code: 200", "code: 20"), 1, "the response has no status code"],
    [
      "wrong base64",
      other("YXBwbGlj", "YXBwbGl"),
      1,
      "line 28, column 9: not valid YAML: these bytes are not valid base64",
    ],
    [
      "bytes in a parsed body",
      cassette(item({ came: "parsed_body: [!!binary AA==]" })),
      0,
      "bytes cannot be written as JSON",
    ],
    ["an alias bomb", cassette(item({ came: "parsed_body: &a [*a]" })), 0, "is inside its own anchor"],
  ])("%s", (_, text, whole, message) => {
    const [yielded, thrown] = readAll(text);
    expect(yielded).toBe(whole);
    expect(thrown).toMatch(/^a\.yaml/);
    expect(thrown).toContain(message);
  });

  test("cut anywhere, the last interaction is never given as if it were whole", () => {
    const text = cassette(item(), item({ came: "body:\n      string: |\n        data: one\n        data: two" }));
    const first = text.indexOf("- request", 20);
    const end = text.indexOf("message: OK", first);
    for (let at = first + "- request:".length; at < end; at += 1) {
      const [yielded, message] = readAll(text.slice(0, at));
      expect([at, yielded, message?.split(": ")[0]]).toEqual([at, 1, "a.yaml, line 24, interaction 1"]);
    }
  });

  test("a cassette without its list is refused", () => {
    expect(() => readAll("interactions: none\nversion: 1\n")).toThrow('a.yaml: "interactions" is not a list');
  });

  test("what is not UTF-8 is refused", () => {
    expect(() => interactionsOf(vcrpy, fileOf(new Uint8Array([0xff])))).toThrow("a.yaml: not UTF-8 text");
  });
});

describe("detection", () => {
  test("knows a cassette at any indentation, with a comment before, and also when it is cut", () => {
    const text = cassette(item());
    expect(vcrpy.detect(fileOf(text))).toBe(true);
    expect(vcrpy.detect(fileOf(text.slice(0, 40)))).toBe(true);
    expect(vcrpy.detect(fileOf(`# made by hand\n${text.replace(/^(?=[- ])/gm, "    ")}`))).toBe(true);
  });

  test("knows a cassette that was written by hand, with its version first", () => {
    const text = `version: 1\n${cassette(item()).replace("version: 1\n", "")}`;
    expect(vcrpy.detect(fileOf(text))).toBe(true);
    expect(read(text)).toHaveLength(1);
  });

  test.each([
    ["nothing", ""],
    ["bytes", new Uint8Array([0xff, 0, 1])],
    ["go-vcr", "---\nversion: 2\ninteractions:\n- id: 0\n  request:\n    proto: HTTP/1.1\n"],
    ["go-vcr, version 1", "---\nversion: 1\ninteractions:\n- request:\n    body: ''\n"],
    ["Ruby's VCR", "---\nhttp_interactions:\n- request:\n    uri: https://llm.example/\n"],
    ["a contract between services", '{"interactions": [{"request": {"path": "/"}, "response": {}}]}'],
    ["JSON that is cut", '{"interactions": [{"request": {"uri": "https://llm'],
    ["a comment that never ends", `interactions:\n${"# ".repeat(2000)}`],
    ["prose", "The interactions:\n- request: none\n"],
  ])("%s is not detected", (_, text) => {
    expect(vcrpy.detect(fileOf(text))).toBe(false);
  });
});
