import { describe, expect, test } from "vitest";
import type { JsonObject, JsonValue } from "../../../chat/json.js";
import { joinDetails } from "./reasoning-details.js";

const piece = (text: string, change: JsonObject = {}): JsonObject => ({
  type: "reasoning.text",
  index: 0,
  text,
  ...change,
});
const join = (...pieces: readonly JsonValue[]) =>
  pieces.reduce<readonly JsonValue[]>((d, p) => joinDetails(d, [p]), []);

describe("pieces of reasoning details", () => {
  test("of one index and type are one detail, chunk by chunk or in one chunk", () => {
    expect(join(piece("a"), piece("b"), piece("c"))).toEqual([piece("abc")]);
    expect(joinDetails([], [piece("a"), piece("b")])).toEqual([piece("ab")]);
  });

  test("of another index, of another type or without an index stand alone", () => {
    const other = piece("b", { index: 1 });
    const summary = piece("c", { type: "reasoning.summary" });
    const bare = { type: "reasoning.text", text: "d" };
    expect(join(piece("a"), other, summary, bare, bare)).toEqual([piece("a"), other, summary, bare, bare]);
    expect(join(piece("a", { index: "0" }), piece("b", { index: "0" }))).toHaveLength(2);
  });

  test("go to the last detail that they belong to, also after another one", () => {
    expect(join(piece("a"), piece("b", { index: 1 }), piece("c"))).toEqual([piece("ac"), piece("b", { index: 1 })]);
  });

  test("that are no objects are kept as they are, and nothing is joined to them", () => {
    expect(join("a", null, piece("b"), "a")).toEqual(["a", null, piece("b"), "a"]);
  });

  test("make text, summary and data grow, and of other members the last that says something counts", () => {
    const joined = join(
      piece("a", { summary: "s", data: "d", signature: "old", format: "f", id: null }),
      piece("b", { summary: "t", data: "e", signature: "new", format: null, id: null, extra: null }),
    );
    expect(joined).toEqual([
      piece("ab", { summary: "st", data: "de", signature: "new", format: "f", id: null, extra: null }),
    ]);
  });

  test("whose text was null so far begin it, and a null text ends nothing", () => {
    expect(join(piece("", { text: null }), piece("a"), piece("", { text: null }))).toEqual([piece("a")]);
    expect(join(piece("a"), piece("", { text: 7 }))).toEqual([piece("", { text: 7 })]);
  });

  test("leave the list that they are joined to as it was", () => {
    const before = [piece("a")];
    joinDetails(before, [piece("b"), piece("c", { index: 1 })]);
    expect(before).toEqual([piece("a")]);
  });
});
