import { describe, expect, test } from "vitest";
import { jsonHeaders, streamHeaders } from "../../../test/support/bedrock-headers.js";
import { converseTarget, eventFrame, question } from "../../../test/support/converse-wire.js";
import { noPrices } from "../../../test/support/scripted-router.js";
import type { Credentials } from "../../adapters/adapter.js";
import { spokenChatCompletions } from "../../adapters/openai-chat/spoken.js";
import { adapterFor } from "../../adapters/registry.js";
import { foldAsync } from "../../chat/fold.js";
import type { JsonObject } from "../../chat/json.js";
import type { ChatRequest, Tool } from "../../chat/request.js";
import type { Target } from "../../chat/target.js";
import { type Exchange, headerOf, TransportError, type WireHeaders, type WireRequest } from "../../wire/exchange.js";
import type { RoutedModel } from "../config/router-config.js";
import { type AskModel, createUpstreams } from "./upstreams.js";

const key = (token: string): Credentials => ({ kind: "bearer", token });
const tool: Tool = { name: "look_up", description: null, parameters: { type: "object" }, strict: null };

const chatTarget = (change: Partial<Target> = {}): Target => ({
  ...converseTarget("chat-completions"),
  ...{ provider: "vllm", providerModelId: "their-model", region: null, baseUrl: "http://service.test/v1" },
  ...{ keyVariable: "KEY", auth: "bearer" },
  ...change,
});

function routed(change: Partial<RoutedModel> = {}): RoutedModel {
  return {
    ...{ name: "m", description: "", whole: chatTarget(), streaming: chatTarget({ api: "chat-completions-stream" }) },
    ...{
      credentials: [key("key-one")],
      measured: [],
      maxOutputTokens: null,
      emptyReplyGuard: "hold",
      allow: [],
      prices: noPrices,
    },
    ...change,
  };
}

const bedrock = (change: Partial<RoutedModel> = {}): RoutedModel =>
  routed({ whole: converseTarget("converse"), streaming: converseTarget("converse-stream"), ...change });

type Answer = { readonly status?: number; readonly headers?: WireHeaders; readonly text: string | Uint8Array };

const completion = (text: string): Answer => ({
  text: JSON.stringify({
    ...{ id: "x", object: "chat.completion", created: 1, model: "their-model" },
    choices: [{ index: 0, message: { role: "assistant", content: text }, finish_reason: "stop" }],
  }),
});

const converse: Answer = {
  text: JSON.stringify({
    output: { message: { role: "assistant", content: [{ text: "whole" }] } },
    stopReason: "end_turn",
    usage: { inputTokens: 1, outputTokens: 1, totalTokens: 2 },
  }),
};

const pieces: Answer = {
  headers: streamHeaders,
  text: Buffer.concat([
    eventFrame("messageStart", { role: "assistant" }),
    eventFrame("contentBlockDelta", { contentBlockIndex: 0, delta: { text: "in pieces" } }),
    eventFrame("contentBlockStop", { contentBlockIndex: 0 }),
    eventFrame("messageStop", { stopReason: "end_turn" }),
  ]),
};

const refusedWith = (message: string): Answer => ({ status: 400, text: JSON.stringify({ message }) });
const noToolsInStreams = refusedWith("This model doesn't support tool use in streaming mode.");

/** A service that gives these answers, the last of them again and again, and keeps what it was sent. */
function service(...answers: readonly Answer[]) {
  const sent: { readonly request: WireRequest; readonly body: JsonObject }[] = [];
  const exchange: Exchange = async (request) => {
    const { status = 200, headers = jsonHeaders, text } = answers[sent.length] ?? answers.at(-1) ?? completion("");
    sent.push({ request, body: JSON.parse(new TextDecoder().decode(request.body ?? new Uint8Array())) });
    async function* chunks() {
      yield typeof text === "string" ? new TextEncoder().encode(text) : text;
    }
    return { status, headers, chunks: chunks() };
  };
  const keys = () => sent.map(({ request }) => headerOf(request.headers, "authorization"));
  return { sent, exchange, keys, paths: () => sent.map(({ request }) => new URL(request.url).pathname) };
}

async function ask(
  askModel: AskModel,
  model: RoutedModel,
  { streaming = false, ...change }: Partial<ChatRequest> & { readonly streaming?: boolean } = {},
) {
  const request = { ...question, ...change };
  const reply = await foldAsync(askModel(model, { request, streaming }, new AbortController().signal));
  const said = reply.parts.map((part) => (part.kind === "text" ? part.text : part.kind)).join(" ");
  return { reply, said, warnings: reply.warnings.map(({ id, field }) => `${id} ${field}`) };
}

describe("whole or in pieces", () => {
  const withTools = { tools: [tool], streaming: true };
  const takesNone = bedrock({
    streaming: {
      ...converseTarget("converse-stream"),
      capabilities: { ...converseTarget().capabilities, streamingTools: false },
    },
  });

  test("is asked as the client asked", async () => {
    const { exchange, paths } = service(converse, pieces);
    const askModel = createUpstreams(exchange);
    expect(await ask(askModel, bedrock())).toMatchObject({ said: "whole", warnings: [] });
    expect(await ask(askModel, bedrock(), { streaming: true })).toMatchObject({ said: "in pieces", warnings: [] });
    expect(paths()).toEqual(["/model/vendor.sample-v1%3A0/converse", "/model/vendor.sample-v1%3A0/converse-stream"]);
  });

  test("a model that is known to take no tools in a stream is asked whole, and that is told", async () => {
    const { exchange, paths } = service(converse);
    const { reply, said } = await ask(createUpstreams(exchange), takesNone, withTools);
    expect(said).toBe("whole");
    expect(reply.warnings[0]).toEqual({
      id: "asked-whole",
      field: "stream",
      message:
        "the model takes no tools while streaming: it was asked without streaming, and its reply arrives all at once",
    });
    expect(paths()).toEqual(["/model/vendor.sample-v1%3A0/converse"]);
  });

  test.each<readonly [string, Partial<ChatRequest>]>([
    ["without tools", { tools: null }],
    ["with an empty list of tools", { tools: [] }],
  ])("%s it is asked in pieces", async (_title, change) => {
    const { exchange } = service(pieces);
    const { said, warnings } = await ask(createUpstreams(exchange), takesNone, { ...change, streaming: true });
    expect(said).toBe("in pieces");
    expect(warnings).not.toContain("asked-whole stream");
  });

  test.each([true, null])("a model of which %s is known is asked in pieces with tools", async (streamingTools) => {
    const capabilities = { ...converseTarget().capabilities, streamingTools };
    const model = bedrock({ streaming: { ...converseTarget("converse-stream"), capabilities } });
    const { exchange, sent } = service(pieces);
    expect(await ask(createUpstreams(exchange), model, withTools)).toMatchObject({ said: "in pieces" });
    expect(sent).toHaveLength(1);
  });

  test("one that turns out to take none is asked again whole", async () => {
    const { exchange, paths } = service(noToolsInStreams, converse);
    const { said, warnings, reply } = await ask(createUpstreams(exchange), bedrock(), withTools);
    expect({ said, warnings, failure: reply.failure }).toEqual({
      said: "whole",
      warnings: ["asked-whole stream"],
      failure: null,
    });
    expect(paths().map((path) => path.split("/").at(-1))).toEqual(["converse-stream", "converse"]);
  });

  test("so it is also where something was to be told before, which is told once", async () => {
    const { exchange } = service(noToolsInStreams, converse);
    const { warnings } = await ask(createUpstreams(exchange), bedrock(), { ...withTools, extra: { odd: 1 } });
    expect(warnings).toEqual(["asked-whole stream", "member-left-out odd"]);
  });

  test("what is told before pieces stays told", async () => {
    const { exchange } = service(pieces);
    const { warnings, said } = await ask(createUpstreams(exchange), bedrock(), { ...withTools, extra: { odd: 1 } });
    expect({ warnings, said }).toEqual({ warnings: ["member-left-out odd"], said: "in pieces" });
  });

  test("no other refusal is one of tools, and without tools that one is none either", async () => {
    const other = service(refusedWith("This model doesn't support tool use."), converse);
    expect((await ask(createUpstreams(other.exchange), bedrock(), withTools)).reply.failure?.kind).toBe(
      "tools-unsupported",
    );
    const plain = service(noToolsInStreams, converse);
    const { reply } = await ask(createUpstreams(plain.exchange), bedrock(), { streaming: true });
    expect(reply.failure?.kind).toBe("streaming-tools-unsupported");
    expect([other.sent.length, plain.sent.length]).toEqual([1, 1]);
  });
});

describe("keys", () => {
  test("each of several has its turn, of every model by itself", async () => {
    const { exchange, keys } = service(completion("a"));
    const askModel = createUpstreams(exchange);
    const many = routed({ credentials: [key("one"), key("two"), key("three")] });
    const other = routed({ name: "n", credentials: [key("four"), key("five")] });
    for (const model of [many, many, other, many, many, other, other]) await ask(askModel, model);
    expect(keys()).toEqual(["one", "two", "four", "three", "one", "five", "four"].map((name) => `Bearer ${name}`));
  });

  test("the whole reply that replaces a stream is asked for with the same key", async () => {
    const { exchange, keys } = service(noToolsInStreams, converse);
    const model = bedrock({ credentials: [key("one"), key("two")] });
    await ask(createUpstreams(exchange), model, { tools: [tool], streaming: true });
    expect(keys()).toEqual(["Bearer one", "Bearer one"]);
  });

  test("without a key none is sent", async () => {
    const { exchange, keys } = service(completion("a"));
    await ask(createUpstreams(exchange), routed({ credentials: [] }));
    expect(keys()).toEqual([null]);
  });
});

describe("the service", () => {
  test("is the model's own, unless all are asked elsewhere", async () => {
    const { exchange, sent } = service(completion("a"));
    await ask(createUpstreams(exchange), routed());
    await ask(
      createUpstreams(exchange, ({ name }) => `http://elsewhere.test/${name}`),
      routed(),
    );
    await ask(
      createUpstreams(exchange, () => null),
      routed(),
    );
    expect(sent.map(({ request }) => request.url)).toEqual([
      "http://service.test/v1/chat/completions",
      "http://elsewhere.test/m/chat/completions",
      "http://service.test/v1/chat/completions",
    ]);
  });

  test("is opened once for all requests of one way and key, and again where opening failed", async () => {
    const { exchange } = service(completion("a"));
    let opened = 0;
    const spoken = {
      ...spokenChatCompletions,
      speaks: {
        asks: true,
        load: () => {
          opened += 1;
          return opened === 1 ? Promise.reject(new Error("no such file")) : adapterFor("chat-completions");
        },
      },
    } as const;
    const askModel = createUpstreams(exchange, null, [spoken]);
    const first = await ask(askModel, routed());
    expect(first.reply.failure).toMatchObject({ kind: "harness-fault", message: "no such file", phase: "local" });
    expect((await ask(askModel, routed())).said).toBe("a");
    expect((await ask(askModel, routed())).said).toBe("a");
    expect(opened).toBe(2);
  });

  test("is opened once by requests that come at the same time", async () => {
    const { exchange, sent } = service(completion("a"));
    let opened = 0;
    const spoken = {
      ...spokenChatCompletions,
      speaks: {
        asks: true,
        load: () => {
          opened += 1;
          return adapterFor("chat-completions");
        },
      },
    } as const;
    const askModel = createUpstreams(exchange, null, [spoken]);
    await Promise.all([ask(askModel, routed()), ask(askModel, routed())]);
    expect([opened, sent.length]).toEqual([1, 2]);
  });

  test("that cannot be opened says why: a mistake in the configuration, and anything else", async () => {
    const { exchange } = service(completion("a"));
    const failing = (error: unknown) =>
      createUpstreams(exchange, null, [
        { ...spokenChatCompletions, speaks: { asks: true, load: () => Promise.reject(error) } },
      ]);
    expect((await ask(failing("a word"), routed())).reply.failure).toMatchObject({ message: "a word" });
    const withoutRegion = bedrock({ whole: { ...converseTarget("converse"), region: null } });
    const { failure } = (await ask(createUpstreams(exchange), withoutRegion)).reply;
    expect(failure?.kind).toBe("region");
  });

  test("that breaks is the reply's failure", async () => {
    const broken: Exchange = () => Promise.reject(new TransportError("refused", "nobody listens"));
    for (const change of [{}, { streaming: true }, { streaming: true, tools: [tool] }]) {
      expect((await ask(createUpstreams(broken), bedrock(), change)).reply.failure?.kind).toBe("network");
    }
  });
});

describe("the request", () => {
  test("names the model as its provider does, and a limit of the model where the client set none", async () => {
    const { exchange, sent } = service(completion("a"));
    const askModel = createUpstreams(exchange);
    await ask(askModel, routed());
    await ask(askModel, routed({ maxOutputTokens: 50 }));
    await ask(askModel, routed({ maxOutputTokens: 50 }), { maxOutputTokens: 7 });
    await ask(askModel, routed({ maxOutputTokens: 50 }), { maxOutputTokens: 0 });
    expect(sent.map(({ body }) => [body["model"], body["max_tokens"] ?? null])).toEqual([
      ["their-model", null],
      ["their-model", 50],
      ["their-model", 7],
      ["their-model", 0],
    ]);
  });

  test("carries any member to an OpenAI-compatible service whose entry allows it", async () => {
    const { exchange, sent } = service(completion("a"));
    const extra = { odd: 1, provider: { order: ["x"] }, models: ["y"] };
    const { warnings } = await ask(createUpstreams(exchange), routed({ allow: Object.keys(extra) }), { extra });
    expect(warnings).toEqual([]);
    expect(sent[0]?.body).toMatchObject(extra);
  });

  test("carries to Bedrock its own members, and tells every other one", async () => {
    const { exchange, sent } = service(converse);
    const extra = { odd: 1, performanceConfig: { latency: "optimized" }, other: true };
    const { reply } = await ask(createUpstreams(exchange), bedrock({ allow: ["odd", "performanceConfig"] }), { extra });
    const message = "Bedrock has no such member";
    expect(reply.warnings).toEqual([
      { id: "member-left-out", field: "odd", message },
      { id: "member-left-out", field: "other", message },
    ]);
    expect(sent[0]?.body).toHaveProperty("performanceConfig", { latency: "optimized" });
    expect(sent[0]?.body).not.toHaveProperty("odd");
    expect(sent[0]?.body).not.toHaveProperty("other");
  });

  test("of a model that is pinned to an upstream chooses none", async () => {
    const { exchange, sent } = service(completion("a"));
    const allow = ["provider", "models", "route", "odd"];
    const model = routed({ whole: chatTarget({ upstreamPin: "novita" }), allow });
    const askModel = createUpstreams(exchange);
    const extra = { provider: { order: ["x"] }, models: ["y"], route: "fallback", odd: 1 };
    const { reply } = await ask(askModel, model, { extra });
    const message = "the model is pinned to novita";
    expect(reply.warnings).toEqual(
      ["provider", "models", "route"].map((field) => ({ id: "member-left-out", field, message })),
    );
    expect(sent[0]?.body).toHaveProperty("odd", 1);
    for (const name of ["provider", "models", "route"]) expect(sent[0]?.body).not.toHaveProperty(name);
    expect((await ask(askModel, model, { extra: { odd: 1 } })).warnings).toEqual([]);
  });

  test("of a pinned model on Bedrock tells the pin's members and the foreign ones", async () => {
    const { exchange } = service(converse);
    const model = bedrock({ whole: { ...converseTarget("converse"), upstreamPin: "x" } });
    const { warnings } = await ask(createUpstreams(exchange), model, { extra: { odd: 1, route: "a" } });
    expect(warnings).toEqual(["member-left-out odd", "member-left-out route"]);
  });
});
