import { describe, expect, test } from "vitest";
import { RecordingError } from "../format.js";
import { recordingFile } from "../recording-file.js";
import type { StoredRecords } from "./read-records.js";
import { yamlDocuments, yamlRecords } from "./yaml-records.js";

const fileOf = (text: string | Uint8Array) =>
  recordingFile("a.yaml", typeof text === "string" ? new TextEncoder().encode(text) : text);

/** Each record as its value or `!reason`, with its line; then what is lost. */
const said = ({ list, lineOf, lost }: StoredRecords) => [
  ...list.map((one, index) => [lineOf(index), "value" in one ? one.value : `!${one.fault}`]),
  ...(lost === null ? [] : [lost]),
];

const damaged = `version: 2
list:
- n: 1
  text: one
- n: 2
  text: 'it's two'
- n: 3
  text: |
    - n: 9
    three
other: 4
`;

describe("the records of a YAML list", () => {
  test("that is whole, with the line of each", () => {
    const whole = damaged.replace("'it's two'", "two");
    expect(said(yamlRecords(fileOf(whole), "list"))).toEqual([
      [3, { n: 1, text: "one" }],
      [5, { n: 2, text: "two" }],
      [7, { n: 3, text: "- n: 9\nthree\n" }],
    ]);
  });

  test("with a damaged record keeps the others, before it and after it", () => {
    expect(said(yamlRecords(fileOf(damaged), "list"))).toEqual([
      [3, { n: 1, text: "one" }],
      [5, expect.stringMatching(/^!line 6, column \d+: not valid YAML/)],
      [7, { n: 3, text: "- n: 9\nthree\n" }],
    ]);
  });

  test("with a byte that is no UTF-8 keeps the others", () => {
    const bytes = Buffer.from(damaged.replace("'it's two'", "x"));
    bytes[bytes.indexOf("x", bytes.indexOf("- n: 2"))] = 0xff;
    const records = said(yamlRecords(fileOf(new Uint8Array(bytes)), "list"));
    expect(records.map(([line]) => line)).toEqual([3, 5, 7]);
    expect(records[1]).toEqual([5, "!not UTF-8 text"]);
  });

  test("in brackets keeps what stands before the damage, and says what is lost", () => {
    const records = yamlRecords(fileOf("list: [{n: 1}, {n: 2}, {n: ]"), "list");
    expect(records.list.slice(0, 1)).toEqual([{ value: { n: 1 } }]);
    expect(records.lost).toMatch(/^line 1, column \d+: not valid YAML/);
  });

  test("what is no list is an error of the file", () => {
    expect(() => yamlRecords(fileOf("list: 1\n"), "list")).toThrow(RecordingError);
    expect(() => yamlRecords(fileOf("other: 1\n"), "list")).toThrow('a.yaml: "list" is not a list');
    expect(() => yamlRecords(fileOf("list: 'a'b\n"), "list")).toThrow(/^a\.yaml: line 1, column \d+: not valid YAML/);
  });
});

test("YAML documents: a damaged one leaves the others", () => {
  const documents = "---\nn: 1\n---\nn: 'a'b\n---\nn: 3\n---\n";
  expect(said(yamlDocuments(fileOf(documents.replace("'a'b", "2"))))).toEqual([
    [1, { n: 1 }],
    [3, { n: 2 }],
    [5, { n: 3 }],
  ]);
  expect(said(yamlDocuments(fileOf(documents)))).toEqual([
    [1, { n: 1 }],
    [3, expect.stringMatching(/^!line 4, column \d+: not valid YAML/)],
    [5, { n: 3 }],
  ]);
});
