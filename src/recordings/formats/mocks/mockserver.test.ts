import { describe, expect, test } from "vitest";
import { interactionsOf, readingOf } from "../../../../test/support/read-format.js";
import { recordingFile } from "../../recording-file.js";
import { formatOf } from "../../registry.js";
import { mockserver } from "./mockserver.js";

const fileOf = (value: unknown) => recordingFile("a.json", new TextEncoder().encode(JSON.stringify(value)));
const read = (value: unknown) => interactionsOf(mockserver, fileOf(value));
const bodyOf = (one: ReturnType<typeof read>[number] | undefined): string =>
  Buffer.concat(one?.chunks.map(([, bytes]) => bytes) ?? []).toString();

const one = (response: object = {}, request: object = {}) => ({
  httpRequest: {
    method: "POST",
    path: "/v1/chat/completions",
    headers: { Host: ["llm.example"] },
    body: { type: "JSON", json: '{"model":"parrot"}' },
    ...request,
  },
  httpResponse: { statusCode: 201, headers: { "Content-Type": ["text/plain"] }, body: "hi", ...response },
});

describe("mockserver", () => {
  test.each([
    ["alone", one()],
    ["in a list", [one()]],
  ])("an expectation %s", (_, value) => {
    expect(formatOf(fileOf(value))?.id).toBe("mockserver");
    const [only] = read(value);
    expect(only).toMatchObject({
      request: { method: "POST", url: "https://llm.example/v1/chat/completions" },
      response: { status: 201, headers: [["content-type", "text/plain"]] },
      losses: ["chunk-boundaries", "arrival-times"],
      notes: [],
    });
    expect(Buffer.from(only?.request?.body ?? []).toString()).toBe('{"model":"parrot"}');
    expect(bodyOf(only)).toBe("hi");
  });

  test.each([
    ["a JSON object", { word: "hi" }, '{"word":"hi"}'],
    ["JSON as a value", { type: "JSON", json: { word: "hi" } }, '{"word":"hi"}'],
    ["JSON as text", { type: "JSON", json: '{"word": "hi"}' }, '{"word": "hi"}'],
    ["text", { type: "STRING", string: "hi" }, "hi"],
    ["bytes", { type: "BINARY", base64Bytes: "aGk=" }, "hi"],
    ["nothing", undefined, ""],
  ])("the body of a response as %s", (_, body, text) => {
    expect(bodyOf(read(one({ body }))[0])).toBe(text);
  });

  test.each([
    ["nothing", undefined],
    ["a schema", { type: "JSON_SCHEMA", jsonSchema: "{}" }],
    ["a pattern", { type: "REGEX", regex: ".*" }],
  ])("a request that is matched by %s has lost its body", (_, body) => {
    const [only] = read(one({}, { body }));
    expect(only?.request?.body).toBeNull();
    expect(only?.losses).toContain("request-body");
  });

  test("headers may be a list, and a path may be a pattern", () => {
    const [only] = read(one({ headers: [{ name: "X-A", values: ["1", "2"] }] }, { path: "/v1/.+", headers: [] }));
    expect(only).toMatchObject({
      request: { url: "" },
      response: {
        headers: [
          ["x-a", "1"],
          ["x-a", "2"],
        ],
      },
      notes: ["the expectation answers every path like /v1/.+"],
    });
    expect(only?.losses).toContain("host");
  });

  test("a spoilt expectation is named, and its neighbours are read", () => {
    expect(
      readingOf(mockserver, fileOf([one(), { httpRequest: {} }, one({ body: { base64Bytes: "!" } }), one()])),
    ).toEqual([
      0,
      expect.stringMatching(/interaction 1: "httpRequest" or "httpResponse" is not an object/),
      expect.stringMatching(/interaction 2: the body of the response is not valid base64/),
      3,
    ]);
  });

  test.each([[[]], [{}], [[{ httpRequest: { path: "/" }, httpForward: {} }]], [{ httpRequest: {}, httpResponse: {} }]])(
    "%j is none",
    (value) => {
      expect(mockserver.detect(fileOf(value))).toBe(false);
    },
  );
});
