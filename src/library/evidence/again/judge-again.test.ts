import { expect, test } from "vitest";
import { recordedArm } from "../../../../test/support/recorded-arms.js";
import type { AgainArm } from "./again-arm.js";
import { judgeRecorded } from "./judge-again.js";

const own = { id: "kimi-k2.5/bedrock/converse", scenario: "response-after-own-call", trials: 1 };
const nothing = { reason: null, findings: [], upstream: null };

/** The arm, answered with this text by Converse. */
function answered(arm: AgainArm, text: string): AgainArm {
  const message = { role: "assistant", content: [{ text }] };
  const usage = { inputTokens: 10, outputTokens: 10, totalTokens: 20 };
  const body = { output: { message }, stopReason: "end_turn", usage, metrics: { latencyMs: 1 } };
  return { ...arm, exchange: { ...arm.exchange, chunks: [[1, Buffer.from(JSON.stringify(body))]] } };
}

test("a reply is held to what its own step expects", async () => {
  const { arm } = await recordedArm("working", { ...own, faults: [] });
  expect(await judgeRecorded(arm)).toEqual({ outcome: "ok", ...nothing });
  expect((await judgeRecorded(answered(arm, "It is 65 °F and sunny."))).outcome).toBe("ok");
  expect((await judgeRecorded(answered(arm, "It is cold and it rains."))).findings).toEqual(["result-ignored"]);
});

test("the first step of two is judged alone: that the second was not asked counts for nothing", async () => {
  const { arm } = await recordedArm("working", { ...own, faults: [], step: "call" });
  expect(await judgeRecorded(arm)).toEqual({ outcome: "ok", ...nothing });
  const text = await judgeRecorded(answered(arm, "It is 65 °F and sunny."));
  expect([text.outcome, text.findings]).toEqual(["bad", ["missing-call"]]);
});

test("an earlier step that was bad does not make its later one bad", async () => {
  const { arm } = await recordedArm("failing", {
    ...own,
    faults: [{ fault: "silent", when: { step: "after-tool" } }],
  });
  expect((await judgeRecorded({ ...arm, step: "call" })).outcome).toBe("bad");
  expect(await judgeRecorded(arm)).toEqual({ outcome: "bad", ...nothing, findings: ["empty-reply"] });
});

test("a reply that did not arrive is excluded, and one that was refused is by its reason", async () => {
  const { arm } = await recordedArm("working", { ...own, faults: [] });
  const gone = { ...arm, exchange: { ...arm.exchange, response: null, chunks: [] } };
  expect(await judgeRecorded(gone)).toEqual({
    outcome: "excluded",
    reason: "connection",
    findings: [],
    upstream: null,
  });
  const response = { status: 429, headers: [["content-type", "application/json"]] as const };
  const body = Buffer.from('{"message":"Too many requests, please wait before trying again."}');
  const busy = { ...arm, exchange: { ...arm.exchange, response, chunks: [[1, body]] as const } };
  expect(await judgeRecorded(busy)).toEqual({ outcome: "excluded", reason: "throttled", findings: [], upstream: null });
});

test("a pin of the target that the reply does not honour excludes it", async () => {
  const { arm } = await recordedArm("working", { ...own, faults: [] });
  const pinned = { ...arm, target: { ...arm.target, upstreamPin: "moonshotai" } };
  expect((await judgeRecorded(pinned)).reason).toBe("pin-not-honoured");
});
