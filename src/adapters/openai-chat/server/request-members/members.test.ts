import { describe, expect, test } from "vitest";
import { isNeverAllowed, isPassed, memberGroups, memberNamed } from "./members.js";

const rows = memberGroups.flatMap(({ members }) => members);

describe("the table of request members", () => {
  test("has each name once, with what it does, and its source with a date", () => {
    const names = rows.map(({ name }) => name);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    expect(rows.filter(({ effect }) => effect.trim() === "")).toEqual([]);
    for (const { source, date } of memberGroups) expect([source !== "", date]).toEqual([true, "2026-11-28"]);
  });

  test("passes nothing that chooses, and refuses nothing that does not", () => {
    expect(rows.filter(({ treatment, chooses }) => treatment === "passed" && chooses !== null)).toEqual([]);
    expect(rows.filter(({ treatment, chooses }) => treatment === "refused" && chooses === null)).toEqual([]);
  });

  test("passes no name that is another spelling of one that chooses", () => {
    const passed = rows.filter(({ treatment }) => treatment === "passed").map(({ name }) => name);
    const bare = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, "");
    const chosen = new Set(rows.filter(({ treatment }) => treatment === "refused").map(({ name }) => bare(name)));
    expect(passed.filter((name) => chosen.has(bare(name)))).toEqual([]);
  });
});

test.each([
  ["models", "fallback"],
  ["MODELS", "fallback"],
  ["mo-dels", "fallback"],
  ["model\u017f", "fallback"],
  ["\uff4dodels", "fallback"],
  ["Model", "model"],
  ["api.base", "address"],
  ["awsAccessKeyId", "address"],
  ["langfuseSecretKey", "address"],
  ["mock_testing_context_window_fallbacks", "route"],
  ["amazon-bedrock-guardrailConfig", "route"],
])("%s is found as one that chooses a %s", (name, chooses) => {
  expect(memberNamed(name)).toMatchObject({ treatment: "refused", chooses });
});

test.each(["model", "models2", "brand_new", "", "api", "toString", "hasOwnProperty"])("%j is in no row", (name) => {
  expect(memberNamed(name)).toBeNull();
  expect(isPassed(name)).toBe(false);
});

test.each([
  ["api_key", true],
  ["Api-Key", true],
  ["aws_region", true],
  ["__proto__", true],
  ["mcp_servers", true],
  ["plugins", false],
  ["models", false],
  ["brand_new", false],
])("whether %s can never be allowed: %s", (name, never) => {
  expect(isNeverAllowed(name)).toBe(never);
});
