import { describe, expect, test } from "vitest";
import { interactionsOf } from "../../../../test/support/read-format.js";
import { recordingFile } from "../../recording-file.js";
import { formatOf } from "../../registry.js";
import { parseJson5 } from "./json5.js";
import { talkback } from "./talkback.js";

const fileOf = (text: string) => recordingFile("a.json5", new TextEncoder().encode(text));
const read = (text: string) => interactionsOf(talkback, fileOf(text))[0];
const bodyOf = (one: ReturnType<typeof read>): string =>
  Buffer.concat(one?.chunks.map(([, bytes]) => bytes) ?? []).toString();

const tape = (res: string, meta = "resHumanReadable: true,") => `{
    meta: {
        createdAt: '2026-02-02T10:00:00.000Z',
        host: 'https://llm.example',
        ${meta}
    },
    req: {
        url: '/v1/chat/completions',
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: 'eyJtb2RlbCI6InBhcnJvdCJ9',
    },
    res: {
        status: 200,
        headers: { 'content-type': ['application/json'] },
        ${res}
    },
}`;

describe("talkback", () => {
  test.each([
    ["a JSON value", tape("body: { word: 'né' },"), '{"word":"né"}', ["wire-text", "key-order"]],
    ["text", tape("body: 'data: it\\'s\\n\\n'"), "data: it's\n\n", []],
    ["base64", tape("body: 'aGk='", ""), "hi", []],
    ["nothing", tape(""), "", []],
  ])("a tape whose body is %s", (_, text, body, losses) => {
    expect(formatOf(fileOf(text))?.id).toBe("talkback");
    const only = read(text);
    expect(only).toMatchObject({
      format: "talkback",
      request: { method: "POST", url: "https://llm.example/v1/chat/completions" },
      response: { status: 200, headers: [["content-type", "application/json"]] },
      recordedAt: "2026-02-02T10:00:00.000Z",
      losses: [...losses, "chunk-boundaries", "arrival-times"],
    });
    expect(Buffer.from(only?.request?.body ?? []).toString()).toBe('{"model":"parrot"}');
    expect(bodyOf(only)).toBe(body);
  });

  test("a tape without its host has lost it", () => {
    const only = read(tape("").replace("host: 'https://llm.example',", ""));
    expect(only?.request?.url).toBe("/v1/chat/completions");
    expect(only?.losses).toContain("host");
  });

  test.each([
    ["base64 that is none", tape("body: '!'", ""), "the body of the response is not valid base64"],
    ["a cut", tape("body: 'hi'").slice(0, 300), "a.json5: not JSON5"],
  ])("%s is named", (_, text, message) => {
    expect(talkback.detect(fileOf(text))).toBe(true);
    expect(() => read(text)).toThrow(message);
  });

  test.each(["", "{}", '{"meta": {"createdAt": "a"}, "recordings": []}', "{ meta: 1 }", "meta: {}"])(
    "%j is none",
    (text) => {
      expect(talkback.detect(fileOf(text))).toBe(false);
    },
  );
});

describe("JSON5", () => {
  test.each([
    ["{a: 1, 'b': [true, null,], \"c\": -1.5e3,}", { a: 1, b: [true, null], c: -1500 }],
    ["// note\n{ /* one */ $a_1: 'it\\'s \\u00e9 \\x41\\\n!' }\n", { $a_1: "it's é A!" }],
    ["[]", []],
    ["{__proto__: {a: 1}}", JSON.parse('{"__proto__": {"a": 1}}')],
  ])("%j", (text, value) => {
    expect(parseJson5(text)).toEqual({ value });
  });

  test("a text of megabytes", () => {
    const long = "a\\n".repeat(1_000_000);
    expect(parseJson5(`{a: '${long}'}`)).toEqual({ value: { a: "a\n".repeat(1_000_000) } });
  });

  test.each(["", "{", "{a}", "{a: }", "[1 2]", "[,]", "{a: 'b}", "1 2", "{a: undefined}", "[".repeat(200), "/* a"])(
    "%j is none",
    (text) => {
      expect(parseJson5(text)).toBeNull();
    },
  );
});
