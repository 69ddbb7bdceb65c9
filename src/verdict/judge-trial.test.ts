import { expect, test } from "vitest";
import {
  afterTool,
  broken,
  callsWeather,
  capabilities,
  failed,
  noCalls,
  reply,
  sanFrancisco,
  scenario,
  step,
  text,
  transcript,
  turn,
  usage,
  usesWeather,
} from "../../test/samples/transcripts.js";
import type { ChatFailure, FailureKind } from "../chat/failure.js";
import type { Reply } from "../chat/reply.js";
import { judgeTrial } from "./judge-trial.js";

const oneStep = scenario([step("ask")]);
const twoSteps = scenario([step("ask", [callsWeather]), step("answer", [usesWeather, noCalls])]);
const goodCall = turn("ask", reply([sanFrancisco]));

function judgeOne(answer: Reply, change = {}) {
  return judgeTrial(transcript([turn("ask", answer)], change), oneStep, { capabilities });
}

test.each<[FailureKind, Partial<ChatFailure>, string]>([
  ["network", { phase: "connect", status: null, code: "ECONNREFUSED" }, "connection"],
  ["timeout", { phase: "connect", status: null, raw: null, code: "first-byte-timeout" }, "no-answer"],
  ["protocol", { phase: "connect", status: null }, "connection"],
  ["credentials", { phase: "local", status: null }, "credentials"],
  ["region", { phase: "local", status: null }, "region"],
  ["invalid-request", { phase: "local", status: null }, "harness-fault"],
  ["credentials", { status: 401 }, "credentials"],
  ["model-access", { status: 403 }, "model-access"],
  ["inference-profile", {}, "inference-profile"],
  ["model-retired", { status: 404 }, "model-retired"],
  ["model-not-found", { status: 404 }, "model-not-found"],
  ["region", {}, "region"],
  ["quota", { status: 402 }, "quota"],
  ["throttled", { status: 429 }, "throttled"],
  ["routing", { status: 503 }, "routing"],
  ["tools-unsupported", {}, "unsupported"],
  ["streaming-tools-unsupported", {}, "unsupported"],
  ["streaming-unsupported", {}, "unsupported"],
  ["unavailable", { status: 503 }, "unavailable"],
  ["model-error", { status: 500 }, "unavailable"],
  ["truncated", { status: 400 }, "connection"],
  ["timeout", { raw: null }, "connection"],
  ["aborted", { phase: "body", status: 200 }, "aborted"],
  ["replay-miss", { phase: "connect", status: null }, "replay-miss"],
  ["harness-fault", { phase: "local", status: null }, "harness-fault"],
])("a failure %s with %j is excluded as %s, with no check failed", (kind, change, reason) => {
  const verdict = judgeOne(failed(kind, change));
  expect(verdict).toMatchObject({ outcome: "excluded", reason, findings: [], lastText: null });
  expect(verdict.checks.filter(({ outcome }) => outcome !== "not-applicable")).toEqual([]);
  expect(verdict.message).toContain(`the service said ${kind}`);
});

test.each<[FailureKind, Partial<ChatFailure>, string]>([
  ["invalid-history", {}, "request-refused"],
  ["parameter-unsupported", {}, "request-refused"],
  ["context-overflow", {}, "request-refused"],
  ["content-filter", { status: 403 }, "request-refused"],
  ["invalid-request", { status: 422 }, "request-refused"],
  ["model-error", { status: 424 }, "model-error"],
  ["timeout", { status: 408 }, "model-error"],
  ["timeout", { phase: "body", status: 200, raw: null }, "stalled"],
  ["truncated", { phase: "body", status: 200 }, "truncated"],
  ["throttled", { phase: "body", status: 200 }, "midstream-error"],
  ["credentials", { phase: "body", status: 200 }, "midstream-error"],
])("a failure %s with %j is eligible and bad: %s alone", (kind, change, finding) => {
  const verdict = judgeOne(failed(kind, change));
  expect(verdict.outcome).toBe("bad");
  expect(verdict.findings.map(({ id }) => id)).toEqual([finding]);
});

test("a refusal in general words is unsupported where a source says that the target has no tools", () => {
  const one = transcript([turn("ask", failed("invalid-request"))]);
  const judge = (tools: boolean | null) => judgeTrial(one, oneStep, { capabilities: { ...capabilities, tools } });
  expect(judge(false)).toMatchObject({ outcome: "excluded", reason: "unsupported" });
  expect(judge(null)).toMatchObject({ outcome: "bad", reason: null });
});

test("a whole trial is ok, with its request ids, its upstream and its last text", () => {
  const answer = reply([text("65°F and sunny")], { requestId: "req-2", upstream: "Moonshot AI" });
  const verdict = judgeTrial(transcript([goodCall, turn("answer", answer, { messages: afterTool })]), twoSteps, {
    capabilities,
  });
  expect(verdict).toMatchObject({
    outcome: "ok",
    findings: [],
    requestIds: ["req-1", "req-2"],
    upstream: "Moonshot AI",
    lastText: "65°F and sunny",
  });
});

test("an empty reply in a later turn is that one finding, at that step", () => {
  const empty = turn("answer", reply([], { usage: usage(0) }), { messages: afterTool });
  const verdict = judgeTrial(transcript([goodCall, empty]), twoSteps, { capabilities });
  expect(verdict.outcome).toBe("bad");
  expect(verdict.findings).toMatchObject([{ id: "empty-reply", cause: "silent", step: "answer" }]);
  expect(verdict.lastText).toBe("");
});

test("a trial whose later step was not reached is excluded when the turns before it were good", () => {
  const verdict = judgeTrial(transcript([goodCall], { notReached: ["answer"] }), twoSteps, { capabilities });
  expect(verdict).toMatchObject({
    outcome: "excluded",
    reason: "not-reached",
    message: "the trial did not reach answer",
  });
});

test("a step that the transcript neither has nor lists was not reached either", () => {
  expect(judgeTrial(transcript([goodCall]), twoSteps, { capabilities }).reason).toBe("not-reached");
  expect(judgeTrial(transcript([]), twoSteps, { capabilities }).reason).toBe("not-reached");
});

test("a trial whose later step was not reached is bad when an earlier turn was", () => {
  const prose = turn("ask", reply([text("Mild, I guess.")]));
  const verdict = judgeTrial(transcript([prose], { notReached: ["answer"] }), twoSteps, { capabilities });
  expect(verdict).toMatchObject({ outcome: "bad", reason: null });
  expect(verdict.findings.map(({ id }) => id)).toEqual(["missing-call"]);
});

test("a throttled later turn excludes a good trial and does not excuse a bad one", () => {
  const throttled = turn("answer", failed("throttled", { status: 429 }));
  const prose = turn("ask", reply([text("Mild, I guess.")]));
  expect(judgeTrial(transcript([goodCall, throttled]), twoSteps, { capabilities }).reason).toBe("throttled");
  expect(judgeTrial(transcript([prose, throttled]), twoSteps, { capabilities }).outcome).toBe("bad");
});

test.each([
  ["moonshotai", "Moonshot AI", null, "ok"],
  ["amazon-bedrock", "Amazon Bedrock", null, "ok"],
  ["deepinfra/fp8", "DeepInfra", null, "ok"],
  ["z-ai", "Zhipu", "Zhipu", "ok"],
  ["moonshotai", "Together", null, "excluded"],
  ["moonshotai", null, null, "excluded"],
])("pinned to %s and served by %s (its name: %s) is %s", (upstreamPin, upstream, upstreamName, outcome) => {
  const one = transcript([turn("ask", reply([text("42")], { upstream }))], { cell: { upstreamPin } });
  const verdict = judgeTrial(one, oneStep, { capabilities, upstreamName });
  expect(verdict).toMatchObject({ outcome, reason: outcome === "ok" ? null : "pin-not-honoured" });
});

test("a bad reply from another upstream than the pinned one is excluded too", () => {
  const answer = reply([], { upstream: "Together", usage: usage(0) });
  expect(judgeOne(answer, { cell: { upstreamPin: "moonshotai" } }).reason).toBe("pin-not-honoured");
});

test("a cut before the upstream was named stays in the sample of a pinned cell", () => {
  const verdict = judgeOne(broken("truncated"), { cell: { upstreamPin: "moonshotai" } });
  expect(verdict).toMatchObject({ outcome: "bad", reason: null });
});

test.each(["no-recording", "unsupported", "budget", "harness-fault"] as const)(
  "a trial that was not run for %s is excluded with its reason",
  (kind) => {
    const verdict = judgeTrial(transcript([], { notRun: { kind, reason: "because" } }), oneStep, { capabilities });
    expect(verdict).toMatchObject({ outcome: "excluded", reason: kind, message: "because" });
  },
);

test("a trial of another version of the scenario is not judged", () => {
  expect(judgeOne(reply([text("42")]), { cell: { scenarioVersion: 2 } }).reason).toBe("harness-fault");
});
