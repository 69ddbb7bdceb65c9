import { expect, test } from "vitest";
import { scenario, step, text } from "../../../test/samples/transcripts.js";
import { conversationsOf, withConversations } from "./in-flight.js";
import { markers } from "./markers.js";

const two = scenario(
  [
    step("ask", [{ kind: "says", anyOf: ["{marker}"] }], {
      say: "I am {marker}.",
      example: [text("You are {marker}.")],
    }),
    step("again", [], { say: "Again?" }),
  ],
  {
    tools: [
      {
        ...{ name: "find", description: null, parameters: null, strict: null },
        results: [
          { when: { code: "{marker}" }, parts: [{ kind: "json", value: { of: "{marker}" } }], status: null },
          { when: null, parts: [{ kind: "text", text: "none" }], status: null },
        ],
      },
    ],
  },
);

test("each conversation has all steps, with its own marker, and begins at the beginning", () => {
  const { steps, tools } = withConversations(two, 2);
  expect(steps.map(({ id, fresh, say, conversation }) => [id, fresh, say, conversation?.number])).toEqual([
    ["ask-1", false, "I am heron4817.", 1],
    ["again-1", false, "Again?", 1],
    ["ask-2", true, "I am maple2953.", 2],
    ["again-2", false, "Again?", 2],
  ]);
  expect(steps[2]?.expect).toEqual([{ kind: "says", anyOf: ["maple2953"] }]);
  expect(steps[2]?.example).toEqual([text("You are maple2953.")]);
  expect(tools[0]?.results.map(({ when }) => when)).toEqual([{ code: "heron4817" }, { code: "maple2953" }, null]);
  expect(tools[0]?.results[1]?.parts).toEqual([{ kind: "json", value: { of: "maple2953" } }]);
});

test("one conversation stays as it is, and is one", () => {
  expect(withConversations(two, 1)).toBe(two);
  expect(conversationsOf(two).map((steps) => steps.length)).toEqual([2]);
  expect(conversationsOf(withConversations(two, 3)).map((steps) => steps.map(({ id }) => id))).toEqual([
    ["ask-1", "again-1"],
    ["ask-2", "again-2"],
    ["ask-3", "again-3"],
  ]);
});

test("no marker is part of another one", () => {
  const parts = markers.flatMap((one) => markers.filter((other) => other !== one && other.includes(one)));
  expect([new Set(markers).size, parts]).toEqual([markers.length, []]);
});
