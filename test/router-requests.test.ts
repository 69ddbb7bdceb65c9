import { describe, expect, test } from "vitest";
import type { JsonObject, JsonValue } from "../src/chat/json.js";
import type { Exchange } from "../src/wire/exchange.js";
import { eventFrame } from "./support/converse-wire.js";
import { routed, routerOf } from "./support/router-run.js";

/** Requests as real clients write them beside the letter of the API, from their bytes to the bytes that a service gets. */

const file = `
serve: { port: 0 }
router: { strategy: round_robin, fallback_models: [plain] }
reliability: { retries: 0 }
models:
  kimi: { provider: bedrock, model: moonshotai.kimi-k2.5, aws_region: us-east-1 }
  invoke: { provider: bedrock, api: invoke-model, model: moonshotai.kimi-k2.5, aws_region: us-east-1 }
  plain: { provider: vllm, base_url: 'http://127.0.0.1:9/v1', model: plain, local: true }
`;

/** Services that answer with this text, and keep what they were sent. */
function services(text: string, pieces: readonly string[] = [text]) {
  const sent: { readonly url: string; readonly body: JsonObject; readonly text: string }[] = [];
  const exchange: Exchange = async ({ url, body }) => {
    const bytes = new TextDecoder().decode(body ?? new Uint8Array());
    sent.push({ url, body: JSON.parse(bytes), text: bytes });
    const answer = answerOf(url, text, pieces);
    async function* chunks() {
      yield answer.bytes;
    }
    return { status: 200, headers: [["content-type", answer.type]], chunks: chunks() };
  };
  return { sent, exchange };
}

function answerOf(url: string, text: string, pieces: readonly string[]) {
  if (url.endsWith("/converse-stream")) {
    const bytes = Buffer.concat([
      eventFrame("messageStart", { role: "assistant" }),
      ...pieces.map((piece) => eventFrame("contentBlockDelta", { contentBlockIndex: 0, delta: { text: piece } })),
      eventFrame("contentBlockStop", { contentBlockIndex: 0 }),
      eventFrame("messageStop", { stopReason: "end_turn" }),
    ]);
    return { type: "application/vnd.amazon.eventstream", bytes };
  }
  const reply = url.endsWith("/converse")
    ? { output: { message: { role: "assistant", content: [{ text }] } }, stopReason: "end_turn" }
    : {
        ...{ id: "x", object: "chat.completion", created: 1, model: "m" },
        choices: [
          {
            index: 0,
            message: { role: "assistant", content: url.includes("127.0.0.1/v1") ? '{"plain":1}' : text },
            finish_reason: "stop",
          },
        ],
      };
  return { type: "application/json", bytes: Buffer.from(JSON.stringify(reply)) };
}

async function ask(exchange: Exchange, body: string | object) {
  const { url } = await routed(routerOf(file), exchange);
  const response = await fetch(`${url}/v1/chat/completions`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  const text = await response.text();
  const header = (name: string) => response.headers.get(`x-llm-parity-${name}`) ?? "";
  return { status: response.status, text, warnings: header("warnings"), model: header("model") };
}

const hello = [{ role: "user", content: "x" }];
const contentOf = (text: string): JsonValue =>
  (JSON.parse(text) as { choices: readonly { message: { content: JsonValue } }[] }).choices[0]?.message.content ?? null;

describe.each(["kimi", "invoke", "plain"])("half a character in a request to %s", (model) => {
  const bodies: readonly (readonly [string, string, string])[] = [
    ["a question", `{"role":"user","content":"a\\ud83d b"}`, "messages[0].content"],
    ["a part", `{"role":"user","content":[{"type":"text","text":"a\\ud83d b"}]}`, "messages[0].content[0].text"],
    ["a system text", `{"role":"system","content":"a\\ude00 b"},{"role":"user","content":"x"}`, "messages[0].content"],
    [
      "arguments that escape it",
      `{"role":"user","content":"x"},{"role":"assistant","content":null,"tool_calls":[{"id":"call_0","type":"function","function":{"name":"f","arguments":"{\\"q\\":\\"a\\\\ud83d b\\"}"}}]},{"role":"tool","tool_call_id":"call_0","content":"y"}`,
      "messages[1].tool_calls[0].function.arguments",
    ],
    [
      "a result",
      `{"role":"user","content":"x"},{"role":"assistant","content":null,"tool_calls":[{"id":"call_0","type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"call_0","content":"a\\ud83d b"}`,
      "messages[2].content",
    ],
  ];

  test.each(bodies)("is sent as U+FFFD with a warning: %s", async (_title, messages, field) => {
    const { sent, exchange } = services("42");
    const tools = '[{"type":"function","function":{"name":"f","parameters":{"type":"object"}}}]';
    const { status, warnings } = await ask(exchange, `{"model":"${model}","messages":[${messages}],"tools":${tools}}`);
    expect(status).toBe(200);
    expect(warnings).toContain(`text-mended: ${field}`);
    const bytes = sent[0]?.text ?? "";
    expect(bytes).not.toMatch(/(?<!\\)\\ud[89a-f]/i);
    expect(bytes.includes("a\ufffd b") || bytes.includes(String.raw`a\\ufffd b`)).toBe(true);
  });

  test("is whole where both halves came", async () => {
    const { sent, exchange } = services("42");
    const body = `{"model":"${model}","messages":[{"role":"user","content":"a\\ud83d\\ude00 b"}]}`;
    const { warnings } = await ask(exchange, body);
    expect([warnings.includes("text-mended"), sent[0]?.text.includes("a😀 b")]).toEqual([false, true]);
  });
});

describe("a tool choice as an object", () => {
  const tools = [{ type: "function", function: { name: "f", parameters: { type: "object" } } }];
  const toolConfig = (body: JsonObject | undefined) => (body?.["toolConfig"] as JsonObject | undefined)?.["toolChoice"];

  test.each([
    [{ type: "auto" }, "auto", { auto: {} }],
    [{ type: "any" }, "required", { any: {} }],
    [{ type: "required" }, "required", { any: {} }],
    [{}, "auto", { auto: {} }],
    [{ type: "function" }, "required", { any: {} }],
    [{ type: "tool", name: "f" }, { type: "function", function: { name: "f" } }, { tool: { name: "f" } }],
    [{ type: "function", name: "f" }, { type: "function", function: { name: "f" } }, { tool: { name: "f" } }],
  ])("%j reaches either kind of service in its own form, with a warning", async (tool_choice, openai, converse) => {
    const { sent, exchange } = services("42");
    const plain = await ask(exchange, { model: "plain", messages: hello, tools, tool_choice });
    const kimi = await ask(exchange, { model: "kimi", messages: hello, tools, tool_choice });
    expect([plain.status, kimi.status]).toEqual([200, 200]);
    expect(sent[0]?.body["tool_choice"]).toEqual(openai);
    expect(toolConfig(sent[1]?.body)).toEqual(converse);
    for (const { warnings } of [plain, kimi]) expect(warnings).toContain("tool-choice-read: tool_choice");
  });
});

describe("a system text beside the messages", () => {
  test.each<[JsonValue]>([
    ["Be brief."],
    [[{ type: "text", text: "Be brief.", cache_control: { type: "ephemeral" } }]],
  ])("is the first system message, with a warning: %j", async (system) => {
    const { sent, exchange } = services("42");
    const plain = await ask(exchange, { model: "plain", messages: hello, system });
    const kimi = await ask(exchange, { model: "kimi", messages: hello, system });
    expect(sent[0]?.text).toMatch(/^\{"model":"plain","messages":\[\{"role":"system","content":.*Be brief\./);
    expect(sent[1]?.body["system"]).toContainEqual({ text: "Be brief." });
    for (const { warnings } of [plain, kimi]) expect(warnings).toContain("system-read: system");
  });

  test("that is none is refused, and an empty one is absent", async () => {
    const { sent, exchange } = services("42");
    const refused = await ask(exchange, { model: "plain", messages: hello, system: { text: "x" } });
    expect([refused.status, JSON.parse(refused.text)]).toMatchObject([400, { error: { param: "system" } }]);
    for (const system of [null, []]) await ask(exchange, { model: "plain", messages: hello, system });
    expect(sent.map(({ body }) => body["messages"])).toEqual([hello, hello]);
  });

  test.each([
    ["stop_sequences", ["x"], "'stop'"],
    ["max_output_tokens", 5, "'max_completion_tokens'"],
    ["instructions", "x", "system message"],
  ])("%s is left out with its name here", async (name, value, said) => {
    const { sent, exchange } = services("42");
    const { status, warnings } = await ask(exchange, { model: "plain", messages: hello, [name]: value });
    expect([status, Object.keys(sent[0]?.body ?? {})]).toEqual([200, ["model", "messages"]]);
    expect(warnings).toContain(said);
  });
});

describe("json_object on Bedrock", () => {
  const asked = (model: string, change: object = {}) => ({
    ...{ model, messages: [{ role: "system", content: "Be brief." }, ...hello] },
    response_format: { type: "json_object" },
    ...change,
  });
  const instruction = /^Reply with one JSON object/;

  test.each([false, true])(
    "is an instruction behind the system text, told as a warning (stream: %s)",
    async (stream) => {
      const { sent, exchange } = services('{"a":1}');
      const { status, warnings, text } = await ask(exchange, asked("kimi", { stream }));
      expect(status).toBe(200);
      expect(sent[0]?.body["system"]).toEqual([{ text: "Be brief." }, { text: expect.stringMatching(instruction) }]);
      expect(warnings).toMatch(/^json-instructed: response[_A-Z]?[fF]ormat: [^;]*no JSON object fails$/);
      if (!stream) expect(contentOf(text)).toBe('{"a":1}');
      else expect(text).toMatch(/"finish_reason":"stop"[\s\S]*\[DONE\]/);
    },
  );

  test("takes the reply out of a Markdown fence, whole and in pieces", async () => {
    const fenced = '```json\n{"a":1}\n```';
    const { exchange } = services(fenced, ["``", "`json", '\n{"a"', ":1}\n``", "`"]);
    expect(contentOf((await ask(exchange, asked("kimi"))).text)).toBe('{"a":1}');
    const streamed = (await ask(exchange, asked("kimi", { stream: true }))).text;
    const said = [...streamed.matchAll(/"content":"((?:[^"\\]|\\.)*)"/g)].map(([, piece]) => JSON.parse(`"${piece}"`));
    expect(said.join("")).toBe('{"a":1}');
  });

  test("asks the next model where a whole reply is no object", async () => {
    const { sent, exchange } = services("The answer is 42.");
    const { status, model, text } = await ask(exchange, asked("kimi"));
    expect([status, model, contentOf(text), sent.length]).toEqual([200, "plain", '{"plain":1}', 2]);
    expect(sent[1]?.body["response_format"]).toEqual({ type: "json_object" });
  });

  test("ends a stream with an error that says what to do, and without a finish", async () => {
    const { exchange } = services("", ["The answer", " is 42."]);
    const { status, text } = await ask(exchange, asked("kimi", { stream: true }));
    expect(status).toBe(200);
    expect(text).not.toContain('"finish_reason":"stop"');
    expect(text).toContain('"code":"model_error"');
    expect(text).toContain("The reply was not the JSON object that response_format asked for");
    expect(text).toContain("json_schema");
  });

  test("is the body's own member where InvokeModel's family has one", async () => {
    const { sent, exchange } = services('{"a":1}');
    expect((await ask(exchange, asked("invoke"))).warnings).not.toContain("json-object");
    expect(sent[0]?.body["response_format"]).toEqual({ type: "json_object" });
  });

  test("with a schema is read as json_schema, which Converse enforces", async () => {
    const { sent, exchange } = services('{"a":1}');
    const schema = { type: "object", properties: { a: { type: "number" } }, additionalProperties: false };
    const { warnings } = await ask(exchange, asked("kimi", { response_format: { type: "json_object", schema } }));
    expect(warnings).toContain("response-format-read: response_format");
    expect(sent[0]?.body["outputConfig"]).toMatchObject({
      textFormat: { type: "json_schema", structure: { jsonSchema: { schema: JSON.stringify(schema) } } },
    });
  });

  test.each(["kimi", "invoke"])("of a type that only other services know is refused by name: %s", async (model) => {
    const { sent, exchange } = services('{"a":1}');
    const format = { type: "grammar", grammar: "root ::= x" };
    const { url } = await routed(routerOf(file.replace("fallback_models: [plain]", "fallback_models: []")), exchange);
    const response = await fetch(`${url}/v1/chat/completions`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(asked(model, { response_format: format })),
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      error: { param: "response_format", message: expect.stringContaining("json_schema") },
    });
    expect(sent).toEqual([]);
    expect((await ask(exchange, asked(model, { response_format: format }))).model).toBe("plain");
    expect(sent.at(-1)?.body["response_format"]).toEqual(format);
  });

  test("does not touch a reply in plain text, nor a call", async () => {
    const { sent, exchange } = services("```json\nno\n```");
    const { text, warnings } = await ask(exchange, asked("kimi", { response_format: { type: "text" } }));
    expect([contentOf(text), warnings]).toEqual(["```json\nno\n```", ""]);
    expect(sent[0]?.body["system"]).toEqual([{ text: "Be brief." }]);
  });
});
