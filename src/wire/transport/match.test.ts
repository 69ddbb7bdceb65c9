import { describe, expect, test } from "vitest";
import { recording } from "../../../test/support/wire-doubles.js";
import { TransportError, type WireRequest } from "../exchange.js";
import { createMatcher } from "./match.js";

const url = "https://service.test/v1/chat";
const request = (body: string | null, change: Partial<WireRequest> = {}): WireRequest => ({
  method: "POST",
  url,
  headers: [],
  body: body === null ? null : Buffer.from(body, "latin1"),
  ...change,
});

function isAnswered(recorded: WireRequest, asked: WireRequest): boolean {
  try {
    createMatcher([recording({ request: recorded })], null).take(asked);
    return true;
  } catch (error) {
    if (error instanceof TransportError && error.kind === "replay-miss") return false;
    throw error;
  }
}

describe("two bodies", () => {
  test.each<[what: string, one: string | null, other: string | null]>([
    ["none and an empty one", null, ""],
    ["the same bytes that are no JSON", "a\xff", "a\xff"],
    ["JSON with its members in another order", '{"a":1,"b":[{"c":2,"d":3}]}', '{"b":[{"d":3,"c":2}],"a":1}'],
    ["JSON with other blanks", '{"a":1}', ' {\n"a" : 1 } '],
    ["JSON with other escapes", '"/\\u0041"', '"\\/A"'],
    ["numbers that are written otherwise", "[1,100]", "[1.0,1e2]"],
    ["null", "null", " null"],
    ["false", "false", "false "],
  ])("that are the same: %s", (_what, one, other) => {
    expect([isAnswered(request(one), request(other)), isAnswered(request(other), request(one))]).toEqual([true, true]);
  });

  test.each<[what: string, one: string | null, other: string | null]>([
    ["other bytes, neither JSON", "a", "b"],
    ["other bytes of one length, neither JSON", "{a", "{b"],
    ["none and JSON", null, "{}"],
    ["an empty one and null", "", "null"],
    ["JSON and what is none", "{}", "{"],
    ["null and what is no JSON", "null", "nul"],
    ["another value", '{"a":1}', '{"a":2}'],
    ["a text and a number", '{"a":1}', '{"a":"1"}'],
    ["a member more", '{"a":1}', '{"a":1,"b":null}'],
    ["a list in another order", "[1,2]", "[2,1]"],
    ["null and false", "null", "false"],
    ["members named __proto__", '{"__proto__":1}', '{"__proto__":2}'],
  ])("that are not: %s", (_what, one, other) => {
    expect([isAnswered(request(one), request(other)), isAnswered(request(other), request(one))]).toEqual([
      false,
      false,
    ]);
  });
});

describe("two requests", () => {
  test.each<[what: string, one: Partial<WireRequest>, other: Partial<WireRequest>]>([
    ["a method in another case", { method: "post" }, { method: "POST" }],
    ["another host", { url: "https://a.test/v1" }, { url: "http://b.test:80/v1" }],
    ["other headers", { headers: [["a", "b"]] }, { headers: [] }],
    ["a fragment", { url: `${url}#a` }, { url }],
    ["a path that is escaped", { url: `${url}/a%3Ab%2Fc` }, { url: `${url}/a:b/c` }],
    ["no path and the root", { url: "https://a.test" }, { url: "https://a.test/" }],
  ])("that are the same: %s", (_what, one, other) => {
    expect(isAnswered(request("{}", one), request("{}", other))).toBe(true);
    expect(isAnswered(request("{}", other), request("{}", one))).toBe(true);
  });

  test.each<[what: string, one: Partial<WireRequest>, other: Partial<WireRequest>]>([
    ["another method", { method: "PUT" }, {}],
    ["another path", { url: `${url}/` }, { url }],
    ["a path in another case", { url: "https://a.test/V1" }, { url: "https://a.test/v1" }],
    ["a dot segment", { url: "https://a.test/x/../v1" }, { url: "https://a.test/v1" }],
    ["a query", { url: `${url}?` }, { url }],
    ["another query", { url: `${url}?a=1` }, { url: `${url}?a=2` }],
    ["betas in a header", { headers: [["anthropic-beta", "b-1"]] }, {}],
    ["other betas", { headers: [["x-anthropic-beta", "b-1"]] }, { headers: [["x-anthropic-beta", "b-2"]] }],
  ])("that are not: %s", (_what, one, other) => {
    expect(isAnswered(request("{}", one), request("{}", other))).toBe(false);
    expect(isAnswered(request("{}", other), request("{}", one))).toBe(false);
  });
});

test("recordings of one request go out in their order, each once, those of another between them left", () => {
  const tape = ["{}", "[]", " {}", "{}"].map((body) => recording({ request: request(body) }));
  const { take, leftovers } = createMatcher(tape, null);
  expect([take(request("{}")), take(request("{}"))]).toEqual([tape[0], tape[2]]);
  expect(leftovers()).toEqual([tape[1], tape[3]]);
  expect(take(request("[]"))).toBe(tape[1]);
  expect(take(request("{}"))).toBe(tape[3]);
  expect(leftovers()).toEqual([]);
  expect(() => take(request("{}"))).toThrow("recorded 3 times, requested once more");
});
