import { describe, expect, test } from "vitest";
import { interactionsOf, readingOf } from "../../../../test/support/read-format.js";
import { recordingFile } from "../../recording-file.js";
import { formatOf } from "../../registry.js";
import { hoverfly } from "./hoverfly.js";

const fileOf = (value: unknown) => recordingFile("a.json", new TextEncoder().encode(JSON.stringify(value)));
const read = (...pairs: readonly unknown[]) => interactionsOf(hoverfly, fileOf({ data: { pairs }, meta: {} }));
const bodyOf = (one: ReturnType<typeof read>[number] | undefined): string =>
  Buffer.concat(one?.chunks.map(([, bytes]) => bytes) ?? []).toString();

const exact = (value: string) => [{ matcher: "exact", value }];
const sent = '{"model":"parrot"}';
const pair = (response: object = {}, request: object = {}) => ({
  request: {
    path: exact("/v1/chat/completions"),
    method: exact("POST"),
    destination: exact("llm.example"),
    scheme: exact("http"),
    body: [{ matcher: "json", value: sent }],
    ...request,
  },
  response: { status: 200, body: "hi", encodedBody: false, headers: { "Content-Type": ["text/plain"] }, ...response },
});

const whole = {
  format: "hoverfly",
  request: { method: "POST", url: "http://llm.example/v1/chat/completions", body: new TextEncoder().encode(sent) },
  response: { status: 200, headers: [["content-type", "text/plain"]] },
  losses: ["chunk-boundaries", "arrival-times"],
};

describe("hoverfly", () => {
  test.each([
    ["lists of matchers", {}],
    [
      "one matcher each",
      {
        path: { exactMatch: "/v1/chat/completions" },
        method: { exactMatch: "POST" },
        destination: { exactMatch: "llm.example" },
        scheme: { exactMatch: "http" },
        body: { jsonMatch: sent },
      },
    ],
    ["texts", { path: "/v1/chat/completions", method: "POST", destination: "llm.example", scheme: "http", body: sent }],
  ])("the fields of a request as %s", (_, request) => {
    expect(formatOf(fileOf({ data: { pairs: [pair({}, request)] } }))?.id).toBe("hoverfly");
    const [only] = read(pair({}, request));
    expect(only).toMatchObject(whole);
    expect(bodyOf(only)).toBe("hi");
  });

  test("a body in base64 is its bytes", () => {
    expect(bodyOf(read(pair({ body: "aGk=", encodedBody: true }))[0])).toBe("hi");
  });

  test("what is matched by a pattern is lost", () => {
    const [only] = read(pair({}, { destination: [{ matcher: "glob", value: "*.example" }], body: [] }));
    expect(only).toMatchObject({ request: { url: "/v1/chat/completions", body: null } });
    expect(only?.losses).toEqual(["request-body", "host", "chunk-boundaries", "arrival-times"]);
  });

  test("a body in a file that is missing is named, and an error is still that error", () => {
    const missing = { body: "", bodyFile: "hi.json" };
    expect(() => read(pair(missing))).toThrow(
      "the body of the response is not in the recording: its file is not in the recording",
    );
    expect(read(pair({ ...missing, status: 503 }))[0]?.response?.status).toBe(503);
  });

  test("a spoilt pair is named, and its neighbours are read", () => {
    const pairs = [pair(), { request: {} }, pair({ body: "!", encodedBody: true }), pair()];
    expect(readingOf(hoverfly, fileOf({ data: { pairs } }))).toEqual([
      0,
      expect.stringMatching(/interaction 1: "request" or "response" is not an object/),
      expect.stringMatching(/interaction 2: the body of the response is not valid base64/),
      3,
    ]);
  });

  test.each([[{ data: [] }], [{ data: { pairs: [] } }], [{ data: { pairs: [["a", "b"]] } }], [{ pairs: [pair()] }]])(
    "%j is none",
    (value) => {
      expect(hoverfly.detect(fileOf(value))).toBe(false);
    },
  );
});
