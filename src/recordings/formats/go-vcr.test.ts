import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { interactionsOf } from "../../../test/support/read-format.js";
import { RecordingError } from "../format.js";
import { recordingFile } from "../recording-file.js";
import { goVcr } from "./go-vcr.js";

const item = ({ body = 'body: \'{"word":"hi"}\'', more = "" } = {}): string => `- id: 7
  request:
    proto: HTTP/1.1
    proto_major: 1
    content_length: 18
    host: ""
    body: '{"model":"parrot"}'
    headers:
      Content-Type:
      - application/json
      X-Twice:
      - a
      - b
    url: https://llm.example/v1/chat/completions
    method: POST
  response:
    proto: HTTP/2.0
    content_length: -1
    ${more}
    ${body}
    headers:
      Content-Type:
      - application/json
    status: 200 OK
    code: 200
    duration: 2.5s
`;

const cassette = (...items: readonly string[]): string => `---\nversion: 2\ninteractions:\n${items.join("")}`;

const fileOf = (text: string) => recordingFile("a.yaml", new TextEncoder().encode(text));
const read = (text: string) => interactionsOf(goVcr, fileOf(text));
const bodyOf = (one: ReturnType<typeof read>[number] | undefined): Buffer =>
  Buffer.concat(one?.chunks.map(([, bytes]) => bytes) ?? []);

const first = (response: string) => `---
version: 1
interactions:
- request:
    body: '{"model":"parrot"}'
    form: {}
    headers: {}
    url: https://llm.example/v1/responses
    method: POST
  response:
    body: hi
    headers:
      Content-Type:
      - application/json
    status: 200 OK
${response}`;

describe("go-vcr", () => {
  test("an interaction is read with both bodies, all values of its headers and its place, whatever its id", () => {
    const all = read(cassette(item(), item({ body: "body: bye" })));
    expect(all.map((one) => [one.interaction, bodyOf(one).toString()])).toEqual([
      [0, '{"word":"hi"}'],
      [1, "bye"],
    ]);
    expect(all[0]).toMatchObject({
      request: {
        method: "POST",
        url: "https://llm.example/v1/chat/completions",
        headers: [
          ["content-type", "application/json"],
          ["x-twice", "a"],
          ["x-twice", "b"],
        ],
      },
      response: { status: 200, headers: [["content-type", "application/json"]] },
      losses: ["chunk-boundaries", "arrival-times"],
      notes: [],
    });
  });

  test("white space before the JSON, which keeps connections alive, is part of the body", () => {
    const body = 'body: "\\n         \\n\\n{\\"word\\":\\"hi\\"}"';
    expect(bodyOf(read(cassette(item({ body })))[0]).toString()).toBe('\n         \n\n{"word":"hi"}');
  });

  test("a stream in a block of text keeps its empty lines, the last among them", () => {
    const body = "body: |+\n      data: one\n\n      data: [DONE]\n";
    expect(bodyOf(read(cassette(item({ body })))[0]).toString()).toBe("data: one\n\ndata: [DONE]\n\n");
  });

  test("a binary body is its bytes", () => {
    expect([...bodyOf(read(cassette(item({ body: "body: !!binary AAEC/w==" })))[0])]).toEqual([0, 1, 2, 255]);
  });

  test("a body that is still compressed is decompressed, with a loss", () => {
    const packed = gzipSync('{"word":"hi"}').toString("base64");
    const text = cassette(item({ body: `body: !!binary ${packed}` }));
    const [only] = read(
      text.replace("    status: 200 OK", "      Content-Encoding:\n      - gzip\n    status: 200 OK"),
    );
    expect(bodyOf(only).toString()).toBe('{"word":"hi"}');
    expect(only?.response?.headers).toEqual([["content-type", "application/json"]]);
    expect(only?.losses).toContain("content-encoding");
  });

  test("`uncompressed` means that the body was compressed on the wire", () => {
    const [only] = read(cassette(item({ more: "uncompressed: true" })));
    expect(only?.losses).toEqual(["chunk-boundaries", "arrival-times", "content-encoding"]);
  });

  test("a length that is not that of the body is a note", () => {
    const text = cassette(item()).replace("content_length: -1", "content_length: 900");
    expect(read(text)[0]?.notes).toEqual(["content_length says 900, the stored body has 13 bytes"]);
    expect(read(text.replace("proto: HTTP/2.0", "uncompressed: true"))[0]?.notes).toEqual([]);
  });

  test("without a code the status line is used, and without both the status is lost", () => {
    const noCode = cassette(item()).replace("    code: 200\n", "");
    expect(read(noCode)[0]?.response?.status).toBe(200);
    const neither = read(noCode.replace("    status: 200 OK\n", ""))[0];
    expect(neither?.response?.status).toBeNull();
    expect(neither?.losses).toContain("status");
  });

  test.each([
    ["no URL", cassette(item()).replace(/ {4}url: .*\n/, ""), 'interaction 0: "request" has no "url"'],
    ["no response", cassette(item()).replace(/ {2}response:[\s\S]*/, ""), 'interaction 0: "response" is not an object'],
    ["a body that is a list", cassette(item({ body: "body: [1]" })), "interaction 0: the body of the response"],
    ["no list", "version: 2\ninteractions: none\n", '"interactions" is not a list'],
    [
      "a quote that does not close",
      cassette(item()).replace("hi\"}'", "hi"),
      "interaction 0: line 30, column 1: not valid YAML",
    ],
    ["gzip that is cut", cassette(item({ body: "body: !!binary H4sIAAAAAAAA" })), "cannot be decompressed"],
  ])("%s is an error that names the file", (_, text, message) => {
    expect(() => read(text)).toThrow(RecordingError);
    expect(() => read(text)).toThrow(message);
    expect(() => read(text)).toThrow("a.yaml");
  });

  test("a file is known by its version and go-vcr's members, at any indentation and also when it is cut", () => {
    expect(goVcr.detect(fileOf(cassette(item())))).toBe(true);
    expect(goVcr.detect(fileOf(cassette(item()).replaceAll("  ", "    ")))).toBe(true);
    expect(goVcr.detect(fileOf(cassette(item()).slice(0, 200)))).toBe(true);
  });

  test.each([
    ["nothing", ""],
    ["version 3", cassette(item()).replace("version: 2", "version: 3")],
    ["a VCR.py cassette", "interactions:\n- request:\n    uri: https://llm.example/\nversion: 1\n"],
    ["a VCR.py cassette whose version comes first", first("    code: 200\n").replace("url:", "uri:")],
    ["JSON", '{"version": 2, "interactions": []}'],
  ])("%s is not detected", (_, text) => {
    expect(goVcr.detect(fileOf(text))).toBe(false);
  });

  test.each([
    ["with a duration", '    code: 200\n    duration: ""\n'],
    ["of the oldest releases, which ends with the code", "    code: 200\n"],
  ])("a cassette of version 1 %s", (_, end) => {
    expect(goVcr.detect(fileOf(first(end)))).toBe(true);
    const [only] = read(first(end));
    expect(only).toMatchObject({ request: { url: "https://llm.example/v1/responses" }, response: { status: 200 } });
    expect(bodyOf(only).toString()).toBe("hi");
  });

  test("a cassette of version 1 that ends before the code was cut off", () => {
    expect(() => read(first(""))).toThrow(/the file ends within it/);
  });
});
