import { expect, test } from "vitest";
import {
  capabilities,
  cell,
  failed,
  reply,
  scenario,
  step,
  text,
  transcript,
  turn,
  usage,
} from "../../test/samples/transcripts.js";
import type { Reply } from "../chat/reply.js";
import type { KnownDivergence } from "../scenario/known.js";
import { compareWithKnown } from "./baseline.js";
import { judgeCell } from "./judge-cell.js";
import type { Verdict } from "./verdict.js";

const empty = reply([], { usage: usage(0) });
const good = reply([text("42")]);
const asked = scenario([step("ask")]);

function verdict(...answers: readonly Reply[]): Verdict {
  const trials = answers.map((answer, at) => transcript([turn("ask", answer)], { trial: at + 1 }));
  return judgeCell(trials, asked, capabilities);
}

function known(change: Partial<KnownDivergence> = {}): KnownDivergence {
  return {
    model: cell.model,
    target: cell.target,
    provider: null,
    api: null,
    scenario: cell.scenario,
    finding: "empty-reply",
    bug: "https://example.test/1",
    since: "2026-02-10",
    expires: "2027-02-10",
    note: null,
    place: "scenarios/known.yaml:4:5",
    ...change,
  };
}

function outcome(verdicts: readonly Verdict[], entries: readonly KnownDivergence[], today = "2026-11-20") {
  const { unexpected, expected, stale, expired, messages } = compareWithKnown(verdicts, entries, today);
  const counts = { unexpected, expected, stale, expired };
  const named = Object.entries(counts).flatMap(([name, list]) => (list.length === 0 ? [] : [`${name} ${list.length}`]));
  return { counts: named, messages };
}

test.each<[string, readonly Reply[], readonly KnownDivergence[], readonly string[]]>([
  ["a red cell that is listed", [empty], [known()], ["expected 1"]],
  ["a mixed cell that is listed", [good, empty], [known()], ["expected 1"]],
  ["a red cell that is not listed", [empty], [], ["unexpected 1"]],
  [
    "a red cell listed with another finding",
    [empty],
    [known({ finding: "describes-call" })],
    ["unexpected 1", "stale 1"],
  ],
  ["a cell listed and seen ok", [good], [known()], ["stale 1"]],
  ["a cell listed and blocked", [failed("throttled")], [known()], []],
  ["a red cell whose entry expired", [empty], [known({ expires: "2026-11-20" })], ["unexpected 1", "expired 1"]],
  ["a red cell on the last day of its entry", [empty], [known({ expires: "2026-11-21" })], ["expected 1"]],
  ["an ok cell whose entry expired", [good], [known({ expires: "2026-01-01" })], ["stale 1"]],
  ["an entry for another scenario", [good], [known({ scenario: "elsewhere" })], []],
  ["an entry for another target", [good], [known({ target: "kimi-k2.5/openrouter/chat-completions" })], []],
  ["an entry by provider", [empty], [known({ target: null, provider: "bedrock" })], ["expected 1"]],
  [
    "an entry by another API",
    [empty],
    [known({ target: null, provider: "bedrock", api: "converse" })],
    ["unexpected 1"],
  ],
  ["an ok cell that nobody lists", [good], [], []],
])("%s", (_title, answers, entries, counts) => {
  expect(outcome([verdict(...answers)], entries).counts).toEqual(counts);
});

test("a cell with two bad findings is expected only when both are listed", () => {
  const two = verdict(empty, reply([text("analysisNo.assistantfinal")]));
  expect(outcome([two], [known()]).counts).toEqual(["unexpected 1"]);
  expect(outcome([two], [known(), known({ finding: "harmony-preamble" })]).counts).toEqual(["expected 1"]);
});

test("every failure has one sentence with its place", () => {
  expect(outcome([verdict(empty)], []).messages).toEqual([
    "sample on kimi-k2.5/bedrock/converse-stream is bad (0/1 ok): empty-reply, not listed as known",
  ]);
  expect(outcome([verdict(good)], [known()]).messages).toEqual([
    "scenarios/known.yaml:4:5: stale: empty-reply in sample on kimi-k2.5/bedrock/converse-stream was not seen; take the entry out, or look at https://example.test/1",
  ]);
});
