import { expect, test } from "vitest";
import { plainUsage } from "../../../test/support/plain-values.js";
import type { ChatFailure } from "../../chat/failure.js";
import { endOf } from "./live-pace.js";

const failed: ChatFailure = {
  ...{ kind: "throttled", phase: "refused", message: "m", hint: "", code: null, status: 429 },
  ...{ requestId: null, retryAfterMs: null, raw: "", afterFinish: false },
};
const draw = { quotas: ["q"], givesBack: true, replyTokens: 5 };

test.each<[string, Partial<ChatFailure>, number | null | "no"]>([
  ["429 with retry-after", { retryAfterMs: 3_000 }, 3_000],
  ["429 without it", {}, null],
  ["429 of a quota of the day", { kind: "quota" }, null],
  ["503", { kind: "unavailable", status: 503 }, null],
  ["529", { kind: "unavailable", status: 529 }, null],
  ["500 that says when", { kind: "unavailable", status: 500, retryAfterMs: 0 }, 0],
  ["500", { kind: "unavailable", status: 500 }, "no"],
  ["a ThrottlingException with another status", { status: 400 }, null],
  ["a throttlingException inside a stream", { phase: "body", status: 200 }, null],
  ["a stream that was cut", { kind: "truncated", phase: "body", status: 200 }, "no"],
  ["no connection", { kind: "network", phase: "connect", status: null }, "no"],
  ["nothing sent", { phase: "local", status: null }, "no"],
])("%s asks for fewer calls, or not", (_, change, says) => {
  const { slowDown } = endOf({ failure: { ...failed, ...change }, usage: null }, draw);
  expect(slowDown === null ? "no" : slowDown.retryAfterMs).toBe(says);
});

test("a reply takes its input and so many times its output, where the quota gives back the rest", () => {
  const usage = plainUsage({ inputTokens: 100, outputTokens: 20 });
  const used = (change: Partial<typeof draw>) => endOf({ failure: null, usage }, { ...draw, ...change }).usedTokens;
  expect(used({})).toBe(200);
  expect(used({ replyTokens: 1 })).toBe(120);
  expect(used({ givesBack: false })).toBeNull();
  expect(endOf({ failure: null, usage: plainUsage({ inputTokens: 100 }) }, draw).usedTokens).toBeNull();
});

test("what was refused took nothing, and what broke took all that it had reserved", () => {
  expect(endOf({ failure: failed, usage: null }, draw).usedTokens).toBe(0);
  expect(endOf({ failure: { ...failed, phase: "connect" }, usage: null }, draw).usedTokens).toBeNull();
});
