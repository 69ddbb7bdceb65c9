import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { interactionsOf, readingOf } from "../../../test/support/read-format.js";
import { RecordingError } from "../format.js";
import { recordingFile } from "../recording-file.js";
import { nock } from "./nock.js";

const item = (more: object = {}) => ({
  scope: "https://llm.example:443",
  method: "POST",
  path: "/v1/chat/completions?beta=1",
  body: { model: "parrot", messages: [] },
  status: 200,
  response: { word: "né" },
  rawHeaders: ["Content-Type", "application/json", "X-Twice", "a", "X-Twice", "b"],
  responseIsBinary: false,
  ...more,
});

const fileOf = (value: unknown) =>
  recordingFile("a.json", new TextEncoder().encode(typeof value === "string" ? value : JSON.stringify(value, null, 4)));
const read = (value: unknown) => interactionsOf(nock, fileOf(value));
const bodyOf = (one: ReturnType<typeof read>[number] | undefined): Buffer =>
  Buffer.concat(one?.chunks.map(([, bytes]) => bytes) ?? []);

describe("nock", () => {
  test("parsed bodies are serialised as JSON, with losses", () => {
    const [only, ...more] = read([item()]);
    expect(more).toEqual([]);
    expect(only).toMatchObject({
      format: "nock",
      interaction: 0,
      request: { method: "POST", url: "https://llm.example/v1/chat/completions?beta=1", headers: [] },
      response: { status: 200 },
      losses: ["wire-text", "key-order", "chunk-boundaries", "arrival-times"],
      notes: [],
    });
    expect(bodyOf(only).toString()).toBe('{"word":"né"}');
    expect(Buffer.from(only?.request?.body ?? []).toString()).toBe('{"model":"parrot","messages":[]}');
    expect(only?.response?.headers).toEqual([
      ["content-type", "application/json"],
      ["x-twice", "a"],
      ["x-twice", "b"],
    ]);
  });

  test.each([
    ["an object", { "Content-Type": "application/json", "X-Twice": ["a", "b"] }],
    [
      "a list of pairs",
      [
        ["Content-Type", "application/json"],
        ["X-Twice", "a"],
        ["X-Twice", "b"],
      ],
    ],
  ])("headers may be %s", (_, rawHeaders) => {
    expect(read([item({ rawHeaders })])[0]?.response?.headers).toEqual(read([item()])[0]?.response?.headers);
  });

  test("the content-length of a parsed body is not checked and gives no note", () => {
    expect(read([item({ rawHeaders: ["Content-Length", "900"] })])[0]?.notes).toEqual([]);
  });

  test("texts are left as they are", () => {
    const [only] = read([item({ body: "a=1", response: "data: hi\n\n" })]);
    expect(bodyOf(only).toString()).toBe("data: hi\n\n");
    expect(Buffer.from(only?.request?.body ?? []).toString()).toBe("a=1");
    expect(only?.losses).toEqual(["chunk-boundaries", "arrival-times"]);
  });

  test("a missing body is null", () => {
    const [only] = read([item({ method: "GET", body: "", response: "" })]);
    expect(only).toMatchObject({ request: { method: "GET", body: null }, chunks: [] });
  });

  test("a binary response is one text of hex", () => {
    expect([...bodyOf(read([item({ response: "000102FF", responseIsBinary: true })])[0])]).toEqual([0, 1, 2, 255]);
  });

  test("a compressed response is a list of hex, one a chunk, and is unpacked", () => {
    const hex = gzipSync('{"word":"hi"}').toString("hex");
    const response = [hex.slice(0, 10), hex.slice(10)];
    const [only] = read([item({ response, rawHeaders: ["Content-Encoding", "gzip"] })]);
    expect(bodyOf(only).toString()).toBe('{"word":"hi"}');
    expect(only?.response?.headers).toEqual([]);
    expect(only?.losses).toContain("content-encoding");
  });

  test("a list of hex words that was not compressed is JSON", () => {
    expect(bodyOf(read([item({ response: ["ab", "12"] })])[0]).toString()).toBe('["ab","12"]');
  });

  test("a port other than the default one stays in the URL", () => {
    expect(read([item({ scope: "http://127.0.0.1:8443" })])[0]?.request?.url).toMatch(
      /^http:\/\/127\.0\.0\.1:8443\/v1/,
    );
    expect(read([item({ scope: "http://llm.example:80" })])[0]?.request?.url).toMatch(/^http:\/\/llm\.example\/v1/);
  });

  test.each([
    ["hex that is none", [item({ response: "zz", responseIsBinary: true })], "not valid hex"],
    ["hex of odd length", [item({ response: "abc", responseIsBinary: true })], "not valid hex"],
    ["a binary response that is an object", [item({ responseIsBinary: true })], "not valid hex"],
    ["gzip that is cut", [item({ response: "1f8b08", responseIsBinary: true })], "cannot be decompressed"],
    ["no path", [item({ path: null })], '"scope" or "path" is missing'],
    ["no list", item(), "not a JSON list"],
    ["JSON that is cut", JSON.stringify([item()]).slice(0, 90), "a.json, line 1, interaction 0: the file ends"],
  ])("%s is an error that names the file", (_, value, message) => {
    expect(() => read(value)).toThrow(RecordingError);
    expect(() => read(value)).toThrow(message);
    expect(() => read(value)).toThrow("a.json");
  });

  test("interactions beside a broken one are given", () => {
    expect(readingOf(nock, fileOf([item(), 7, item()]))).toEqual([
      0,
      expect.stringMatching(/^a\.json, line 24, interaction 1: /),
      2,
    ]);
  });

  test("a file is known by the shape of its first item, and by its beginning when it is cut", () => {
    expect(nock.detect(fileOf([item()]))).toBe(true);
    expect(nock.detect(fileOf(JSON.stringify([item()]).slice(0, 90)))).toBe(true);
  });

  test.each([
    ["nothing", ""],
    ["an empty list", []],
    ["a list of something else", [{ scope: "read" }]],
    ["an object", item()],
    ["cut JSON of another kind", '[{"role": "user"'],
  ])("%s is not detected", (_, value) => {
    expect(nock.detect(fileOf(value))).toBe(false);
  });
});
