import { expect, test } from "vitest";
import {
  capabilities,
  failed,
  recorded,
  reply,
  scenario,
  step,
  text,
  transcript,
  turn,
  usage,
} from "../../test/samples/transcripts.js";
import type { FailureKind } from "../chat/failure.js";
import type { Transcript } from "../transcript/transcript.js";
import { judgeCell } from "./judge-cell.js";

const asked = scenario([step("ask")]);

function trial(number: number, answer: Parameters<typeof turn>[1]): Transcript {
  return transcript([turn("ask", answer)], { trial: number });
}

function trials(
  ok: number,
  bad: number,
  blocked: readonly FailureKind[] = [],
  upstream: string | null = null,
): readonly Transcript[] {
  return [
    ...Array.from({ length: ok }, () => reply([text("42")], { upstream })),
    ...Array.from({ length: bad }, () => reply([], { usage: usage(0), upstream })),
    ...blocked.map((kind) => failed(kind)),
  ].map((answer, at) => trial(at + 1, answer));
}

test.each([
  [1, 0, "ok", null],
  [0, 1, "bad", null],
  [2, 0, "ok", "inconclusive"],
  [29, 0, "ok", "pass"],
  [28, 0, "ok", "inconclusive"],
  [0, 5, "bad", "fail"],
  [0, 4, "bad", "inconclusive"],
  [6, 4, "mixed", "flaky"],
  [9, 1, "mixed", "inconclusive"],
])("%d ok and %d bad trials are observed and claimed", (ok, bad, observed, claim) => {
  const verdict = judgeCell(trials(ok, bad), asked, { capabilities });
  expect(verdict).toMatchObject({ observed, claim, reason: null });
  expect(verdict.trials).toMatchObject({ attempted: ok + bad, eligible: ok + bad, ok, bad, excluded: {} });
});

test("excluded trials are counted by reason and are no part of the rate", () => {
  const verdict = judgeCell(trials(8, 2, ["throttled", "throttled", "quota"]), asked, { capabilities });
  expect(verdict.trials).toMatchObject({
    attempted: 13,
    eligible: 10,
    ok: 8,
    bad: 2,
    excluded: { quota: 1, throttled: 2 },
  });
  expect(verdict.trials.interval?.[0]).toBeCloseTo(0.036771, 6);
  expect(verdict.trials.interval?.[1]).toBeCloseTo(0.506901, 6);
  expect(verdict.trials.intervalKind).toBe("clopper-pearson one-sided 95 %");
});

test.each<[readonly FailureKind[], string, string]>([
  [["inference-profile"], "blocked", "inference-profile"],
  [["throttled", "quota", "quota"], "blocked", "quota"],
  [["throttled", "quota"], "blocked", "throttled"],
  [["tools-unsupported"], "unsupported", "unsupported"],
  [["replay-miss"], "not-run", "replay-miss"],
  [["harness-fault"], "not-run", "harness-fault"],
])("with no eligible trial, %j is %s: %s", (kinds, observed, reason) => {
  const verdict = judgeCell(trials(0, 0, kinds), asked, { capabilities });
  expect(verdict).toMatchObject({ observed, reason, claim: null, sampleText: null });
  expect(verdict.reasonText).toContain("the service said");
  expect(verdict.trials).toMatchObject({ eligible: 0, interval: null, intervalKind: null });
});

test("a cell without a recording is not run, and nothing was attempted", () => {
  const none = transcript([], { notRun: { kind: "no-recording", reason: "fixtures/x.har is not there" } });
  const verdict = judgeCell([none], asked, { capabilities });
  expect(verdict).toMatchObject({ observed: "not-run", reason: "no recording", provenance: null });
  expect(verdict.trials).toMatchObject({ attempted: 0, eligible: 0, excluded: { "no-recording": 1 } });
});

test("trials of different upstreams are shown apart and carry no claim", () => {
  const mixed = [...trials(7, 0, [], "Moonshot AI"), ...trials(20, 10, [], "Together")].map((one, at) => ({
    ...one,
    trial: at + 1,
  }));
  const verdict = judgeCell(mixed, asked, { capabilities });
  expect(verdict).toMatchObject({
    observed: "mixed",
    claim: null,
    upstreams: { "Moonshot AI": [7, 7], Together: [20, 30] },
  });
});

test("trials of one upstream carry a claim", () => {
  expect(judgeCell(trials(29, 0, [], "Moonshot AI"), asked, { capabilities }).claim).toBe("pass");
});

test("authored bytes carry no claim, however many", () => {
  const authored = trials(0, 10).map((one) => ({ ...one, provenance: { ...recorded, source: "authored" as const } }));
  expect(judgeCell(authored, asked, { capabilities })).toMatchObject({ observed: "bad", claim: null });
});

test("findings are counted by trial, with what was seen first", () => {
  const other = reply([text("42")], { usage: null });
  const verdict = judgeCell([...trials(1, 2), trial(4, other)], asked, { capabilities });
  expect(verdict.findings).toMatchObject([
    { id: "empty-reply", cause: "silent", severity: "bad", n: 2, trial: 2, step: "ask" },
    { id: "usage-missing", severity: "note", n: 1, trial: 4 },
  ]);
  expect(verdict.findings[0]?.seen).toBe("no text, no call; finish end_turn; 0 output tokens reported");
});

test("trials are judged in their own order, whatever order they come in", () => {
  const verdict = judgeCell([...trials(2, 1)].reverse(), asked, { capabilities });
  expect(verdict.judged.map((one) => one.trial)).toEqual([1, 2, 3]);
});

test("what a cell exercises is what the scenario needs, and streaming where its API streams", () => {
  const needing = scenario([step("ask")], { needs: ["tools", "tool-results"] });
  const [one] = trials(1, 0);
  const unary = transcript(one?.turns ?? [], { api: "converse" });
  expect(judgeCell(trials(1, 0), needing, { capabilities }).exercises).toEqual([
    "chat",
    "tools",
    "tool-results",
    "streaming",
  ]);
  expect(judgeCell([unary], needing, { capabilities }).exercises).toEqual(["chat", "tools", "tool-results"]);
});

test("transcripts of different cells are never pooled", () => {
  const elsewhere = transcript([turn("ask", reply([text("42")]))], { cell: { region: "us-west-2" } });
  expect(() => judgeCell([...trials(1, 0), elsewhere], asked, { capabilities })).toThrow(/not one cell/);
  expect(() => judgeCell([], asked, { capabilities })).toThrow(RangeError);
});

test.each(["__proto__", "constructor", "toString", "hasOwnProperty"])(
  "an upstream called %s is counted like any other",
  (name) => {
    const answered = reply([text("It is 42.")], { upstream: name });
    const trials = [1, 2].map((trial) => transcript([turn("ask", answered)], { trial }));
    const { upstreams } = judgeCell(trials, scenario([step("ask")]), { capabilities });
    expect(Object.entries(upstreams)).toEqual([[name, [2, 2]]]);
  },
);
