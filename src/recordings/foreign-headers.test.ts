import { describe, expect, test } from "vitest";
import { headersOf } from "./foreign-headers.js";

const bytes = (text: string) => new TextEncoder().encode(text);

describe("headers of any recorder", () => {
  test.each([
    ["an object of text", { "X-One": "1" }, [["x-one", "1"]]],
    [
      "an object of lists",
      { Vary: ["a", "b"], Empty: [] },
      [
        ["vary", "a"],
        ["vary", "b"],
      ],
    ],
    [
      "bytes, alone and in a list",
      { A: bytes("x"), B: [bytes("y")] },
      [
        ["a", "x"],
        ["b", "y"],
      ],
    ],
    ["bytes beyond ASCII, which are latin-1", { A: new Uint8Array([0xe9]) }, [["a", "é"]]],
    [
      "numbers and booleans",
      { A: 0, B: [true] },
      [
        ["a", "0"],
        ["b", "true"],
      ],
    ],
    [
      "a list of names and values",
      [
        { name: "A", value: "1" },
        { key: "B", value: "2" },
      ],
      [
        ["a", "1"],
        ["b", "2"],
      ],
    ],
    [
      "a list of pairs",
      [
        ["A", "1"],
        ["A", "2"],
      ],
      [
        ["a", "1"],
        ["a", "2"],
      ],
    ],
    [
      "a flat list",
      ["A", "1", "B", "2"],
      [
        ["a", "1"],
        ["b", "2"],
      ],
    ],
    ["a flat list that ends early", ["A", "1", "B"], [["a", "1"]]],
    ["text that is empty", { A: "" }, [["a", ""]]],
    ["a name with white space about it", { " A ": "1" }, [["a", "1"]]],
    ["no values", { A: null, B: undefined, C: { d: 1 } }, []],
    ["names that HTTP does not allow", { ":authority": "x", "a b": "y", "": "z", ä: "w" }, []],
    ["values that would end the line", { A: "1\r\nB: 2", C: "\0" }, []],
    ["a name that means something to JavaScript", JSON.parse('{"__proto__": "1"}'), [["__proto__", "1"]]],
    ["null", null, []],
    ["undefined", undefined, []],
    ["text", "A: 1", []],
    ["a list of anything", [null, 1, {}, [], ["A"]], []],
  ])("%s", (_, value, headers) => {
    expect(headersOf(value)).toEqual(headers);
  });
});
