import { describe, expect, test } from "vitest";
import type { JsonObject, JsonValue } from "../../chat/json.js";
import { isProblemType, readErrorObject, statesError } from "./error-object.js";
import { parseLoosely } from "./parse-loosely.js";
import { onlyItem, readError } from "./read-error.js";

test.each<[JsonObject, boolean]>([
  [{ error: "down" }, true],
  [{ error: {} }, true],
  [{ error: 0 }, true],
  [{ object: "error" }, true],
  [{ object: "chat.completion" }, false],
  [{ success: false }, true],
  [{ success: true }, false],
  [{ Output: { __type: "a#T" } }, true],
  [{ Output: { type: "T" } }, false],
  [{ Output: { __type: 5 } }, false],
  [{ Output: "T" }, false],
  [{ __type: "T" }, true],
  [{ __type: 5 }, false],
  [{ base_resp: { status_code: 1004 } }, true],
  [{ base_resp: {} }, false],
  [{ base_resp: 1004 }, false],
  [{ errors: ["down"] }, true],
  [{ detail: "down" }, true],
  [{ detail: { at: 1 } }, true],
  [{ detail: 5 }, false],
  [{ status: 399 }, false],
  [{ status: 400 }, true],
  [{ status: 599 }, true],
  [{ status: 600 }, false],
  [{ status: "400" }, true],
  [{ status: "600" }, false],
  [{ http_code: 99 }, false],
  [{ message: "down" }, true],
  [{ message: "" }, false],
  [{ code: "OK", msg: "fine" }, false],
  [{ code: "Success", msg: "fine" }, false],
  [{ code: 1, msg: "down" }, true],
])("%j states an error: %s", (object, expected) => {
  expect(statesError(object)).toBe(expected);
});

test.each<[JsonObject, number | null]>([
  [{ error: { message: "m", status: 99 } }, null],
  [{ error: { message: "m", status: 100 } }, 100],
  [{ error: { message: "m", status: 599 } }, 599],
  [{ error: { message: "m", status: 600 } }, null],
  [{ error: { message: "m", status: "600" } }, null],
  [{ error: { message: "m", code: 503 } }, 503],
  [{ error: { message: "m", code: "503" } }, 503],
  [{ error: { message: "m", code: "5030" } }, null],
  [{ error: { message: "m", code: "a503" } }, null],
  [{ error: { message: "m", error_code: 429 } }, 429],
])("%j states the status %s", (object, status) => {
  expect(readErrorObject(object).statedStatus).toBe(status);
});

describe("the words of an error", () => {
  test.each<[JsonObject, string | null]>([
    [{ error: "down" }, "down"],
    [{ error: "", message: "down" }, "down"],
    [{ error: "down", message: "for an hour" }, "for an hour"],
    [{ error: { message: "outer", metadata: { raw: "inner", provider_name: "X" } } }, "outer (X): inner"],
    [{ error: { message: "outer", metadata: { raw: "" } } }, "outer"],
    [{ error: { metadata: { reasons: ["violence", "hate"] } } }, "refused [flagged: violence, hate]"],
    [{ error: { message: "no", metadata: { reasons: ["hate"] } } }, "no [flagged: hate]"],
    [{ error: { message: '{"message":"inner"}' } }, "inner"],
    [{ error: { message: "m", originalMessage: "o", originalStatusCode: 500 } }, "m: o (the model answered 500)"],
    [{ error: { originalStatusCode: 500 } }, "model error (the model answered 500)"],
    [{ detail: ["a", "", 5, "b"] }, "a; b"],
    [{ detail: ["1", "2", "3", "4", "5", "6"] }, "1; 2; 3; 4; 5"],
    [{ detail: [{ loc: ["body"], msg: "m" }] }, "body: m"],
    [{ detail: [{ loc: "body", msg: "m" }] }, "m"],
    [{ detail: [{ loc: ["body"] }] }, null],
    [{ errors: { name: "is blank", size: 5 } }, "name: is blank"],
    [{ errors: { message: "down" } }, "down"],
    [{ errors: [] }, null],
  ])("%j are %j", (object, words) => {
    expect(readErrorObject(object).message).toBe(words);
  });
});

test.each<[JsonObject, readonly string[]]>([
  [{ __type: "a#A", error: { type: "b", code: "c" } }, ["A", "b", "c"]],
  [{ error: { type: "b", code: "b" } }, ["b"]],
  [{ error: { type: "", code: "c" } }, ["c"]],
  [{ error: { message: "m" }, code: "d" }, ["d"]],
])("the types of %j are %j, each once", (object, types) => {
  expect(readErrorObject(object).types).toEqual(types);
});

test.each<[JsonValue | undefined, boolean]>([
  ["about:blank", true],
  ["https://x.test/slow", true],
  ["http://x.test/slow", true],
  ["HTTPS://x.test", true],
  ["see https://x.test", false],
  ["message_start", false],
  ["", false],
  [5, false],
  [undefined, false],
])("the type %j is an address: %s", (type, expected) => {
  expect(isProblemType(type)).toBe(expected);
});

test.each<[string, unknown]>([
  ['{"a":1}', { a: 1 }],
  [" [1]", [1]],
  ["503", 503],
  ['"{\\"a\\":1}"', { a: 1 }],
  ['"plain"', "plain"],
  ['"\\"{\\\\\\"a\\\\\\":1}\\""', { a: 1 }],
  ["{oops", undefined],
  ["5 apples", undefined],
  ["true", undefined],
  ["", undefined],
  ["down", undefined],
])("the text %j is loosely %j", (text, value) => {
  expect(parseLoosely(text)).toEqual(value);
});

test("text four times in itself is opened three times", () => {
  const nested = [1, 2, 3].reduce((text) => JSON.stringify(text), '{"a":1}');
  expect(parseLoosely(nested)).toBe('{"a":1}');
});

test.each([
  [[1], 1],
  [[], []],
  [
    [1, 2],
    [1, 2],
  ],
  ["a", "a"],
])("the only item of %j is %j", (value, item) => {
  expect(onlyItem(value)).toEqual(item);
});

test("an error that is the only item of a list is read, and one of two is not", () => {
  expect(readError('[{"error":{"message":"down"}}]').message).toBe("down");
  expect(readError('[{"error":{"message":"down"}},{}]').message).not.toBe("down");
});

test("the header's type comes first, and makes any body an error of the front end", () => {
  expect(readError('{"__type":"B","message":"m"}', "A")).toMatchObject({
    ...{ types: ["A", "B"], code: "A", message: "m", isError: true, isFrontEnd: true },
  });
  expect(readError("{}", "A")).toMatchObject({ types: ["A"], isError: true, isFrontEnd: true });
});
