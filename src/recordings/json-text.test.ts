import { describe, expect, test } from "vitest";
import { jsonTextOf } from "./json-text.js";

describe("a value of YAML as JSON text", () => {
  test("JSON values are written as by JSON.stringify", () => {
    const value = { b: [1, -2.5, 1e-7, 1e21, "é\n\u2028\ud800", true, null, {}], a: { "": [] }, __proto__x: 0 };
    expect(jsonTextOf(value)).toBe(JSON.stringify(value));
    expect(jsonTextOf(JSON.parse('{"__proto__": {"a": 1}}'))).toBe('{"__proto__":{"a":1}}');
  });

  test.each([
    [12345678901234567890n, "12345678901234567890"],
    [-0, "-0"],
    [Number.NaN, "NaN"],
    [Number.NEGATIVE_INFINITY, "-Infinity"],
  ])("%s is written %s", (value, text) => {
    expect(jsonTextOf(value)).toBe(text);
  });

  test("bytes are refused, wherever they lie", () => {
    expect(() => jsonTextOf({ a: [new Uint8Array()] })).toThrow(TypeError);
  });
});
