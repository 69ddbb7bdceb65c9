import { describe, expect, test } from "vitest";
import { recordingFile } from "../recording-file.js";
import { jsonRows } from "./json-rows.js";

/** U+DCFF stands for the byte 0xFF. */
const bytesOf = (text: string) =>
  Buffer.concat(
    text
      .split("\udcff")
      .flatMap((part, at) => (at === 0 ? [Buffer.from(part)] : [Buffer.from([0xff]), Buffer.from(part)])),
  );
const rowsOf = (text: string) => jsonRows(recordingFile("a.jsonl", bytesOf(text))).list;
const values = (text: string) => rowsOf(text).map((row) => ("value" in row ? row.value : row.fault));
const two = [{ a: 1 }, { a: 2 }];

describe("the values of a file of many", () => {
  test.each([
    ["a list", '[{"a":1},{"a":2}]'],
    ["lines", '{"a":1}\n{"a":2}\n'],
    ["lines with CRLF and blank ones", '\r\n{"a":1}\r\n\r\n{"a":2}\r\n'],
    ["without a line break", '{"a":1}{"a":2}'],
    ["several on a line of several", '{"a":1}\n{"a":2}'],
    ["pretty printed, one after the other", '{\n  "a": 1\n}\n{\n  "a": 2\n}\n'],
    ["with a time before each", '2026-09-01T10:00:00Z {"a":1}\n2026-09-01T10:00:00Z stream {"a":2}\n'],
  ])("%s", (_, text) => {
    expect(values(text)).toEqual(two);
  });

  test("brackets and quotes in texts do not separate", () => {
    expect(values('{"a":"}{\\""}{"b":"]["}')).toEqual([{ a: '}{"' }, { b: "][" }]);
  });

  test("a whole value is one row, and an empty text none", () => {
    expect([values('{"a":1}'), values("7"), values(""), values(" \n")]).toEqual([[{ a: 1 }], [7], [], []]);
  });
});

describe("a damaged row does not take its neighbours, and is named by its line", () => {
  test.each([
    ["a line in the middle", '{"a":1}\n{"a":\n{"a":2}\n', [1, 2, 3]],
    ["the first line", '{"x":\n{"a":1}\n{"a":2}\n', [1, 2, 3]],
    ["the last line", '{"a":1}\n{"a":2}\n{"a"', [1, 2, 3]],
    [
      "an item of a pretty list",
      '[\n  {\n    "a": 1\n  },\n  {\n    "a": 1 1\n  },\n  {\n    "a": 2\n  }\n]',
      [null, 5, null],
    ],
    ["a list that is cut", '[{"a":1},{"a":2},{"a":', [null, null, 1]],
    ["a list under a member", '{"n":1,"data":[{"a":1},{"a":},{"a":2}]}', [null, 1, null]],
    ["a byte that is not UTF-8", '{"a":1}\n{"x":"\udcff"}\n{"a":2}', [1, 2, 3]],
  ])("%s", (_, text, lines) => {
    const rows = rowsOf(text);
    expect(rows.flatMap((row) => ("value" in row ? [row.value] : []))).toEqual(two);
    expect(rows.map(({ line }) => line)).toEqual(lines);
  });

  test("the reason quotes nothing of the text", () => {
    expect(values('{"a":1}\n{"secret word"}\n')).toEqual([{ a: 1 }, "not JSON: at position 14"]);
  });

  test("text that never ends is given up after some rows, and that is said", () => {
    const rows = values('{"a":[\n'.repeat(10_000));
    expect(rows).toHaveLength(17);
    expect(rows.at(-1)).toBe("the rest of the file cannot be separated into rows");
  });
});
