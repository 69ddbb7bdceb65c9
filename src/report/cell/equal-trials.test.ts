import { expect, test } from "vitest";
import { asked, one, openrouter } from "../../../test/samples/matrices.js";
import { call, capabilities, reply, text } from "../../../test/samples/transcripts.js";
import type { Reply } from "../../chat/reply.js";
import { judgeCell } from "../../verdict/judge-cell.js";
import { equalTrials, trialsText } from "./equal-trials.js";

test.each([
  [[2], "trial 2"],
  [[1, 3, 4], "trials 1, 3, 4"],
  [[9, 1, 2, 3, 5, 6, 7, 8], "trials 1–3, 5–9"],
])("%j are %s", (trials, said) => {
  expect(trialsText(trials)).toBe(said);
});

function groups(replies: readonly Reply[]): readonly (readonly number[])[] {
  const transcripts = replies.map((answer, at) => ({ ...one(openrouter, answer), trial: at + 1 }));
  return equalTrials(transcripts, judgeCell(transcripts, asked, { capabilities })).map(({ trials }) => trials);
}

test("trials are equal by outcome, findings and texts, not by ids", () => {
  const answer = reply([text("42")]);
  expect(groups([answer, reply([text("41")]), answer, reply([]), reply([])])).toEqual([[1, 3], [2], [4, 5]]);
  expect(groups([reply([call("{}", "get_weather", "a")]), reply([call("{}", "get_weather", "b")])])).toEqual([[1, 2]]);
  expect(groups([reply([call("{}")]), reply([call('{"a":1}')])])).toEqual([[1], [2]]);
  expect(groups([answer, reply([text("42")], { completeness: "truncated" })])).toEqual([[1], [2]]);
});
