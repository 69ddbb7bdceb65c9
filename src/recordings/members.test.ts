import { describe, expect, test } from "vitest";
import { countOf, listOf, memberOf, objectOf, textOf } from "./members.js";

describe("members of a foreign value", () => {
  test("an object is neither a list nor bytes nor null", () => {
    expect(objectOf({ a: 1 })).toEqual({ a: 1 });
    expect([[], new Uint8Array(), null, undefined, "a", 1].map(objectOf)).toEqual(Array(6).fill(null));
  });

  test("only an own member counts", () => {
    expect(memberOf({ a: null }, "a")).toBeNull();
    expect(memberOf({}, "constructor")).toBeUndefined();
    expect(memberOf(JSON.parse('{"__proto__": 1}'), "__proto__")).toBe(1);
    expect(memberOf([1], "0")).toBeUndefined();
    expect(memberOf(null, "a")).toBeUndefined();
  });

  test("lists and text are themselves or null", () => {
    expect([listOf([0]), listOf({}), listOf("a")]).toEqual([[0], null, null]);
    expect([textOf(""), textOf(0), textOf(null)]).toEqual(["", null, null]);
  });

  test.each([
    [0, 0],
    [200, 200],
    ["0200", 200],
    ["1".repeat(16), null],
    ["2e2", null],
    ["", null],
    [-1, null],
    [1.5, null],
    [Number.NaN, null],
    [200n, null],
    [null, null],
    [true, null],
  ])("the count in %s is %s", (value, count) => {
    expect(countOf(value)).toBe(count);
  });
});
