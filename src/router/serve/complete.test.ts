import { describe, expect, test } from "vitest";
import { plainTarget, plainUsage } from "../../../test/support/plain-values.js";
import {
  chosen,
  failedReply,
  plainConfig,
  plainFailure,
  plainModel,
  scriptedRouter,
  textReply,
} from "../../../test/support/scripted-router.js";
import type { ChatEvent } from "../../chat/event.js";
import { asChatEvents } from "../../chat/events.js";
import { failureKinds } from "../../chat/failure.js";
import type { JsonObject } from "../../chat/json.js";
import { Stop } from "../../chat/stop-signal.js";
import { type Answer, complete } from "./complete.js";
import { createRouter, type Router } from "./router.js";

const question = { role: "user", content: "15 + 27?" };
const plain = { model: "a", messages: [question] };
const two = [plainModel("a"), plainModel("b")];
const twoWithFallback = plainConfig(two, { fallback: ["b"] });

const ask = (router: Router, body: JsonObject = plain): Promise<Answer> =>
  complete(body, { router, id: "7", signal: new Stop() });

async function jsonOf(answering: Promise<Answer>) {
  const answer = await answering;
  if (answer.kind !== "json") throw new Error("a stream");
  return answer;
}

async function piecesOf(answering: Promise<Answer>): Promise<readonly string[]> {
  const answer = await answering;
  if (answer.kind !== "stream") throw new Error(JSON.stringify(answer));
  const pieces: string[] = [];
  for await (const piece of answer.pieces) pieces.push(piece);
  return pieces;
}

const chunksOf = (text: string): readonly JsonObject[] =>
  text.split("\n\n").flatMap((event) => (/^data: \{/.test(event) ? [JSON.parse(event.slice(6)) as JsonObject] : []));

/** The counters of a router, each line without its name's common part. */
const counted = ({ metrics }: Router) => {
  const lines = metrics.text().split("\n");
  return lines.filter((line) => line.startsWith("llm_parity_")).map((line) => line.replace("llm_parity_", ""));
};

describe("a request is refused before anybody is asked", () => {
  test("where its body is none", async () => {
    const { router, asked } = scriptedRouter(plainConfig(two), {});
    expect(await ask(router, { messages: [] })).toEqual({
      ...{ kind: "json", status: 400, headers: {} },
      body: { error: { message: expect.any(String), type: "invalid_request_error", param: "messages", code: null } },
    });
    expect(asked).toEqual([]);
  });

  test.each([
    [2, 200],
    [3, 400],
  ])("of two messages at most, %d are answered with %d", async (count, status) => {
    const config = plainConfig(two, { serve: { maxMessages: 2 } });
    const { router } = scriptedRouter(config, { a: [textReply("42")] });
    const answer = await jsonOf(ask(router, { model: "a", messages: Array(count).fill(question) }));
    expect(answer.status).toBe(status);
    if (status === 400) {
      expect(answer.body).toMatchObject({
        error: { param: "messages", code: null, message: "At most 2 messages are accepted." },
      });
    }
  });

  test("where it names a model that is none, which is told at most by a hundred characters", async () => {
    const { router, asked } = scriptedRouter(plainConfig(two), {});
    const answer = await jsonOf(ask(router, { ...plain, model: `${"x".repeat(100)}yz` }));
    expect([answer.status, asked]).toEqual([404, []]);
    expect(answer.body).toEqual({
      error: {
        message: `there is no model "${"x".repeat(100)}"; write auto, or one of: a, b`,
        ...{ type: "invalid_request_error", param: "model", code: "model_not_found" },
      },
    });
  });
});

describe("a whole reply", () => {
  test("is the model's, under the server's id, name and second", async () => {
    const { router, asked } = scriptedRouter(plainConfig(two), { a: [textReply("4", "2")] });
    expect(await ask(router)).toMatchObject({
      ...{ kind: "json", status: 200 },
      headers: {
        "x-llm-parity-attempts": "a=answered",
        "x-llm-parity-reason": "named by the request",
        "x-llm-parity-model": "a",
      },
      body: {
        ...{ id: "chatcmpl-7", object: "chat.completion", created: 1795219200, model: "a" },
        choices: [{ message: { content: "42" }, finish_reason: "stop" }],
      },
    });
    expect(asked).toMatchObject([
      { model: "a", streaming: false, request: { messages: [{ role: "user", parts: [{ text: "15 + 27?" }] }] } },
    ]);
    expect(counted(router)).toEqual(['attempts_total{model="a",outcome="answered"} 1']);
  });

  test("tells nothing in a header of which there is nothing to tell", async () => {
    const { router } = scriptedRouter(plainConfig(two), { a: [textReply("42")] });
    expect(Object.keys((await ask(router)).headers).sort()).toEqual([
      "x-llm-parity-attempts",
      "x-llm-parity-model",
      "x-llm-parity-reason",
    ]);
  });

  test("of the next model is a fallback, that of the first is none", async () => {
    const { router } = scriptedRouter(twoWithFallback, {
      a: [failedReply(plainFailure("quota")), textReply("42")],
      b: [textReply("43")],
    });
    expect((await ask(router)).headers).toMatchObject({
      "x-llm-parity-attempts": "a=quota, b=answered",
      "x-llm-parity-model": "b",
    });
    await ask(router);
    expect(counted(router).filter((line) => line.startsWith("fallbacks"))).toEqual(['fallbacks_total{model="b"} 1']);
  });

  test.each([
    [{ inputTokens: 7, outputTokens: 0 }, ['direction="input"} 7', 'direction="output"} 0']],
    [{ inputTokens: null, outputTokens: 3 }, ['direction="output"} 3']],
    [{ inputTokens: 7, outputTokens: null }, ['direction="input"} 7']],
    [null, []],
  ])("counts the tokens that it reports: %j", async (reported, lines) => {
    const usage: readonly ChatEvent[] = reported === null ? [] : [{ kind: "usage", usage: plainUsage(reported) }];
    const [end, ...begin] = [...textReply("42")].toReversed();
    if (end === undefined) throw new Error("no end");
    const reply = [...begin.toReversed(), ...usage, end];
    const expected = lines.map((line) => `tokens_total{model="a",${line}`);
    for (const stream of [false, true]) {
      const { router } = scriptedRouter(plainConfig(two), { a: [reply] });
      if (stream) await piecesOf(ask(router, { ...plain, stream }));
      else await ask(router);
      expect(counted(router).filter((line) => line.startsWith("tokens"))).toEqual(expected);
    }
  });

  test("has the model's name before its first text that is not blank, where that is configured", async () => {
    const config = plainConfig(two, { serve: { showModelPrefix: true } });
    const reply: readonly ChatEvent[] = [
      { kind: "text-start", part: 0 },
      { kind: "text-delta", part: 0, text: " " },
      { kind: "part-end", part: 0 },
      { kind: "tool-call-start", part: 1, id: "c", name: "f", argumentsText: "{}" },
      { kind: "text-start", part: 2 },
      { kind: "text-delta", part: 2, text: "4" },
      { kind: "text-start", part: 3 },
      { kind: "text-delta", part: 3, text: "2" },
      { kind: "finish", finish: { kind: "stop", raw: "stop", nativeRaw: null, stopSequence: null } },
      { kind: "reply-end" },
    ];
    const { router } = scriptedRouter(config, { a: [reply] });
    expect((await jsonOf(ask(router))).body).toMatchObject({ choices: [{ message: { content: " [a] 42" } }] });
    const pieces = await piecesOf(ask(router, { ...plain, stream: true }));
    const texts = chunksOf(pieces.join("")).flatMap(({ choices }) => {
      const [choice] = choices as readonly { readonly delta: { readonly content?: string | null } }[];
      return choice?.delta.content ?? [];
    });
    expect(texts).toEqual([" ", "[a] 4", "2"]);
  });
});

describe("warnings stand in a header", () => {
  const warning = { id: "left-out", field: "top_k", message: "no such member" };
  const warned: readonly ChatEvent[] = [{ kind: "warning", warning }, ...textReply("42")];

  test("those of the request, of the choice, of the reply, of its encoding: each once", async () => {
    const call: ChatEvent = { kind: "tool-call-start", part: 0, id: null, name: "f", argumentsText: "{}" };
    const finish = { kind: "tool-calls", raw: "tool_calls", nativeRaw: null, stopSequence: null } as const;
    const reply: readonly ChatEvent[] = [
      { kind: "warning", warning },
      { kind: "warning", warning },
      call,
      { kind: "finish", finish },
      { kind: "reply-end" },
    ];
    const { router } = scriptedRouter(plainConfig(two), { a: [reply] });
    const { status, headers } = await jsonOf(ask(router));
    expect([status, headers["x-llm-parity-model"]]).toEqual([200, "a"]);
    expect(headers["x-llm-parity-warnings"]).toMatch(
      /^left-out: no such member; tool-call-id-derived: choices\[0\]\.message\.tool_calls\[0\]\.id: the provider sent no id/,
    );
  });

  test("those of the request and of the choice come first, whole and in pieces", async () => {
    const config = plainConfig(two, { strategy: chosen("llmrouter", { model_path: "m.json", embedding: hashing }) });
    const rank = () => Promise.reject(new Error("no"));
    for (const stream of [false, true]) {
      const { router } = scriptedRouter(config, { a: [warned] }, { openRanker: () => rank });
      const { headers } = await ask(router, { messages: [question], stream });
      expect(headers).toMatchObject({
        "x-llm-parity-reason": "the ranking failed: the first",
        "x-llm-parity-warnings":
          'model-missing: model: the request names no model: read as "auto"; routing: the ranking failed: no; left-out: no such member',
      });
    }
  });

  test("those of a request that failed are told too", async () => {
    const { router } = scriptedRouter(plainConfig(two), { a: [failedReply(plainFailure("quota"))] });
    expect((await ask(router, { ...plain, stream_options: { x: 1 } })).headers["x-llm-parity-warnings"]).toMatch(
      /^not-carried/,
    );
  });

  test.each([
    ["a".repeat(4096 - 3), "a".repeat(4096 - 3)],
    ["a".repeat(4097 - 3), "a".repeat(4096 - 3)],
    ["é\n\x7f\x1f ~", "???? ~"],
  ])("%#: no longer than 4 KiB, and of printable ASCII alone", async (message, shown) => {
    const long: ChatEvent = { kind: "warning", warning: { id: "w", field: "f", message } };
    const { router } = scriptedRouter(plainConfig(two), { a: [[long, ...textReply("42")]] });
    expect((await ask(router)).headers["x-llm-parity-warnings"]).toBe(`w: ${shown}`);
  });
});

const hashing = { kind: "hashing", dimensions: 8 } as const;

describe("a failure", () => {
  test("is answered with its own status and headers, and says whom was asked and how", async () => {
    const failure = plainFailure("throttled", { retryAfterMs: 1500 });
    const { router } = scriptedRouter(plainConfig(two), { a: [failedReply(failure)] });
    expect(await ask(router)).toMatchObject({
      ...{ kind: "json", status: 429 },
      headers: { "retry-after": "2", "x-llm-parity-attempts": "a=throttled" },
      body: { error: { type: "rate_limit_error", code: "rate_limit_exceeded", param: null } },
    });
    expect((await ask(router)).headers).not.toHaveProperty("x-llm-parity-model");
  });

  test("speaks of the last model that was asked, in the words of its service and region", async () => {
    const bedrock = plainTarget({ auth: "bedrock", region: "eu-west-3" });
    const other = plainTarget({ auth: "bearer", region: "us-east-9" });
    const models = [plainModel("a"), plainModel("b", { whole: bedrock, streaming: other })];
    const { router } = scriptedRouter(plainConfig(models, { fallback: ["b"] }), {
      a: [failedReply(plainFailure("region"))],
      b: [failedReply(plainFailure("region"))],
    });
    const messageOf = async (change: JsonObject) =>
      JSON.stringify((await jsonOf(ask(router, { ...plain, ...change }))).body);
    expect(await messageOf({})).toContain("'eu-west-3'");
    expect(await messageOf({ stream: true })).toContain("'us-east-9'");
    const credentials = scriptedRouter(plainConfig(models), { b: [failedReply(plainFailure("credentials"))] }).router;
    const body = async (change: JsonObject) =>
      JSON.stringify((await jsonOf(ask(credentials, { ...plain, model: "b", ...change }))).body);
    expect(await body({})).toContain("AWS credentials");
    expect(await body({ stream: true })).toContain("the provider of model 'b'");
  });

  test("is waited out and asked again as often as the configuration says", async () => {
    const reliability = { ...twoWithFallback.reliability, retries: 1, backoffMs: 100, maxBackoffMs: 1000 };
    const waits: number[] = [];
    const down = failedReply(plainFailure("unavailable"));
    const { router } = scriptedRouter(
      plainConfig(two, { reliability }),
      { a: [down, textReply("42")] },
      { random: () => 0.5, sleep: async (ms) => void waits.push(ms) },
    );
    expect((await ask(router)).headers["x-llm-parity-attempts"]).toBe("a=unavailable, a=answered");
    expect(waits).toEqual([50]);
    expect(counted(router)).toEqual([
      'attempts_total{model="a",outcome="unavailable"} 1',
      'attempts_total{model="a",outcome="answered"} 1',
    ]);
  });

  test("of a reply that was asked for whole is no completion", async () => {
    const { router } = scriptedRouter(plainConfig([plainModel("a", { emptyReplyGuard: "off" })]), { a: [[]] });
    expect((await jsonOf(ask(router))).status).toBe(502);
  });

  test("that every model replied without a word is an error of its own", async () => {
    const silent: readonly ChatEvent[] = [{ kind: "reply-end" }];
    const { router } = scriptedRouter(twoWithFallback, { a: [silent], b: [silent] });
    expect(await ask(router)).toEqual({
      ...{ kind: "json", status: 502 },
      headers: {
        "x-llm-parity-attempts": "a=empty, b=empty",
        "x-llm-parity-reason": "named by the request",
        "x-should-retry": "false",
      },
      body: {
        error: {
          message:
            "Every model that was asked replied with neither text nor a tool call.\nTry:\n" +
            "1. Change the request: several models have no answer to it",
          ...{ type: "upstream_error", param: null, code: "empty_reply" },
        },
      },
    });
    expect(counted(router)).toEqual([
      'attempts_total{model="a",outcome="empty"} 1',
      'attempts_total{model="b",outcome="empty"} 1',
      'empty_replies_total{model="a"} 1',
      'empty_replies_total{model="b"} 1',
    ]);
  });

  test("that one model replied without a word may be sent again", async () => {
    const silent: readonly ChatEvent[] = [{ kind: "reply-end" }];
    const alone = scriptedRouter(plainConfig([plainModel("a")]), { a: [silent] });
    const behind = scriptedRouter(twoWithFallback, { a: [failedReply(plainFailure("quota"))], b: [silent] });
    const retries = [alone.router, behind.router].map(async (router) => (await ask(router)).headers["x-should-retry"]);
    expect(await Promise.all(retries)).toEqual(["true", "true"]);
  });

  test("never quotes a key of the configuration", async () => {
    const models = [plainModel("a", { credentials: [{ kind: "bearer", token: "hunter2-" }] })];
    const failure = plainFailure("invalid-request", { message: "wrong: hunter2-" });
    const begun = [...textReply("4").slice(0, 3), ...failedReply({ ...failure, phase: "body" })];
    const { router } = scriptedRouter(plainConfig(models), { a: [failedReply(failure), begun] });
    const text = JSON.stringify((await jsonOf(ask(router))).body);
    expect(text).toContain("The provider said: wrong: ");
    expect(text).not.toContain("hunter2");
    const stream = (await piecesOf(ask(router, { ...plain, stream: true }))).join("");
    expect(stream).toContain("The provider said: wrong: ");
    expect(stream).not.toContain("hunter2");
  });
});

describe("a model rests", () => {
  const isResting = async (replies: Parameters<typeof scriptedRouter>[1][string]) => {
    const { router } = scriptedRouter(plainConfig(two), { a: replies });
    for (const _ of replies) await ask(router);
    return router.cooldown.isResting("a", Date.parse("2026-11-21T00:00:00.900Z"));
  };

  test("after failures of its own, and after none of the request's", async () => {
    const resting: string[] = [];
    for (const kind of failureKinds) {
      const failure = plainFailure(kind, { phase: "connect" });
      if (await isResting(Array(3).fill(failedReply(failure)))) resting.push(kind);
    }
    expect(resting.sort()).toEqual(
      ["unavailable", "network", "timeout", "truncated", "protocol", "model-error", "throttled", "quota"].sort(),
    );
  });

  test("after replies without a word, and not where one had something to say", async () => {
    const silent: readonly ChatEvent[] = [{ kind: "reply-end" }];
    expect(await isResting([silent, silent, silent])).toBe(true);
    expect(await isResting([silent, silent, textReply("42"), silent])).toBe(false);
  });
});

describe("a stream", () => {
  const body = { ...plain, stream: true };

  test("is told in one piece as far as it is there, chunk by chunk and done last", async () => {
    const { router, asked } = scriptedRouter(plainConfig(two), { a: [textReply("4", "2", "!")] });
    const pieces = await piecesOf(ask(router, body));
    expect(pieces).toHaveLength(1);
    const chunks = chunksOf(pieces[0] ?? "");
    expect(chunks.map(({ choices }) => JSON.stringify(choices))).toEqual([
      '[{"index":0,"delta":{"role":"assistant","content":"4"},"logprobs":null,"finish_reason":null}]',
      '[{"index":0,"delta":{"content":"2"},"logprobs":null,"finish_reason":null}]',
      '[{"index":0,"delta":{"content":"!"},"logprobs":null,"finish_reason":null}]',
      '[{"index":0,"delta":{},"logprobs":null,"finish_reason":"stop"}]',
    ]);
    expect(new Set(chunks.map(({ id, created, model }) => `${id} ${created} ${model}`))).toEqual(
      new Set(["chatcmpl-7 1795219200 a"]),
    );
    expect(pieces[0]).toMatch(/data: \[DONE\]\n\n$/);
    expect(asked[0]?.streaming).toBe(true);
  });

  test("has its very first event", async () => {
    const call: ChatEvent = { kind: "tool-call-start", part: 0, id: "c", name: "f", argumentsText: "{}" };
    const { router } = scriptedRouter(plainConfig(two), { a: [[call, { kind: "reply-end" }]] });
    const chunks = chunksOf((await piecesOf(ask(router, body))).join(""));
    expect(chunks[0]).toMatchObject({ choices: [{ delta: { tool_calls: [{ index: 0, id: "c" }] } }] });
  });

  test("has the headers of what is known when it begins", async () => {
    const { router } = scriptedRouter(plainConfig(two), { a: [textReply("4")] });
    expect((await ask(router, body)).headers).toEqual({
      "x-llm-parity-attempts": "a=answered",
      "x-llm-parity-reason": "named by the request",
      "x-llm-parity-model": "a",
    });
  });

  test.each([
    [true, 1],
    [false, 0],
  ])("tells usage at its end only where that is asked for: %s", async (asked, count) => {
    const [end, ...begin] = [...textReply("42")].toReversed();
    if (end === undefined) throw new Error("no end");
    const usage: ChatEvent = { kind: "usage", usage: plainUsage({ inputTokens: 7 }) };
    const { router } = scriptedRouter(plainConfig(two), { a: [[...begin.toReversed(), usage, end]] });
    const pieces = await piecesOf(ask(router, { ...body, stream_options: { include_usage: asked } }));
    expect(
      chunksOf(pieces.join("")).filter(({ usage: reported }) => reported !== undefined && reported !== null),
    ).toHaveLength(count);
  });

  /** A model that sends these events at once, then waits until it may continue. */
  function stepwise(groups: readonly (readonly ChatEvent[])[]) {
    let left = 0;
    const router = createRouter({
      ...{ config: plainConfig(two), measured: null, rank: null },
      askModel: () => {
        const source = groups.map((group) => [...group]);
        const own = asChatEvents({
          [Symbol.asyncIterator]: () => ({ next: async () => ({ done: true, value: undefined }) }),
        });
        return Object.assign(own, {
          ready: () => source[0]?.shift() ?? null,
          next: async () => {
            while (source[0]?.length === 0) source.shift();
            const value = source[0]?.shift();
            return value === undefined ? { done: true as const, value } : { done: false as const, value };
          },
          return: async () => {
            left += 1;
            return { done: true as const, value: undefined };
          },
        });
      },
    });
    return { router, left: () => left };
  }
  const reply = textReply("4", "2");

  test("is told in a piece of its own after each wait, and is closed once", async () => {
    const { router, left } = stepwise([reply.slice(0, 3), reply.slice(3, 4), [], reply.slice(4)]);
    const pieces = await piecesOf(ask(router, body));
    expect(pieces.map((piece) => chunksOf(piece).length)).toEqual([1, 1, 1]);
    expect(left()).toBe(1);
  });

  test("of which nobody reads the rest is left", async () => {
    const { router, left } = stepwise([reply.slice(0, 3), reply.slice(3)]);
    const answer = await ask(router, body);
    if (answer.kind !== "stream") throw new Error("no stream");
    for await (const _piece of answer.pieces) break;
    expect(left()).toBe(1);
  });

  test("that has a lot to say at once goes out in pieces of some 64 KiB", async () => {
    const text = "0123456789".repeat(400);
    const { router } = stepwise([textReply(...Array.from({ length: 100 }, () => text))]);
    const pieces = await piecesOf(ask(router, body));
    expect(pieces.join("").split(text)).toHaveLength(101);
    expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(64 * 1024 + 2 * text.length);
  });

  test("that says nothing for a while has no empty pieces", async () => {
    const { router } = stepwise([reply.slice(0, 3), reply.slice(4, 5), reply.slice(5)]);
    expect((await piecesOf(ask(router, body))).every((piece) => piece !== "")).toBe(true);
  });

  test("that fails on its way ends with an error and without a finish", async () => {
    const cut = [...textReply("4").slice(0, 3), ...failedReply(plainFailure("truncated", { phase: "body" }))];
    const { router } = scriptedRouter(plainConfig(two), { a: [cut], b: [textReply("42")] });
    const text = (await piecesOf(ask(router, body))).join("");
    expect(chunksOf(text)).toMatchObject([
      { choices: [{ finish_reason: null }] },
      { error: { type: "api_error", code: "upstream_truncated", param: null } },
    ]);
    const unreachable = failedReply(plainFailure("network", { phase: "body" }));
    const named = scriptedRouter(plainConfig(two), { a: [[...textReply("4").slice(0, 3), ...unreachable]] });
    expect((await piecesOf(ask(named.router, body))).join("")).toContain("The provider of model 'a' could not");
    expect(text).toMatch(/\n\ndata: \[DONE\]\n\n$/);
  });

  test("that fails before it begins is answered with a status", async () => {
    const { router } = scriptedRouter(plainConfig(two), { a: [failedReply(plainFailure("unavailable"))] });
    expect((await jsonOf(ask(router, body))).status).toBe(503);
  });
});

test("the caller's signal goes to the choice and to the model", async () => {
  const signals: unknown[] = [];
  const config = plainConfig(two, { strategy: chosen("llmrouter", { model_path: "m.json", embedding: hashing }) });
  const rank = async (_text: string, signal: unknown) => {
    signals.push(signal);
    return [{ model: "b", score: 1 }];
  };
  const { router, asked } = scriptedRouter(config, { b: [textReply("42")] }, { openRanker: () => rank });
  const signal = new Stop();
  await complete({ model: "auto", messages: [question] }, { router, id: "7", signal });
  expect([...signals, asked[0]?.model, asked[0]?.signal]).toEqual([signal, "b", signal]);
});
