import { describe, expect, test } from "vitest";
import { addedArguments, type CallPiece, relationOf, type StartedCall } from "./call-pieces.js";

const call = (id: string | null, name: string | null, argumentsText: string): StartedCall => ({
  id,
  name,
  argumentsText,
});
const piece = (id: string | null, name: string | null, argumentsText: string | null): CallPiece => ({
  ...{ id, name, argumentsText },
});
const whole = '{"a":1}';

test.each<[string, StartedCall, CallPiece, ReturnType<typeof relationOf>]>([
  ["no id", call("a", "f", ""), piece(null, null, "x"), "same"],
  ["a blank id", call("a", "f", ""), piece("", "", "x"), "same"],
  ["the same id and name", call("a", "f", "{"), piece("a", "f", "x"), "same"],
  ["the same id after whole arguments", call("a", "f", "{}"), piece("a", "f", whole), "same"],
  ["a first id", call(null, "f", "{"), piece("a", null, "x"), "same"],
  ["another id", call("a", "f", ""), piece("b", null, "x"), "other-id"],
  ["another id inside the arguments", call("a", "f", '{"a"'), piece("b", null, ":1}"), "other-id"],
  ["another id and the same name before any argument", call("a", "f", ""), piece("b", "f", ""), "other-id"],
  ["another id after whole arguments, and nothing else", call("a", "f", whole), piece("b", null, ""), "other-id"],
  ["another id after whole arguments, and a blank", call("a", "f", whole), piece("b", null, " "), "other-id"],
  ["another id after whole arguments, and more", call("a", "f", whole), piece("b", null, whole), "another-call"],
  ["another id and the same name after whole arguments", call("a", "f", whole), piece("b", "f", ""), "another-call"],
  ["another id and name", call("a", "f", ""), piece("b", "g", ""), "another-call"],
  ["another id and name inside the arguments", call("a", "f", "{"), piece("b", "g", ""), "another-call"],
  ["another name before any argument", call("a", "f", ""), piece(null, "g", ""), "same"],
  ["another name inside the arguments", call("a", "f", "{"), piece(null, "g", "x"), "same"],
  ["another name after whole arguments", call("a", "f", whole), piece(null, "g", ""), "another-call"],
  [
    "the same name and other arguments after whole ones",
    call("a", "f", whole),
    piece(null, "f", '{"a":2}'),
    "another-call",
  ],
  ["the same name and the same arguments", call("a", "f", whole), piece(null, "f", whole), "same"],
  ["arguments after whole ones, without a name", call("a", "f", whole), piece(null, null, whole), "same"],
])("%s", (_, started, next, relation) => {
  expect(relationOf(started, next)).toBe(relation);
});

describe("arguments", () => {
  test.each<[before: string, piece: string, was: boolean, text: string, isRepeated: boolean]>([
    ["", '{"a', false, '{"a', false],
    ["{", '{"a', false, '{"a', false],
    ['{"a', '":1}', false, '":1}', false],
    ['{"a', '{"a":1}', false, '":1}', true],
    [whole, whole, false, "", true],
    [whole, '{"a":2}', false, '{"a":2}', false],
    ['{"a":', '{"a":1}}', false, '{"a":1}}', false],
    ['{"a":', '{"a":1}', true, "1}", true],
    ['{"a":[', '{"a":[1]}', false, '{"a":[1]}', false],
    ["[1", "[1,2]", false, "[1,2]", false],
  ])("%j and then %j", (before, next, was, text, isRepeated) => {
    expect(addedArguments(before, next, was)).toEqual({ text, isRepeated });
  });
});
