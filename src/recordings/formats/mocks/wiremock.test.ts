import { describe, expect, test } from "vitest";
import { interactionsOf, readingOf } from "../../../../test/support/read-format.js";
import type { Attached } from "../../attached/beside-file.js";
import { recordingFile } from "../../recording-file.js";
import { formatOf } from "../../registry.js";
import { wiremock } from "./wiremock.js";

const fileOf = (value: unknown, files: { readonly [path: string]: string } = {}) =>
  recordingFile(
    "a.json",
    new TextEncoder().encode(typeof value === "string" ? value : JSON.stringify(value)),
    (path, folder): Attached => {
      const found = files[`${folder}/${path}`];
      return found === undefined ? { missing: "is not there" } : { bytes: new TextEncoder().encode(found) };
    },
  );
const read = (value: unknown, files = {}) => interactionsOf(wiremock, fileOf(value, files));
const bodyOf = (one: ReturnType<typeof read>[number] | undefined): string =>
  Buffer.concat(one?.chunks.map(([, bytes]) => bytes) ?? []).toString();

const sent = '{"model":"parrot","messages":[]}';
const stub = (response: object = {}, request: object = {}) => ({
  request: {
    method: "POST",
    urlPath: "/v1/chat/completions",
    bodyPatterns: [{ equalToJson: sent, ignoreArrayOrder: true, ignoreExtraElements: true }],
    ...request,
  },
  response: { status: 200, headers: { "Content-Type": "application/json" }, jsonBody: { word: "hi" }, ...response },
});

describe("where the stubs are", () => {
  test.each([
    ["one in a file", stub()],
    ["a list under mappings", { mappings: [stub()], meta: { total: 1 } }],
    ["a bare list", [stub()]],
  ])("%s", (_, value) => {
    expect(formatOf(fileOf(value))?.id).toBe("wiremock");
    const [only, ...more] = read(value);
    expect(more).toEqual([]);
    expect(only).toMatchObject({
      request: { method: "POST", url: "/v1/chat/completions" },
      response: { status: 200, headers: [["content-type", "application/json"]] },
      losses: ["host", "wire-text", "key-order", "chunk-boundaries", "arrival-times"],
      notes: [],
    });
    expect(Buffer.from(only?.request?.body ?? []).toString()).toBe(sent);
    expect(bodyOf(only)).toBe('{"word":"hi"}');
  });

  test.each([
    ["a source map", { version: 3, mappings: "AAAA;", sources: [] }],
    ["a mapping of an index", { mappings: { properties: { request: { type: "text" } } } }],
    ["a list of other mappings", { mappings: [{ from: "a", to: "b" }] }],
    ["an empty list", { mappings: [] }],
  ])("%s is none", (_, value) => {
    expect(wiremock.detect(fileOf(value))).toBe(false);
  });

  test("a spoilt stub is named, and its neighbours are read", () => {
    const list = { mappings: [stub(), stub({ jsonBody: undefined, base64Body: "!" }), stub()] };
    expect(readingOf(wiremock, fileOf(list))).toEqual([
      0,
      "a.json, line 1, interaction 1: the body of the response is not valid base64",
      2,
    ]);
  });
});

describe("the URL", () => {
  test.each([
    ["url", { urlPath: undefined, url: "/v1/chat/completions?a=1" }, "/v1/chat/completions?a=1"],
    ["a pattern of one path", { urlPath: undefined, urlPattern: "^/v1/chat/completions$" }, "/v1/chat/completions"],
    [
      "a pattern with escapes and an open end",
      { urlPath: undefined, urlPathPattern: "/v1\\.0/chat\\/completions.*" },
      "/v1.0/chat/completions",
    ],
    [
      "a pattern with any query",
      { urlPath: undefined, urlPattern: "/v1/chat/completions(\\?.*)?" },
      "/v1/chat/completions",
    ],
  ])("%s", (_, request, url) => {
    const [only] = read(stub({}, request));
    expect(only).toMatchObject({ request: { url }, notes: [] });
  });

  test("a pattern of many paths names no model: the URL is lost, with a note", () => {
    const [only] = read(stub({}, { urlPath: undefined, urlPathPattern: "/model/[^/]+/converse" }));
    expect(only).toMatchObject({
      request: { url: "" },
      notes: ["the stub answers every URL like /model/[^/]+/converse"],
    });
  });
});

describe("the body of the request", () => {
  test.each([
    ["JSON as text", [{ equalToJson: sent }], sent],
    ["JSON as a value", [{ equalToJson: { model: "parrot" } }], '{"model":"parrot"}'],
    ["text", [{ equalTo: "a=1" }], "a=1"],
    ["bytes", [{ binaryEqualTo: "YT0x" }], "a=1"],
    ["JSON beside other patterns", [{ contains: "x" }, { and: [{ equalToJson: sent }] }], sent],
  ])("%s", (_, bodyPatterns, body) => {
    expect(Buffer.from(read(stub({}, { bodyPatterns }))[0]?.request?.body ?? []).toString()).toBe(body);
  });

  test.each([
    ["no pattern", []],
    ["a part of it", [{ matchesJsonPath: "$.model" }]],
    ["JSON with placeholders", [{ equalToJson: '{"model":"\u0024{json-unit.any-string}"}' }]],
    ["JSON that is none", [{ equalToJson: "{" }]],
  ])("%s is a loss", (_, bodyPatterns) => {
    const [only] = read(stub({}, { bodyPatterns }));
    expect(only?.request?.body).toBeNull();
    expect(only?.losses).toContain("request-body");
  });
});

describe("the response", () => {
  test.each([
    ["text", { body: "data: hi\n\n" }, "data: hi\n\n"],
    ["base64", { base64Body: "aGk=" }, "hi"],
    ["a JSON list", { jsonBody: [1] }, "[1]"],
    ["nothing", {}, ""],
  ])("its body as %s", (_, body, text) => {
    expect(bodyOf(read(stub({ jsonBody: undefined, ...body }))[0])).toBe(text);
  });

  test("a body in a file lies in __files beside the mappings", () => {
    const value = stub({ jsonBody: undefined, bodyFileName: "chat/hi.json" });
    expect(bodyOf(read(value, { "../__files/chat/hi.json": '{"a":1}' })[0])).toBe('{"a":1}');
    expect(bodyOf(read(value, { "__files/chat/hi.json": '{"b":1}' })[0])).toBe('{"b":1}');
  });

  test("a success whose file is missing is named, and an error is still that error", () => {
    const missing = { jsonBody: undefined, bodyFileName: "hi.json" };
    const why = "the body of the response is not in the recording: its file is not there";
    expect(readingOf(wiremock, fileOf([stub(missing), stub()]))).toEqual([`a.json, line 1, interaction 0: ${why}`, 1]);
    expect(read(stub({ ...missing, status: 503 }))[0]).toMatchObject({ response: { status: 503 }, notes: [why] });
  });

  test("a stub without a status answers 200", () => {
    expect(read(stub({ status: undefined }))[0]?.response?.status).toBe(200);
  });

  test("a dribbled body comes in chunks at the times that the stub sets, with a note", () => {
    const [only] = read(
      stub({
        jsonBody: undefined,
        body: "abcdefg",
        fixedDelayMilliseconds: 100,
        chunkedDribbleDelay: { numberOfChunks: 4, totalDuration: 400 },
      }),
    );
    expect(only?.chunks.map(([ms, bytes]) => [ms, Buffer.from(bytes).toString()])).toEqual([
      [200, "ab"],
      [300, "cd"],
      [400, "ef"],
      [500, "g"],
    ]);
    expect(only?.losses).toEqual(["host"]);
    expect(only?.notes).toEqual(["the times of the chunks are those that the stub sets"]);
  });

  test.each([
    ["a fault", { fault: "CONNECTION_RESET_BY_PEER" }, "the stub breaks the connection: CONNECTION_RESET_BY_PEER"],
    ["a proxy", { proxyBaseUrl: "https://llm.example" }, "the stub passes requests on and holds no response"],
  ])("%s is no response", (_, response, note) => {
    expect(read(stub(response))[0]).toMatchObject({ response: null, notes: [note] });
  });

  test("a template says that it is one", () => {
    expect(read(stub({ transformers: ["response-template"] }))[0]?.notes).toEqual([
      "the response is a template: its placeholders are not filled in",
    ]);
  });
});
