import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { userAsks, weatherTool } from "../../../test/samples/transcripts.js";
import { plainRequest } from "../../chat/request.js";
import { noAnswerIn } from "./blank-text.js";
import { LateGuard } from "./late-guard.js";

const plain = plainRequest("m", [userAsks]);
const withTools = { ...plain, tools: [weatherTool] };

function endOf(pieces: readonly string[], request = plain) {
  const guard = new LateGuard(request);
  for (const piece of pieces) guard.addText(piece);
  return guard.end(null);
}

describe("a reply without tools", () => {
  test.each<[pieces: readonly string[], why: string | null]>([
    [[], "nothing"],
    [[" ", "\n"], "nothing"],
    [["", "Sunny", " and ", "warm"], null],
    [["I wonder", " whether </thi", "nk>"], "reasoning"],
    [["I wonder", " whether </think>", " Sunny"], null],
    [["2 ", "< 3"], null],
    [[" ", "analysis", "I wonder.", "assistantfinal"], "reasoning"],
    [["an", "alysis of it"], null],
    [["\n", "<think>", "hm", "</think>", " "], "reasoning"],
  ])("in the pieces %j ends as %j", (pieces, why) => {
    expect(endOf(pieces)).toBe(why);
  });
});

test("whatever the pieces are, the end is that of the whole text", () => {
  const word = fc.constantFrom(
    ...["", " ", "\n", "a", "analysis", "assistantfinal", "I wonder", "<", "think>", "</think>", "<think>"],
    ...["<|channel|>", "final<|message|>", "`", "Sunny", '{"name":"get_weather","arguments":{}}', "<tool_call>"],
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 12 }), fc.boolean(), (pieces, asksWithTools) => {
      const request = asksWithTools ? withTools : plain;
      expect(endOf(pieces, request)).toBe(noAnswerIn(pieces.join(""), request));
    }),
    { numRuns: 3_000 },
  );
});
