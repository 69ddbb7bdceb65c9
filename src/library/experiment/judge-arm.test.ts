import { describe, expect, test } from "vitest";
import { failingKimi, jsonResponse } from "../../../test/support/failing-case.js";
import { simulatedExchange } from "../../../test/support/simulated-run.js";
import { Budget } from "../../runner/live/budget.js";
import { placeRequest } from "../../verdict/experiment/places/place-request.js";
import type { WireResponse } from "../../wire/exchange.js";
import { simulatorCredentials } from "../credentials.js";
import { createArmAsker } from "./ask-arms.js";
import { judgeArm } from "./judge-arm.js";

const one = await failingKimi(simulatedExchange("kimi"));
const pinned = "kimi-k2.5/openrouter/chat-completions-stream@moonshotai";
const whole = "kimi-k2.5/bedrock/converse";

/** What a reply shows at a place; `place` null: the failing one. */
async function judged(response: WireResponse, place: string | null, symptom = one.explained.symptom) {
  const budget = new Budget({ maxCalls: null, maxCostUsd: null });
  const asker = createArmAsker({
    ...{ exchange: () => Promise.resolve(response), credentialsFor: simulatorCredentials, baseUrlFor: () => null },
    ...{ budget, nonceSeed: 1 },
  });
  const placed = placeRequest({ changed: {}, place }, one.explained.call, one.made.places);
  const { signal } = new AbortController();
  const { turn } = await asker.ask(placed, { step: one.explained.turn.step, nonce: 1, signal, mostUsd: 0.5 });
  const judging = { scenario: one.scenario, transcript: one.explained.transcript, symptom };
  return judgeArm(turn, placed.target, { ...judging, isElsewhere: place !== null });
}

const converse = (content: readonly unknown[], stopReason = "end_turn") =>
  jsonResponse(200, {
    output: { message: { role: "assistant", content } },
    ...{ stopReason, usage: { inputTokens: 9, outputTokens: 9, totalTokens: 18 } },
  });
const refusal = (status: number, type: string, message: string) =>
  jsonResponse(status, { __type: `com.amazon.coral.service#${type}`, message });

/** A streamed chat completion with one text, from an upstream. */
function streamed(provider: string | null, text: string): WireResponse {
  const event = (delta: unknown, finish: string | null) => ({
    ...{ id: "gen-1", object: "chat.completion.chunk", created: 1, model: "moonshotai/kimi-k2.5" },
    ...(provider === null ? {} : { provider }),
    choices: [{ index: 0, delta, finish_reason: finish, native_finish_reason: finish }],
  });
  const events = [event({ role: "assistant", content: text }, null), event({ content: "" }, "stop")];
  async function* chunks() {
    yield Buffer.from(`${events.map((each) => `data: ${JSON.stringify(each)}\n\n`).join("")}data: [DONE]\n\n`);
  }
  return { status: 200, headers: [["content-type", "text/event-stream"]], chunks: chunks() };
}

const answer = "It is 65°F and sunny in San Francisco.";

describe("what a call shows", () => {
  test("the failure is bad, and silence is no copy", async () => {
    expect(await judged(converse([]), whole)).toMatchObject({ outcome: "bad", replyKey: null });
  });

  test("a good answer is ok, and equal words have equal keys", async () => {
    const [first, second] = [
      await judged(converse([{ text: answer }]), whole),
      await judged(converse([{ text: answer }]), whole),
    ];
    expect(first).toMatchObject({ outcome: "ok", findings: [], why: null });
    expect(first.replyKey).not.toBeNull();
    expect(first.replyKey).toBe(second.replyKey);
    expect((await judged(converse([{ text: `${answer}!` }]), whole)).replyKey).not.toBe(first.replyKey);
  });

  test("another fault is ok for this failure, and is named", async () => {
    const shown = await judged(converse([{ text: "I do not know." }]), whole);
    expect(shown.outcome).toBe("ok");
    expect(shown.findings.length).toBeGreaterThan(0);
    expect(shown.findings).not.toContain("empty-reply");
  });

  test("a request that is not taken is refused, in the service's words", async () => {
    const shown = await judged(refusal(400, "ValidationException", "The text field is blank."), whole);
    expect(shown).toMatchObject({ outcome: "refused", replyKey: null, why: "The text field is blank." });
  });

  test.each([
    ["throttled", refusal(429, "ThrottlingException", "Too many requests, please wait.")],
    ["an outage", refusal(503, "ServiceUnavailableException", "Try again.")],
  ])("%s is void", async (_, response) => {
    expect(await judged(response, whole)).toMatchObject({ outcome: "void", replyKey: null });
  });

  test("a refused key is void at the failing place, and takes another place out", async () => {
    const noKey = () => refusal(403, "UnrecognizedClientException", "The security token is invalid.");
    expect((await judged(noKey(), null)).outcome).toBe("void");
    expect((await judged(noKey(), whole)).outcome).toBe("refused");
  });
});

describe("where the failure is a refusal", () => {
  const symptom = ["request-refused (invalid-history)"];

  test("the same reason is the failure", async () => {
    const same = refusal(
      400,
      "ValidationException",
      "The number of toolResult blocks at messages.2.content exceeds the number of toolUse blocks of previous turn.",
    );
    expect(await judged(same, whole, symptom)).toMatchObject({ outcome: "bad", findings: symptom });
  });

  test("another reason is a refused flip", async () => {
    const other = refusal(
      400,
      "ValidationException",
      "The maximum tokens you requested exceeds the model limit of 1024.",
    );
    expect((await judged(other, whole, symptom)).outcome).toBe("refused");
  });
});

describe("behind a gateway", () => {
  test("the pinned upstream counts, and is named with its model", async () => {
    expect(await judged(streamed("Moonshot AI", answer), pinned)).toMatchObject({
      ...{ outcome: "ok", upstream: "Moonshot AI moonshotai/kimi-k2.5" },
    });
  });

  test.each([
    ["another upstream", "DeepInfra"],
    ["no name", null],
  ])("%s is no trial", async (_, provider) => {
    expect((await judged(streamed(provider, ""), pinned)).outcome).toBe("void");
  });
});
