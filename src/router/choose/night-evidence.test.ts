import { describe, expect, test } from "vitest";
import { plainTarget } from "../../../test/support/plain-values.js";
import { plainModel } from "../../../test/support/scripted-router.js";
import type { RoutingRequest } from "./decision.js";
import { reasonToExclude } from "./measured.js";
import type { NightEvidence } from "./night-evidence.js";

const now = new Date("2026-11-21T12:00:00.000Z");
const model = plainModel("a", { measured: ["a/whole"], whole: plainTarget({ api: "converse" }) });
const request: RoutingRequest = { named: null, text: "", streaming: false, exercises: ["chat", "tools"] };

const evidence: NightEvidence = {
  ...{ cell: "a/whole/tool-call", target: "a/whole", api: "converse", scenario: "tool-call" },
  ...{
    exercises: ["chat", "tools"],
    state: "regressed",
    night: "2026-11-18",
    seen: "2026-11-20",
    text: "it regressed",
  },
};
const why = (change: Partial<NightEvidence> = {}, asked: Partial<RoutingRequest> = {}) => {
  const measured = { cells: [], nights: [{ ...evidence, ...change }], maxAgeDays: 30 };
  return reasonToExclude(model, { ...request, ...asked }, { ...measured, now });
};

describe("a night's evidence speaks against a model", () => {
  test("that is asked for what the cell exercises, over its API", () => {
    expect(why()).toBe("it regressed");
    expect(why({ exercises: ["chat"] })).toBe("it regressed");
  });

  test.each<[string, Partial<NightEvidence>, Partial<RoutingRequest>]>([
    ["a request that asks less", {}, { exercises: ["chat"] }],
    ["the other way of replying", {}, { streaming: true }],
    ["another target", { target: "b/whole" }, {}],
    ["an API that the model is not asked over", { api: "invoke-model" }, {}],
  ])("not for %s", (_title, change, asked) => {
    expect(why(change, asked)).toBeNull();
  });

  test.each([
    ["2026-10-22T12:00:00.000Z", "it regressed"],
    ["2026-10-22T11:59:59.999Z", null],
    ["2026-11-22T12:00:00.000Z", "it regressed"],
    ["2026-11-22T12:00:00.001Z", null],
    ["no day", null],
  ])("by the day on which it was seen, %s: %j", (seen, expected) => {
    expect(why({ seen })).toBe(expected);
  });
});
