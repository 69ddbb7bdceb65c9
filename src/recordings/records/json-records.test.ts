import { describe, expect, test } from "vitest";
import { RecordingError } from "../format.js";
import { recordingFile } from "../recording-file.js";
import { jsonLines } from "./json-lines.js";
import { jsonMember, jsonRecords } from "./json-records.js";
import type { StoredRecords } from "./read-records.js";

const fileOf = (text: string | Uint8Array) =>
  recordingFile("a.json", typeof text === "string" ? new TextEncoder().encode(text) : text);

/** Each record as its value or `!reason`, with its line; then what is lost. */
const said = ({ list, lineOf, lost }: StoredRecords) => [
  ...list.map((one, index) => [lineOf(index), "value" in one ? one.value : `!${one.fault}`]),
  ...(lost === null ? [] : [lost]),
];
const read = (text: string | Uint8Array, path: readonly string[] = []) => said(jsonRecords(fileOf(text), path));

const unmatched = "!not JSON: its brackets or quotes do not match";
const cut = "!the file ends within it: it was cut off";
const open = "the list of interactions does not end: the file was cut off or is damaged";

describe("the records of a JSON list", () => {
  test("that is whole, with the line of each", () => {
    expect(read('[\n  {"n": 1},\n  {"n": 2}\n]')).toEqual([
      [2, { n: 1 }],
      [3, { n: 2 }],
    ]);
    expect(read('{"a": {"skip": [1], "b": [7, {"n": 2}]}}', ["a", "b"])).toEqual([
      [1, 7],
      [1, { n: 2 }],
    ]);
  });

  test.each<readonly [what: string, text: string, expected: readonly unknown[]]>([
    [
      "a word that is no JSON",
      '[{"n": 1}, {"n": NaN}, {"n": 3}]',
      [
        [1, { n: 1 }],
        [1, expect.stringMatching(/^!not JSON: unexpected "N"/)],
        [1, { n: 3 }],
      ],
    ],
    [
      "a bracket too few",
      '[{"n": 1}, {"n": [2}, {"n": 3}]',
      [
        [1, { n: 1 }],
        [1, unmatched],
        [1, { n: 3 }],
      ],
    ],
    [
      "a quote too few, on lines",
      '[\n{"n": "1"},\n{"n": "2},\n{"n": "3"}\n]',
      [
        [2, { n: "1" }],
        [3, unmatched],
        [4, { n: "3" }],
      ],
    ],
    [
      "no comma between two",
      '[{"n": 1} {"n": 2}]',
      [
        [1, { n: 1 }],
        [1, { n: 2 }],
      ],
    ],
    [
      "a bracket that closes the list too early",
      '[\n  {"n": 1}],\n  {"n": 2}\n]',
      [
        [2, { n: 1 }],
        [3, { n: 2 }],
      ],
    ],
    [
      "a list that is cut within a record",
      '[{"n": 1}, {"n": 2}, {"n"',
      [
        [1, { n: 1 }],
        [1, { n: 2 }],
        [1, cut],
      ],
    ],
    ["a list that is cut after a record", '[{"n": 1},', [[1, { n: 1 }], open]],
    ["a list that is cut at once", "[", [open]],
    ["more after its end", '[{"n": 1}] {"m": 2}', [[1, { n: 1 }]]],
    [
      "a first record that nothing follows",
      '[{"n": [1}, 2, 3]',
      [[1, `${unmatched}; what follows cannot be told from it`]],
    ],
  ])("with %s keeps the others", (_, text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  test("a byte that is no UTF-8 spoils the record that has it, and a true replacement character does not", () => {
    const text = Buffer.from('[{"n": "\ufffd"}, {"n": "x"}, {"n": "é"}]');
    text[text.indexOf("x")] = 0xff;
    expect(read(new Uint8Array(text))).toEqual([
      [1, { n: "\ufffd" }],
      [1, "!not UTF-8 text"],
      [1, { n: "é" }],
    ]);
  });

  test("a member before the damage is found, one behind it is not", () => {
    const file = fileOf('{"log": {"version": "1.2", "_parity": {"a": [1]}, "entries": [{]}');
    expect(jsonMember(file, ["log", "_parity"])).toEqual({ a: [1] });
    expect(jsonMember(file, ["log", "other"])).toBeUndefined();
    expect(jsonMember(fileOf('{"log": {"a": 1'), ["log", "b"])).toBeUndefined();
  });

  test.each([
    ["no JSON", "{", "a.json: not JSON"],
    ["no list", '{"a": 1}', 'a.json: "a" is not a list'],
    ["no such member", "{}", 'a.json: "a" is not a list'],
    ["bytes", Uint8Array.of(0xff), "a.json: not UTF-8 text"],
  ])("%s is an error of the file", (_, text, message) => {
    expect(() => jsonRecords(fileOf(text), ["a"])).toThrow(RecordingError);
    expect(() => jsonRecords(fileOf(text), ["a"])).toThrow(message);
  });

  test("a hundred thousand records, one of them a bomb of brackets, take no longer than their text", () => {
    const records = Array.from({ length: 100_000 }, (_, index) => `{"n": ${index === 7 ? "[".repeat(9000) : index}}`);
    const { list } = jsonRecords(fileOf(`[${records.join(",")}]`), []);
    expect(list.length).toBe(100_000);
    expect(list.filter((one) => "fault" in one)).toHaveLength(1);
  });
});

describe("the records of JSON lines", () => {
  test("are its lines that are not blank; one that is no JSON or no UTF-8 is named with its line", () => {
    const text = Buffer.from('{"n": 1}\n\n{"n": 2\r\n{"n": "x"}\n{"n": 4}\n');
    text[text.indexOf("x")] = 0xff;
    expect(said(jsonLines(fileOf(new Uint8Array(text))))).toEqual([
      [1, { n: 1 }],
      [3, expect.stringMatching(/^!not JSON: the text ends/)],
      [4, "!not UTF-8 text"],
      [5, { n: 4 }],
    ]);
  });
});
