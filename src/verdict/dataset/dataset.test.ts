import { describe, expect, test } from "vitest";
import {
  call,
  clockTool,
  failed,
  finish,
  reply,
  text,
  transcript,
  turn,
  weatherTool,
} from "../../../test/samples/transcripts.js";
import type { Reply } from "../../chat/reply.js";
import { bootstrapInterval } from "../statistics/bootstrap-interval.js";
import type { TrialVerdict } from "../verdict.js";
import { agreementWith, targetMetrics } from "./dataset-metrics.js";
import { type SampleOutcome, sampleOutcome } from "./sample-outcome.js";

const verdict = (outcome: TrialVerdict["outcome"]): TrialVerdict => ({
  ...{ trial: 1, outcome, reason: null, upstream: null, findings: [], checks: [], requestIds: [] },
  ...{ lastText: null, message: null },
});
const of = (answer: Reply, outcome: TrialVerdict["outcome"] = "ok", tools = [weatherTool, clockTool]) =>
  sampleOutcome(transcript([turn("s", answer, { tools })], { cell: { scenario: "one" } }), verdict(outcome));

describe("a sample's outcome", () => {
  test.each<[title: string, answer: Reply, end: SampleOutcome["end"]]>([
    ["stop", reply([text("42")]), "stop"],
    ["tool-calls without a call", reply([], { finish: finish("tool-calls") }), "tool-calls"],
    ["length", reply([], { finish: finish("length") }), "other"],
    ["no finish", reply([], { finish: null }), "other"],
    ["stop of a reply that was cut", reply([], { completeness: "truncated-after-finish" }), "other"],
    [
      "stop of a reply that failed",
      { ...failed("protocol"), finish: finish("stop"), completeness: "complete" },
      "other",
    ],
  ])("ends by %s", (_title, answer, end) => {
    expect(of(answer)).toMatchObject({ sample: "one", end, isBad: false });
    expect(of(answer, "bad")).toMatchObject({ end, isBad: true });
    expect(of(answer, "excluded")).toEqual({ sample: "one", end: "excluded", calls: [], isBad: null });
  });

  test("is excluded without a turn, and is the last turn's", () => {
    expect(sampleOutcome(transcript([]), verdict("ok")).end).toBe("excluded");
    const two = [turn("a", reply([text("42")])), turn("b", reply([call("{}")]))];
    expect(sampleOutcome(transcript(two), verdict("ok")).end).toBe("tool-calls");
  });

  test.each([
    ['{"location":"SF"}', "get_weather", null],
    ["{}", "get_weather", "schema-mismatch"],
    ['{"location":7}', "get_weather", "schema-mismatch"],
    [null, "get_weather", "schema-mismatch"],
    ["", "get_weather", "schema-mismatch"],
    [null, "get_time", null],
    ["", "get_time", null],
    ['{"loc', "get_weather", "invalid-json"],
    ["[]", "get_weather", "invalid-json"],
    ['{"loc', "get_date", "invalid-json"],
    ["{}", "get_date", "unknown-name"],
    ["{}", null, "unknown-name"],
    ["{}", " ", "unknown-name"],
  ])("the fault of the arguments %j of %j is %s", (given, name, fault) => {
    expect(of(reply([call(given, name)])).calls).toEqual([fault]);
  });

  test("without declared tools every name is unknown", () => {
    expect(of(reply([call("{}", "get_time")]), "ok", []).calls).toEqual(["unknown-name"]);
  });
});

const sample = (
  name: string,
  end: SampleOutcome["end"],
  calls: SampleOutcome["calls"] = [],
  isBad: boolean | null = false,
): SampleOutcome => ({ sample: name, end, calls, isBad });

describe("a target's figures", () => {
  const metrics = targetMetrics("t", [
    sample("a", "stop"),
    sample("b", "other", [], true),
    sample("c", "tool-calls", [null, null]),
    sample("d", "tool-calls", [null, "invalid-json"], true),
    sample("e", "tool-calls", [], true),
    sample("f", "stop", ["unknown-name", "unknown-name", "schema-mismatch"]),
    sample("g", "excluded", [], null),
  ]);

  test("count replies by their finish, and announced calls by what became of them", () => {
    expect(metrics).toMatchObject({ target: "t", samples: 7, excluded: 1 });
    expect(metrics.counts).toEqual({ stop: 2, toolCalls: 3, others: 1, schemaErrors: 2, successful: 1 });
    expect(metrics.schemaAccuracy).toMatchObject({ n: 1, of: 3 });
    expect(metrics.bad).toMatchObject({ n: 3, of: 6 });
  });

  test("put each request with a fault once into its bucket, of those with a call", () => {
    expect(metrics.buckets).toMatchObject({
      "invalid-json": { n: 1, of: 3 },
      "unknown-name": { n: 1, of: 3 },
      "schema-mismatch": { n: 1, of: 3 },
    });
    expect(metrics.erroredRequests).toMatchObject({ n: 2, of: 3 });
  });

  test("are null where there is nothing to share", () => {
    expect(targetMetrics("t", [])).toMatchObject({
      samples: 0,
      excluded: 0,
      schemaAccuracy: null,
      erroredRequests: null,
      bad: null,
    });
  });
});

describe("a target beside the reference", () => {
  const reference = {
    target: "r",
    outcomes: [
      sample("a", "tool-calls", [null]),
      sample("b", "stop"),
      sample("c", "tool-calls", [null], true),
      sample("d", "excluded", [], null),
      sample("e", "stop"),
      sample("only there", "stop"),
    ],
  };

  test("is compared over the samples of which both have a reply, by name and not by place", () => {
    const outcomes = [
      sample("b", "tool-calls", [null], true),
      sample("a", "tool-calls", [null]),
      sample("c", "stop", [], false),
      sample("d", "stop"),
      sample("e", "excluded", [], null),
      sample("only here", "stop"),
    ];
    const agreement = agreementWith({ target: "t", outcomes }, reference);
    expect(agreement).toMatchObject({ target: "t", reference: "r", samples: 3, badHereOnly: 1, badThereOnly: 1, p: 1 });
    expect(agreement).toMatchObject({ precision: 0.5, recall: 0.5, f1: 0.5 });
    // Both have one stop and two calls, all of them successful.
    expect(agreement.similarity).toBe(100);
  });

  test("counts what is bad on one side alone", () => {
    const outcomes = [sample("a", "stop", [], true), sample("b", "stop", [], true), sample("c", "stop", [], true)];
    expect(agreementWith({ target: "t", outcomes }, reference)).toMatchObject({
      badHereOnly: 2,
      badThereOnly: 0,
      p: 0.5,
    });
    expect(agreementWith(reference, { target: "t", outcomes })).toMatchObject({
      badHereOnly: 0,
      badThereOnly: 2,
      p: 0.5,
    });
  });

  test("has no similarity and no agreement where no sample is shared", () => {
    expect(agreementWith({ target: "t", outcomes: [] }, reference)).toMatchObject({
      ...{ samples: 0, similarity: null, precision: null, recall: null, f1: null, f1Interval: null, p: 1 },
    });
  });
});

describe("an interval by drawing again", () => {
  const mean = (some: readonly number[]) =>
    some.length === 0 ? null : some.reduce((sum, one) => sum + one, 0) / some.length;

  test("is null where the statistic is, and a point where all items are alike", () => {
    expect(bootstrapInterval([], mean)).toBeNull();
    expect(bootstrapInterval([7, 7, 7], mean)).toEqual([7, 7]);
  });

  test("of a hundred tosses holds 95 % of the means, and is the same each time", () => {
    const tosses = Array.from({ length: 100 }, (_, at) => at % 2);
    const [low, high] = bootstrapInterval(tosses, mean) ?? [0, 1];
    // One half, and 1.96 standard errors of 0.05 to each side.
    expect(low).toBeCloseTo(0.402, 1);
    expect(high).toBeCloseTo(0.598, 1);
    expect(low).toBeGreaterThan(0.36);
    expect(high).toBeLessThan(0.64);
    expect(bootstrapInterval(tosses, mean)).toEqual([low, high]);
  });

  test("leaves out the draws that have no statistic", () => {
    const first = (some: readonly number[]) => (some[0] === 1 ? null : (some[0] ?? null));
    expect(bootstrapInterval([2, 1, 3], first)).toEqual([2, 3]);
  });
});
