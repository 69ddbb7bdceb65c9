import fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import { parseJsonData, parseJsonLines } from "./json-data.js";
import { SourceError } from "./source-error.js";
import { validate } from "./validate.js";

test("every document of a JSON Lines text has the line and column of its values", () => {
  const [first, second] = parseJsonLines('{"a": 1}\n\n  {"b": [10, {"c": "x"}]}\r\n', "f.jsonl");
  expect(first?.value).toEqual({ a: 1 });
  expect(second?.place(["b", 1, "c"])).toEqual({ line: 3, column: 20 });
  expect(second?.place(["b", 1, "c"], "key")).toEqual({ line: 3, column: 15 });
});

test.each([
  ['{"a": 1}\n{"a": 1,}', "f.jsonl:2:"],
  ['{"a": 1}\n{"a": ', "f.jsonl:2:"],
  ["\n \n", "f.jsonl"],
  ['{"a": 1} {"a": 2}', "f.jsonl:1:"],
])("%j is refused at %s", (text, where) => {
  expect(() => parseJsonLines(text, "f.jsonl")).toThrow(SourceError);
  expect(() => parseJsonLines(text, "f.jsonl")).toThrow(where);
});

test("a mistake in a large JSON file is reported with its line and column", () => {
  const text = `{\n  "rows": [\n    [1, 2],\n    [3, "x"]\n  ]\n}`;
  const schema = z.strictObject({ rows: z.array(z.array(z.number())) });
  expect(() => validate(schema, parseJsonData(text, "m.json"))).toThrow("m.json:4:9: rows[1][1] must be a number");
});

test("the place of any value is where its text begins", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 }), (object) => {
      const text = JSON.stringify(object, null, 1);
      const document = parseJsonData(text, "f");
      const lines = text.split("\n");
      for (const key of Object.keys(JSON.parse(text))) {
        const { line, column } = document.place([key], "key");
        expect(lines[line - 1]?.slice(column - 1)).toMatch(/^"/);
        expect(lines[line - 1]?.slice(column - 1).startsWith(JSON.stringify(key))).toBe(true);
      }
    }),
  );
});
