import { describe, expect, test } from "vitest";
import type { JsonValue } from "../../../../chat/json.js";
import { readServerRequest } from "../read-request.js";

const tool = (name: string) => ({ type: "function", function: { name } });

function read(choice: JsonValue, names: readonly string[] = ["f", "g"]) {
  const served = readServerRequest({
    ...{ model: "m", messages: [{ role: "user", content: "x" }] },
    ...{ tools: names.map(tool), tool_choice: choice },
  });
  if (served.kind === "refused") return { refused: served.error.message };
  const { toolChoice, tools, parallelToolCalls } = served.request;
  const said = served.warnings.map(({ id, message }) => `${id}: ${message}`);
  return { choice: toolChoice, tools: tools?.map(({ name }) => name), parallel: parallelToolCalls, said };
}

describe("a tool choice", () => {
  test.each([
    ["auto", { kind: "auto" }],
    ["none", { kind: "none" }],
    ["required", { kind: "required" }],
    [
      { type: "function", function: { name: "f" } },
      { kind: "tool", name: "f" },
    ],
  ])("in OpenAI's own form is read without a warning: %j", (choice, kind) => {
    expect(read(choice)).toEqual({ choice: kind, tools: ["f", "g"], parallel: null, said: [] });
  });

  test.each<[JsonValue, unknown]>([
    [{ type: "auto" }, { kind: "auto" }],
    [{ type: "AUTO" }, { kind: "auto" }],
    [{ type: "none" }, { kind: "none" }],
    [{ type: "required" }, { kind: "required" }],
    [{ type: "any" }, { kind: "required" }],
    ["any", { kind: "required" }],
    ["Auto", { kind: "auto" }],
    ["NONE", { kind: "none" }],
    [{}, { kind: "auto" }],
    [{ type: "function" }, { kind: "required" }],
    [{ type: "tool" }, { kind: "required" }],
    [
      { type: "tool", name: "g" },
      { kind: "tool", name: "g" },
    ],
    [
      { type: "function", name: "f" },
      { kind: "tool", name: "f" },
    ],
    [
      { type: "tool", tool: { name: "g" } },
      { kind: "tool", name: "g" },
    ],
    [{ function: { name: "f" } }, { kind: "tool", name: "f" }],
    [{ name: "f" }, { kind: "tool", name: "f" }],
    [
      { type: null, name: "f" },
      { kind: "tool", name: "f" },
    ],
    [{ auto: {} }, { kind: "auto" }],
    [{ any: {} }, { kind: "required" }],
    [{ tool: { name: "g" } }, { kind: "tool", name: "g" }],
  ])("in another form is read with a warning: %j", (choice, kind) => {
    expect(read(choice)).toMatchObject({
      choice: kind,
      said: [expect.stringMatching(/^tool-choice-read: .* is read as /)],
    });
  });

  test("says what it was read as", () => {
    expect(read({ type: "any" }).said).toEqual(['tool-choice-read: {"type":"any"} is read as "required"']);
  });

  test.each<[JsonValue]>([
    [{ type: "allowed_tools", allowed_tools: { mode: "auto", tools: [tool("g")] } }],
    [{ type: "allowed_tools", mode: "auto", tools: [{ type: "function", name: "g" }] }],
  ])("of some tools leaves the others out: %j", (choice) => {
    expect(read(choice)).toMatchObject({
      ...{ choice: { kind: "auto" }, tools: ["g"] },
      said: [expect.stringMatching(/is read as "auto", with 1 of 2 tools$/)],
    });
  });

  test("that forbids calls side by side says so", () => {
    expect(read({ type: "auto", disable_parallel_tool_use: true }).parallel).toBe(false);
    expect(read({ type: "auto", disable_parallel_tool_use: false }).parallel).toBeNull();
  });

  test.each<[JsonValue, RegExp]>([
    [{ type: "tool", name: "h" }, /names the function "h", which 'tools' does not declare/],
    [{ type: "function", name: "h" }, /names the function "h"/],
    [{ type: "allowed_tools", mode: "auto", tools: [{ name: "h" }] }, /names the function "h"/],
    [{ type: "allowed_tools", mode: "none", tools: [] }, /must be "auto"/],
    [{ type: "allowed_tools", mode: "auto", tools: [{ type: "mcp" }] }, /must be "auto"/],
    [{ type: "web_search" }, /must be "auto"/],
    [{ type: "custom", custom: { name: "f" } }, /must be "auto"/],
    [{ type: "function", function: { name: "" } }, /must be "auto"/],
    [{ type: "function", function: {} }, /must be "auto"/],
    [{ type: "tool", name: 7 }, /must be "auto"/],
    [{ type: 1 }, /must be "auto"/],
    [{ own: {} }, /must be "auto"/],
    ["f", /must be "auto"/],
    ["", /must be "auto"/],
    [true, /must be "auto"/],
  ])("that cannot be read is refused: %j", (choice, message) => {
    expect(read(choice)).toEqual({ refused: expect.stringMatching(message) });
  });

  test.each<[JsonValue]>([["any"], [{ type: "any" }], [{ type: "required" }], [{ type: "function" }]])(
    "%j without tools is refused, as the word is",
    (choice) => {
      expect(read(choice, [])).toEqual({ refused: "'tool_choice' requires a call, but there are no tools." });
    },
  );

  test.each<[JsonValue]>([[{ type: "auto" }], [{}], [{ type: "none" }]])(
    "%j without tools asks for nothing",
    (choice) => {
      expect(read(choice, [])).toHaveProperty("choice");
    },
  );
});
