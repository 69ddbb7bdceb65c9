import { describe, expect, test } from "vitest";
import { RecordingError } from "./format.js";
import { decodeBase64, storedBody } from "./stored-body.js";

const of = { file: "a.yaml", interaction: 3, of: "response" } as const;

function read(body: Parameters<typeof storedBody>[0]) {
  const { bytes, losses } = storedBody(body, of);
  return [bytes === null ? null : Buffer.from(bytes).toString(), losses];
}

describe("a stored body", () => {
  test.each<[what: string, stored: unknown, bytes: string | null]>([
    ["text is its UTF-8", "é", "é"],
    ["empty text is an empty body", "", ""],
    ["bytes are themselves", new Uint8Array([0x61]), "a"],
    ["no bytes are an empty body", new Uint8Array(), ""],
    ["null is none", null, null],
    ["what is absent is none", undefined, null],
    ["base64 is what it stands for", { base64_string: "YWI=" }, "ab"],
    ["empty base64 is an empty body", { base64_string: "" }, ""],
    ["text beside base64 does not count", { base64_string: "YWI=", string: "no" }, "ab"],
  ])("%s", (_what, stored, bytes) => {
    expect(read({ stored })).toEqual([bytes, []]);
  });

  test.each<[what: string, stored: unknown, text: string]>([
    ["an object", { model: "m", n: 1 }, '{"model":"m","n":1}'],
    ["an empty object", {}, "{}"],
    ["an object with a member named string", { string: "a" }, '{"string":"a"}'],
    ["an object that inherits base64", Object.create({ base64_string: "YQ==" }), "{}"],
    ["a list of objects", [{ error: { code: 429 } }], '[{"error":{"code":429}}]'],
    ["an object with a number beyond the exact ones", { n: 9007199254740993n }, '{"n":9007199254740993}'],
  ])("that is %s is the JSON that it holds", (_what, stored, text) => {
    expect(read({ stored })).toEqual([text, ["wire-text", "key-order"]]);
  });

  test("that is an object with bytes in it is no JSON", () => {
    expect(() => storedBody({ stored: { a: new Uint8Array() } }, of)).toThrow(
      "a.yaml, interaction 3: the parsed body of the response: bytes cannot be written as JSON",
    );
  });

  test.each([[0], [false], [["a"]], [[]], [[{}, "a"]], [{ base64_string: 1 }]])("cannot be %j", (stored) => {
    expect(() => storedBody({ stored }, of)).toThrow(
      new RecordingError({ file: "a.yaml", interaction: 3 }, "the body of the response is neither text nor bytes"),
    );
  });
});

describe("a parsed body", () => {
  test.each<[what: string, parsed: unknown, text: string, losses: string[]]>([
    ["an object is JSON, and has lost its order", { b: 1, a: null }, '{"b":1,"a":null}', ["wire-text", "key-order"]],
    ["a list is", [], "[]", ["wire-text", "key-order"]],
    ["null is", null, "null", ["wire-text", "key-order"]],
    ["0 is", 0, "0", ["wire-text", "key-order"]],
    ["text is itself, not JSON", "data: {}", "data: {}", ["wire-text"]],
    ["empty text is an empty body", "", "", ["wire-text"]],
  ])("%s", (_what, parsed, text, losses) => {
    expect(read({ parsed })).toEqual([text, losses]);
  });
});

describe("base64", () => {
  const decoded = (text: string) => Buffer.from(decodeBase64(text, of)).toString("latin1");

  test.each([
    ["", ""],
    ["YWI=", "ab"],
    ["YWI", "ab"],
    ["YQ==", "a"],
    ["YQ=", "a"],
    [" Y\r\nW\tI = ", "ab"],
    ["+/+/", "\xfb\xff\xbf"],
    ["-_-_", "\xfb\xff\xbf"],
    ["+_-/", "\xfb\xff\xbf"],
  ])("%j is %j", (text, bytes) => {
    expect(decoded(text)).toBe(bytes);
  });

  test.each(["Y", "YWJjZ", "YR==", "YWJ=", "Y*I=", "YWI.", "=YWI", "YW=I", "é"])("%j is refused", (text) => {
    expect(() => decodeBase64(text, { ...of, of: "request" })).toThrow(
      new RecordingError({ file: "a.yaml", interaction: 3 }, "the body of the request is not valid base64"),
    );
  });
});
