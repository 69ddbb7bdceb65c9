import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { chat, chatStream, converseStream } from "../support/foreign-recordings.js";
import { judgedFiles, summaryOf } from "../support/judged-files.js";
import { root } from "../support/repository.js";

const input = (name: string) => readFileSync(join(root, "test/cases/inputs", name));
const summary = async (content: string | Uint8Array, name = "a.txt") => {
  const results = await judgedFiles({ [name]: content });
  expect(results.read.damaged).toEqual([]);
  return summaryOf(results);
};

test.each([
  ["converse-stream.bin", "bedrock converse-stream unknown not-recorded: bad end_turn empty-reply(silent)"],
  ["stream-events-array.json", "bedrock converse-stream unknown not-recorded: bad end_turn empty-reply(silent)"],
  ["curl-i.txt", "unknown chat-completions-stream kimi-k2.5 not-recorded: bad stop empty-reply(silent)"],
])("%s is read, and is an empty reply", async (name, said) => {
  expect(await summary(input(name), name)).toEqual([said]);
});

const chatLine = "unknown chat-completions parrot/p-1 not-recorded: ok stop";
const streamLine = "unknown chat-completions-stream parrot/p-1 not-recorded: ok stop";
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString();
const body = text(chat.body);
const sse = text(chatStream.body);
const json = "content-type: application/json";
const asked = "openrouter chat-completions parrot/p-1 not-recorded: ok stop";

describe("curl -i", () => {
  test.each<[string, string | Uint8Array, string]>([
    ["HTTP/2 without a reason, LF", `HTTP/2 200 \n${json}\n\n${body}`, chatLine],
    ["HTTP/1.1, CRLF", `HTTP/1.1 200 OK\r\n${json}\r\n\r\n${body}`, chatLine],
    ["a stream, CRLF", `HTTP/2 200 \r\ncontent-type: text/event-stream\r\n\r\n${sse}`, streamLine],
    ["100 Continue first", `HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n${json}\r\n\r\n${body}`, chatLine],
    ["a proxy's answer first", `HTTP/1.1 200 Connection established\n\nHTTP/2 200 \n${json}\n\n${body}`, chatLine],
    [
      "a redirect first, with a body",
      `HTTP/1.1 308 Permanent Redirect\nlocation: /v1\n\nmoved\nHTTP/2 200 \n${json}\n\n${body}`,
      chatLine,
    ],
    [
      "chunks that were not joined",
      `HTTP/1.1 200 OK\r\n${json}\r\ntransfer-encoding: chunked\r\n\r\n${Buffer.byteLength(body).toString(16)}\r\n${body}\r\n0\r\n\r\n`,
      chatLine,
    ],
    ["chunked, joined by curl", `HTTP/1.1 200 OK\r\n${json}\r\ntransfer-encoding: chunked\r\n\r\n${body}`, chatLine],
    [
      "gzip that was not unpacked",
      Buffer.concat([Buffer.from(`HTTP/2 200 \r\n${json}\r\ncontent-encoding: gzip\r\n\r\n`), gzipSync(body)]),
      chatLine,
    ],
    [
      "an event stream",
      Buffer.concat([
        Buffer.from("HTTP/1.1 200 OK\r\nContent-Type: application/vnd.amazon.eventstream\r\n\r\n"),
        converseStream.body,
      ]),
      "bedrock converse-stream unknown not-recorded: ok end_turn",
    ],
    [
      "after the command",
      `$ curl -i https://openrouter.ai/api/v1/chat/completions -H 'x: y' \\\n  -d '{"model":"parrot/p-1","messages":[{"role":"user","content":"Hi"}]}'\nHTTP/2 200 \n${json}\n\n${body}`,
      asked.replace("not-recorded", "basic-chat"),
    ],
  ])("%s", async (_, content, said) => {
    expect(await summary(content)).toEqual([said]);
  });

  test("a refusal keeps its status and words", async () => {
    const error = JSON.stringify({ error: { message: "Rate limit exceeded", code: 429 } });
    const results = await judgedFiles({ "a.txt": `HTTP/2 429 \n${json}\nretry-after: 1\n\n${error}` });
    expect(results.exchanges).toMatchObject([{ httpStatus: 429, observed: "blocked", reason: "throttled" }]);
  });
});

const sent = (http: string) =>
  `> POST /api/v1/chat/completions HTTP/${http}\n> Host: openrouter.ai\n> Accept: */*\n> \n`;
const verbose = (head: string) =>
  `* Connected to openrouter.ai (192.0.2.1) port 443\n${sent("2")}* upload completely sent off: 9 bytes\n${head}`;

describe("curl -v", () => {
  test.each<[string, string, string]>([
    ["a reply", verbose(`< HTTP/2 200 \n< ${json}\n< \n${body}`), asked],
    ["CRLF", verbose(`< HTTP/2 200 \n< ${json}\n< \n`).replaceAll("\n", "\r\n") + body, asked],
    [
      "curl's lines between the body's",
      verbose(
        `< HTTP/2 200 \n< content-type: text/event-stream\n< \n{ [99 bytes data]\n${sse}* Connection #0 to host openrouter.ai left intact\n`,
      ),
      asked.replace("completions", "completions-stream"),
    ],
    [
      "curl's last line after the body's",
      verbose(`< HTTP/2 200 \n< ${json}\n< \n${body}* Connection #0 to host openrouter.ai left intact`),
      asked,
    ],
    ["-i -v, the headers twice", verbose(`< HTTP/2 200 \n< ${json}\n< \nHTTP/2 200 \n${json}\n\n${body}`), asked],
    ["100 Continue first", verbose(`< HTTP/1.1 100 Continue\n< \n< HTTP/1.1 200 OK\n< ${json}\n< \n${body}`), asked],
  ])("%s", async (_, content, said) => {
    expect(await summary(content)).toEqual([said]);
  });
});

test.each([
  ["prose about HTTP", "The server said\nHTTP/2 200\nand nothing else.\n"],
  ["a log of another server", '127.0.0.1 - - "GET / HTTP/1.1" 200 2\n'],
  ["a shell script", '#!/bin/sh\ncurl -i https://openrouter.ai/api/v1/chat/completions -d "{}"\n'],
  ["a list of things", "* one\n* two\n> quoted\n"],
  ["binary data", Uint8Array.from({ length: 300 }, (_, index) => index % 256)],
])("%s is no recording", async (_, content) => {
  const results = await judgedFiles({ "a.txt": content });
  expect(results.read).toMatchObject({ otherFiles: 1, formats: {}, damaged: [] });
});

const chunk = (delta: object, finish_reason: string | null) => ({
  id: "gen-1",
  object: "chat.completion.chunk",
  model: "parrot/p-1",
  choices: [{ index: 0, delta, finish_reason }],
});
const events = [
  { messageStart: { role: "assistant" } },
  { contentBlockDelta: { contentBlockIndex: 0, delta: { text: "Hi" } } },
  { contentBlockStop: { contentBlockIndex: 0 } },
  { messageStop: { stopReason: "end_turn" } },
  { metadata: { usage: { inputTokens: 1, outputTokens: 1, totalTokens: 2 }, metrics: { latencyMs: 1 } } },
];
const messages = (id: string) => [
  {
    type: "message_start",
    message: {
      id,
      type: "message",
      role: "assistant",
      content: [],
      model: "claude-3",
      usage: { input_tokens: 1, output_tokens: 1 },
    },
  },
  { type: "content_block_start", index: 0, content_block: { type: "text", text: "" } },
  { type: "content_block_delta", index: 0, delta: { type: "text_delta", text: "Hi" } },
  { type: "content_block_stop", index: 0 },
  { type: "message_delta", delta: { stop_reason: "end_turn" }, usage: { output_tokens: 1 } },
  { type: "message_stop" },
];

describe("a list of what an SDK returned", () => {
  test.each<[string, unknown, string]>([
    [
      "chunks of a chat",
      [
        chunk({ content: "Hi" }, null),
        chunk({}, "stop"),
        { ...chunk({}, null), choices: [], usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 } },
      ],
      streamLine,
    ],
    [
      "chunks without an end",
      [chunk({ content: "Hi" }, null)],
      "unknown chat-completions-stream parrot/p-1 not-recorded: bad - truncated(inside-content)",
    ],
    ["events of Converse", events, "bedrock converse-stream unknown not-recorded: ok end_turn"],
    [
      "what boto3 returns",
      { ResponseMetadata: { HTTPStatusCode: 200 }, stream: events },
      "bedrock converse-stream unknown not-recorded: ok end_turn",
    ],
    [
      "what the JavaScript SDK returns",
      { $metadata: { httpStatusCode: 200 }, stream: events },
      "bedrock converse-stream unknown not-recorded: ok end_turn",
    ],
    [
      "an exception among the events",
      [events[0], { throttlingException: { message: "Too many tokens" } }],
      "bedrock converse-stream unknown not-recorded: bad - midstream-error(throttled)",
    ],
    [
      "chunks of InvokeModel",
      messages("msg_bdrk_1").map((one) => ({ chunk: { bytes: Buffer.from(JSON.stringify(one)).toString("base64") } })),
      "bedrock invoke-model-stream claude-3 not-recorded: ok end_turn",
    ],
    [
      "Bedrock's messages without their chunks",
      messages("msg_bdrk_1"),
      "bedrock invoke-model-stream claude-3 not-recorded: ok end_turn",
    ],
  ])("%s", async (_, list, said) => {
    for (const content of [JSON.stringify(list), JSON.stringify(list, null, 1)]) {
      expect(await summary(content, "a.json")).toEqual([said]);
    }
  });

  test("Anthropic's own events are judged as a stream of Messages", async () => {
    const { read, exchanges } = await judgedFiles({ "a.json": JSON.stringify(messages("msg_01")) });
    expect(read).toMatchObject({ formats: { "event-list": 1 }, skipped: {} });
    expect(exchanges.map(({ api, observed }) => [api, observed])).toEqual([["messages-stream", "ok"]]);
  });

  test.each([
    ["numbers", [1, 2]],
    ["other objects", [{ name: "parrot" }]],
    ["no items", []],
    ["events of an application", { events: [{ name: "click" }] }],
  ])("%s are no stream", async (_, list) => {
    const { read } = await judgedFiles({ "a.json": JSON.stringify(list) });
    expect(read).toMatchObject({ otherFiles: 1, damaged: [] });
  });
});
