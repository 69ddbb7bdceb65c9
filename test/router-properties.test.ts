import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import type { JsonObject } from "../src/chat/json.js";
import { createUpstreams } from "../src/router/relay/upstreams.js";
import { type RouterServer, serveRouter } from "../src/router/serve/http-server.js";
import { createRouter, type Router } from "../src/router/serve/router.js";
import type { Exchange, WireRequest } from "../src/wire/exchange.js";
import { routerOf, simulated } from "./support/router-run.js";

/**
 * The six correctness properties of the seed's design (2026-02), from a client's HTTP to the bytes that a service gets. The second
 * is stronger than there: not the last user message alone, but every message, call and result must reach the service.
 */

const encoder = new TextEncoder();
const usage = { inputTokens: 7, outputTokens: 3, totalTokens: 10 };

/** A service that keeps what it was sent, and answers each API in its own form. */
function recorder(answer = "42") {
  const sent: { readonly request: WireRequest; readonly body: JsonObject }[] = [];
  const exchange: Exchange = async (request) => {
    const body = JSON.parse(new TextDecoder().decode(request.body ?? new Uint8Array())) as JsonObject;
    sent.push({ request, body });
    const isConverse = request.url.includes("/converse");
    const reply = isConverse
      ? {
          output: { message: { role: "assistant", content: [{ text: answer }] } },
          stopReason: "end_turn",
          usage,
          metrics: { latencyMs: 1 },
        }
      : {
          id: "x",
          object: "chat.completion",
          created: 1,
          model: "m",
          choices: [{ index: 0, message: { role: "assistant", content: answer }, finish_reason: "stop" }],
        };
    async function* chunks() {
      yield encoder.encode(JSON.stringify(reply));
    }
    return { status: 200, headers: [["content-type", "application/json"]], chunks: chunks() };
  };
  return { sent, exchange };
}

type Answer = {
  readonly status: number;
  readonly type: string;
  readonly warnings: string;
  readonly text: string;
  readonly body: () => JsonObject;
};

let server: RouterServer;
let router: Router;
beforeAll(async () => {
  const config = routerOf("serve: { port: 0 }\nmodels: { m: { local: true, base_url: 'http://127.0.0.1:9/v1' } }\n");
  router = createRouter({ config, askModel: createUpstreams(recorder().exchange), measured: null });
  server = await serveRouter(() => router, { log: (line) => expect(line).toBe("") });
});

/** Asks a router of this file, over this service. */
async function ask(config: ReturnType<typeof routerOf>, exchange: Exchange, body: object): Promise<Answer> {
  const models = config.models.map((model) => ({
    ...model,
    credentials: [{ kind: "bearer", token: "simulated-key-0001" } as const],
  }));
  router = createRouter({
    config: { ...config, models },
    askModel: createUpstreams(exchange),
    measured: null,
  });
  const response = await fetch(`${server.url}/v1/chat/completions`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  return {
    status: response.status,
    type: (response.headers.get("content-type") ?? "").split(";")[0] ?? "",
    warnings: response.headers.get("x-llm-parity-warnings") ?? "",
    text,
    body: () => JSON.parse(text),
  };
}

const fileOf = (model: string) =>
  routerOf(`router: { strategy: round_robin }\nreliability: { retries: 0 }\nmodels:\n  m: ${model}\n`);
const bedrock = fileOf("{ provider: bedrock, model: moonshotai.kimi-k2.5, aws_region: us-east-1 }");
const openai = fileOf("{ provider: vllm, base_url: 'http://127.0.0.1:9/v1', model: some-model, local: true }");

/** A word to find again; a conversation has each once. */
const marker = fc.stringMatching(/^[a-z]{3}$/).chain((start) => fc.nat(1e9).map((n) => `${start}${n}mark`));

const tool = (name: string) => ({
  type: "function",
  function: {
    name,
    description: `does ${name}`,
    parameters: { type: "object", properties: { q: { type: "string" } } },
  },
});

/** Turns of a conversation: a question, then an answer, or calls with their results in any order. */
const turn = fc.record({
  question: marker,
  parts: fc.boolean(),
  answer: fc.option(marker, { nil: null }),
  calls: fc.array(fc.record({ q: marker, result: marker, list: fc.boolean() }), { maxLength: 3 }),
  reversed: fc.boolean(),
});

const conversation = fc
  .record({
    system: fc.option(marker, { nil: null }),
    developer: fc.option(marker, { nil: null }),
    turns: fc.array(turn, { minLength: 1, maxLength: 4 }),
    last: marker,
  })
  .filter(({ system, developer, turns, last }) => {
    const calls = turns.flatMap((one) => one.calls.flatMap(({ q, result }) => [q, result]));
    const said = [system, developer, last, ...turns.flatMap(({ question, answer }) => [question, answer]), ...calls];
    const words = said.filter((word) => word !== null);
    return new Set(words).size === words.length;
  })
  .map(({ system, developer, turns, last }) => {
    const messages: JsonObject[] = [];
    const markers = [last];
    const say = (message: JsonObject, ...words: readonly string[]) => {
      messages.push(message);
      markers.push(...words);
    };
    if (system !== null) say({ role: "system", content: system }, system);
    if (developer !== null) say({ role: "developer", content: developer }, developer);
    for (const [at, { question, parts, answer, calls, reversed }] of turns.entries()) {
      say({ role: "user", content: parts ? [{ type: "text", text: question }] : question }, question);
      const made = calls.map(({ q }, index) => ({
        id: `call_${at}_${index}`,
        type: "function",
        function: { name: "look_up", arguments: JSON.stringify({ q }) },
      }));
      if (made.length > 0) {
        say(
          { role: "assistant", content: answer, tool_calls: made },
          ...calls.map(({ q }) => q),
          ...(answer === null ? [] : [answer]),
        );
        const results = calls.map(({ result, list }, index) => ({
          role: "tool",
          tool_call_id: `call_${at}_${index}`,
          content: list ? [{ type: "text", text: result }] : result,
        }));
        for (const one of reversed ? results.reverse() : results) say(one);
        markers.push(...calls.map(({ result }) => result));
      } else say({ role: "assistant", content: answer ?? question }, answer ?? question);
    }
    messages.push({ role: "user", content: last });
    return { messages, markers };
  });

describe("property 1: the provider alone decides which service is asked", () => {
  const provider = fc
    .constantFrom("bedrock", "aws")
    .chain((name) =>
      fc
        .array(fc.boolean(), { minLength: name.length, maxLength: name.length })
        .map((upper) => [...name].map((letter, at) => (upper[at] === true ? letter.toUpperCase() : letter)).join("")),
    );

  test("bedrock and aws, in any case, are asked through Converse", async () => {
    await fc.assert(
      fc.asyncProperty(provider, async (name) => {
        const { sent, exchange } = recorder();
        const config = fileOf(`{ provider: ${name}, model: moonshotai.kimi-k2.5, aws_region: us-east-1 }`);
        await ask(config, exchange, { messages: [{ role: "user", content: "a" }] });
        expect(new URL(sent[0]?.request.url ?? "").pathname).toBe("/model/moonshotai.kimi-k2.5/converse");
      }),
      { numRuns: 30 },
    );
  });

  test("any other is asked for chat completions", async () => {
    const other = fc.stringMatching(/^[a-z]{2,8}$/).filter((name) => name !== "aws" && name !== "bedrock");
    await fc.assert(
      fc.asyncProperty(other, async (name) => {
        const { sent, exchange } = recorder();
        const config = fileOf(`{ provider: "${name}", base_url: 'http://127.0.0.1:9/v1', model: x, local: true }`);
        await ask(config, exchange, { messages: [{ role: "user", content: "a" }] });
        expect(sent[0]?.request.url).toBe("http://127.0.0.1:9/v1/chat/completions");
      }),
      { numRuns: 30 },
    );
  });
});

describe("property 2: every message of a history reaches the service, calls and results included", () => {
  test.each([
    ["Bedrock", bedrock],
    ["an OpenAI-compatible service", openai],
  ])("of %s, in their order", async (_title, config) => {
    await fc.assert(
      fc.asyncProperty(conversation, async ({ messages, markers }) => {
        const { sent, exchange } = recorder();
        const answer = await ask(config, exchange, { messages, tools: [tool("look_up")] });
        expect(answer.status).toBe(200);
        const body = JSON.stringify(sent[0]?.body);
        expect(markers.filter((word) => !body.includes(word))).toEqual([]);
        const users = messages
          .filter(({ role }) => role === "user")
          .map(({ content }) =>
            Array.isArray(content) ? JSON.stringify(content).replace(/^.*"text":"|".*$/g, "") : String(content),
          );
        // A word that was drawn twice has one first place.
        const places = [...new Set(users)].map((word) => body.indexOf(word));
        expect(places).toEqual([...places].sort((a, b) => a - b));
      }),
      { numRuns: 150 },
    );
  });

  test("what has no place on Bedrock is told", async () => {
    const { sent, exchange } = recorder();
    const answer = await ask(bedrock, exchange, {
      ...{
        messages: [{ role: "user", content: "a" }],
        logit_bias: { 1: 2 },
        seed: 7,
        user: "somebody",
        presence_penalty: 1,
      },
    });
    const { warnings } = answer;
    for (const member of ["logit_bias", "seed", "user", "presence"]) expect(warnings).toContain(member);
    expect(JSON.stringify(sent[0]?.body)).not.toContain("somebody");
  });
});

describe("property 3: a reply is a chat completion with the service's text and counts", () => {
  test("of Bedrock, whole", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ minLength: 1 }).filter((text) => text.trim() !== ""),
        async (text) => {
          const { exchange } = recorder(text);
          const answer = await ask(bedrock, exchange, { messages: [{ role: "user", content: "a" }] });
          expect(answer.body()).toMatchObject({
            ...{ object: "chat.completion", model: "m" },
            choices: [{ index: 0, message: { role: "assistant", content: text }, finish_reason: "stop" }],
            usage: { prompt_tokens: 7, completion_tokens: 3, total_tokens: 10 },
          });
        },
      ),
      { numRuns: 100 },
    );
  });

  test("of Bedrock, in pieces of server-sent events", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ minLength: 1, unit: "grapheme" }).filter((text) => text.trim() !== ""),
        async (text) => {
          const exchange = simulated([{ models: ["*"], replies: [{ when: {}, text }] }]);
          const body = {
            messages: [{ role: "user", content: "a" }],
            stream: true,
            stream_options: { include_usage: true },
          };
          const answer = await ask(bedrock, exchange, body);
          expect(answer.type).toBe("text/event-stream");
          const pieces = answer.text.split(/(?<=\n\n)/);
          expect(pieces.at(-1)).toBe("data: [DONE]\n\n");
          const chunks = pieces.slice(0, -1).map((piece) => JSON.parse(/^data: (.*)\n\n$/s.exec(piece)?.[1] ?? ""));
          const deltas = chunks.flatMap(({ choices }) => choices);
          expect(deltas.map(({ delta }) => delta.content ?? "").join("")).toBe(text);
          expect(deltas.flatMap(({ finish_reason: finish }) => finish ?? [])).toEqual(["stop"]);
          expect(chunks.at(-1)).toMatchObject({
            choices: [],
            usage: { prompt_tokens: expect.any(Number), completion_tokens: expect.any(Number) },
          });
          expect(new Set(chunks.map(({ id, object, created }) => `${id} ${object} ${created}`)).size).toBe(1);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe("property 4: the region is the model's own, else that of the environment", () => {
  test("and stands in the address that is asked", async () => {
    const region = fc.constantFrom("us-east-1", "us-west-2", "eu-west-1", "ap-northeast-1");
    await fc.assert(
      fc.asyncProperty(fc.option(region, { nil: null }), region, async (own, ofEnvironment) => {
        const { sent, exchange } = recorder();
        const member = own === null ? "" : `, aws_region: ${own}`;
        const text = `models:\n  m: { provider: bedrock, model: moonshotai.kimi-k2.5${member} }\n`;
        await ask(routerOf(text, { AWS_REGION: ofEnvironment }), exchange, {
          messages: [{ role: "user", content: "a" }],
        });
        expect(new URL(sent[0]?.request.url ?? "").host).toBe(`bedrock-runtime.${own ?? ofEnvironment}.amazonaws.com`);
      }),
      { numRuns: 40 },
    );
  });
});

describe("property 5: an error says what to do", () => {
  const refusals: readonly (readonly [as: string, status: number, says: RegExp])[] = [
    ["expired-token", 401, /AWS_BEARER_TOKEN_BEDROCK|AWS_ACCESS_KEY_ID/],
    ["missing-authorization", 401, /AWS_BEARER_TOKEN_BEDROCK|AWS_ACCESS_KEY_ID/],
    ["model-access", 403, /access/i],
    ["inference-profile", 400, /inference profile/i],
    ["model-invalid", 404, /model id|region/i],
    ["end-of-life", 404, /successor|no longer/i],
    ["tools-unsupported", 400, /tool/i],
    ["streaming-tools-unsupported", 400, /stream: false/],
    ["too-many-requests", 429, /wait/i],
    ["context-overflow", 400, /shorten/i],
    ["internal", 503, /try again/i],
  ];

  test.each(refusals)("%s", async (as, status, says) => {
    const exchange = simulated([{ models: ["*"], faults: [{ fault: "refuse", as } as never] }]);
    const answer = await ask(bedrock, exchange, {
      messages: [{ role: "user", content: "a" }],
      tools: [tool("look_up")],
    });
    const { error } = answer.body() as { readonly error: { readonly message: string; readonly code: string } };
    expect(error.message).toMatch(says);
    expect(error.code).toMatch(/^[a-z_]+$/);
    expect(answer.status).toBe(status);
  });
});

describe("property 6: what is not Bedrock's is asked as it was written", () => {
  const own = fileOf(
    "{ provider: vllm, base_url: 'http://127.0.0.1:9/v1', model: some-model, local: true, allow: [x_own, plugins] }",
  );
  const members = fc.record(
    {
      min_p: fc.double({ min: 0, max: 1, noNaN: true }),
      user: fc.string(),
      prompt_cache_key: fc.string(),
      verbosity: fc.constantFrom("low", "high"),
      logit_bias: fc.dictionary(fc.stringMatching(/^[0-9]{1,5}$/), fc.integer()),
      stop_token_ids: fc.array(fc.nat()),
      chat_template_kwargs: fc.record({ enable_thinking: fc.boolean() }),
      x_own: fc.jsonValue({ maxDepth: 2 }),
      plugins: fc.array(fc.record({ id: fc.string() })),
    },
    { requiredKeys: [] },
  );

  test("every member that is harmless or allowed reaches the service untouched, but for the model's name", async () => {
    await fc.assert(
      fc.asyncProperty(
        conversation,
        members,
        fc.option(fc.double({ min: 0, max: 2, noNaN: true }), { nil: null }),
        async ({ messages }, extra, temperature) => {
          const { sent, exchange } = recorder();
          const body = {
            messages,
            tools: [tool("look_up")],
            ...(temperature === null ? {} : { temperature }),
            ...extra,
          };
          await ask(own, exchange, body);
          const { model, messages: sentMessages, ...rest } = sent[0]?.body ?? {};
          expect(model).toBe("some-model");
          const { messages: _messages, ...asked } = body;
          expect(rest).toEqual(JSON.parse(JSON.stringify(asked)));
          expect(Array.isArray(sentMessages) ? sentMessages.length : 0).toBe(messages.length);
        },
      ),
      { numRuns: 100 },
    );
  });
});
