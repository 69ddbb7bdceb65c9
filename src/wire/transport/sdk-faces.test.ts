import {
  BedrockRuntimeClient,
  ConverseCommand,
  ConverseStreamCommand,
  type ConverseStreamOutput,
} from "@aws-sdk/client-bedrock-runtime";
import { FetchHttpHandler } from "@smithy/fetch-http-handler";
import { OpenAI } from "openai";
import { describe, expect, test } from "vitest";
import { mswTransport } from "../../../test/support/msw-transport.js";
import { jsonPost, recording } from "../../../test/support/wire-doubles.js";
import type { RecordedExchange, Transport } from "../exchange.js";
import { encodeEventFrame } from "../frames/event-stream.js";
import { transportOf } from "./faces.js";
import { createReplay, type ReplayOptions } from "./replay.js";

type MakeTransport = (recorded: RecordedExchange, options?: ReplayOptions) => Transport;

const overFetch: MakeTransport = (recorded, options) => transportOf(createReplay([recorded], options).exchange);
const overMsw: MakeTransport = (recorded, options) => mswTransport(createReplay([recorded], options));

/** Both ways in which the SDKs replay, each in pieces of one byte, of seven, and as recorded. */
const ways: readonly (readonly [string, MakeTransport, ReplayOptions])[] = [
  ["our fetch, byte by byte", overFetch, { rechunk: 1 }],
  ["our fetch, by seven bytes", overFetch, { rechunk: 7 }],
  ["our fetch, whole", overFetch, {}],
  ["MSW, byte by byte", overMsw, { rechunk: 1 }],
  ["MSW, by seven bytes", overMsw, { rechunk: 7 }],
  ["MSW, whole", overMsw, {}],
];

const asked = { model: "m", messages: [{ role: "user" as const, content: "15 + 27?" }] };
const reset = { kind: "reset", code: "ECONNRESET", message: "read ECONNRESET", deadlineMs: null } as const;

function openai(transport: Transport): OpenAI {
  return new OpenAI({ apiKey: "none", baseURL: "https://service.test/v1", maxRetries: 0, fetch: transport.fetch });
}

function chatRecording(body: string, contentType: string, stream: boolean): RecordedExchange {
  return recording({
    request: jsonPost("https://service.test/v1/chat/completions", stream ? { ...asked, stream } : asked),
    response: { status: 200, headers: [["content-type", contentType]] },
    chunks: [[1, Buffer.from(body)]],
  });
}

const chunk = (content: string) => `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content } }] })}\n\n`;

describe.each(ways)("the openai SDK over %s", (_name, make, options) => {
  test("reads a unary reply", async () => {
    const body = JSON.stringify({ choices: [{ index: 0, message: { role: "assistant", content: "42 €" } }] });
    const client = openai(make(chatRecording(body, "application/json", false), options));
    expect((await client.chat.completions.create(asked)).choices[0]?.message.content).toBe("42 €");
  });

  test("reads a stream", async () => {
    const body = `: OPENROUTER PROCESSING\n\n${chunk("4")}${chunk("2 €")}data: [DONE]\n\n`;
    const client = openai(make(chatRecording(body, "text/event-stream", true), options));
    let text = "";
    for await (const each of await client.chat.completions.create({ ...asked, stream: true })) {
      text += each.choices[0]?.delta.content ?? "";
    }
    expect(text).toBe("42 €");
  });

  test("throws an error inside the stream, with bytes unread behind it", async () => {
    const body = `${chunk("4")}data: {"error":{"code":502,"message":"gone"}}\n\ndata: [DONE]\n\n`;
    const client = openai(make(chatRecording(body, "text/event-stream", true), options));
    const read = async () => {
      for await (const _each of await client.chat.completions.create({ ...asked, stream: true }));
    };
    await expect(read()).rejects.toMatchObject({ code: 502 });
  });

  test("throws what broke the stream", async () => {
    const broken = { ...chatRecording(chunk("4"), "text/event-stream", true), end: "reset", error: reset } as const;
    const read = async () => {
      for await (const _each of await openai(make(broken, options)).chat.completions.create({
        ...asked,
        stream: true,
      }));
    };
    await expect(read()).rejects.toMatchObject({ name: "TransportError", kind: "reset" });
  });

  test("keeps a miss as the cause of its connection error", async () => {
    const client = openai(make(recording(), options));
    await expect(client.chat.completions.create(asked)).rejects.toMatchObject({ cause: { kind: "replay-miss" } });
  });
});

const input = { modelId: "vendor.model-v1:0", messages: [{ role: "user" as const, content: [{ text: "15 + 27?" }] }] };
const wireInput = { messages: [{ content: [{ text: "15 + 27?" }], role: "user" }] };

function bedrock(transport: Transport): BedrockRuntimeClient {
  return new BedrockRuntimeClient({
    region: "us-west-2",
    endpoint: "https://bedrock.test",
    maxAttempts: 1,
    credentials: { accessKeyId: "recorded", secretAccessKey: "recorded" },
    authSchemePreference: ["aws.auth#sigv4"],
    requestHandler: new FetchHttpHandler({ customFetch: transport.fetch }),
  });
}

function bedrockRecording(operation: string, contentType: string, body: Uint8Array): RecordedExchange {
  return recording({
    request: jsonPost(`https://bedrock.test/model/${input.modelId}/${operation}`, wireInput),
    response: {
      status: 200,
      headers: [
        ["content-type", contentType],
        ["x-amzn-requestid", "request-1"],
      ],
    },
    chunks: [[1, body]],
  });
}

function frame(type: string, payload: unknown): Uint8Array {
  const headers = [
    [":event-type", type],
    [":content-type", "application/json"],
    [":message-type", "event"],
  ] as const;
  return encodeEventFrame(headers, Buffer.from(JSON.stringify(payload)));
}

const frames = [
  frame("messageStart", { role: "assistant" }),
  frame("contentBlockDelta", { contentBlockIndex: 0, delta: { text: "42 €" } }),
  frame("messageStop", { stopReason: "end_turn" }),
];
const eventStream = "application/vnd.amazon.eventstream";

async function eventsOf(transport: Transport): Promise<readonly ConverseStreamOutput[]> {
  const { stream } = await bedrock(transport).send(new ConverseStreamCommand(input));
  const events: ConverseStreamOutput[] = [];
  for await (const event of stream ?? []) events.push(event);
  return events;
}

describe.each(ways)("the Bedrock SDK over %s", (_name, make, options) => {
  test("reads a unary reply", async () => {
    const reply = { output: { message: { role: "assistant", content: [{ text: "42 €" }] } }, stopReason: "end_turn" };
    const recorded = bedrockRecording("converse", "application/json", Buffer.from(JSON.stringify(reply)));
    const output = await bedrock(make(recorded, options)).send(new ConverseCommand(input));
    expect(output.output?.message?.content).toEqual([{ text: "42 €" }]);
    expect(output.$metadata.requestId).toBe("request-1");
  });

  test("reads a stream", async () => {
    const recorded = bedrockRecording("converse-stream", eventStream, Buffer.concat(frames));
    expect(await eventsOf(make(recorded, options))).toEqual([
      { messageStart: { role: "assistant" } },
      { contentBlockDelta: { contentBlockIndex: 0, delta: { text: "42 €" } } },
      { messageStop: { stopReason: "end_turn" } },
    ]);
  });

  test("throws what broke the stream", async () => {
    const recorded = bedrockRecording("converse-stream", eventStream, frames[0] ?? new Uint8Array());
    const broken = { ...recorded, end: "reset", error: reset } as const;
    await expect(eventsOf(make(broken, options))).rejects.toMatchObject({ kind: "reset", code: "ECONNRESET" });
  });

  test("stops at an abort in the middle of the stream", async () => {
    const recorded = bedrockRecording("converse-stream", eventStream, Buffer.concat(frames));
    const controller = new AbortController();
    const client = bedrock(make({ ...recorded, chunks: frames.map((bytes) => [1, bytes]) }, {}));
    const { stream } = await client.send(new ConverseStreamCommand(input), { abortSignal: controller.signal });
    const reason = new Error("enough");
    const read = async () => {
      for await (const _event of stream ?? []) controller.abort(reason);
    };
    await expect(read()).rejects.toBe(reason);
  });
});
