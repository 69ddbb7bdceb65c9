import { expect, test } from "vitest";
import type { JsonObject } from "../../chat/json.js";
import type { PatchOperation } from "../../chat/wire-change.js";
import { patchBody } from "./patch-body.js";

const body: JsonObject = { messages: [{ role: "user", content: "Hi" }], "a/b": { "~": 1 } };

test.each<[string, readonly PatchOperation[], unknown]>([
  ["a member added", [{ op: "add", path: "/n", value: 2 }], { ...body, n: 2 }],
  [
    "a member of a list added",
    [{ op: "add", path: "/messages/-", value: 1 }],
    { ...body, messages: [{ role: "user", content: "Hi" }, 1] },
  ],
  ["a member removed", [{ op: "remove", path: "/messages" }], { "a/b": { "~": 1 } }],
  [
    "a member replaced, by its escaped name",
    [{ op: "replace", path: "/a~1b/~0", value: null }],
    { ...body, "a/b": { "~": null } },
  ],
  [
    "a member moved",
    [{ op: "move", from: "/messages/0/content", path: "/said" }],
    { messages: [{ role: "user" }], "a/b": { "~": 1 }, said: "Hi" },
  ],
  ["a member copied", [{ op: "copy", from: "/a~1b", path: "/c" }], { ...body, c: { "~": 1 } }],
  ["a test that holds", [{ op: "test", path: "/messages/0/role", value: "user" }], body],
  ["the whole body replaced", [{ op: "replace", path: "", value: [] }], []],
  ["nothing", [], body],
])("%s", (_what, operations, document) => {
  const before = structuredClone(body);
  expect(patchBody(body, operations)).toEqual({ kind: "patched", document });
  expect(body).toEqual(before);
});

test.each<[string, readonly PatchOperation[], number, string]>([
  ["removing what is not there", [{ op: "remove", path: "/tools" }], 0, 'the body has nothing at "/tools"'],
  [
    "replacing what is not there",
    [
      { op: "add", path: "/n", value: 1 },
      { op: "replace", path: "/m", value: 1 },
    ],
    1,
    'the body has nothing at "/m"',
  ],
  [
    "adding below what is not there",
    [{ op: "add", path: "/inferenceConfig/n", value: 1 }],
    0,
    'the body has nothing at "/inferenceConfig/n"',
  ],
  [
    "adding inside a text",
    [{ op: "add", path: "/messages/0/role/0", value: 1 }],
    0,
    'the body has nothing at "/messages/0/role/0"',
  ],
  ["moving what is not there", [{ op: "move", from: "/tools", path: "/t" }], 0, 'the body has nothing at "/tools"'],
  [
    "moving into itself",
    [{ op: "move", from: "/messages", path: "/messages/0" }],
    0,
    '"/messages" cannot be moved into itself',
  ],
  [
    "a test that fails",
    [{ op: "test", path: "/messages/0/role", value: "tool" }],
    0,
    'the value at "/messages/0/role" is another',
  ],
  ["removing everything", [{ op: "remove", path: "" }], 0, "the whole body cannot be removed"],
])("%s does not fit", (_what, operations, operation, message) => {
  expect(patchBody(body, operations)).toEqual({ kind: "misfit", operation, message });
});

test("nothing outside the body can be reached", () => {
  patchBody(body, [{ op: "add", path: "/__proto__/polluted", value: 1 }]);
  expect("polluted" in {}).toBe(false);
});
