import { expect, test } from "vitest";
import { assistant, body, chat, conversation, encoded, user, weather } from "../../../test/support/invoke-encoding.js";
import { invokeTarget } from "../../../test/support/invoke-frames.js";
import type { AssistantPart, Message } from "../../chat/message.js";
import { plainRequest } from "../../chat/request.js";
import { encodeForFamily } from "./encode.js";

test("anthropic: a tool conversation as a Messages body", () => {
  expect(body("anthropic", { messages: conversation, tools: [weather], maxOutputTokens: 64 })).toEqual({
    anthropic_version: "bedrock-2023-05-31",
    max_tokens: 64,
    system: [{ type: "text", text: "Be brief." }],
    messages: [
      { role: "user", content: [{ type: "text", text: "Weather in Rome?" }] },
      {
        role: "assistant",
        content: [{ type: "tool_use", id: "functions.get_weather:0", name: "get_weather", input: { city: "Rome" } }],
      },
      {
        role: "user",
        content: [
          { type: "tool_result", tool_use_id: "functions.get_weather:0", content: [{ type: "text", text: "65F" }] },
        ],
      },
    ],
    tools: [
      {
        name: "get_weather",
        description: "The weather",
        input_schema: { type: "object", properties: { city: { type: "string" } } },
      },
    ],
  });
});

test("nova: a tool conversation as a messages-v1 body", () => {
  expect(
    body("nova", { messages: conversation, tools: [weather], toolChoice: { kind: "auto" }, maxOutputTokens: 64 }),
  ).toEqual({
    schemaVersion: "messages-v1",
    system: [{ text: "Be brief." }],
    messages: [
      { role: "user", content: [{ text: "Weather in Rome?" }] },
      {
        role: "assistant",
        content: [{ toolUse: { toolUseId: "functions.get_weather:0", name: "get_weather", input: { city: "Rome" } } }],
      },
      { role: "user", content: [{ toolResult: { toolUseId: "functions.get_weather:0", content: [{ text: "65F" }] } }] },
    ],
    inferenceConfig: { maxTokens: 64 },
    toolConfig: {
      tools: [
        {
          toolSpec: {
            name: "get_weather",
            description: "The weather",
            inputSchema: { json: { type: "object", properties: { city: { type: "string" } } } },
          },
        },
      ],
      toolChoice: { auto: {} },
    },
  });
});

test.each([
  ["moonshot", "max_tokens"],
  ["mistral-chat", "max_tokens"],
  ["deepseek-v3", "max_tokens"],
  ["ai21", "max_tokens"],
  ["gpt-oss", "max_completion_tokens"],
])("R24 %s: a tool conversation as a Chat Completions body whose limit is %s", (family, limit) => {
  expect(body(family, { messages: conversation, tools: [weather], maxOutputTokens: 64 })).toEqual({
    messages: [
      { role: "system", content: "Be brief." },
      { role: "user", content: "Weather in Rome?" },
      {
        role: "assistant",
        content: null,
        tool_calls: [
          {
            id: "functions.get_weather:0",
            type: "function",
            function: { name: "get_weather", arguments: '{"city": "Rome"}' },
          },
        ],
      },
      { role: "tool", tool_call_id: "functions.get_weather:0", name: "get_weather", content: "65F" },
    ],
    tools: [
      {
        type: "function",
        function: {
          name: "get_weather",
          description: "The weather",
          parameters: { type: "object", properties: { city: { type: "string" } } },
        },
      },
    ],
    [limit]: 64,
  });
});

test.each([
  [
    "llama",
    "prompt",
    "<|begin_of_text|><|start_header_id|>system<|end_header_id|>\n\nBe brief.<|eot_id|><|start_header_id|>user<|end_header_id|>\n\nOne?<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\nTwo.<|eot_id|><|start_header_id|>user<|end_header_id|>\n\nThree?<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n",
  ],
  ["mistral-text", "prompt", "<s>[INST] Be brief.\n\nOne? [/INST] Two.</s>[INST] Three? [/INST]"],
  [
    "deepseek-r1",
    "prompt",
    "<｜begin▁of▁sentence｜>Be brief.<｜User｜>One?<｜Assistant｜>Two.<｜end▁of▁sentence｜><｜User｜>Three?<｜Assistant｜><think>\n",
  ],
  ["titan", "inputText", "Be brief.\n\nUser: One?\nBot: Two.\nUser: Three?\nBot:"],
])("%s: a conversation in the prompt format", (family, member, prompt) => {
  expect(body(family, { messages: chat })).toEqual({ [member]: prompt });
});

test("titan: a lone question is the input text itself", () => {
  expect(body("titan", { messages: [user("Hi")] })).toEqual({ inputText: "Hi" });
});

test("R38 llama: a conversation that ends with the assistant leaves its turn open", () => {
  const prompt = body("llama", { messages: [user("Hi"), assistant({ kind: "text", text: "I am" })] })["prompt"];
  expect(prompt).toBe(
    "<|begin_of_text|><|start_header_id|>user<|end_header_id|>\n\nHi<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\nI am",
  );
});

test("cohere: the last question, what was said before it, and the system text", () => {
  expect(body("cohere", { messages: chat })).toEqual({
    message: "Three?",
    chat_history: [
      { role: "USER", message: "One?" },
      { role: "CHATBOT", message: "Two." },
    ],
    preamble: "Be brief.",
  });
});

test.each(["anthropic", "moonshot", "gpt-oss", "nova", "cohere", "llama"])(
  "R41 %s has no member for choices, log probabilities and a bias, and warns",
  (family) => {
    const said = { role: "user", parts: [{ kind: "text", text: "Hi" }], name: null } as const;
    const plain = encoded(family, { messages: [said], maxOutputTokens: 9 });
    const asked = encoded(family, {
      messages: [said],
      ...{ maxOutputTokens: 9, choices: 2, logprobs: 5, logitBias: { 7: 1 } },
    });
    expect(asked.body).toEqual(plain.body);
    const added = asked.warnings.filter(({ field }) => plain.warnings.every((one) => one.field !== field));
    expect(added.map(({ id, field }) => `${id} ${field}`)).toEqual([
      "setting-dropped choices",
      "setting-dropped logprobs",
      "setting-dropped logitBias",
    ]);
  },
);

test("R23 anthropic: parallel calls are switched off in the tool choice", () => {
  const request = { messages: [user("Hi")], tools: [weather], parallelToolCalls: false, maxOutputTokens: 9 };
  expect(body("anthropic", request)["tool_choice"]).toEqual({ type: "auto", disable_parallel_tool_use: true });
});

test("R30 an image/jpg goes out as jpeg", () => {
  const image = { kind: "image", source: { kind: "bytes", mediaType: "image/jpg", base64: "AA==" } } as const;
  const messages: readonly Message[] = [{ role: "user", parts: [image], name: null }];
  expect(JSON.stringify(body("nova", { messages }))).toContain('"format":"jpeg"');
  expect(JSON.stringify(body("anthropic", { messages, maxOutputTokens: 9 }))).toContain('"media_type":"image/jpeg"');
});

test("R3 R4 R5 parallel results and the text after them are one user turn, results first", () => {
  const result = (id: string): Message => ({
    role: "tool",
    toolCallId: id,
    toolName: null,
    parts: [{ kind: "text", text: id }],
    status: "error",
  });
  const written = body("nova", {
    messages: [user("x"), assistant({ kind: "text", text: "y" }), result("a"), result("b"), user("and?")],
  });
  expect(written["messages"]).toMatchObject([
    { role: "user" },
    { role: "assistant" },
    {
      role: "user",
      content: [
        { toolResult: { toolUseId: "a", status: "error" } },
        { toolResult: { toolUseId: "b", status: "error" } },
        { text: "and?" },
      ],
    },
  ]);
});

test("R32 moonshot: reasoning that came in a tag goes back in its tag", () => {
  const reasoning: AssistantPart = {
    kind: "reasoning",
    text: "Hm",
    signature: null,
    redacted: null,
    details: null,
    field: "<reasoning>",
  };
  const written = body("moonshot", { messages: [user("x"), assistant(reasoning, { kind: "text", text: "Yes" })] });
  expect(written["messages"]).toMatchObject([{}, { content: "<reasoning>Hm</reasoning>Yes" }]);
});

test("R35 anthropic: a cache point marks the block before it", () => {
  const parts = [
    { kind: "text", text: "long" },
    { kind: "cache-point", ttl: "1h" },
  ] as const;
  const written = body("anthropic", { messages: [{ role: "user", parts, name: null }], maxOutputTokens: 9 });
  expect(written["messages"]).toEqual([
    { role: "user", content: [{ type: "text", text: "long", cache_control: { type: "ephemeral", ttl: "1h" } }] },
  ]);
});

test("R39 a model ARN is encoded into one path segment", () => {
  const target = { ...invokeTarget("llama", true), providerModelId: "arn:aws:bedrock:us-east-1::foundation-model/x.y" };
  const written = encodeForFamily(plainRequest("m", [user("x")]), { target, policy: "faithful" });
  expect(written).toMatchObject({
    path: "/model/arn%3Aaws%3Abedrock%3Aus-east-1%3A%3Afoundation-model%2Fx.y/invoke-with-response-stream",
  });
});

test("the target's own members and the request's extra are in the body unchanged", () => {
  const target = { ...invokeTarget("llama", false), extra: { a: 1, b: 1 } };
  const request = { ...plainRequest("m", [user("x")]), extra: { b: 2 } };
  const written = encodeForFamily(request, { target, policy: "faithful" });
  expect(written).toMatchObject({ body: { a: 1, b: 2 } });
});
