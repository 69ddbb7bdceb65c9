import { describe, expect, test } from "vitest";
import { reasoningTextOf, textOf } from "../../src/chat/read-reply.js";
import { eventFrame, join } from "../support/converse-wire.js";
import { bothReadings, findingsOf, judgedBody, judgedChat, judgedInput } from "../support/judged-body.js";

/** Reasoning in another member or form than text in `reasoning` or `reasoning_content`, and members that are not read. */

const usage = { prompt_tokens: 9, completion_tokens: 40, total_tokens: 49 };
const head = { id: "gen-1", model: "m", provider: "Crusoe" };

const whole = (message: object, more: object = {}, finish = "stop") => ({
  ...head,
  object: "chat.completion",
  choices: [{ index: 0, message: { role: "assistant", ...message }, finish_reason: finish, ...more }],
  usage,
});

const chunk = (delta: object, finish: string | null = null) => ({
  ...head,
  object: "chat.completion.chunk",
  choices: [{ index: 0, delta, finish_reason: finish }],
});

const stream = (...deltas: readonly object[]) => [
  chunk({ role: "assistant", content: "" }),
  ...deltas.map((delta) => chunk(delta)),
  chunk({}, "stop"),
  { ...head, object: "chat.completion.chunk", choices: [], usage },
];

describe("the inputs", () => {
  test.each([
    "reasoning-as-object.har",
    "reasoning-text.har",
    "content-of-reasoning.har",
    "content-of-reasoning-stream.har",
  ])("%s is reasoning and nothing else", async (name) => {
    const [exchange] = await judgedInput(name);
    expect(findingsOf(exchange?.findings ?? [])).toEqual(["bad reasoning-only"]);
    expect(exchange).toMatchObject({ observed: "bad", textLength: 0 });
  });
});

/** One message or delta with the reasoning "I need a table.", in every place. */
const places: readonly (readonly [where: string, message: object])[] = [
  ["an object with text", { reasoning_content: { text: "I need a table." } }],
  ["an object with content", { reasoning: { content: "I need a table." } }],
  ["an object with a summary", { reasoning: { summary: "I need a table." } }],
  ["Envoy's object", { reasoning_content: { reasoningContent: { reasoningText: { text: "I need a table." } } } }],
  ["a list of texts", { reasoning: ["I need ", "a table."] }],
  ["a list of objects", { reasoning_content: [{ type: "text", text: "I need " }, { text: "a table." }] }],
  ["Copilot's member", { content: "", reasoning_text: "I need a table." }],
  ["Ollama's member", { thinking: "I need a table." }],
  ["another spelling", { reasoningContent: "I need a table." }],
  ["LiteLLM's blocks", { thinking_blocks: [{ type: "thinking", thinking: "I need a table.", signature: "c2ln" }] }],
  [
    "LiteLLM's blocks beside the text",
    {
      reasoning_content: "I need a table.",
      thinking_blocks: [{ type: "thinking", thinking: "I need a table.", signature: "c2ln" }],
    },
  ],
  [
    "LiteLLM's container",
    { provider_specific_fields: { reasoningContentBlocks: [{ reasoningText: { text: "I need a table." } }] } },
  ],
  [
    "LiteLLM's container beside the text",
    {
      reasoning_content: "I need a table.",
      provider_specific_fields: { citations: null, reasoning_content: "I need a table." },
    },
  ],
  ["details as an object", { reasoning_details: { type: "reasoning.text", text: "I need a table." } }],
  ["a part with a text", { content: [{ type: "reasoning", text: "I need a table." }] }],
  ["a part with its own member", { content: [{ type: "reasoning", reasoning: "I need a table." }] }],
  ["a part of thinking", { content: [{ type: "thinking", thinking: "I need a table." }] }],
  [
    "a part with a summary",
    { content: [{ type: "reasoning", summary: [{ type: "summary_text", text: "I need a table." }] }] },
  ],
  ["a summary as a part", { content: [{ type: "summary_text", text: "I need a table." }] }],
  ["Converse's part", { content: [{ reasoningContent: { reasoningText: { text: "I need a table." } } }] }],
  [
    "a part beside a blank text",
    {
      content: [
        { type: "thinking", thinking: "I need a table." },
        { type: "text", text: "" },
      ],
    },
  ],
];

describe.each(places)("%s", (_where, message) => {
  test("is reasoning and nothing else, whole and streamed", async () => {
    for (const of of [{ body: whole(message) }, { chunks: stream(message) }]) {
      const { verdict, reply } = await judgedChat(of);
      expect(findingsOf(verdict.findings)).toEqual(["bad reasoning-only"]);
      expect(reasoningTextOf(reply)).toBe("I need a table.");
    }
  });

  test("is beside an answer no fault", async () => {
    const content = "content" in message && Array.isArray(message.content) ? message.content : [];
    const { verdict, reply } = await judgedChat({
      body: whole({ ...message, content: [...content, { type: "text", text: "At 16:40." }] }),
    });
    expect([verdict.observed, findingsOf(verdict.findings)]).toEqual(["ok", []]);
    expect([textOf(reply), reasoningTextOf(reply)]).toEqual(["At 16:40.", "I need a table."]);
  });

  test("is read by the SDK as by our own client", async () => {
    const url = "https://openrouter.ai/api/v1/chat/completions";
    const recorded = { url, request: { model: "m", messages: [] }, contentType: "application/json" };
    const [sdk, own] = await bothReadings({ ...recorded, body: JSON.stringify(whole(message)) });
    expect(sdk).toEqual(own);
  });
});

describe("reasoning beside the message", () => {
  test.each<[string, object]>([
    ["in the choice", whole({ content: "" }, { reasoning_content: "Hm." })],
    ["in the body", { ...whole({ content: "" }), thinking: "Hm." }],
  ])("%s is reasoning and nothing else", async (_, body) => {
    const { verdict, reply } = await judgedChat({ body });
    expect([reasoningTextOf(reply), findingsOf(verdict.findings)]).toEqual(["Hm.", ["bad reasoning-only"]]);
  });

  test("in the choices of a stream is reasoning and nothing else", async () => {
    const chunks = ["I need ", "a table."].map((text) => ({
      ...head,
      choices: [{ index: 0, delta: {}, reasoning_content: text, finish_reason: null }],
    }));
    const { verdict, reply } = await judgedChat({ chunks: [...chunks, ...stream().slice(1)] });
    expect([reasoningTextOf(reply), findingsOf(verdict.findings)]).toEqual(["I need a table.", ["bad reasoning-only"]]);
  });
});

describe("opaque reasoning", () => {
  test.each<[string, object]>([
    ["Copilot's", { content: null, reasoning_opaque: "b3BhcXVl" }],
    ["LiteLLM's", { content: null, thinking_blocks: [{ type: "redacted_thinking", data: "b3BhcXVl" }] }],
    ["Envoy's", { content: null, reasoning_content: { redactedContent: "b3BhcXVl" } }],
  ])("%s is reasoning and nothing else, and is kept", async (_, message) => {
    for (const of of [{ body: whole(message) }, { chunks: stream(message) }]) {
      const { verdict, reply } = await judgedChat(of);
      expect(findingsOf(verdict.findings)).toEqual(["bad reasoning-only"]);
      expect(reply.parts.flatMap((part) => (part.kind === "reasoning" ? [part.redacted] : []))).toEqual(["b3BhcXVl"]);
    }
  });

  test("a signature that comes after its text signs it", async () => {
    const { reply } = await judgedChat({
      chunks: stream(
        { reasoning_content: "I need ", thinking_blocks: [{ type: "thinking", thinking: "I need ", signature: "" }] },
        {
          reasoning_content: "a table.",
          thinking_blocks: [{ type: "thinking", thinking: "a table.", signature: null }],
        },
        { reasoning_content: "", thinking_blocks: [{ type: "thinking", thinking: "", signature: "c2ln" }] },
        { content: "At 16:40." },
      ),
    });
    expect(reply.parts).toMatchObject([
      { kind: "reasoning", text: "I need a table.", signature: "c2ln" },
      { kind: "text", text: "At 16:40." },
    ]);
  });
});

describe("no reasoning", () => {
  test.each<[string, object]>([
    ["the setting of the request, repeated", { content: "", reasoning: { effort: "high", summary: "auto" } }],
    ["a switch", { content: "", thinking: { type: "enabled" } }],
    ["a number of seconds", { content: "", thinking: 3 }],
    ["a signature of a thought alone", { content: "", thought_signature: "abc" }],
  ])("is %s: the reply is empty, and the member is named", async (_, message) => {
    const { verdict } = await judgedChat({ body: whole(message) });
    const name = Object.keys(message)[1];
    expect(findingsOf(verdict.findings)).toEqual(["bad empty-reply parser-ate-it"]);
    expect(verdict.findings[0]?.seen).toContain(`that is not read: choices[0].message.${name}`);
  });
});

describe("what is not read", () => {
  test.each<[string, object, string]>([
    ["a message", whole({ content: "", answer: "At 16:40." }), "choices[0].message.answer"],
    ["a choice", whole({ content: "" }, { output: "At 16:40." }), "choices[0].output"],
    ["a body", { ...whole({ content: "" }), output_text: "At 16:40." }, "output_text"],
    [
      "a part of the content",
      whole({ content: [{ type: "text", text: "", answer: "At 16:40." }] }),
      "choices[0].message.content[0].answer",
    ],
  ])("is named beside an empty reply, in %s", async (_, body, path) => {
    const { verdict } = await judgedChat({ body });
    expect(findingsOf(verdict.findings)).toEqual(["bad empty-reply parser-ate-it"]);
    expect(verdict.findings[0]?.seen).toMatch(new RegExp(`not read: ${path.replace(/[[\]]/g, "\\$&")}$`));
    expect(verdict.notes.map(({ id }) => id)).toContain("unknown-field");
  });

  test.each<[finish: string, expected: string]>([
    ["length", "bad cut-by-max-tokens"],
    ["content_filter", "bad filtered"],
    ["tool_calls", "bad tool-use-without-block"],
  ])("is named beside a blank reply that ends with %s", async (finish, expected) => {
    const { verdict } = await judgedChat({ body: whole({ content: null, answer: "x" }, {}, finish) });
    expect(findingsOf(verdict.findings)).toEqual([expected]);
    expect(verdict.findings[0]?.seen).toContain("not read: choices[0].message.answer");
  });

  test("is named beside reasoning", async () => {
    const { verdict } = await judgedChat({ chunks: stream({ reasoning: "Hm.", answer: "x" }) });
    expect(findingsOf(verdict.findings)).toEqual(["bad reasoning-only"]);
    expect(verdict.findings[0]?.seen).toContain("not read: choices[0].delta.answer");
  });

  test.each<[string, object]>([
    ["a part of an unknown type", { content: [{ type: "canvas", canvas: "At 16:40." }] }],
    ["an object in place of the content", { content: { canvas: "At 16:40." } }],
    ["reasoning without anything that can be read", { content: [{ type: "reasoning", handle: "r-1" }] }],
  ])("%s shows nothing", async (_, message) => {
    for (const of of [{ body: whole(message) }, { chunks: stream(message) }]) {
      const { verdict } = await judgedChat(of);
      expect(findingsOf(verdict.findings)).toEqual(["bad empty-reply not-read"]);
      expect(verdict.findings[0]?.seen).toMatch(/not read, kept as it came: choices\[0\]\.(?:message|delta)\.content/);
    }
  });

  test.each<[string, object]>([
    ["audio", { content: null, audio: { id: "a", data: "T2dn", transcript: "At 16:40." } }],
    ["an image", { content: [{ type: "image_url", image_url: { url: "data:image/png;base64,AA==" } }] }],
    ["text in another form", { content: [{ type: "output_text", text: "At 16:40." }] }],
    ["text with a member that is not read", { content: "At 16:40.", mood: "calm" }],
  ])("%s is an answer", async (_, message) => {
    const { verdict } = await judgedChat({ body: whole(message) });
    expect([verdict.observed, findingsOf(verdict.findings)]).toEqual(["ok", []]);
  });
});

describe("on Bedrock", () => {
  const bedrock = (path: string) => `https://bedrock-runtime.us-east-1.amazonaws.com/model/${path}`;
  const counts = { inputTokens: 9, outputTokens: 40, totalTokens: 49 };
  const asked = { messages: [{ role: "user", content: [{ text: "When is high water?" }] }] };
  const converse = (content: readonly object[]) =>
    judgedBody({
      url: bedrock("us.amazon.nova-pro-v1%3A0/converse"),
      request: asked,
      contentType: "application/json",
      body: JSON.stringify({
        output: { message: { role: "assistant", content } },
        stopReason: "end_turn",
        usage: counts,
        metrics: { latencyMs: 1 },
      }),
    });

  test("a block of an unknown kind shows nothing on Converse", async () => {
    const { verdict } = await converse([{ canvas: { text: "At 16:40." } }]);
    expect(findingsOf(verdict.findings)).toEqual(["bad empty-reply not-read"]);
    expect(verdict.findings[0]?.seen).toContain("output.message.content[0] (canvas) is of a kind that is not read");
  });

  test("a member that is not read is named beside an empty reply on Converse", async () => {
    const { verdict } = await converse([{ text: "", answer: "At 16:40." }]);
    expect(findingsOf(verdict.findings)).toEqual(["bad empty-reply parser-ate-it"]);
    expect(verdict.findings[0]?.seen).toContain("output.message.content[0].answer, which is not read");
  });

  test("an image is an answer on Converse", async () => {
    const { verdict } = await converse([{ image: { format: "png", source: { bytes: "AA==" } } }]);
    expect([verdict.observed, findingsOf(verdict.findings)]).toEqual(["ok", []]);
  });

  test("reasoning without the inner object is reasoning on Converse", async () => {
    const { verdict, reply } = await converse([{ reasoningContent: { text: "I need a table." } }]);
    expect(findingsOf(verdict.findings)).toEqual(["bad reasoning-only"]);
    expect(reasoningTextOf(reply)).toBe("I need a table.");
  });

  test("a block of an unknown kind shows nothing on ConverseStream", async () => {
    const body = join(
      eventFrame("messageStart", { role: "assistant" }),
      eventFrame("contentBlockDelta", { contentBlockIndex: 0, delta: { canvas: { text: "At 16:40." } } }),
      eventFrame("contentBlockStop", { contentBlockIndex: 0 }),
      eventFrame("messageStop", { stopReason: "end_turn" }),
      eventFrame("metadata", { usage: counts, metrics: { latencyMs: 1 } }),
    );
    const url = bedrock("us.amazon.nova-pro-v1%3A0/converse-stream");
    const { verdict } = await judgedBody({
      url,
      request: asked,
      contentType: "application/vnd.amazon.eventstream",
      body,
    });
    expect(findingsOf(verdict.findings)).toEqual(["bad empty-reply not-read"]);
  });

  const invoke = (model: string, request: object, body: object) =>
    judgedBody({
      url: bedrock(`${model}/invoke`),
      request,
      contentType: "application/json",
      body: JSON.stringify(body),
    });
  const messages = [{ role: "user", content: "When is high water?" }];

  test("a block of an unknown kind shows nothing on InvokeModel", async () => {
    const request = { anthropic_version: "bedrock-2023-05-31", max_tokens: 100, messages };
    const { verdict } = await invoke("anthropic.claude-3-haiku-20240307-v1%3A0", request, {
      type: "message",
      role: "assistant",
      id: "msg_1",
      model: "claude-3-haiku-20240307",
      content: [{ type: "canvas", canvas: "At 16:40." }],
      stop_reason: "end_turn",
      stop_sequence: null,
      usage: { input_tokens: 9, output_tokens: 40 },
    });
    expect(findingsOf(verdict.findings)).toEqual(["bad empty-reply not-read"]);
    expect(verdict.findings[0]?.seen).toContain("content[0] (canvas) is of a kind that is not read");
  });

  test("a member that is not read is named beside an empty reply on InvokeModel", async () => {
    const request = { anthropic_version: "bedrock-2023-05-31", max_tokens: 100, messages };
    const { verdict } = await invoke("anthropic.claude-3-haiku-20240307-v1%3A0", request, {
      ...{
        type: "message",
        role: "assistant",
        id: "msg_1",
        model: "claude-3-haiku-20240307",
        content: [],
        answer: "At 16:40.",
      },
      ...{ stop_reason: "end_turn", stop_sequence: null, usage: { input_tokens: 9, output_tokens: 40 } },
    });
    expect(findingsOf(verdict.findings)).toEqual(["bad empty-reply parser-ate-it"]);
    expect(verdict.findings[0]?.seen).toContain("not read: answer");
  });

  test.each<[string, object]>([
    ["an object", { content: "", reasoning_content: { text: "I need a table." } }],
    ["another member", { content: "", reasoning_text: "I need a table." }],
    ["a part of the content", { content: [{ type: "reasoning", summary: [{ text: "I need a table." }] }] }],
  ])("reasoning as %s is reasoning on InvokeModel", async (_, message) => {
    const { verdict, reply } = await invoke("moonshotai.kimi-k2.5", { messages }, whole(message));
    expect(findingsOf(verdict.findings)).toEqual(["bad reasoning-only"]);
    expect(reasoningTextOf(reply)).toBe("I need a table.");
  });
});
