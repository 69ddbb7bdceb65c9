import { expect, test } from "vitest";
import { jsonItems } from "./json-items.js";

test.each([
  ["[]", [], true],
  ['[{"a":1}]', ['{"a":1}'], true],
  [' [ {"a":"]}\\""} ,\r\n{"b":[{}]}\n]\n', ['{"a":"]}\\""}', '{"b":[{}]}'], true],
  ['[{"a":1},{"b"', ['{"a":1}'], false],
  ['[{"a":1},', ['{"a":1}'], false],
  ['[{"a":1}', ['{"a":1}'], false],
  ["[", [], false],
  ['[{"a":1}] x', ['{"a":1}'], false],
  ["[1, 2]", ["1", "2"], true],
])("%j has the items %j; closed: %s", (text, items, isClosed) => {
  expect(jsonItems(text)).toEqual({ items, isClosed });
});

test("however a list is cut, the items before the cut are whole", () => {
  const text = '[{"a":"}"},\n{"b":{"c":[]}}]';
  for (let cut = 0; cut < text.length; cut += 1) {
    const { items, isClosed } = jsonItems(text.slice(0, cut));
    expect(isClosed).toBe(false);
    for (const item of items) expect(() => JSON.parse(item)).not.toThrow();
  }
});
