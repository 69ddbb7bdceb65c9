import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { JsonValue } from "../../chat/json.js";
import { applyPatch } from "./apply-patch.js";
import { jsonChanges } from "./json-changes.js";
import { differencePatch } from "./json-patch.js";

/** JSON as it stands in a file: an own member `__proto__` comes only from a text. */
const read = (text: string): JsonValue => JSON.parse(text);

const changesOf = (before: string, after: string) =>
  jsonChanges(read(before), read(after)).map(({ kind, pointer }) => `${kind} ${pointer}`);

describe("the difference of two requests", () => {
  test("a call id at its two places", () => {
    const body = (id: string) =>
      read(`{"messages":[{"role":"user","content":[{"text":"?"}]},
        {"role":"assistant","content":[{"toolUse":{"toolUseId":"${id}","name":"w","input":{}}}]},
        {"role":"user","content":[{"toolResult":{"toolUseId":"${id}","content":[{"text":"65"}]}}]}]}`);
    expect(differencePatch(body("callSF001"), body("functions.w:0"))).toEqual([
      { op: "test", path: "/messages/1/content/0/toolUse/toolUseId", value: "callSF001" },
      { op: "replace", path: "/messages/1/content/0/toolUse/toolUseId", value: "functions.w:0" },
      { op: "test", path: "/messages/2/content/0/toolResult/toolUseId", value: "callSF001" },
      { op: "replace", path: "/messages/2/content/0/toolResult/toolUseId", value: "functions.w:0" },
    ]);
  });

  test.each([
    ["a setting that is dropped", '{"a":1,"temperature":0}', '{"a":1}', ["removed /temperature"]],
    ["a setting that is added", '{"a":1}', '{"a":1,"temperature":0}', ["added /temperature"]],
    ["null is a value", '{"a":null}', '{"a":0}', ["replaced /a"]],
    ["absent is not null", '{"a":1,"b":null}', '{"a":1}', ["removed /b"]],
    ["an object against an array", '{"a":{}}', '{"a":[]}', ["replaced /a"]],
    ["an emptied object", '{"a":{"b":1}}', '{"a":{}}', ["removed /a/b"]],
    ["an object against null", '{"a":{"b":1}}', '{"a":null}', ["replaced /a"]],
    ["the whole", "1", "2", ["replaced "]],
    ["a block of another kind", '[{"text":"a"}]', '[{"toolUse":{}}]', ["replaced /0"]],
    ["two of five items", "[1,2,3,4,5]", "[1,0,3,0,5]", ["replaced /1", "replaced /3"]],
    ["one before all", "[2,3]", "[1,2,3]", ["added /0"]],
    ["one after all", "[1,2]", "[1,2,3]", ["added /2"]],
    ["one from the middle", "[1,2,3]", "[1,3]", ["removed /1"]],
    ["several, from the end on", "[1,2,3,4]", "[1]", ["removed /3", "removed /2", "removed /1"]],
    ["all", "[1,2]", "[]", ["removed /1", "removed /0"]],
    ["the same ones again", "[1]", "[1,1,1]", ["added /1", "added /2"]],
    [
      "text before a call whose id changes too",
      '{"c":[{"toolUse":{"id":"a"}}]}',
      '{"c":[{"text":"I look."},{"toolUse":{"id":"b"}}]}',
      ["added /c/0", "replaced /c/1/toolUse/id"],
    ],
    ["every second item", '["a","b","c","d","e"]', '["b","d"]', ["removed /4", "removed /2", "removed /0"]],
    ["the items in between", '["b","d"]', '["a","b","c","d","e"]', ["added /0", "added /2", "added /4"]],
    [
      "one away and one more elsewhere",
      '["a","b","c","d","e","f"]',
      '["b","c","d","e","f","g"]',
      ["removed /0", "added /5"],
    ],
    ["two that changed places", '["a","b"]', '["b","a"]', ["replaced /0", "replaced /1"]],
    [
      "one away, and another that changed",
      '[{"role":"a","n":1},{"role":"b","n":2},{"role":"c","n":3},{"role":"d","n":4}]',
      '[{"role":"b","n":2},{"role":"c","n":0},{"role":"d","n":4}]',
      ["removed /0", "replaced /1/n"],
    ],
    [
      "tools of which only the called ones stay",
      '[{"t":{"n":1}},{"t":{"n":2}},{"t":{"n":3}},{"t":{"n":4}}]',
      '[{"t":{"n":2}},{"t":{"n":4}}]',
      ["removed /2", "removed /0"],
    ],
    ["members in another order", '{"a":1,"b":2}', '{"b":2,"a":1}', []],
    ["numbers of one value", '{"a":1.0,"c":1e2}', '{"a":1,"c":100}', []],
    ["a number and its text", '{"a":1}', '{"a":"1"}', ["replaced /a"]],
    [
      "names that a pointer escapes",
      '{"a/b":1,"m~n":1,"":1,"~1":1}',
      '{"a/b":2,"m~n":2,"":2,"~1":2}',
      ["replaced /a~1b", "replaced /m~0n", "replaced /", "replaced /~01"],
    ],
    ["a member __proto__", '{"__proto__":{"a":1},"b":1}', '{"__proto__":{"a":2},"b":1}', ["replaced /__proto__/a"]],
    ["a member __proto__ that is added", '{"b":1}', '{"b":1,"__proto__":{}}', ["added /__proto__"]],
    ["inherited names are no members", '{"b":1}', '{"b":1,"toString":1}', ["added /toString"]],
  ])("%s", (_, before, after, expected) => {
    expect(changesOf(before, after)).toEqual(expected);
    expect(applyPatch(read(before), differencePatch(read(before), read(after)))).toMatchObject({
      kind: "applied",
      value: read(after),
    });
  });
});

test("-0 and 0 are one number, as on the wire", () => {
  expect(differencePatch(read("-0"), read("0"))).toEqual([]);
  expect(applyPatch(read('{"n":-0}'), [{ op: "test", path: "/n", value: 0 }]).kind).toBe("applied");
});

const member = fc.oneof(
  fc.constantFrom(
    "__proto__",
    "constructor",
    "toString",
    "",
    "/",
    "~",
    "~0",
    "~1",
    "a/b",
    "-",
    "0",
    "a",
    "b",
    "\u0000",
  ),
  fc.string({ unit: "binary", maxLength: 4 }),
);
const { json } = fc.letrec<{ json: JsonValue }>((tie) => ({
  json: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom(null, true, false, 0, 1, -1, 1e21, 5e-324, 2 ** 53, "", "a", "1"),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => (number === 0 ? 0 : number)),
    fc.string({ unit: "binary", maxLength: 5 }),
    fc.array(tie("json"), { maxLength: 6 }),
    fc.array(fc.tuple(member, tie("json")), { maxLength: 6 }).map((entries) => Object.fromEntries(entries)),
  ),
}));

/** A value and a relative of it, since two values of chance have nothing in common. */
const relatives = fc.tuple(json, fc.infiniteStream(fc.nat(9)), json).map(([value, choices, other]) => {
  const vary = (one: JsonValue): JsonValue => {
    const choice = choices.next().value ?? 0;
    if (choice === 0) return other;
    if (Array.isArray(one)) {
      const items = one.flatMap((item) => (choices.next().value === 1 ? [] : [vary(item)]));
      return choice === 1 ? [other, ...items] : choice === 2 ? [...items, other] : items;
    }
    if (typeof one !== "object" || one === null) return one;
    const members = Object.entries(one).flatMap(([name, child]) =>
      choices.next().value === 1 ? [] : [[name, vary(child)] as const],
    );
    return Object.fromEntries(choice === 1 ? [...members, ["new", other]] : members);
  };
  return [value, vary(value)] as const;
});

describe("for any two values", () => {
  test.each([
    ["of chance", fc.tuple(json, json)],
    ["that are relatives", relatives],
  ])("%s: the patch makes the one of the other, after a way through a file", (_, pairs) => {
    fc.assert(
      fc.property(pairs, ([before, after]) => {
        const [kept, patch] = [JSON.stringify(before), read(JSON.stringify(differencePatch(before, after)))];
        const applied = applyPatch(before, patch);
        expect(applied.kind === "applied" ? sorted(applied.value) : applied).toBe(sorted(after));
        expect(JSON.stringify(before)).toBe(kept);
      }),
      { numRuns: 1000 },
    );
  });

  test("arrays of one length are changed where they differ, and the patch fits no other request", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer(), fc.boolean()), { maxLength: 20 }), (items) => {
        const before = items.map(([number]) => number);
        const after = items.map(([number, changes]) => (changes ? String(number) : number));
        const places = items.flatMap(([, changes], index) => (changes ? [`/${index}`] : []));
        expect(jsonChanges(before, after).map(({ pointer }) => pointer)).toEqual(places);
        const again = applyPatch(after, differencePatch(before, after));
        expect(again.kind).toBe(places.length === 0 ? "applied" : "refused");
      }),
    );
  });

  test("one item more or less is one change, wherever it is", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer(), { minLength: 1, maxLength: 20 }), fc.nat(), (items, at) => {
        const index = at % items.length;
        const fewer = items.toSpliced(index, 1);
        expect(jsonChanges(items, fewer)).toEqual([{ kind: "removed", pointer: `/${index}`, before: items[index] }]);
        expect(jsonChanges(fewer, items)).toEqual([{ kind: "added", pointer: `/${index}`, after: items[index] }]);
      }),
    );
  });
});

/** The same text for equal values: another route than the comparison under test. */
function sorted(value: JsonValue): string {
  return JSON.stringify(value, (_, one: unknown) =>
    typeof one === "object" && one !== null && !Array.isArray(one)
      ? Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1))
      : one,
  );
}

test("large arrays that share nothing are compared in moderate time", () => {
  const before = Array.from({ length: 3000 }, (_, index) => ({ index }));
  const after = Array.from({ length: 2000 }, (_, index) => ({ index: -1 - index }));
  const applied = applyPatch(before, read(JSON.stringify(differencePatch(before, after))));
  expect(applied).toEqual({ kind: "applied", value: after });
});
