import { expect, test } from "vitest";
import { exchangedValues } from "./exchanged-values.js";

const exchanged = (path: string, before: string, after: string) =>
  [
    { op: "test", path, value: before },
    { op: "replace", path, value: after },
  ] as const;

test("one text that was exchanged for another, at every place, is quoted", () => {
  const operations = [...exchanged("/a/id", "call1", "functions.f:0"), ...exchanged("/b/id", "call1", "functions.f:0")];
  expect(exchangedValues({ pointers: ["/a/id", "/b/id"], operations, rewritten: [] })).toEqual([
    "call1",
    "functions.f:0",
  ]);
});

test("two exchanges, an addition, a long text or no text are not quoted", () => {
  const difference = (operations: Parameters<typeof exchangedValues>[0]) => exchangedValues(operations);
  const of = (operations: NonNullable<Parameters<typeof exchangedValues>[0]>["operations"]) =>
    difference({ pointers: [], operations, rewritten: [] });
  expect(of([...exchanged("/a", "one", "two"), ...exchanged("/b", "three", "four")])).toBeNull();
  expect(of([...exchanged("/a", "one", "two"), { op: "add", path: "/b", value: 1 }])).toBeNull();
  expect(of(exchanged("/a", "one", "x".repeat(81)))).toBeNull();
  expect(of([])).toBeNull();
  expect(difference(null)).toBeNull();
});
