import { describe, expect, test } from "vitest";
import { noAliases } from "../src/adapters/adapter.js";
import { bedrockConverse } from "../src/adapters/bedrock-converse/adapter.js";
import { openaiChat } from "../src/adapters/openai-chat/adapter.js";
import { encodeReply } from "../src/adapters/openai-chat/server/encode-reply.js";
import { sseText } from "../src/adapters/openai-chat/server/encode-stream/sse-text.js";
import { type StreamItem, startEncodeStream } from "../src/adapters/openai-chat/server/encode-stream/state.js";
import { encodeEvent } from "../src/adapters/openai-chat/server/encode-stream.js";
import { readServerRequest } from "../src/adapters/openai-chat/server/read-request.js";
import type { ChatEvent } from "../src/chat/event.js";
import { fold } from "../src/chat/fold.js";
import type { JsonObject } from "../src/chat/json.js";
import type { Quirks } from "../src/chat/target.js";
import { TransportError } from "../src/wire/exchange.js";
import { streamHeaders } from "./support/bedrock-headers.js";
import { converseTarget, eventFrame, exceptionFrame, framesOf, kimiTurn } from "./support/converse-wire.js";

const openAiTarget = { ...converseTarget("chat-completions"), auth: "bearer", api: "chat-completions" } as const;

/** A client's body as the upstream gets it: through the door, and mended for the target. */
function asked(body: object, { quirks = {}, converse = false }: { quirks?: Partial<Quirks>; converse?: boolean } = {}) {
  const served = readServerRequest({ model: "m", messages: [{ role: "user", content: "Hi" }], ...body });
  if (served.kind === "refused") return { refused: served.error.param, body: {} as JsonObject, warnings: [] };
  const target = converse
    ? converseTarget("converse", quirks)
    : { ...openAiTarget, quirks: { ...openAiTarget.quirks, ...quirks } };
  const encoded = (converse ? bedrockConverse : openaiChat).encode(served.request, { target, policy: "repair" });
  if (encoded.kind === "refused") return { refused: encoded.field, body: {} as JsonObject, warnings: [] };
  return { refused: null, body: encoded.body, warnings: [...served.warnings, ...encoded.warnings].map(({ id }) => id) };
}

const call = (id: string, text = "{}") => ({ id, type: "function", function: { name: "f", arguments: text } });
const tools = [{ type: "function", function: { name: "f", parameters: { type: "object" } } }];
const loop = [
  { role: "user", content: "Both?" },
  { role: "assistant", content: null, tool_calls: [call("a"), call("b", "")] },
  { role: "tool", tool_call_id: "a", content: "18 °C" },
  { role: "tool", tool_call_id: "b", content: "" },
  { role: "user", content: "And now?" },
];

describe("an OpenAI request on its way to an OpenAI-compatible upstream", () => {
  test("R1 R2 R9 R12 keeps every message, in its place and its words, tool calls and results included", () => {
    const messages = [
      { role: "system", content: "S" },
      ...loop,
      { role: "developer", content: "D" },
      { role: "user", content: "Go" },
    ];
    const sent = asked({ messages, tools });
    expect(sent.body["messages"]).toEqual(
      messages.map((message) => (message === loop[1] ? { ...message, tool_calls: [call("a"), call("b")] } : message)),
    );
    expect(sent.warnings).toEqual(["arguments-filled"]);
  });

  test("R11 R14 R15 refuses what it cannot mend, naming the field", () => {
    expect(asked({ messages: [{ role: "user", content: " " }] }).refused).toBe("messages[0].parts");
    expect(asked({ messages: loop.slice(0, 3), tools }).refused).toBe("messages[1]");
    expect(asked({ messages: [loop[0], loop[2]], tools }).refused).toBe("messages[1].toolCallId");
    const twice = { role: "assistant", content: null, tool_calls: [call("a"), call("a", '{"x":1}')] };
    expect(asked({ messages: [loop[0], twice, loop[2]], tools }).refused).toBe("messages[1].parts[1].id");
  });

  test("R18 R23 R24 R27 R34 says every setting in the upstream's words", () => {
    const settings = {
      tool_choice: "none",
      parallel_tool_calls: false,
      stop: "END",
      response_format: { type: "json_schema", json_schema: { name: "n", schema: { type: "object" }, strict: true } },
    };
    const sent = asked({ tools, ...settings, max_tokens: 7 }, { quirks: { maxCompletionTokens: true } });
    expect(sent.body).toMatchObject({ ...settings, stop: ["END"], tools, max_completion_tokens: 7 });
    expect(sent.body).not.toHaveProperty("max_tokens");
    expect(sent.warnings).toEqual([]);
  });

  test("R29 R31 carries images and files as they came", () => {
    const content = [
      { type: "image_url", image_url: { url: "https://example.org/a.png" } },
      { type: "image_url", image_url: { url: "data:image/png;base64,iVBORw0=" } },
      { type: "file", file: { filename: "a.pdf", file_data: "data:application/pdf;base64,JVBERi0=" } },
      { type: "text", text: "?" },
    ];
    const sent = asked({ messages: [{ role: "user", content }] });
    expect([sent.body["messages"], sent.warnings]).toEqual([[{ role: "user", content }], []]);
  });
});

describe("an OpenAI request on its way to Converse", () => {
  test("R1 R2 R9 R12 keeps every message of a tool loop, results in the turn after their calls", () => {
    const sent = asked({ messages: [{ role: "system", content: "S" }, ...loop], tools }, { converse: true });
    expect(sent.body).toMatchObject({
      system: [{ text: "S" }],
      messages: [
        { role: "user", content: [{ text: "Both?" }] },
        {
          role: "assistant",
          content: [{ toolUse: { toolUseId: "a", input: {} } }, { toolUse: { toolUseId: "b", input: {} } }],
        },
        {
          role: "user",
          content: [
            { toolResult: { toolUseId: "a", content: [{ text: "18 °C" }] } },
            { toolResult: { toolUseId: "b", content: [{ text: "" }] } },
            { text: "And now?" },
          ],
        },
      ],
    });
  });

  test("S5 gives a signature that the client sent back to the service that signed it", () => {
    const thinking = {
      role: "assistant",
      content: null,
      reasoning: "Hm",
      reasoning_content: "Hm",
      reasoning_details: [{ type: "reasoning.text", text: "Hm", signature: "c2ln", index: 0 }],
      tool_calls: [call("a")],
    };
    const sent = asked({ messages: [loop[0], thinking, loop[2]], tools }, { converse: true });
    const messages = sent.body["messages"] as readonly JsonObject[];
    expect(messages[1]?.["content"]).toMatchObject([
      { reasoningContent: { reasoningText: { text: "Hm", signature: "c2ln" } } },
      { toolUse: { toolUseId: "a" } },
    ]);
  });
});

const identity = { id: "chatcmpl-1", createdSeconds: 1, model: "kimi" };

type Upstream = { readonly status: number; readonly type: string; readonly body: string };

/** A whole answer of an OpenAI-compatible upstream, whatever it is, as a streaming client gets it. */
async function relayed({ status, type, body }: Upstream) {
  async function* chunks() {
    yield new TextEncoder().encode(body);
  }
  const target = { ...openAiTarget, api: "chat-completions-stream" } as const;
  const response = { status, headers: [["content-type", type]] as const, chunks: chunks() };
  const events: ChatEvent[] = [];
  for await (const event of openaiChat.read(response, { target, aliases: noAliases, needsFinish: true }))
    events.push(event);
  return told(events, false);
}

async function eventsOf(frames: readonly Uint8Array[], breaks: Error | null = null): Promise<readonly ChatEvent[]> {
  async function* chunks() {
    yield* frames;
    if (breaks !== null) throw breaks;
  }
  const response = { status: 200, headers: streamHeaders, chunks: chunks() };
  const events: ChatEvent[] = [];
  for await (const event of bedrockConverse.read(response, { target: converseTarget(), aliases: noAliases }))
    events.push(event);
  return events;
}

async function answered(
  frames: readonly Uint8Array[],
  { breaks = null, includeUsage = false }: { breaks?: Error | null; includeUsage?: boolean } = {},
) {
  return told(await eventsOf(frames, breaks), includeUsage);
}

/** What a streaming client gets of it, and what any other client. */
function told(events: readonly ChatEvent[], includeUsage: boolean) {
  let state = startEncodeStream({ identity, includeUsage, asked: { model: "kimi", region: null, service: "bedrock" } });
  const items: StreamItem[] = [];
  for (const event of events) {
    const step = encodeEvent(state, event);
    state = step.state;
    items.push(...step.items);
  }
  const chunks = items.flatMap((item) => (item.kind === "chunk" ? [item.chunk] : []));
  const choices = chunks.flatMap((chunk) => chunk["choices"] as readonly JsonObject[]);
  const finishes = choices.map((choice) => choice["finish_reason"]).filter((word) => word !== null);
  const text = items.map((item) => (item.kind === "refusal" ? "" : sseText(item))).join("");
  return { items, chunks, choices, finishes, text, unary: encodeReply(fold(events), identity) };
}

const spoken = (text: string): [string, object] => ["contentBlockDelta", { contentBlockIndex: 0, delta: { text } }];
const callAt = (contentBlockIndex: number, toolUseId: string): [string, object] => [
  "contentBlockStart",
  { contentBlockIndex, start: { toolUse: { toolUseId, name: "f" } } },
];
const piece = (contentBlockIndex: number, input: string): [string, object] => [
  "contentBlockDelta",
  { contentBlockIndex, delta: { toolUse: { input } } },
];
const start: [string, object] = ["messageStart", { role: "assistant" }];
const stop = (stopReason: string): [string, object] => ["messageStop", { stopReason }];
const metadata: [string, object] = [
  "metadata",
  { usage: { inputTokens: 9, outputTokens: 2, totalTokens: 11 }, metrics: { latencyMs: 1 } },
];

describe("a Converse stream on its way to an OpenAI client", () => {
  test("S1 S2 S3 S4 tells calls as tool_calls whatever the word, text beside them kept and joined", async () => {
    const told = await answered(
      framesOf([
        start,
        spoken("Let me "),
        spoken("see."),
        callAt(1, "tooluse_a"),
        piece(1, "{}"),
        stop("end_turn"),
        metadata,
      ]),
    );
    expect(told.finishes).toEqual(["tool_calls"]);
    expect(told.choices.at(-1)).toMatchObject({ delta: {}, native_finish_reason: "end_turn" });
    expect(told.unary).toMatchObject({
      kind: "completion",
      body: {
        choices: [
          {
            finish_reason: "tool_calls",
            native_finish_reason: "end_turn",
            message: { content: "Let me see.", tool_calls: [{ id: "tooluse_a" }] },
          },
        ],
      },
      warnings: [{ id: "finish-inferred" }],
    });
  });

  test("S8 has one id, created and model in every chunk", async () => {
    const { chunks } = await answered(framesOf(kimiTurn));
    expect(chunks.length).toBeGreaterThan(3);
    for (const chunk of chunks) expect(chunk).toMatchObject({ id: "chatcmpl-1", created: 1, model: "kimi" });
  });

  test("S9 S10 S11 S12 numbers calls densely from 0, keeps their pieces apart, and ends one without arguments as {}", async () => {
    const told = await answered(
      framesOf([
        start,
        spoken("x"),
        callAt(3, "a"),
        callAt(7, "b"),
        piece(7, '{"y":'),
        piece(3, ""),
        piece(7, "2}"),
        stop("tool_use"),
        metadata,
      ]),
    );
    const pieces = told.choices.flatMap(({ delta }) => {
      const calls = (delta as JsonObject)["tool_calls"];
      return Array.isArray(calls) ? calls : [];
    }) as readonly {
      readonly index: number;
      readonly id?: string;
      readonly function: { readonly arguments: string };
    }[];
    const argumentsOf = (at: number) =>
      pieces
        .filter(({ index }) => index === at)
        .map((one) => one.function.arguments)
        .join("");
    expect(pieces.map(({ id }) => id).filter((id) => id !== undefined)).toEqual(["a", "b"]);
    expect([argumentsOf(0), argumentsOf(1)]).toEqual(["{}", '{"y":2}']);
    expect(pieces.find(({ id }) => id === "a")?.function.arguments).toBe("");
  });

  test("S15 is an error event without a finish when an exception comes after text, and a status before it", async () => {
    const exception = exceptionFrame("throttlingException", {
      message: "Too many requests, please wait before trying again.",
    });
    const late = await answered([...framesOf([start, spoken("half")]), exception]);
    expect([late.finishes, late.items.map(({ kind }) => kind)]).toEqual([[], ["chunk", "error", "done"]]);
    expect(late.text).toContain('"code":"rate_limit_exceeded"');
    const early = await answered([eventFrame(...start), exception]);
    expect(early.items).toMatchObject([{ kind: "refusal", error: { status: 429 } }]);
    expect(early.unary).toMatchObject({ kind: "failed", failure: { kind: "throttled" } });
  });

  test("S16 is never an answer when it is cut at any frame before its end", async () => {
    const frames = framesOf([start, spoken("half"), callAt(1, "a"), piece(1, "{}"), stop("tool_use"), metadata]);
    for (let whole = 0; whole < frames.length - 1; whole += 1) {
      const told = await answered(frames.slice(0, whole));
      expect(told.finishes).toEqual([]);
      expect(told.items.some(({ kind }) => kind === "error" || kind === "refusal")).toBe(true);
      expect(told.unary.kind).toBe("failed");
    }
  });

  test("S17 that stalls is a timeout, by status or by an error event", async () => {
    const stalled = new TransportError("idle-timeout", "no byte from 10.0.0.7", { deadlineMs: 5000 });
    const early = await answered(framesOf([start]), { breaks: stalled });
    expect(early.items).toMatchObject([{ kind: "refusal", error: { status: 504 } }]);
    const late = await answered(framesOf([start, spoken("half")]), { breaks: stalled });
    expect([late.finishes, late.items.at(-2)?.kind]).toEqual([[], "error"]);
    expect(JSON.stringify([early.items, late.text])).not.toContain("10.0.0.7");
  });

  test("S18 S19 ends with its finish, then the usage that was asked for, then [DONE]", async () => {
    const frames = framesOf([start, spoken("<think>open"), metadata, stop("end_turn")]);
    const told = await answered(frames, { includeUsage: true });
    expect(told.finishes).toEqual(["stop"]);
    expect(told.chunks.at(-1)).toMatchObject({ choices: [], usage: { prompt_tokens: 9, completion_tokens: 2 } });
    expect(told.text.endsWith("\n\ndata: [DONE]\n\n")).toBe(true);
    expect((await answered(frames)).text).not.toContain("usage");
  });
});

describe("what an OpenAI-compatible upstream sends on its way to an OpenAI client", () => {
  const chunk = (delta: object, finish: string | null = null) =>
    `data: ${JSON.stringify({ id: "gen-1", choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
  const stream = `: OPENROUTER PROCESSING\n\n${chunk({ role: "assistant", content: "18" })}${chunk({ content: " °C" })}${chunk({}, "stop")}data: [DONE]\n\n`;
  const sse = { status: 200, type: "text/event-stream" };

  test("S16 is an answer only once its finish has arrived whole, wherever the stream is cut", async () => {
    const finished = stream.indexOf("data: [DONE]");
    for (let at = 0; at <= stream.length; at += 1) {
      const got = await relayed({ ...sse, body: stream.slice(0, at) });
      expect(got.finishes, `cut at ${at}`).toEqual(at < finished ? [] : ["stop"]);
      expect(got.unary.kind === "completion", `cut at ${at}`).toBe(
        got.items.every(({ kind }) => kind === "chunk" || kind === "done"),
      );
      if (at < finished) expect(got.unary.kind).toBe("failed");
    }
  });

  test.each<[string, Upstream, number, string]>([
    ["S6 an empty body", { ...sse, body: "" }, 502, "upstream_truncated"],
    ["S6 a page", { status: 200, type: "text/html", body: "<html>" }, 502, "upstream_protocol"],
    [
      "a bad gateway",
      { status: 502, type: "text/html", body: "<html>502 at 10.0.0.7</html>" },
      503,
      "upstream_unavailable",
    ],
    [
      "credits",
      { status: 402, type: "application/json", body: '{"error":{"code":402,"message":"Add credits"}}' },
      429,
      "insufficient_quota",
    ],
    [
      "S15 an error in a 200",
      { status: 200, type: "application/json", body: '{"error":{"code":429,"message":"Slow"}}' },
      429,
      "rate_limit_exceeded",
    ],
    [
      "S15 an error in the first event",
      { ...sse, body: 'data: {"error":{"code":502,"message":"x"}}\n\n' },
      503,
      "upstream_unavailable",
    ],
    ["comments for ever", { ...sse, body: ": OPENROUTER PROCESSING\n\n" }, 502, "upstream_truncated"],
    ["only [DONE]", { ...sse, body: "data: [DONE]\n\n" }, 502, "upstream_truncated"],
    ["a redirect", { status: 302, type: "text/plain", body: "" }, 502, "upstream_protocol"],
    ["a refusal without words", { status: 400, type: "text/plain", body: "" }, 400, "invalid_request"],
  ])("is an error with its status, never an answer: %s", async (_, upstream, status, code) => {
    const got = await relayed(upstream);
    expect(got.items).toMatchObject([{ kind: "refusal", error: { status, body: { error: { code } } } }]);
    expect(got.unary.kind).toBe("failed");
    expect(JSON.stringify(got.items)).not.toContain("10.0.0.7");
  });

  test.each([
    [
      "an error event",
      'data: {"error":{"code":502,"message":"x"},"choices":[{"index":0,"delta":{},"finish_reason":"error"}]}\n\n',
    ],
    ["a chunk that is no JSON", "data: {oops\n\n"],
    ["its end without a finish", "data: [DONE]\n\n"],
  ])("S15 after text is an error event without a finish: %s", async (_, rest) => {
    const got = await relayed({ ...sse, body: chunk({ content: "half" }) + rest });
    expect([got.finishes, got.items.map(({ kind }) => kind)]).toEqual([[], ["chunk", "error", "done"]]);
  });
});
