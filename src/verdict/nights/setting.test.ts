import { describe, expect, test } from "vitest";
import { type LineChange, ranked, summaryLine } from "../../../test/samples/summary-lines.js";
import { ourChanges, sameRequest, settingOf, theirChanges, tokenChange } from "./setting.js";

const setting = (change: LineChange = {}) => settingOf(summaryLine(change));
const tokens = (...counts: readonly (readonly [upstream: string | null, ...inputTokens: readonly number[]])[]) => ({
  opening: {
    tokensByUpstream: counts.map(([upstream, ...inputTokens]) => ({ upstream, inputTokens: ranked(...inputTokens) })),
  },
});

describe("whether we asked the same", () => {
  test.each<[string, LineChange, string]>([
    ["nothing", {}, "equal"],
    ["the body", { opening: { requests: ranked("0ther") } }, "changed"],
    ["a second body", { opening: { requests: ranked("b0d1", "0ther") } }, "changed"],
    ["the headers", { opening: { headers: ranked("0ther") } }, "changed"],
    ["the endpoint", { opening: { endpoints: ranked("POST https://other.example") } }, "changed"],
    ["the adapter", { adapter: "llm-parity 0.2.0" }, "changed"],
    ["that no request was kept", { opening: { requests: ranked() } }, "unknown"],
    ["the reply alone", { replies: { models: ranked("kimi-2") } }, "equal"],
  ])("where %s differs", (_, change, same) => {
    expect(sameRequest(setting(), setting(change))).toBe(same);
  });

  test("each change is named with both sides", () => {
    const after = setting({ adapter: "llm-parity 0.2.0", opening: { requests: ranked("x", "b0d1") } });
    expect(ourChanges(setting(), after)).toEqual([
      { what: "request body", before: ["b0d1"], after: ["b0d1", "x"] },
      { what: "adapter", before: ["llm-parity 0.1.0"], after: ["llm-parity 0.2.0"] },
    ]);
  });
});

test("what the service says otherwise is named; of headers, those that came and went", () => {
  const after = setting({
    replies: { models: ranked("kimi-2"), upstreams: ranked("u"), fingerprints: ranked("f"), headers: ["x-new"] },
  });
  expect(theirChanges(setting(), setting())).toEqual([]);
  expect(theirChanges(setting(), after)).toEqual([
    { what: "model", before: ["kimi"], after: ["kimi-2"] },
    { what: "upstream", before: [], after: ["u"] },
    { what: "fingerprint", before: [], after: ["f"] },
    { what: "reply headers", before: ["date"], after: ["x-new"] },
  ]);
});

describe("input tokens of equal bytes", () => {
  test("raise an alarm where no earlier night has seen them of that upstream", () => {
    const before = [setting(tokens(["a", 100], ["b", 90]))];
    expect(tokenChange(before, setting(tokens(["a", 100], ["b", 90])))).toBeNull();
    expect(tokenChange(before, setting(tokens(["a", 100], ["b", 95])))).toEqual({
      what: "input tokens",
      before: ["90 of b"],
      after: ["95 of b"],
    });
  });

  test.each<[string, LineChange, LineChange]>([
    ["the bodies differ", { opening: { requests: ranked("0ther") } }, tokens([null, 120])],
    ["the prompts vary", { opening: { varied: true } }, tokens([null, 120])],
    ["tonight's prompts vary", {}, { opening: { ...tokens([null, 120]).opening, varied: true } }],
    [
      "no request was kept",
      { opening: { requests: ranked() } },
      { opening: { ...tokens([null, 120]).opening, requests: ranked() } },
    ],
    ["the upstream is a new one", {}, tokens(["u", 120])],
    ["none was reported before", { opening: { tokensByUpstream: [] } }, tokens([null, 120])],
  ])("raise none where %s", (_, before, after) => {
    expect(tokenChange([setting(before)], setting(after))).toBeNull();
  });

  test("raise an alarm where a new count stands beside an earlier one: it is being rolled out", () => {
    expect(tokenChange([setting()], setting(tokens([null, 100, 120])))).toMatchObject({ after: ["100", "120"] });
  });

  test("are held against every earlier night, not the last one alone", () => {
    const earlier = [setting(tokens([null, 120])), setting()];
    expect(tokenChange(earlier, setting(tokens([null, 120])))).toBeNull();
  });
});
