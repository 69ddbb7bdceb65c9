import { expect, test } from "vitest";
import {
  capabilities,
  failed,
  reply,
  scenario,
  step,
  text,
  transcript,
  turn,
} from "../../../../test/samples/transcripts.js";
import { judgeCell } from "../../../verdict/judge-cell.js";
import { keptTrials } from "./kept-trials.js";

const [good, bad, throttled] = [reply([text("42")]), reply([]), failed("throttled")];

test.each([
  ["the bad ones and the first good one", [throttled, good, bad, good, bad], [2, 3, 5]],
  ["one where all are good", [good, good], [1]],
  ["all where all are bad", [bad, bad], [1, 2]],
  ["the first where none is evidence", [throttled, throttled], [1]],
])("of a cell's trials stay %s", (_, replies, kept) => {
  const trials = replies.map((one, at) => transcript([turn("ask", one)], { trial: at + 1 }));
  const stays = keptTrials([judgeCell(trials, scenario([step("ask")]), { capabilities })]);
  expect(trials.filter(stays).map(({ trial }) => trial)).toEqual(kept);
});
