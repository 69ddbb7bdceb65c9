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
import { compareSimulated, compareWithKnown, draftEntry, isRed } from "./baseline.js";
import { judgeCell } from "./judge-cell.js";
import type { Verdict } from "./verdict.js";

const empty = reply([], { usage: usage(0) });
const good = reply([text("42")]);
const asked = scenario([step("ask")]);

function verdict(...answers: readonly Reply[]): Verdict {
  const trials = answers.map((answer, at) => transcript([turn("ask", answer)], { trial: at + 1 }));
  return judgeCell(trials, asked, { capabilities });
}

/** `n` live trials, the first `bad` of them empty. */
function live(n: number, bad: number): Verdict {
  const judged = verdict(...Array.from({ length: n }, (_, at) => (at < bad ? empty : good)));
  return judged.provenance === null ? judged : { ...judged, provenance: { ...judged.provenance, source: "live" } };
}

function known(change: Partial<KnownDivergence> = {}): KnownDivergence {
  return {
    model: cell.model,
    target: cell.target,
    provider: null,
    api: null,
    scenario: cell.scenario,
    finding: "empty-reply",
    check: null,
    claim: null,
    bug: "https://example.test/1",
    shows: null,
    since: "2026-02-10",
    expires: "2027-02-10",
    note: null,
    place: "scenarios/known.yaml:4:5",
    ...change,
  };
}

function outcome(verdicts: readonly Verdict[], entries: readonly KnownDivergence[], today = "2026-11-20") {
  const { unexpected, expected, stale, changed, expired, messages } = compareWithKnown(verdicts, entries, today);
  const counts = { unexpected, expected, stale, changed, expired };
  const named = Object.entries(counts).flatMap(([name, list]) => (list.length === 0 ? [] : [`${name} ${list.length}`]));
  return { counts: named, messages };
}

test.each<[string, readonly Reply[], readonly KnownDivergence[], readonly string[]]>([
  ["a red cell that is listed", [empty], [known()], ["expected 1"]],
  ["a mixed cell that is listed", [good, empty], [known()], ["expected 1"]],
  ["a red cell listed by its check", [empty], [known({ finding: null, check: "reply/not-empty" })], ["expected 1"]],
  ["a red cell listed by finding and check", [empty], [known({ check: "reply/not-empty" })], ["expected 1"]],
  [
    "a red cell listed by another check",
    [empty],
    [known({ finding: null, check: "expect/says" })],
    ["unexpected 1", "stale 1"],
  ],
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
  [
    "a red cell whose entry expired yesterday",
    [empty],
    [known({ expires: "2026-11-19" })],
    ["unexpected 1", "expired 1"],
  ],
  ["a red cell listed from tomorrow on", [empty], [known({ since: "2026-11-21" })], ["expected 1"]],
  [
    "a red cell listed twice, once expired",
    [empty],
    [known({ expires: "2026-11-20" }), known()],
    ["expected 1", "expired 1"],
  ],
  [
    "an expired entry for another finding",
    [empty],
    [known({ finding: "protocol", expires: "2026-11-20" })],
    ["unexpected 1", "stale 1"],
  ],
  ["an entry for another model", [empty], [known({ model: "other" })], ["unexpected 1"]],
  ["an entry for another provider", [empty], [known({ target: null, provider: "openrouter" })], ["unexpected 1"]],
  ["an entry by API alone", [empty], [known({ target: null, api: "converse-stream" })], ["expected 1"]],
  [
    "an entry for the finding of another check",
    [empty],
    [known({ check: "expect/says" })],
    ["unexpected 1", "stale 1"],
  ],
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

test.each<[string, Verdict, readonly KnownDivergence[], readonly string[]]>([
  ["one bad trial of 60, which passes", live(60, 1), [], []],
  ["that one, listed: it passes and is there", live(60, 1), [known()], []],
  ["20 of 60, which is flaky", live(60, 20), [], ["unexpected 1"]],
  ["20 of 60, listed as flaky", live(60, 20), [known({ claim: "flaky" })], ["expected 1"]],
  ["20 of 60, listed as failing", live(60, 20), [known({ claim: "fail" })], ["expected 1", "changed 1"]],
  ["5 of 5, listed as flaky", live(5, 5), [known({ claim: "flaky" })], ["expected 1", "changed 1"]],
  ["5 of 5, listed with no claim", live(5, 5), [known()], ["expected 1"]],
  ["2 of 2, which decides nothing and saw nothing else", live(2, 2), [], ["unexpected 1"]],
  ["3 good live trials of a listed cell: too few to call it gone", live(3, 0), [known()], []],
  ["40 good live trials of a listed cell: it is gone", live(40, 0), [known()], ["stale 1"]],
])("of live trials: %s", (_title, cellVerdict, entries, counts) => {
  expect(outcome([cellVerdict], entries).counts).toEqual(counts);
});

test.each<[string, readonly Verdict[], readonly KnownDivergence[], readonly string[]]>([
  ["is applied", [verdict(empty)], [known()], []],
  ["is stale", [verdict(good)], [known()], []],
  ["has expired with its finding there", [verdict(empty)], [known({ expires: "2026-11-20" })], []],
  ["has changed", [live(5, 5)], [known({ claim: "flaky" })], []],
  ["has one bad trial of a cell that passes", [live(60, 1)], [known()], []],
  ["is about another scenario", [verdict(empty)], [known({ scenario: "elsewhere" })], ["not-in-run"]],
  ["is about another target", [verdict(empty)], [known({ target: "a/b/converse" })], ["not-in-run"]],
  ["is about another provider", [verdict(empty)], [known({ target: null, provider: "openrouter" })], ["not-in-run"]],
  ["meets an empty run", [], [known()], ["not-in-run"]],
  ["meets a cell that was refused", [verdict(failed("throttled"))], [known()], ["no-trials blocked (throttled)"]],
  [
    "has expired and meets a refused cell",
    [verdict(failed("throttled"))],
    [known({ expires: "2026-01-01" })],
    ["no-trials blocked (throttled)"],
  ],
  ["meets three good live trials", [live(3, 0)], [known()], ["not-seen"]],
  [
    "meets three bad live trials with another finding",
    [live(3, 3)],
    [known({ finding: "describes-call" })],
    ["not-seen"],
  ],
])("an entry that %s: whether it is said not to be applied", (_title, verdicts, entries, reasons) => {
  const { notApplied } = compareWithKnown(verdicts, entries, "2026-11-20");
  expect(notApplied.map(({ why, detail }) => (detail === null ? why : `${why} ${detail}`))).toEqual(reasons);
  expect(notApplied.map(({ entry }) => entry)).toEqual(entries.slice(0, reasons.length));
});

test("of a simulated run no entry is applied: its red cells are unexpected, and its green ones make none stale", () => {
  const entries = [known(), known({ scenario: "elsewhere" })];
  const red = compareSimulated([verdict(empty)], entries, "2026-11-20");
  expect(red.unexpected).toHaveLength(1);
  expect(red.notApplied.map(({ why }) => why)).toEqual(["simulated", "simulated"]);
  const green = compareSimulated([verdict(good)], entries, "2026-11-20");
  expect(green).toMatchObject({ stale: [], expired: [], messages: [] });
  expect(green.notApplied).toHaveLength(2);
});

test("a cell with two bad findings is expected only when both are listed", () => {
  const two = verdict(empty, reply([text("analysisNo.assistantfinal")]));
  expect(two.claim).toBe("inconclusive");
  expect(outcome([two], [known()]).counts).toEqual(["unexpected 1"]);
  expect(outcome([two], [known(), known({ finding: "harmony-preamble" })]).counts).toEqual(["expected 1"]);
});

test("every failure has one sentence with its place", () => {
  expect(outcome([verdict(empty)], []).messages).toEqual([
    "sample on kimi-k2.5/bedrock/converse-stream fails, 0 of 1 ok: empty-reply; not listed as known",
  ]);
  expect(draftEntry(verdict(empty), "2026-11-20")).toBe(
    "- { model: kimi-k2.5, target: kimi-k2.5/bedrock/converse-stream, scenario: sample, finding: empty-reply, bug: …, since: 2026-11-20, expires: … }",
  );
  expect(outcome([live(5, 5)], [known({ claim: "flaky", expires: "2026-01-01" })]).messages).toEqual([
    expect.stringContaining(
      "sample on kimi-k2.5/bedrock/converse-stream fails by claim, 0 of 5 ok: empty-reply; not listed",
    ),
    "scenarios/known.yaml:4:5: changed: empty-reply in sample on kimi-k2.5/bedrock/converse-stream claims fail, but claim: flaky is expected; edit the entry, or see https://example.test/1",
    "scenarios/known.yaml:4:5: expired on 2026-01-01: empty-reply in sample on kimi-k2.5/bedrock/converse-stream is still present; see https://example.test/1, then extend expires or remove the entry",
  ]);
  expect(outcome([verdict(good)], [known()]).messages).toEqual([
    "scenarios/known.yaml:4:5: stale: empty-reply in sample on kimi-k2.5/bedrock/converse-stream was not observed; remove the entry, or see https://example.test/1",
  ]);
});

test.each<[Verdict["observed"], Verdict["claim"], boolean]>([
  ["ok", null, false],
  ["bad", null, true],
  ["mixed", null, true],
  ["blocked", null, false],
  ["unsupported", null, false],
  ["not-run", null, false],
  ["ok", "inconclusive", false],
  ["mixed", "inconclusive", false],
  ["bad", "inconclusive", true],
  ["mixed", "pass", false],
  ["mixed", "flaky", true],
  ["bad", "fail", true],
])("a cell that is %s and claims %s is red: %s", (observed, claim, red) => {
  expect(isRed({ observed, claim })).toBe(red);
});

test("an entry of several cells is stale only where none of them shows it", () => {
  const everywhere = known({ target: null, provider: "bedrock" });
  expect(outcome([verdict(good), verdict(empty)], [everywhere]).counts).toEqual(["expected 1"]);
  expect(outcome([verdict(good), verdict(good)], [everywhere]).counts).toEqual(["stale 1"]);
  expect(outcome([verdict(good), live(3, 0)], [everywhere]).counts).toEqual([]);
});

test("a place is said as far as the entry names it, with finding and check", () => {
  const said = (change: Partial<KnownDivergence>) =>
    outcome([verdict(good)], [known({ target: null, ...change })]).messages[0];
  expect(said({})).toContain("empty-reply in sample on kimi-k2.5/any provider/any API was not observed");
  expect(said({ provider: "bedrock", api: "converse-stream", check: "reply/not-empty" })).toContain(
    "empty-reply of reply/not-empty in sample on kimi-k2.5/bedrock/converse-stream was not observed",
  );
});

test("a draft of a cell without a bad finding leaves its name open", () => {
  expect(draftEntry(verdict(reply([text("42")], { usage: null })), "2026-11-20")).toContain("finding: …, bug: …");
});
