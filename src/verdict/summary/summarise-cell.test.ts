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
  usage,
} from "../../../test/samples/transcripts.js";
import type { Usage } from "../../chat/reply.js";
import type { Attempt, Transcript } from "../../transcript/transcript.js";
import { judgeCell } from "../judge-cell.js";
import { rank } from "./rank.js";
import { type CellRun, summariseCell, type TrialBytes } from "./summarise-cell.js";
import { cellSummarySchema } from "./summary-schema.js";

const asked = scenario([step("ask")]);
const silent: TrialBytes = { request: null, headers: null, endpoint: null, fingerprint: null, replyHeaders: [] };
const of: CellRun = {
  run: "one",
  suite: "core",
  rules: "r",
  adapter: "llm-parity 1",
  varied: false,
  screenTrials: null,
};

function summary(
  transcripts: readonly Transcript[],
  bytes: readonly TrialBytes[] = transcripts.map(() => silent),
  run: CellRun = of,
) {
  const verdict = judgeCell(transcripts, asked, { capabilities });
  return summariseCell({ of: run, verdict, transcripts, bytes, scenarioHash: "abc" });
}

function answered(trial: number, { ms = [1, 2], ...of }: { readonly ms?: readonly number[] } & Partial<Usage> = {}) {
  const [firstByteMs = 0, totalMs = 0] = ms;
  const attempt: Attempt = {
    ...{ exchange: 0, startedAt: "2026-02-10T00:00:00.000Z", status: 200, requestId: null, failure: null },
    ...{ firstByteMs, totalMs },
  };
  const retried: Attempt = { ...attempt, firstByteMs: 9000, totalMs: 9000, failure: "unavailable" };
  const answer = reply([text("42")], { usage: { ...usage(20), ...of }, model: "m", upstream: "u" });
  return transcript([turn("ask", answer, { attempts: [retried, attempt] })], { trial });
}

test("times are the last attempts' of eligible trials, by nearest rank", () => {
  const good = Array.from({ length: 100 }, (_, at) => answered(at + 1, { ms: [at + 1, (at + 1) * 10] }));
  const slow = transcript([turn("ask", failed("throttled"))], { trial: 101 });
  expect(summary([...good, slow])).toMatchObject({
    trials: { attempted: 101, eligible: 100, ok: 100, bad: 0, excluded: { throttled: 1 } },
    headersMs: { n: 100, p50: 50, p99: 99 },
    totalMs: { n: 100, p50: 500, p99: 990 },
  });
  expect(summary([answered(1, { ms: [7, 8] })]).totalMs).toEqual({ n: 1, p50: 8, p99: 8 });
  expect(summary([slow])).toMatchObject({ headersMs: null, totalMs: null });
});

test("a cost that is not reported is absent, and one of zero is zero", () => {
  expect(summary([answered(1), answered(2)]).cost).toBeNull();
  expect(summary([answered(1, { costUsd: 0 }), answered(2)]).cost).toEqual({ usd: 0, turns: 1 });
  expect(summary([answered(1, { costUsd: 0.1 }), answered(2, { costUsd: 0.2 })]).cost).toEqual({ usd: 0.3, turns: 2 });
});

test("tokens are sums of what is reported; null where nothing is", () => {
  const none = { inputTokens: null, outputTokens: null };
  expect(summary([answered(1, none)]).tokens).toEqual({ input: null, output: null });
  expect(summary([answered(1, none), answered(2, { inputTokens: 5, outputTokens: 0 })]).tokens).toEqual({
    input: 5,
    output: 0,
  });
});

test("requests, tokens and names are counted over the trials, those of the first turn alone", () => {
  const two = [answered(1), answered(2, { inputTokens: 63 })].map((one) => ({
    ...one,
    turns: [
      ...one.turns,
      turn("then", reply([text("done")], { model: "m-2", usage: { ...usage(1), inputTokens: 900 } })),
    ],
  }));
  const bytes = ["b", "a"].map((request) => ({
    ...{ request, headers: "h", endpoint: "POST /v1" },
    ...{ fingerprint: "fp_1", replyHeaders: ["date", "content-type"] },
  }));
  expect(summary(two, bytes)).toMatchObject({
    turns: 4,
    opening: {
      requests: {
        distinct: 2,
        most: [
          { value: "a", n: 1 },
          { value: "b", n: 1 },
        ],
      },
      headers: { distinct: 1, most: [{ value: "h", n: 2 }] },
      endpoints: { distinct: 1, most: [{ value: "POST /v1", n: 2 }] },
      inputTokens: {
        distinct: 2,
        most: [
          { value: 63, n: 1 },
          { value: 100, n: 1 },
        ],
      },
    },
    replies: {
      models: {
        distinct: 2,
        most: [
          { value: "m", n: 2 },
          { value: "m-2", n: 2 },
        ],
      },
      upstreams: { distinct: 1, most: [{ value: "u", n: 2 }] },
      fingerprints: { distinct: 1, most: [{ value: "fp_1", n: 2 }] },
      headers: ["content-type", "date"],
    },
  });
});

test("a line has the form of its schema, whether anything was answered or not", () => {
  const blocked = transcript([], { notRun: { kind: "credentials", reason: "no key" } });
  for (const transcripts of [[answered(1)], [transcript([turn("ask", failed("throttled"))])], [blocked]]) {
    const line = summary(transcripts);
    expect(cellSummarySchema().parse(JSON.parse(JSON.stringify(line)))).toEqual(line);
  }
  expect(summary([blocked])).toMatchObject({
    observed: "blocked",
    reason: "credentials",
    source: null,
    turns: 0,
  });
});

test("the most frequent values come first, at most ten; null is none", () => {
  const values = Array.from({ length: 12 }, (_, at) => at);
  expect(rank([...values, 11, null])).toEqual({
    distinct: 12,
    most: [{ value: 11, n: 2 }, ...values.slice(0, 9).map((value) => ({ value, n: 1 }))],
  });
});

test("tokens are counted by upstream, replies that name none first", () => {
  const through = (upstream: string | null, inputTokens: number, trial: number) =>
    transcript([turn("ask", reply([text("42")], { upstream, usage: { ...usage(1), inputTokens } }))], { trial });
  expect(summary([through("b", 5, 1), through(null, 7, 2), through("b", 6, 3)]).opening.tokensByUpstream).toEqual([
    { upstream: null, inputTokens: { distinct: 1, most: [{ value: 7, n: 1 }] } },
    {
      upstream: "b",
      inputTokens: {
        distinct: 2,
        most: [
          { value: 5, n: 1 },
          { value: 6, n: 1 },
        ],
      },
    },
  ]);
});

test("a service that is down is told from bad content, and a finding names its checks", () => {
  const cut = reply([text("4")], { completeness: "truncated", finish: null });
  const wrong = reply([text("nonsense")]);
  const line = summary([cut, wrong, reply([])].map((one, at) => transcript([turn("ask", one)], { trial: at + 1 })));
  expect(line.trials).toMatchObject({ eligible: 3, bad: 2, unavailable: 1 });
  expect(line.findings.map(({ id, n, checks }) => [id, n, checks])).toEqual([
    ["empty-reply", 1, ["reply/not-empty"]],
    ["truncated", 1, ["reply/complete"]],
  ]);
});

test("the screened trials are the first ones; without a gate they are all", () => {
  const bad = (trial: number) => transcript([turn("ask", reply([]))], { trial });
  const trials = [answered(1), bad(2), answered(3), bad(4)];
  expect(summary(trials).trials.screened).toBeNull();
  const screened = summary(
    trials,
    trials.map(() => silent),
    { ...of, screenTrials: 3 },
  );
  expect(screened.trials).toMatchObject({ eligible: 4, bad: 2, screened: { eligible: 3, bad: 1 } });
});
