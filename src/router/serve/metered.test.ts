import { describe, expect, test } from "vitest";
import { plainUsage } from "../../../test/support/plain-values.js";
import {
  chosen,
  failedReply,
  noPrices,
  plainConfig,
  plainFailure,
  plainModel,
  scriptedRouter,
  textReply,
} from "../../../test/support/scripted-router.js";
import type { ChatEvent } from "../../chat/event.js";
import { asChatEvents } from "../../chat/events.js";
import type { JsonObject } from "../../chat/json.js";
import type { Usage } from "../../chat/reply.js";
import { Stop } from "../../chat/stop-signal.js";
import { complete } from "./complete.js";
import { createRouter, type Router } from "./router.js";

const million = { inputTokens: 1_000_000, outputTokens: 1_000_000 };
const priced = { prices: { ...noPrices, input: 1, output: 2 } };
const models = [plainModel("a", priced), plainModel("b", priced), plainModel("free")];
const question = { model: "a", messages: [{ role: "user", content: "15 + 27?" }] };

/** A reply with that usage before its end. */
function reporting(
  reported: Partial<Usage> | null,
  reply: readonly ChatEvent[] = textReply("42"),
): readonly ChatEvent[] {
  const usage: readonly ChatEvent[] = reported === null ? [] : [{ kind: "usage", usage: plainUsage(reported) }];
  return [...reply.slice(0, -1), ...usage, ...reply.slice(-1)];
}

async function asking(
  replies: { readonly [model: string]: readonly (readonly ChatEvent[])[] },
  { body = {}, fallback = ["b"] }: { readonly body?: JsonObject; readonly fallback?: readonly string[] } = {},
) {
  const { router } = scriptedRouter(plainConfig(models, { fallback }), replies);
  const answer = await complete({ ...question, ...body }, { router, id: "7", signal: new Stop() });
  let text = "";
  if (answer.kind === "stream") for await (const piece of answer.pieces) text += piece;
  return { answer, text, costs: costsOf(router), header: answer.headers["x-llm-parity-cost-usd"] ?? null };
}

const costsOf = ({ metrics }: Router) =>
  metrics
    .text()
    .split("\n")
    .filter((line) => /^llm_parity_(?:cost|unpriced)/.test(line));

describe("the cost of a whole reply", () => {
  test("is in its header, its usage and the metrics", async () => {
    const { answer, header, costs } = await asking({ a: [reporting(million)] });
    expect([header, costs]).toEqual(["3", ['llm_parity_cost_usd_total{model="a"} 3']]);
    expect(answer).toMatchObject({ body: { usage: { prompt_tokens: 1_000_000, cost: 3 } } });
  });

  test("is the service's own where it says so, also for a model without prices", async () => {
    const { header, costs } = await asking({ free: [reporting({ costUsd: 0.25 })] }, { body: { model: "free" } });
    expect([header, costs]).toEqual(["0.25", ['llm_parity_cost_usd_total{model="free"} 0.25']]);
  });

  test.each([
    ["without usage", null],
    ["without a count", { inputTokens: 5 }],
    ["with cached input that has no price", { ...million, cacheReadTokens: 1 }],
  ])("is not known %s: no header, no zero, and a reply to be counted", async (_what, usage) => {
    const { answer, header, costs } = await asking({ a: [reporting(usage)] });
    expect([header, costs]).toEqual([null, ['llm_parity_unpriced_replies_total{model="a"} 1']]);
    expect(JSON.stringify(answer)).not.toContain('"cost"');
  });

  test("of a model without any price is not known, which is nothing to count", async () => {
    const { header, costs } = await asking({ free: [reporting(million)] }, { body: { model: "free" } });
    expect([header, costs]).toEqual([null, []]);
  });
});

describe("attempts before the answer", () => {
  const blank = reporting(million, textReply(" "));
  const failed = reporting(million, failedReply(plainFailure("model-error")));

  test.each([
    ["an empty reply", blank],
    ["a failure that reports usage", failed],
  ])("%s costs too", async (_what, first) => {
    const { header, costs } = await asking({ a: [first], b: [reporting(million)] });
    expect(header).toBe("6");
    expect(costs).toEqual(['llm_parity_cost_usd_total{model="a"} 3', 'llm_parity_cost_usd_total{model="b"} 3']);
  });

  test("a failure that reports nothing costs nothing that is known", async () => {
    const { header } = await asking({ a: [failedReply(plainFailure("quota"))], b: [reporting(million)] });
    expect(header).toBe("3");
  });

  test("an empty reply of unknown cost makes that of the request unknown", async () => {
    const { header, costs } = await asking({ a: [textReply(" ")], b: [reporting(million)] });
    expect(header).toBeNull();
    expect(costs.toSorted()).toEqual([
      'llm_parity_cost_usd_total{model="b"} 3',
      'llm_parity_unpriced_replies_total{model="a"} 1',
    ]);
  });

  test("are told where none answers", async () => {
    const { answer, header } = await asking({ a: [blank], b: [failed] });
    expect(answer).toMatchObject({ kind: "json" });
    expect(header).toBe("6");
  });
});

describe("the cost of a stream", () => {
  const body = { stream: true, stream_options: { include_usage: true } };

  test("is in its usage chunk and the metrics, and no header", async () => {
    const { text, header, costs } = await asking({ a: [reporting(million)] }, { body });
    expect(text).toContain('"cost":3');
    expect([header, costs]).toEqual([null, ['llm_parity_cost_usd_total{model="a"} 3']]);
  });

  test("of a usage that grows is that of the last", async () => {
    const first: ChatEvent = { kind: "usage", usage: plainUsage({ inputTokens: 1_000_000, outputTokens: 0 }) };
    const { costs } = await asking({ a: [[first, ...reporting(million)]] }, { body });
    expect(costs).toEqual(['llm_parity_cost_usd_total{model="a"} 3']);
  });

  test("that the client leaves is what was reported by then", async () => {
    const [start, ...rest] = textReply("4", "2");
    const usage: ChatEvent = { kind: "usage", usage: plainUsage(million) };
    async function* slowly(): AsyncGenerator<ChatEvent> {
      if (start !== undefined) yield start;
      yield usage;
      yield* rest;
    }
    const askModel = () => asChatEvents(slowly());
    const router = createRouter({ config: plainConfig(models), askModel, measured: null });
    const answer = await complete({ ...question, stream: true }, { router, id: "7", signal: new Stop() });
    if (answer.kind !== "stream") throw new Error("no stream");
    for await (const _piece of answer.pieces) break;
    expect(costsOf(router)).toEqual(['llm_parity_cost_usd_total{model="a"} 3']);
  });
});

test("what a judge costs is counted under its name", async () => {
  const judge = plainModel("judge", priced);
  const config = plainConfig(models, { judge, strategy: chosen("llm", { model: "judge", provider: "openai" }) });
  const { router } = scriptedRouter(config, {
    judge: [reporting(million, textReply("b"))],
    b: [reporting(million)],
  });
  const answer = await complete({ ...question, model: "auto" }, { router, id: "7", signal: new Stop() });
  expect(answer.headers).toMatchObject({ "x-llm-parity-model": "b", "x-llm-parity-cost-usd": "3" });
  expect(costsOf(router)).toEqual([
    'llm_parity_cost_usd_total{model="judge"} 3',
    'llm_parity_cost_usd_total{model="b"} 3',
  ]);
});

test("a client cannot ask the judge", async () => {
  const config = plainConfig(models, { judge: plainModel("judge"), strategy: chosen("llm", { model: "judge" }) });
  const { router, asked } = scriptedRouter(config, {});
  const answer = await complete({ ...question, model: "judge" }, { router, id: "7", signal: new Stop() });
  expect(answer).toMatchObject({ kind: "json", status: 404 });
  expect(asked).toEqual([]);
});
