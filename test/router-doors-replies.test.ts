import { describe, expect, test } from "vitest";
import { type Client, clients, type Read } from "./router-doors/clients.js";
import { routed } from "./router-doors/routed.js";
import { type Said, type Upstream, upstreams } from "./router-doors/upstreams.js";

const pairs = clients.flatMap((client) => upstreams.map((upstream) => [client, upstream] as const));
const titled = pairs.map(([client, upstream]) => [client.title, upstream.title, client, upstream] as const);
const usage = { input: 217, cached: 17, output: 75 };
const rome = { id: "call_a", name: "get_weather", argumentsText: '{"city":"Rome"}' };
const oslo = { id: "functions.get_weather:1", name: "get_weather", argumentsText: '{"city":"Oslo"}' };

const replies: readonly (readonly [title: string, said: Said])[] = [
  ["text", { reasoning: null, text: "It is 42 °C.", calls: [], finish: "stop", usage }],
  ["text that is cut by the limit", { reasoning: null, text: "It is", calls: [], finish: "length", usage }],
  ["reasoning and text", { reasoning: "Let me see.", text: "It is 42.", calls: [], finish: "stop", usage }],
  ["one call", { reasoning: null, text: null, calls: [oslo], finish: "tool-calls", usage }],
  [
    "reasoning, text and two calls",
    { reasoning: "Two.", text: "Asking.", calls: [rome, oslo], finish: "tool-calls", usage },
  ],
];

async function read(client: Client, upstream: Upstream, said: Said, stream: boolean): Promise<Read> {
  const body = { ...client.ask("Weather?"), tools: client.tools, stream };
  const got = await routed({ client, body, to: [{ upstream, answer: { said } }] });
  expect(got.status).toBe(200);
  return got.text === null ? client.readBody(got.body) : client.readStream(got.text);
}

describe.each(titled)("a client of %s before a service of %s", (_client, _upstream, client, upstream) => {
  test.each(replies)("reads %s as it was said, whole and streamed", async (_title, said) => {
    for (const stream of [false, true]) {
      const expected = { ...said, error: null, isEnded: true };
      expect(await read(client, upstream, said, stream)).toEqual(expected);
    }
  });
});

const blank: Said = { reasoning: null, text: null, calls: [], finish: "stop", usage };
const thought: Said = { ...blank, reasoning: "Let me see." };
const answered: Said = { ...blank, text: "It is 42." };
const openRouter = upstreams[0] ?? expect.unreachable();

/** How many events of the stream of `answered` are sent before it breaks: some of the text, and no end. */
const beforeTheEnd: { readonly [upstream: string]: number } = {
  ...{ "Chat Completions": 2, Converse: 3, InvokeModel: 2, Responses: 5, Messages: 4 },
};

describe.each(titled)("where a service of the other end fails, %s before %s", (_client, title, client, upstream) => {
  const ask = (stream: boolean) => ({ ...client.ask("Weather?"), stream });
  const last = { upstream: openRouter, answer: { said: answered } };

  test.each([false, true])(
    "a blank reply is caught by the guard, and another model answers (stream: %s)",
    async (stream) => {
      const got = await routed({ client, body: ask(stream), to: [{ upstream, answer: { said: blank } }, last] });
      const seen = got.text === null ? client.readBody(got.body) : client.readStream(got.text);
      expect(seen).toMatchObject({ text: "It is 42.", finish: "stop", isEnded: true, error: null });
      expect([got.sent.length, got.headers["x-llm-parity-model"]]).toEqual([2, "b"]);
    },
  );

  test.each([false, true])("a blank reply of every model is an error (stream: %s)", async (stream) => {
    const got = await routed({ client, body: ask(stream), to: [{ upstream, answer: { said: blank } }] });
    expect([got.status, got.text]).toEqual([502, null]);
    expect(client.readBody(got.body).error).toMatchObject({ message: expect.stringContaining("neither text nor") });
  });

  test.each([false, true])("a blank reply goes through where the guard is off (stream: %s)", async (stream) => {
    const to = [{ upstream, answer: { said: blank }, model: { emptyReplyGuard: "off" } as const }];
    const got = await routed({ client, body: ask(stream), to });
    const seen = got.text === null ? client.readBody(got.body) : client.readStream(got.text);
    expect(seen).toMatchObject({ calls: [], finish: "stop", isEnded: true, error: null });
    expect(seen.text ?? "").toBe("");
  });

  test("reasoning that is sent early is followed by another model's reply, in one stream", async () => {
    const to = [{ upstream, answer: { said: thought }, model: { emptyReplyGuard: "early" } as const }, last];
    const got = await routed({ client, body: ask(true), to });
    const seen = client.readStream(got.text ?? "");
    expect(seen).toMatchObject({ reasoning: "Let me see.", text: "It is 42.", isEnded: true, error: null });
    expect(got.text).toContain(": llm-parity a=empty; asks b\n\n");
  });

  test("a stream that is cut after some text ends with an error, and is not whole", async () => {
    const cut = beforeTheEnd[title] ?? expect.unreachable();
    const got = await routed({ client, body: ask(true), to: [{ upstream, answer: { said: answered, cut } }, last] });
    const seen = client.readStream(got.text ?? "");
    expect(seen).toMatchObject({ text: expect.stringMatching(/^It /), isEnded: false });
    expect(seen.error?.message).toContain("The provider's reply was cut off.");
    expect(got.sent.length).toBe(1);
  });

  test("a stream that a service breaks off with an error ends with it, and is not whole", async () => {
    const cut = beforeTheEnd[title] ?? expect.unreachable();
    const answer = { said: answered, cut, broken: upstream.fault };
    const got = await routed({ client, body: ask(true), to: [{ upstream, answer }, last] });
    const seen = client.readStream(got.text ?? "");
    expect(seen).toMatchObject({ text: expect.stringMatching(/^It /), isEnded: false });
    expect(seen.error).toMatchObject({ type: expect.any(String), message: expect.stringContaining("'a'") });
    expect(got.sent.length).toBe(1);
  });

  test("a stream that is cut before any text is another model's to answer", async () => {
    const got = await routed({ client, body: ask(true), to: [{ upstream, answer: { said: answered, cut: 0 } }, last] });
    expect(client.readStream(got.text ?? "")).toMatchObject({ text: "It is 42.", isEnded: true, error: null });
  });

  test("a failure after the headers is an error in the stream, and is not whole", async () => {
    const got = await routed({ client, body: ask(true), to: [{ upstream, answer: { said: blank } }], isAhead: true });
    expect(got.text).toMatch(/^: llm-parity waits for the model\n\n/);
    const seen = client.readStream(got.text ?? "");
    expect(seen).toMatchObject({ text: null, calls: [], isEnded: false });
    expect(seen.error?.message).toContain("neither text nor a tool call");
  });

  test("a comment comes before an answer that takes its time", async () => {
    const got = await routed({
      client,
      body: ask(true),
      to: [{ upstream, answer: { said: answered } }],
      isAhead: true,
    });
    expect(got.text).toMatch(/^: llm-parity waits for the model\n\n/);
    expect(client.readStream(got.text ?? "")).toMatchObject({ text: "It is 42.", isEnded: true, error: null });
  });
});
