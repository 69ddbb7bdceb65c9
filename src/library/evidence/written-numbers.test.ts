import fc from "fast-check";
import { expect, test } from "vitest";
import { rewrittenNumbers } from "./written-numbers.js";

test("numbers of one value that are written in two ways are named", () => {
  const before =
    '{"max_tokens": 100, "temperature":1, "seed":9007199254740993, "z": -0, "a/b":[{"x":[1,1e2]}], "same": 5, "1": "1.0"}';
  const after =
    '{"a/b":[{"x":[1.0,100]}],"seed":9007199254740992,"temperature":1.0,"max_tokens":1e2,"z":0,"same":5,"1":"1"}';
  expect(rewrittenNumbers(before, after)).toEqual([
    { pointer: "/max_tokens", before: "100", after: "1e2" },
    { pointer: "/temperature", before: "1", after: "1.0" },
    { pointer: "/seed", before: "9007199254740993", after: "9007199254740992" },
    { pointer: "/z", before: "-0", after: "0" },
    { pointer: "/a~1b/0/x/0", before: "1", after: "1.0" },
    { pointer: "/a~1b/0/x/1", before: "1e2", after: "100" },
  ]);
});

test("numbers of two values, numbers in texts and names, and numbers elsewhere are not", () => {
  expect(rewrittenNumbers('{"a":1,"b":"1","1":true,"c":[1]}', '{"a":2,"b":"1.0","1.0":true,"c":{"0":1.0}}')).toEqual([
    { pointer: "/c/0", before: "1", after: "1.0" },
  ]);
  expect(rewrittenNumbers('["\\"1,","]",1]', '["\\"1.0,","[",1.0]')).toEqual([
    { pointer: "/2", before: "1", after: "1.0" },
  ]);
  expect(rewrittenNumbers("1", "1.0")).toEqual([{ pointer: "", before: "1", after: "1.0" }]);
  expect(rewrittenNumbers("{}", "[]")).toEqual([]);
});

test("a text against itself, spaced in another way, has none", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(rewrittenNumbers(JSON.stringify(value), JSON.stringify(value, null, 2))).toEqual([]);
    }),
  );
});

test("each number is found at the place where the parsed value has it", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
      const text = JSON.stringify(value);
      const padded = text.replace(/"(?:[^"\\]|\\.)*"|-?\d+(?![\d.eE])/g, (token) =>
        token.startsWith('"') ? token : `${token}.0`,
      );
      for (const { pointer, before } of rewrittenNumbers(text, padded)) {
        const names = pointer
          .split("/")
          .slice(1)
          .map((name) => name.replaceAll("~1", "/").replaceAll("~0", "~"));
        const found = names.reduce<unknown>((holder, name) => Object(holder)[name], JSON.parse(text));
        expect(JSON.stringify(found)).toBe(String(Number(before)));
      }
    }),
  );
});

test("a body with a long text does not exhaust the stack", () => {
  for (const long of ["x".repeat(20_000_000), "a\\n".repeat(5_000_000)]) {
    expect(rewrittenNumbers(`{"a":"${long}","n":1}`, '{"a":"","n":1.0}')).toEqual([
      { pointer: "/n", before: "1", after: "1.0" },
    ]);
  }
});
