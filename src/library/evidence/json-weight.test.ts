import { expect, test } from "vitest";
import { heavyJson } from "./json-weight.js";

const weigh = (texts: { readonly [path: string]: string }) =>
  heavyJson(new Map(Object.entries(texts).map(([path, text]) => [path, new TextEncoder().encode(text)])));

const values = (count: number) => `[${"0,".repeat(count - 1)}0]`;

test("JSON with more values than a bundle needs is not parsed", () => {
  expect(weigh({ "a.json": values(1_000_000) })).toEqual([]);
  expect(weigh({ "a.json": values(1_000_002) })).toEqual([
    { path: "a.json", says: '"a.json" has 1000002 JSON values; the limit is 1000000, so it was not parsed' },
  ]);
  expect(weigh({ "a.jsonl": "0\n".repeat(1_000_001), "b.HAR": `[${"{},".repeat(500_000)}{}]` })).toEqual([
    { path: "a.jsonl", says: '"a.jsonl" has 1000001 JSON values; the limit is 1000000, so it was not parsed' },
    { path: "b.HAR", says: '"b.HAR" has 1000002 JSON values; the limit is 1000000, so it was not parsed' },
  ]);
  expect(weigh({ "a.json": values(1_000_000), "b.json": values(900_000), "c.har": values(200_000) })).toEqual([
    { path: null, says: "the JSON files have 2100000 values together; the limit is 2000000" },
  ]);
});

test("a text that is longer than any body is not parsed", () => {
  const text = (bytes: number) => `{"body":"${"x".repeat(bytes)}"}`;
  expect(weigh({ "a.har": text(16 * 1024 * 1024) })).toEqual([]);
  expect(weigh({ "a.har": text(16 * 1024 * 1024 + 1) })).toEqual([
    { path: "a.har", says: '"a.har" has a JSON text of 16777217 bytes; the limit is 16777216, so it was not parsed' },
  ]);
});

test("what stands in a text is no value, and other files are not counted", () => {
  const text = `["${"[{,\\n".repeat(400_000)}${'\\\\\\"['.repeat(300_000)}"]`;
  expect(JSON.parse(text)).toHaveLength(1);
  expect(weigh({ "a.har": text, "report.md": ",".repeat(2_000_000) })).toEqual([]);
});
