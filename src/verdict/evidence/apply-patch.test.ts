import { describe, expect, test } from "vitest";
import type { JsonValue } from "../../chat/json.js";
import { applyPatch, maxPatchOperations } from "./apply-patch.js";

const request: JsonValue = JSON.parse('{"model":"m","messages":[{"id":"a"},{"id":"b"}],"n":1,"__proto__":{"x":1}}');
const apply = (...operations: readonly JsonValue[]) => applyPatch(request, operations);
const refusal = (...operations: readonly JsonValue[]) => {
  const applied = apply(...operations);
  return applied.kind === "refused" ? applied : { applied };
};

describe("a patch is applied", () => {
  test("operation after operation", () => {
    expect(
      apply(
        { op: "test", path: "/messages/0", value: { id: "a" } },
        { op: "remove", path: "/messages/0" },
        { op: "add", path: "/messages/-", value: { id: "c" } },
        { op: "add", path: "/messages/0", value: 0 },
        { op: "add", path: "/messages/3", value: 9 },
        { op: "test", path: "/__proto__/x", value: 1 },
        { op: "replace", path: "/__proto__/x", value: 2 },
        { op: "test", path: "/n", value: 1 },
      ),
    ).toEqual({
      kind: "applied",
      value: JSON.parse('{"model":"m","messages":[0,{"id":"b"},{"id":"c"},9],"n":1,"__proto__":{"x":2}}'),
    });
    expect(JSON.stringify(request)).toContain('"messages":[{"id":"a"},{"id":"b"}]');
    expect(Object.hasOwn(Object.prototype, "x")).toBe(false);
  });

  test("to the whole", () => {
    expect(apply({ op: "test", path: "", value: request }, { op: "replace", path: "", value: 1 })).toEqual({
      kind: "applied",
      value: 1,
    });
    expect(apply()).toEqual({ kind: "applied", value: request });
  });
});

const test1 = { op: "test", path: "/n", value: 1 };

describe("a patch is refused", () => {
  test.each<[string, readonly JsonValue[], string]>([
    ["no object", [1], "it is no object"],
    ["null", [null], "it is no object"],
    ["an array", [[]], "it is no object"],
    [
      "no op",
      [{ path: "/n" }],
      'its "op" is nothing that is text; a difference is written with add, remove, replace and test',
    ],
    [
      "move",
      [{ op: "move", from: "/n", path: "/o" }],
      'its "op" is "move"; a difference is written with add, remove, replace and test',
    ],
    [
      "copy",
      [{ op: "copy", from: "/n", path: "/o" }],
      'its "op" is "copy"; a difference is written with add, remove, replace and test',
    ],
    [
      "an op of JavaScript",
      [{ op: "constructor", path: "/n" }],
      'its "op" is "constructor"; a difference is written with add, remove, replace and test',
    ],
    ["a member more", [{ ...test1, from: "/x" }], 'it has a member "from", which test does not have'],
    ["no path", [{ op: "remove" }], 'its "path" is no JSON pointer (RFC 6901)'],
    ["a path without /", [{ op: "remove", path: "n" }], 'its "path" is no JSON pointer (RFC 6901)'],
    ["a path with a bare ~", [{ op: "remove", path: "/~2" }], 'its "path" is no JSON pointer (RFC 6901)'],
    ["no value", [{ op: "add", path: "/x" }], "add has no value"],
    ["a value to remove", [test1, { op: "remove", path: "/n", value: 1 }], "remove takes no value"],
    [
      "another value",
      [{ ...test1, value: "1" }],
      '"/n" is not what the patch tests for, so the patch is for another request',
    ],
    [
      "a member that is not there",
      [{ ...test1, path: "/o" }],
      'there is nothing at "/o", so the patch is for another request',
    ],
    [
      "an inherited member",
      [{ ...test1, path: "/toString" }],
      'there is nothing at "/toString", so the patch is for another request',
    ],
    [
      "an inherited one below",
      [{ ...test1, path: "/messages/length" }],
      'there is nothing at "/messages/length", so the patch is for another request',
    ],
    [
      "below a number",
      [{ ...test1, path: "/n/0/1" }],
      'there is nothing at "/n/0", so the patch is for another request',
    ],
    [
      "an index too many",
      [{ ...test1, path: "/messages/2" }],
      'there is nothing at "/messages/2", so the patch is for another request',
    ],
    [
      "an index with a zero before",
      [{ ...test1, path: "/messages/01" }],
      'there is nothing at "/messages/01", so the patch is for another request',
    ],
    [
      "a negative index",
      [{ ...test1, path: "/messages/-1" }],
      'there is nothing at "/messages/-1", so the patch is for another request',
    ],
    [
      "the item after the last",
      [{ ...test1, path: "/messages/-" }],
      'there is nothing at "/messages/-", so the patch is for another request',
    ],
    [
      "add beyond the end",
      [{ op: "add", path: "/messages/4", value: 1 }],
      'there is nothing at "/messages/4", so the patch is for another request',
    ],
    [
      "add into a text",
      [{ op: "add", path: "/model/0", value: 1 }],
      'there is nothing at "/model/0", so the patch is for another request',
    ],
    ["add on what is there", [{ op: "add", path: "/n", value: 1 }], 'add of "/n", which is there already'],
    ["add of the whole", [{ op: "add", path: "", value: 1 }], "it adds or removes the whole request"],
    [
      "remove of the whole",
      [
        { op: "test", path: "", value: request },
        { op: "remove", path: "" },
      ],
      "it adds or removes the whole request",
    ],
    [
      "replace without test",
      [{ op: "replace", path: "/n", value: 2 }],
      'replace of "/n" does not follow a test of it, so it would change any request',
    ],
    [
      "remove after a test elsewhere",
      [test1, { op: "remove", path: "/model" }],
      'remove of "/model" does not follow a test of it, so it would change any request',
    ],
    [
      "remove twice after one test",
      [test1, { op: "remove", path: "/n" }, { op: "remove", path: "/n" }],
      'remove of "/n" does not follow a test of it, so it would change any request',
    ],
  ])("%s", (_, operations, why) => {
    const { length } = operations;
    expect(refusal(...operations)).toEqual({
      kind: "refused",
      operation: length,
      says: `operation ${length} of ${length}: ${why}`,
    });
  });

  test("as a whole", () => {
    expect(applyPatch(request, { op: "test" })).toEqual({
      kind: "refused",
      operation: null,
      says: "the patch is no list of operations",
    });
    expect(
      applyPatch(
        request,
        Array.from({ length: maxPatchOperations + 1 }, () => test1),
      ),
    ).toEqual({
      kind: "refused",
      operation: null,
      says: "the patch has 10001 operations; the limit is 10000",
    });
  });

  test("with hostile names that stay harmless in a terminal", () => {
    const path = `/\u001b[2J\u202e"${"x".repeat(500)}`;
    const { says } = refusal({ op: "test", path, value: 1 }) as { says: string };
    expect(says).toContain('"/\\u{1b}[2J\\u{202e}\\"xxx');
    expect(says.length).toBeLessThan(300);
    const long = `/${"/".repeat(1_000_000)}`;
    expect(refusal({ op: "add", path: long, value: 1 })).toMatchObject({ operation: 1 });
  });
});
