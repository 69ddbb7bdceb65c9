import fc from "fast-check";
import { expect, test } from "vitest";
import type { JsonObject, JsonValue } from "../../../../chat/json.js";
import type { Warning } from "../../../../chat/reply.js";
import { mendArguments, mendText } from "./well-formed.js";

function mended(body: JsonObject) {
  const warnings: Warning[] = [];
  return { body: mendText(body, warnings), fields: warnings.map(({ id, field }) => `${id} ${field}`) };
}

test.each<[string, JsonObject, JsonObject, readonly string[]]>([
  ["a high half", { a: "x\ud83d y" }, { a: "x\ufffd y" }, ["text-mended a"]],
  ["a low half", { a: "\ude00" }, { a: "\ufffd" }, ["text-mended a"]],
  ["halves in the wrong order", { a: "\ude00\ud83d" }, { a: "\ufffd\ufffd" }, ["text-mended a"]],
  [
    "a half at the end of a list",
    { a: ["ok", { b: "\ud83d" }] },
    { a: ["ok", { b: "\ufffd" }] },
    ["text-mended a[1].b"],
  ],
  [
    "a half in a name",
    { "a\ud83d": { "\ud83d": 1 } },
    { "a\ufffd": { "\ufffd": 1 } },
    ["text-mended a\ufffd", "text-mended a\ufffd.\ufffd"],
  ],
])("%s becomes U+FFFD, with its path", (_title, body, expected, fields) => {
  expect(mended(body)).toEqual({ body: expected, fields });
});

test("a body of whole characters is the same object, with no warning", () => {
  const body = { a: "😀 é \ufffd", list: [1, null, true, { b: "\u0000" }] };
  expect(mended(body)).toEqual({ body, fields: [] });
  expect(mended(body).body).toBe(body);
});

test("a text of any units is what UTF-8 gives of it", () => {
  const units = fc.array(fc.integer({ min: 0, max: 0xffff })).map((codes) => String.fromCharCode(...codes));
  fc.assert(
    fc.property(units, (text) => {
      expect(mended({ text }).body).toEqual({ text: Buffer.from(text, "utf8").toString("utf8") });
    }),
  );
});

const withArguments = (text: JsonValue): readonly JsonValue[] => [
  {
    role: "assistant",
    content: null,
    tool_calls: [{ id: "a", type: "function", function: { name: "f", arguments: text } }],
  },
];

test.each([
  [String.raw`{"a":"\ud83d b"}`, String.raw`{"a":"\ufffd b"}`],
  [String.raw`{"a":"\uDE00"}`, String.raw`{"a":"\ufffd"}`],
  [String.raw`{"a":"\ud83d\ud83d\ude00"}`, String.raw`{"a":"\ufffd\ud83d\ude00"}`],
  [String.raw`{"\ud83d":1}`, String.raw`{"\ufffd":1}`],
])("arguments that escape a half are mended: %s", (text, expected) => {
  const warnings: Warning[] = [];
  expect(mendArguments(withArguments(text), warnings)).toEqual(withArguments(expected));
  expect(warnings.map(({ field }) => field)).toEqual(["messages[0].tool_calls[0].function.arguments"]);
});

test.each([
  String.raw`{"a":"\ud83d\ude00"}`,
  String.raw`{"a":"\\ud83d"}`,
  String.raw`{"a":"\\\\ud83d"}`,
  String.raw`{"a":"\ufffd \n \" \\"}`,
  "{",
  "",
])("arguments without one stay as they are: %s", (text) => {
  const warnings: Warning[] = [];
  const messages = withArguments(text);
  expect(mendArguments(messages, warnings)).toEqual(messages);
  expect(warnings).toEqual([]);
});

test.each<[JsonValue]>([[null], [{ a: 1 }], [7]])("arguments that are no text are left alone: %j", (value) => {
  const messages = withArguments(value);
  expect(mendArguments([...messages, "x", { role: "user", content: "y", tool_calls: [null, {}] }], [])).toHaveLength(3);
});
