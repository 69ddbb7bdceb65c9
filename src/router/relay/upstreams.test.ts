import { expect, test } from "vitest";
import { plainTarget } from "../../../test/support/plain-values.js";
import { noPrices } from "../../../test/support/scripted-router.js";
import type { ChatEvent } from "../../chat/event.js";
import type { JsonObject, JsonValue } from "../../chat/json.js";
import { type ChatRequest, plainRequest } from "../../chat/request.js";
import { Stop } from "../../chat/stop-signal.js";
import type { Capabilities, Target } from "../../chat/target.js";
import { type Exchange, headerOf, type WireRequest } from "../../wire/exchange.js";
import type { RoutedModel } from "../config/router-config.js";
import { createUpstreams } from "./upstreams.js";

type Answer = { readonly status?: number; readonly body: JsonObject | string };

/** A service with scripted answers, in turn; the last one is repeated. */
function services(...answers: readonly Answer[]) {
  const requests: WireRequest[] = [];
  const exchange: Exchange = async (request) => {
    const { status = 200, body } = answers[Math.min(requests.length, answers.length - 1)] ?? { body: "" };
    requests.push(request);
    const text = typeof body === "string" ? body : JSON.stringify(body);
    async function* chunks(): AsyncGenerator<Uint8Array> {
      yield Buffer.from(text);
    }
    const type = typeof body === "string" ? "text/event-stream" : "application/json";
    return { status, headers: [["content-type", type]], chunks: chunks() };
  };
  const bodies = (): readonly JsonObject[] =>
    requests.map(({ body }) => JSON.parse(Buffer.from(body ?? []).toString()) as JsonObject);
  return { exchange, requests, bodies };
}

const whole: Answer = {
  body: { choices: [{ index: 0, message: { role: "assistant", content: "42" }, finish_reason: "stop" }] },
};
const pieces: Answer = {
  body: `${['{"choices":[{"index":0,"delta":{"content":"4"}}]}', '{"choices":[{"index":0,"delta":{"content":"2"},"finish_reason":"stop"}]}', "[DONE]"].map((data) => `data: ${data}\n\n`).join("")}`,
};
const noStreamedTools: Answer = {
  status: 400,
  body: { error: { message: "This model doesn't support tool use in streaming mode." } },
};

function model(change: Partial<RoutedModel> = {}, target: Partial<Target> = {}): RoutedModel {
  const own = { baseUrl: "http://service.test/v1", providerModelId: "provider-id", ...target };
  return {
    ...{
      name: "m",
      description: "",
      credentials: [{ kind: "none" }],
      measured: [],
      maxOutputTokens: null,
      emptyReplyGuard: "hold",
      allow: [],
      prices: noPrices,
    },
    whole: plainTarget(own),
    streaming: plainTarget({ ...own, api: "chat-completions-stream", ...target }),
    ...change,
  };
}

const question = { role: "user", parts: [{ kind: "text", text: "15 + 27?" }], name: null } as const;
const plain = plainRequest("as the client says", [question]);
const tools: ChatRequest["tools"] = [{ name: "add", description: null, parameters: null, strict: null }];

const all = async (events: AsyncIterable<ChatEvent>): Promise<readonly ChatEvent[]> => {
  const received: ChatEvent[] = [];
  for await (const event of events) received.push(event);
  return received;
};
const signal = new Stop();

const textIn = (events: readonly ChatEvent[]) =>
  events.flatMap((event) => (event.kind === "text-delta" ? [event.text] : [])).join("");
const warned = (events: readonly ChatEvent[]) =>
  events.flatMap(({ kind, ...event }) => ("warning" in event ? [`${event.warning.id} ${event.warning.field}`] : []));

test("the provider's id is asked at the target's address, under the repairing policy", async () => {
  const { exchange, requests, bodies } = services(whole);
  const events = await all(createUpstreams(exchange)(model(), { request: plain, streaming: false }, signal));
  expect(textIn(events)).toBe("42");
  expect(requests[0]?.url).toBe("http://service.test/v1/chat/completions");
  expect(bodies()[0]).toMatchObject({ model: "provider-id", messages: [{ role: "user", content: "15 + 27?" }] });
  await all(createUpstreams(exchange)(model(), { request: { ...plain, temperature: 3 }, streaming: false }, signal));
  expect(bodies()[1]?.["temperature"]).toBe(2);
});

test("another address counts instead of the target's where one is textIn", async () => {
  const { exchange, requests } = services(whole);
  const ask = createUpstreams(exchange, ({ name }) => (name === "m" ? "http://elsewhere.test" : null));
  for (const name of ["m", "other"]) await all(ask(model({ name }), { request: plain, streaming: false }, signal));
  expect(requests.map(({ url }) => url)).toEqual([
    "http://elsewhere.test/chat/completions",
    "http://service.test/v1/chat/completions",
  ]);
});

test("a stream is asked of the streaming target, a whole reply of the other", async () => {
  const { exchange, bodies } = services(pieces, whole);
  const ask = createUpstreams(exchange);
  const one = model({ streaming: plainTarget({ ...model().streaming, providerModelId: "streaming-id" }) });
  expect(textIn(await all(ask(one, { request: plain, streaming: true }, signal)))).toBe("42");
  expect(textIn(await all(ask(one, { request: plain, streaming: false }, signal)))).toBe("42");
  expect(bodies().map(({ model: id, stream }) => [id, stream])).toEqual([
    ["streaming-id", true],
    ["provider-id", undefined],
  ]);
});

test("each model's keys have their turns, whole and streaming together", async () => {
  const { exchange, requests } = services(whole);
  const ask = createUpstreams(exchange);
  const keys = (...tokens: readonly string[]) => tokens.map((token) => ({ kind: "bearer", token }) as const);
  const a = model({ name: "a", credentials: keys("a1", "a2", "a3") });
  const b = model({ name: "b", credentials: keys("b1", "b2") });
  const order: readonly (readonly [RoutedModel, boolean])[] = [
    ...[[a, false] as const, [a, true] as const, [b, false] as const, [a, false] as const],
    ...[[a, false] as const, [b, true] as const, [a, true] as const, [b, false] as const],
  ];
  for (const [one, streaming] of order) await all(ask(one, { request: plain, streaming }, signal));
  expect(requests.map(({ headers }) => headerOf(headers, "authorization"))).toEqual(
    ["a1", "a2", "b1", "a3", "a1", "b2", "a2", "b1"].map((token) => `Bearer ${token}`),
  );
});

test("a model without any key is asked without one", async () => {
  const { exchange, requests } = services(whole);
  await all(createUpstreams(exchange)(model({ credentials: [] }), { request: plain, streaming: false }, signal));
  expect(requests.map(({ headers }) => headerOf(headers, "authorization"))).toEqual([null]);
});

test("a target is opened once, and again where that failed", async () => {
  const { exchange } = services(whole);
  const asked: string[] = [];
  const ask = createUpstreams(exchange, ({ name }) => {
    asked.push(name);
    if (asked.length === 1) throw new Error("no address yet");
    return null;
  });
  const replyOf = () => all(ask(model(), { request: plain, streaming: false }, signal));
  expect(await replyOf()).toEqual([
    {
      kind: "reply-failed",
      failure: expect.objectContaining({ kind: "harness-fault", phase: "local", message: "no address yet" }),
    },
  ]);
  expect(textIn(await replyOf())).toBe("42");
  expect(textIn(await replyOf())).toBe("42");
  expect(asked).toEqual(["m", "m"]);
});

test("requests that come while a target is opened wait for the same opening", async () => {
  const { exchange } = services(whole);
  let openings = 0;
  const ask = createUpstreams(exchange, () => {
    openings += 1;
    return null;
  });
  const both = await Promise.all([1, 2].map(() => all(ask(model(), { request: plain, streaming: false }, signal))));
  expect([both.map(textIn), openings]).toEqual([["42", "42"], 1]);
});

test("once open, a target answers without a further wait for its opening", async () => {
  const { exchange } = services(whole);
  let openings = 0;
  const ask = createUpstreams(exchange, () => {
    openings += 1;
    return null;
  });
  const one = model({ credentials: [{ kind: "none" }, { kind: "none" }] });
  for (const streaming of [false, false, false, true, true, true]) {
    await all(ask(one, { request: plain, streaming }, signal));
  }
  // Two keys, whole and streaming: four.
  expect(openings).toBe(4);
});

test("a refusal to open keeps its own kind, and what is no error is told as text", async () => {
  const { exchange } = services(whole);
  const ask = (thrown: unknown) =>
    createUpstreams(exchange, () => {
      throw thrown;
    });
  const replyOf = (thrown: unknown) => all(ask(thrown)(model(), { request: plain, streaming: false }, signal));
  expect(await replyOf("a text")).toMatchObject([{ failure: { kind: "harness-fault", message: "a text" } }]);
  const nowhere = model({}, { baseUrl: null });
  const events = await all(createUpstreams(exchange)(nowhere, { request: plain, streaming: false }, signal));
  expect(events).toMatchObject([{ kind: "reply-failed", failure: { phase: "local" } }]);
  expect(events[0]).not.toMatchObject({ failure: { kind: "harness-fault" } });
});

test("the caller's signal reaches the service, whole, streaming and asked again", async () => {
  const signals: unknown[] = [];
  const exchange: Exchange = async (_request, stop) => {
    signals.push(stop);
    const { status = 200, body } = signals.length === 1 ? noStreamedTools : whole;
    async function* chunks(): AsyncGenerator<Uint8Array> {
      yield Buffer.from(JSON.stringify(body));
    }
    return { status, headers: [], chunks: chunks() };
  };
  const ask = createUpstreams(exchange);
  const stop = new Stop();
  await all(ask(model(), { request: { ...plain, tools }, streaming: true }, stop));
  await all(ask(model(), { request: plain, streaming: false }, stop));
  expect(signals).toEqual([stop, stop, stop]);
});

const capable = (streamingTools: boolean | null): Partial<Target> => ({
  capabilities: { ...plainTarget().capabilities, streamingTools } satisfies Capabilities,
});

test.each([
  ["tools, where the model is known to take none in a stream", false, tools, false, ["asked-whole stream"]],
  ["an empty list of tools there", false, [], true, []],
  ["no tools there", false, null, true, []],
  ["tools, where it is known to take them", true, tools, true, []],
  ["tools, where nobody knows", null, tools, true, []],
] as const)("of a stream with %s", async (_title, streamingTools, given, streams, warnings) => {
  const { exchange, bodies } = services(streams ? pieces : whole);
  const one = model({}, capable(streamingTools));
  const request = { ...plain, tools: given };
  const events = await all(createUpstreams(exchange)(one, { request, streaming: true }, signal));
  expect([textIn(events), bodies().map(({ stream }) => stream === true)]).toEqual(["42", [streams]]);
  expect(warned(events).filter((line) => line.startsWith("asked-whole"))).toEqual(warnings);
});

test("a whole reply is never told as one that was asked for in pieces", async () => {
  const { exchange } = services(whole);
  const request = { ...plain, tools };
  const events = await all(createUpstreams(exchange)(model({}, capable(false)), { request, streaming: false }, signal));
  expect(warned(events)).toEqual([]);
});

test("a service that refuses tools in a stream is asked for the whole reply, and that is told", async () => {
  const { exchange, bodies } = services(noStreamedTools, whole);
  const request = { ...plain, tools, topK: 3 };
  const events = await all(createUpstreams(exchange)(model(), { request, streaming: true }, signal));
  expect(textIn(events)).toBe("42");
  expect(bodies().map(({ stream }) => stream === true)).toEqual([true, false]);
  expect(events[0]).toEqual({
    kind: "warning",
    warning: {
      id: "asked-whole",
      field: "stream",
      message:
        "the model takes no tools while streaming: it was asked without streaming, and its reply arrives all at once",
    },
  });
});

test.each([
  ["without tools there is nothing to ask again", noStreamedTools, null, "streaming-tools-unsupported"],
  ["another refusal", { status: 400, body: { error: { message: "bad" } } }, tools, "invalid-request"],
] as const)("%s is the end", async (_title, answer, given, kind) => {
  const { exchange, requests } = services(answer, whole);
  const request = { ...plain, tools: given };
  const events = await all(createUpstreams(exchange)(model(), { request, streaming: true }, signal));
  expect(events.at(-1)).toMatchObject({ kind: "reply-failed", failure: { kind } });
  expect(requests).toHaveLength(1);
});

const pinned = model({}, { upstreamPin: "moonshot" });

test("so it is where warnings come before the refusal", async () => {
  const { exchange, requests } = services(noStreamedTools, whole);
  const request = { ...plain, tools, extra: { route: "fallback" } };
  const events = await all(createUpstreams(exchange)(pinned, { request, streaming: true }, signal));
  expect([textIn(events), requests.length]).toEqual(["42", 2]);
  expect(warned(events)).toEqual(["asked-whole stream", "member-left-out route"]);
});

test("a stream with tools is handed on as it comes", async () => {
  let cut = () => {};
  const over = new Promise<void>((resolve) => {
    cut = resolve;
  });
  const exchange: Exchange = async () => {
    async function* chunks(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('data: {"choices":[{"index":0,"delta":{"content":"4"}}]}\n\n');
      await over;
    }
    return { status: 200, headers: [["content-type", "text/event-stream"]], chunks: chunks() };
  };
  const events = createUpstreams(exchange)(model(), { request: { ...plain, tools }, streaming: true }, signal);
  const received: ChatEvent[] = [];
  while (textIn(received) === "") received.push(events.ready() ?? (await events.next()).value ?? { kind: "reply-end" });
  expect(textIn(received)).toBe("4");
  cut();
  expect((await all(events)).at(-1)).toMatchObject({ kind: "reply-failed", failure: { kind: "truncated" } });
});

test("a stream with tools that is taken goes through with its warnings first", async () => {
  const { exchange } = services(pieces);
  const request = { ...plain, tools, extra: { route: "fallback" } };
  const events = await all(createUpstreams(exchange)(pinned, { request, streaming: true }, signal));
  expect(events[0]).toMatchObject({ kind: "warning", warning: { field: "route" } });
  expect(events.map(({ kind }) => kind)).toContain("reply-end");
  expect(textIn(events)).toBe("42");
});

test.each([
  ["the request's own", 7, 100, 7],
  ["the model's, where the request sets none", null, 100, 100],
  ["none, where nobody sets one", null, null, undefined],
])("the token limit is %s", async (_title, asked, own, sent) => {
  const { exchange, bodies } = services(whole);
  const request = { ...plain, maxOutputTokens: asked };
  await all(createUpstreams(exchange)(model({ maxOutputTokens: own }), { request, streaming: false }, signal));
  expect(bodies()[0]?.["max_tokens"]).toBe(sent);
});

const extra: { readonly [member: string]: JsonValue } = {
  provider: { order: ["x"] },
  models: ["a", "b"],
  route: "fallback",
  user: "u-1",
};

test("members that choose an upstream go to a model that allows them, unless it is pinned", async () => {
  const { exchange, bodies } = services(whole);
  const ask = createUpstreams(exchange);
  const request = { ...plain, extra };
  const closed = await all(ask(model(), { request, streaming: false }, signal));
  expect(Object.keys(bodies()[0] ?? {}).filter((name) => name in extra)).toEqual(["user"]);
  expect(warned(closed)).toEqual(["provider", "models", "route"].map((name) => `member-left-out ${name}`));
  const allow = ["provider", "models", "route"];
  const free = await all(ask({ ...model({ allow }), name: "free" }, { request, streaming: false }, signal));
  expect([bodies()[1], warned(free)]).toMatchObject([extra, []]);
  const events = await all(ask({ ...pinned, allow, name: "pinned" }, { request, streaming: false }, signal));
  expect(Object.keys(bodies()[2] ?? {}).filter((name) => name in extra)).toEqual(["user"]);
  expect(bodies()[2]).toMatchObject({ model: "provider-id", messages: [{ role: "user" }] });
  expect(events.slice(0, 3)).toEqual(
    allow.map((field) => ({
      kind: "warning",
      warning: { id: "member-left-out", field, message: "the model is pinned to moonshot" },
    })),
  );
});

test("where only one way of asking is pinned, the members are left out of that one", async () => {
  const { exchange, bodies } = services(pieces, whole);
  const ask = createUpstreams(exchange);
  const one = model({ streaming: pinned.streaming, allow: ["route"] });
  const request = { ...plain, extra };
  for (const streaming of [true, false]) await all(ask(one, { request, streaming }, signal));
  expect(bodies().map(({ route, user }) => [route, user])).toEqual([
    [undefined, "u-1"],
    ["fallback", "u-1"],
  ]);
});

const converse: Answer = {
  body: { output: { message: { role: "assistant", content: [{ text: "42" }] } }, stopReason: "end_turn" },
};

test("Bedrock gets the members that Converse has and the entry allows, and each other one is told", async () => {
  const { exchange, bodies, requests } = services(converse);
  const bedrock: Partial<Target> = {
    provider: "bedrock",
    auth: "bedrock",
    region: "us-east-1",
    signingName: "bedrock",
  };
  const target = { ...bedrock, api: "converse", baseUrl: null } as const;
  const own = {
    additionalModelRequestFields: { a: 1 },
    guardrailConfig: { guardrailIdentifier: "g", guardrailVersion: "1" },
    performanceConfig: { latency: "optimized" },
    requestMetadata: { k: "v" },
    serviceTier: { type: "default" },
  };
  const one = model({ credentials: [{ kind: "bearer", token: "k" }], allow: Object.keys(own) }, target);
  const request = { ...plain, extra: { ...own, user: "u-1", logit_bias: {} } };
  const events = await all(createUpstreams(exchange)(one, { request, streaming: false }, signal));
  expect(textIn(events)).toBe("42");
  expect(requests[0]?.url).toContain("/model/provider-id/converse");
  expect(bodies()[0]).toMatchObject({ ...own, messages: [{ role: "user", content: [{ text: "15 + 27?" }] }] });
  expect(Object.keys(bodies()[0] ?? {})).not.toEqual(expect.arrayContaining(["user"]));
  expect(events.slice(0, 2)).toEqual(
    ["user", "logit_bias"].map((field) => ({
      kind: "warning",
      warning: { id: "member-left-out", field, message: "Bedrock has no such member" },
    })),
  );
});
