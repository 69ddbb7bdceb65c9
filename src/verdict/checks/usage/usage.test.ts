import { describe, expect, test } from "vitest";
import { evidence, said } from "../../../../test/samples/run-check.js";
import { reply, sanFrancisco, text, usage } from "../../../../test/samples/transcripts.js";
import type { Reply, Usage } from "../../../chat/reply.js";
import { usageAddsUp } from "./adds-up.js";
import { usageReported } from "./reported.js";

/** An answer of 100 input and 20 output tokens, with these counts changed. */
function counted(change: Partial<Usage>): Reply {
  return reply([text("42")], { usage: { ...usage(20), ...change } });
}

const inconsistent = (cause: string) => [`note usage-inconsistent ${cause}`];

describe("usage/adds-up", () => {
  test.each<[title: string, counts: Partial<Usage>]>([
    ["as much reasoning as output", { reasoningTokens: 20 }],
    ["as much cached as input", { cacheReadTokens: 100 }],
    ["more written to the cache than read in", { cacheWriteTokens: 101 }],
    ["zeros", { reasoningTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0, totalTokens: 120 }],
    ["reasoning of an output that is not reported", { outputTokens: null, reasoningTokens: 5 }],
    ["cached tokens of an input that is not reported", { inputTokens: null, cacheReadTokens: 5 }],
    ["a total of an input that is not reported", { inputTokens: null, totalTokens: 25 }],
    ["a total of an output that is not reported", { outputTokens: null, totalTokens: 125 }],
    ["a total alone", { inputTokens: null, outputTokens: null, totalTokens: 7 }],
    ["a total with what was written to the cache", { totalTokens: 127, cacheWriteTokens: 7 }],
    ["a total without what was written to the cache", { totalTokens: 113, cacheWriteTokens: 7 }],
    [
      "a total with what was written, beside what was read",
      { totalTokens: 127, cacheWriteTokens: 7, cacheReadTokens: 40 },
    ],
    [
      "a total with what was read, beside what was written",
      { totalTokens: 160, cacheWriteTokens: 7, cacheReadTokens: 40 },
    ],
    ["a total with both", { totalTokens: 167, cacheWriteTokens: 7, cacheReadTokens: 40 }],
    ["a total without both", { totalTokens: 73, cacheWriteTokens: 7, cacheReadTokens: 40 }],
    ["a total with neither", { totalTokens: 120, cacheWriteTokens: 7, cacheReadTokens: 40 }],
  ])("%s fit", (_title, counts) => {
    expect(said(usageAddsUp, counted(counts))).toEqual([]);
  });

  test.each<[title: string, counts: Partial<Usage>, cause: string]>([
    ["one less than the sum", { totalTokens: 119 }, "total"],
    [
      "the difference of what was read and written",
      { totalTokens: 153, cacheWriteTokens: 7, cacheReadTokens: 40 },
      "total",
    ],
    ["reasoning beside, one too many", { totalTokens: 221, reasoningTokens: 100 }, "total"],
    ["less than no total", { totalTokens: -1 }, "no-count"],
    ["less than no reasoning", { reasoningTokens: -1 }, "no-count"],
    ["less than nothing read", { cacheReadTokens: -1 }, "no-count"],
    ["less than nothing written", { cacheWriteTokens: -1 }, "no-count"],
    ["half a token of output, and a total that does not fit", { outputTokens: 0.5, totalTokens: 7 }, "no-count"],
    ["a total that does not fit, and too much reasoning", { totalTokens: 119, reasoningTokens: 21 }, "total"],
    [
      "too much reasoning, and too much cached",
      { reasoningTokens: 21, cacheReadTokens: 101 },
      "reasoning-above-output",
    ],
    ["too much cached, and no output for the text", { outputTokens: 0, cacheReadTokens: 101 }, "cached-above-input"],
  ])("%s do not fit, which is said once", (_title, counts, cause) => {
    expect(said(usageAddsUp, counted(counts))).toEqual(inconsistent(cause));
  });

  test("no output token fits a reply that says nothing", () => {
    const none = { usage: usage(0) };
    expect(said(usageAddsUp, reply([], none))).toEqual([]);
    expect(said(usageAddsUp, reply([text(" \n")], none))).toEqual([]);
    expect(said(usageAddsUp, reply([text("42")], none))).toEqual(inconsistent("none-for-content"));
    expect(said(usageAddsUp, reply([sanFrancisco], none))).toEqual(inconsistent("none-for-content"));
    expect(said(usageAddsUp, reply([text("42")], { usage: usage(1) }))).toEqual([]);
  });

  test("a reply without usage has nothing to add up", () => {
    expect(said(usageAddsUp, reply([text("42")], { usage: null }))).toBeNull();
  });

  test("the counts that are odd are named", () => {
    expect(evidence(usageAddsUp, counted({ inputTokens: -1, outputTokens: 0.5 }))).toEqual(["input -1, output 0.5"]);
    expect(evidence(usageAddsUp, counted({ totalTokens: 121 }))).toEqual(["total 121, of input 100 and output 20"]);
  });
});

describe("usage/reported", () => {
  test.each<[title: string, counts: Partial<Usage> | null, missing: readonly string[]]>([
    ["both", {}, []],
    ["zero of both", { inputTokens: 0, outputTokens: 0 }, []],
    ["no input", { inputTokens: null }, ["not reported: inputTokens"]],
    ["no output", { outputTokens: null }, ["not reported: outputTokens"]],
    ["neither", { inputTokens: null, outputTokens: null }, ["not reported: inputTokens, outputTokens"]],
    ["no usage", null, ["not reported: inputTokens, outputTokens"]],
  ])("%s", (_title, counts, missing) => {
    const answer = counts === null ? reply([text("42")], { usage: null }) : counted(counts);
    expect(evidence(usageReported, answer)).toEqual(missing);
  });
});
