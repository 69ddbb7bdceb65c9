import OpenAI from "openai";
import { describe, expect, test } from "vitest";
import { catalogue } from "./broken/catalogue.js";
import { type Routed, routed, routerOf, simulated, twoKimis } from "./support/router-run.js";

const kimi = (faults: Parameters<typeof simulated>[0][number]["faults"] = []) =>
  simulated([
    { models: ["*"], providers: ["bedrock"], faults },
    { models: ["*"], providers: ["openrouter"] },
  ]);

const tools = [
  {
    type: "function" as const,
    function: {
      name: "get_weather",
      description: "Get the current weather for a city.",
      parameters: {
        type: "object",
        properties: { location: { type: "string", description: "City and state, e.g. San Francisco, CA" } },
        required: ["location"],
      },
    },
  },
];

const question = { role: "user" as const, content: "What is the weather in San Francisco right now?" };
const sum = { role: "user" as const, content: "What is 15 + 27? Reply with just the number." };

const serving = (exchange: ReturnType<typeof simulated>, text = twoKimis, parts = {}): Promise<Routed> =>
  routed(routerOf(text), exchange, parts);

const clientOf = ({ url }: Routed) => new OpenAI({ baseURL: `${url}/v1`, apiKey: "unused", maxRetries: 0 });

function post({ url }: Routed, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return fetch(`${url}/v1/chat/completions`, {
    method: "POST",
    body: text,
    headers: { "content-type": "application/json", ...headers },
  });
}

describe("the official client of OpenAI", () => {
  test.each(["bedrock", "openrouter"])("is answered by %s, whole and in pieces", async (model) => {
    const client = clientOf(await serving(kimi()));
    const whole = await client.chat.completions.create({ model, messages: [sum] });
    expect(whole).toMatchObject({ object: "chat.completion", model, choices: [{ index: 0, finish_reason: "stop" }] });
    expect(whole.choices[0]?.message).toMatchObject({ role: "assistant", content: "42" });
    expect(whole.usage?.total_tokens).toBeGreaterThan(0);
    const stream = await client.chat.completions.create({
      ...{ model, messages: [sum] },
      stream: true,
      stream_options: { include_usage: true },
    });
    const chunks = [];
    for await (const chunk of stream) chunks.push(chunk);
    expect(chunks.map(({ choices }) => choices[0]?.delta.content ?? "").join("")).toBe("42");
    expect(chunks.flatMap(({ choices }) => choices[0]?.finish_reason ?? [])).toEqual(["stop"]);
    expect(chunks.flatMap(({ choices }) => choices[0]?.delta.role ?? [])).toEqual(["assistant"]);
    expect(new Set(chunks.map(({ id }) => id)).size).toBe(1);
    expect(chunks.at(-1)?.choices).toEqual([]);
    expect(chunks.at(-1)?.usage?.total_tokens).toBeGreaterThan(0);
  });

  test.each([
    ["bedrock", false],
    ["bedrock", true],
    ["openrouter", false],
    ["openrouter", true],
  ])("goes through a tool loop on %s (streaming: %s)", async (model, streaming) => {
    const client = clientOf(await serving(kimi()));
    expect(await toolLoop(client, model, streaming)).toContain("65");
  });
});

describe("the empty-reply guard", () => {
  // The bug that this project began with: silence after a tool result.
  const silent = [{ fault: "silent" as const, when: { step: "after-tool" as const } }];

  test("completes 100 of 100 tool loops by falling over, whole and in pieces", async () => {
    const server = await serving(kimi(silent));
    const client = clientOf(server);
    let completed = 0;
    for (let loop = 0; loop < 100; loop += 1) {
      if ((await toolLoop(client, "bedrock", loop % 2 === 1)).includes("65")) completed += 1;
    }
    expect(completed).toBe(100);
    const metrics = server.router.metrics.text();
    expect(metrics).toContain('llm_parity_empty_replies_total{model="bedrock"} 100');
    expect(metrics).toContain('llm_parity_fallbacks_total{model="openrouter"} 100');
  });

  test("shows the bug where it is off", async () => {
    const off = twoKimis.replace("reliability: {", "reliability: { empty_reply_guard: false,");
    const client = clientOf(await serving(kimi(silent), off));
    expect(await toolLoop(client, "bedrock", false)).toBe("");
    expect(await toolLoop(client, "bedrock", true)).toBe("");
  });

  test("answers with an error where nobody has something to say, and says who was asked", async () => {
    const everywhere = simulated([{ models: ["*"], faults: [{ fault: "silent" }] }]);
    const response = await post(await serving(everywhere), { model: "bedrock", messages: [sum] });
    expect(response.status).toBe(502);
    expect(response.headers.get("x-llm-parity-attempts")).toBe("bedrock=empty, openrouter=empty");
    expect(await response.json()).toMatchObject({ error: { code: "empty_reply", type: "upstream_error" } });
  });
});

describe("whatever a service does", () => {
  const apis = { converse: false, "converse-stream": true, chat: false, "chat-stream": true } as const;
  const spoiled = catalogue
    .filter(
      ({ bad = [], excluded }) =>
        excluded !== undefined ||
        bad.some((id) =>
          /^(?:truncated|stalled|protocol|midstream-error|error-in-200|model-error|empty-reply|reasoning-only|request-refused|message-missing)/.test(
            id,
          ),
        ),
    )
    .filter(({ scenario, pinned }) => scenario === "basic-chat" && pinned === undefined)
    .flatMap((one) =>
      one.apis.filter((api): api is keyof typeof apis => api in apis).map((api) => [one.id, api, one] as const),
    );

  test("as many faults are tried as the catalogue has for a plain question", () => {
    expect(spoiled.length).toBeGreaterThan(90);
  });

  test.each(spoiled)(
    "%s on %s is an error or another model's answer, never an empty reply",
    async (_id, api, { behaviour, firstByteMs }) => {
      const name = api.startsWith("converse") ? "bedrock" : "openrouter";
      const kimis =
        firstByteMs === undefined ? twoKimis : twoKimis.replace("idle_ms", `first_byte_ms: ${firstByteMs}, idle_ms`);
      const alone = kimis.replace("fallback_models: [openrouter]", "fallback_models: []");
      const exchange = simulated([{ models: ["*"], ...behaviour }]);
      const server = await serving(exchange, alone);
      const response = await post(server, { model: name, messages: [sum], stream: apis[api] });
      const text = await response.text();
      const isError = response.status >= 400 || text.includes('data: {"error":');
      if (!isError) {
        // What was broken came after the answer was whole.
        expect(text).toContain("42");
        expect(response.status).toBe(200);
      }
      expect(text).not.toMatch(/node_modules|\.ts:\d|\.js:\d|simulated-key/);
      if (isError && response.status >= 400)
        expect(JSON.parse(text).error).toMatchObject({ message: expect.any(String), code: expect.any(String) });
      // With somebody to fall over to, it is answered; what was sent already stays sent.
      const both = simulated([
        { models: ["*"], providers: [name], ...behaviour },
        { models: ["*"], providers: [name === "bedrock" ? "openrouter" : "bedrock"] },
      ]);
      const other = kimis.replace("[openrouter]", `[${name === "bedrock" ? "openrouter" : "bedrock"}]`);
      const rescued = await post(await serving(both, other), { model: name, messages: [sum], stream: apis[api] });
      expect(rescued.status).toBe(200);
      const said = await rescued.text();
      expect(said.includes("42") || said.includes('data: {"error":')).toBe(true);
    },
  );
});

describe("a model that takes no tools while streaming", () => {
  const llama = twoKimis.replace("moonshotai.kimi-k2.5, aws", "us.meta.llama3-3-70b-instruct-v1:0, aws");

  /** Refuses tools in a stream as the service does, whatever models.yaml knows of the model. */
  const refusing =
    (exchange: ReturnType<typeof simulated>): typeof exchange =>
    async (request, signal) => {
      const isStream = request.url.endsWith("/converse-stream");
      if (!isStream || !Buffer.from(request.body ?? []).includes("toolConfig")) return exchange(request, signal);
      const message = "This model doesn't support tool use in streaming mode.";
      return {
        status: 400,
        headers: [["x-amzn-errortype", "ValidationException"]],
        chunks: (async function* () {
          yield Buffer.from(JSON.stringify({ message }));
        })(),
      };
    };

  test.each([
    ["as models.yaml knows", llama],
    ["as its service says", twoKimis],
  ])("is asked whole, %s, and the client gets a stream", async (_how, text) => {
    const server = await serving(refusing(kimi()), text);
    const response = await post(server, { model: "bedrock", stream: true, messages: [question], tools });
    expect([response.status, response.headers.get("content-type")]).toEqual([200, "text/event-stream; charset=utf-8"]);
    expect(response.headers.get("x-llm-parity-warnings")).toContain("asked-whole: stream: ");
    expect(response.headers.get("x-llm-parity-attempts")).toBe("bedrock=answered");
    expect(await response.text()).toMatch(/"tool_calls".*"finish_reason":"tool_calls".*\[DONE\]/s);
    expect(await toolLoop(clientOf(server), "bedrock", true)).toContain("65");
  });

  test("is not asked whole for a question without tools", async () => {
    const server = await serving(refusing(kimi()), llama);
    const response = await post(server, { model: "bedrock", stream: true, messages: [sum] });
    expect(response.headers.get("x-llm-parity-warnings")).toBeNull();
    expect(await response.text()).toContain("[DONE]");
  });
});

describe("the door", () => {
  test.each([
    ["no JSON", "{", 400, "invalid_json", null],
    ["no object", "[]", 400, null, null],
    ["no messages", {}, 400, null, "messages"],
    ["no message in them", { messages: [] }, 400, null, "messages"],
    ["a role of nobody", { messages: [{ role: "robot", content: "a" }] }, 400, null, "messages[0].role"],
    ["a content that is a number", { messages: [{ role: "user", content: 7 }] }, 400, null, "messages[0].content"],
    ["a result of no call", { messages: [sum, { role: "tool", content: "x" }] }, 400, null, "messages[1].tool_call_id"],
    ["two replies", { messages: [sum], n: 2 }, 400, "unsupported_value", "n"],
    ["old functions", { messages: [sum], functions: [] }, 400, "unsupported_parameter", "functions"],
    ["a required call without tools", { messages: [sum], tool_choice: "required" }, 400, null, "tool_choice"],
    ["a tool without a name", { messages: [sum], tools: [{ type: "function" }] }, 400, null, "tools[0].function"],
    [
      "an address of its own",
      { messages: [sum], base_url: "http://169.254.169.254" },
      400,
      "forbidden_parameter",
      "base_url",
    ],
    [
      "a key of its own",
      { messages: [sum], aws_secret_access_key: "x" },
      400,
      "forbidden_parameter",
      "aws_secret_access_key",
    ],
    ["a model of nobody", { model: "gpt-9", messages: [sum] }, 404, "model_not_found", "model"],
  ])("answers %s with what is wrong", async (_title, body, status, code, param) => {
    const response = await post(await serving(kimi()), body);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ error: { code, param } });
    expect(response.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
  });

  test("takes no body that is too large, said or not", async () => {
    const server = await serving(kimi(), twoKimis.replace("port: 0", "port: 0, max_body_bytes: 2048"));
    const large = JSON.stringify({ messages: [{ role: "user", content: "x".repeat(4000) }] });
    expect((await post(server, large)).status).toBe(413);
  });

  test("asks for its key, and for no other", async () => {
    const key = "a-long-random-key-of-32-letters!";
    const server = await serving(kimi(), twoKimis.replace("port: 0", `port: 0, api_key: ${JSON.stringify(key)}`));
    const body = { model: "openrouter", messages: [sum] };
    for (const headers of [{}, { authorization: "Bearer wrong" }, { authorization: `Basic ${key}` }]) {
      const refused = await post(server, body, headers as Record<string, string>);
      expect([refused.status, refused.headers.get("www-authenticate")]).toEqual([401, "Bearer"]);
    }
    expect((await post(server, body, { authorization: `Bearer ${key}` })).status).toBe(200);
    expect((await fetch(`${server.url}/health`)).status).toBe(200);
    expect((await fetch(`${server.url}/metrics`)).status).toBe(401);
  });

  test("takes nothing from a page that is not allowed, and nothing under a name that is not its own", async () => {
    const server = await serving(
      kimi(),
      twoKimis.replace("port: 0", "port: 0, allowed_origins: [https://good.example]"),
    );
    const body = { model: "openrouter", messages: [sum] };
    expect((await post(server, body, { origin: "https://evil.example" })).status).toBe(403);
    const allowed = await post(server, body, { origin: "https://good.example" });
    expect([allowed.status, allowed.headers.get("access-control-allow-origin")]).toEqual([200, "https://good.example"]);
  });

  test("knows its other routes", async () => {
    const server = await serving(kimi());
    const get = async (path: string) => {
      const response = await fetch(`${server.url}${path}`);
      return [response.status, (response.headers.get("content-type") ?? "").split(";")[0]];
    };
    expect(await get("/v1/models")).toEqual([200, "application/json"]);
    expect(await get("/ready")).toEqual([200, "application/json"]);
    expect(await get("/routers")).toEqual([200, "application/json"]);
    expect(await get("/openapi.json")).toEqual([200, "application/json"]);
    expect(await get("/metrics")).toEqual([200, "text/plain"]);
    expect(await get("/v1/embeddings")).toEqual([404, "application/json"]);
    const wrong = await fetch(`${server.url}/v1/chat/completions`);
    expect([wrong.status, wrong.headers.get("allow")]).toEqual([405, "POST"]);
  });

  test("lets the service go when the client leaves", async () => {
    let aborted = false;
    const leaving = new AbortController();
    const exchange = simulated([{ models: ["*"], faults: [{ fault: "stall", at: "before-headers" }] }]);
    const watching: typeof exchange = (request, signal) => {
      signal.addEventListener("abort", () => {
        aborted = true;
      });
      leaving.abort();
      return exchange(request, signal);
    };
    const server = await serving(watching);
    const asked = fetch(`${server.url}/v1/chat/completions`, {
      ...{
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ model: "openrouter", messages: [sum] }),
      },
      signal: leaving.signal,
    });
    await expect(asked).rejects.toThrow();
    await expect.poll(() => aborted).toBe(true);
  });
});

/** Question, call, result, answer: the text of the last turn. */
async function toolLoop(client: OpenAI, model: string, streaming: boolean): Promise<string> {
  const messages: OpenAI.ChatCompletionMessageParam[] = [question];
  const first = await ask(client, { model, messages, tools }, streaming);
  const [call] = first.tool_calls ?? [];
  if (call === undefined || call.type !== "function") return "no call";
  messages.push({ role: "assistant", content: first.content, tool_calls: [call] });
  const result = JSON.stringify({ temperature: 65, unit: "°F", condition: "Sunny" });
  messages.push({ role: "tool", tool_call_id: call.id, content: result });
  return (await ask(client, { model, messages, tools }, streaming)).content ?? "";
}

type Question = Pick<OpenAI.ChatCompletionCreateParamsNonStreaming, "model" | "messages"> & {
  readonly tools: OpenAI.ChatCompletionTool[];
};

async function ask(client: OpenAI, body: Question, streaming: boolean) {
  if (!streaming) {
    const { choices } = await client.chat.completions.create(body);
    return choices[0]?.message ?? { content: null, tool_calls: undefined };
  }
  const final = await client.chat.completions.stream(body).finalChatCompletion();
  return final.choices[0]?.message ?? { content: null, tool_calls: undefined };
}
