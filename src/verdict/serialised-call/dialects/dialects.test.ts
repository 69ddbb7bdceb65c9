import { describe, expect, test } from "vitest";
import type { Tool } from "../../../chat/request.js";
import { callsIn } from "../calls-in.js";
import { dialects } from "./dialects.js";

const tide: Tool = {
  name: "get_tide",
  description: "The tide at a harbour",
  parameters: { type: "object", properties: { harbour: { type: "string" } }, required: ["harbour"] },
  strict: null,
};

describe("the example of a dialect", () => {
  test.each(dialects.map(({ id, example }) => [id, example] as const))("%s: %j", (id, example) => {
    const found = callsIn(example, [tide]);
    expect(found).toMatchObject([{ dialect: id, name: "get_tide", arguments: { harbour: "Whitby" } }]);
    expect(callsIn(`Let me look.\n\n${example}\n`, [tide])).toMatchObject([{ dialect: id, name: "get_tide" }]);
  });
});

test("each row names who writes it, and where that was seen", () => {
  for (const { models, source, date, signs, mark } of dialects) {
    expect(models).not.toBe("");
    expect(source).not.toBe("");
    expect(date).toMatch(/^20\d\d-\d\d-\d\d$/);
    expect(signs.length).toBeGreaterThan(0);
    expect(mark?.global ?? false).toBe(false);
  }
});
