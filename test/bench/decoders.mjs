// Our decoders against the SDKs' on the same bytes, in alternation: events a second, and the ratio.
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { EventStreamCodec } from "@smithy/core/event-streams";
import { median } from "./measure.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const load = (path) => import(join(root, "dist", path));
const encoder = new TextEncoder();

const deltas = 20_000;
const rounds = 7;

/** A Converse stream of many text deltas, made with the AWS codec: not our own bytes. */
function converseBytes() {
  const codec = new EventStreamCodec(
    (bytes) => Buffer.from(bytes).toString("utf8"),
    (text) => encoder.encode(text),
  );
  const header = (value) => ({ type: "string", value });
  const frame = (type, payload) =>
    codec.encode({
      headers: {
        ":event-type": header(type),
        ":content-type": header("application/json"),
        ":message-type": header("event"),
      },
      body: encoder.encode(JSON.stringify(payload)),
    });
  return Buffer.concat([
    frame("messageStart", { role: "assistant", p: "abc" }),
    ...Array.from({ length: deltas }, (_, index) =>
      frame("contentBlockDelta", { contentBlockIndex: 0, delta: { text: `word ${index} ` }, p: "abcdefghijk" }),
    ),
    frame("contentBlockStop", { contentBlockIndex: 0, p: "a" }),
    frame("messageStop", { stopReason: "end_turn", p: "ab" }),
    frame("metadata", {
      usage: { inputTokens: 9, outputTokens: deltas, totalTokens: deltas + 9 },
      metrics: { latencyMs: 5 },
    }),
  ]);
}

function chatBytes() {
  const chunk = (delta, finish = null) =>
    `data: ${JSON.stringify({ id: "gen-1", object: "chat.completion.chunk", created: 1, model: "m", provider: "p", choices: [{ index: 0, delta, finish_reason: finish, native_finish_reason: finish }] })}\n\n`;
  const text = [
    ": OPENROUTER PROCESSING\n\n",
    chunk({ role: "assistant", content: "" }),
    ...Array.from({ length: deltas }, (_, index) => chunk({ content: `word ${index} ` })),
    chunk({ content: "" }, "stop"),
    "data: [DONE]\n\n",
  ];
  return encoder.encode(text.join(""));
}

function* pieces(bytes, size) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function* arriving(bytes, size) {
  yield* pieces(bytes, size);
}

export async function decoderTable() {
  const { bedrockConverse } = await load("adapters/bedrock-converse/adapter.js");
  const { openaiChat } = await load("adapters/openai-chat/adapter.js");
  const { loadModels } = await load("scenario/load-models.js");
  const { BedrockRuntimeClient, ConverseStreamCommand } = await import("@aws-sdk/client-bedrock-runtime");
  const { FetchHttpHandler } = await import("@smithy/fetch-http-handler");
  const { default: OpenAI } = await import("openai");
  const catalog = loadModels(join(root, "scenarios/models.yaml"));
  const target = (api) => catalog.targets.find((one) => one.api === api);
  const aliases = { toolCallIds: new Map(), toolNames: new Map() };
  const converse = converseBytes();
  const chat = chatBytes();
  const size = 1_400;
  const stream = (bytes, type) =>
    new Response(ReadableStream.from(arriving(bytes, size)), { status: 200, headers: { "content-type": type } });
  const bedrock = new BedrockRuntimeClient({
    region: "us-east-1",
    credentials: { accessKeyId: "AKID", secretAccessKey: "secret" },
    requestHandler: new FetchHttpHandler({
      customFetch: async () => stream(converse, "application/vnd.amazon.eventstream"),
    }),
  });
  const openai = new OpenAI({
    apiKey: "k",
    baseURL: "http://x/v1",
    fetch: async () => stream(chat, "text/event-stream"),
  });
  const count = async (iterable) => {
    let events = 0;
    for await (const _ of iterable) events += 1;
    return events;
  };
  const ours = (adapter, api, bytes, type) =>
    count(
      adapter.read(
        { status: 200, headers: [["content-type", type]], chunks: arriving(bytes, size) },
        { target: target(api), aliases },
      ),
    );
  const lanes = [
    [
      "Converse stream",
      () => ours(bedrockConverse, "converse-stream", converse, "application/vnd.amazon.eventstream"),
      async () => count((await bedrock.send(new ConverseStreamCommand({ modelId: "m", messages: [] }))).stream),
    ],
    [
      "chat completions stream",
      () => ours(openaiChat, "chat-completions-stream", chat, "text/event-stream"),
      async () => count(await openai.chat.completions.create({ model: "m", messages: [], stream: true })),
    ],
  ];
  const lines = ["| bytes | our events/s | SDK events/s | ratio |", "| --- | ---: | ---: | ---: |"];
  for (const [name, own, sdk] of lanes) {
    const times = { own: [], sdk: [] };
    await own();
    await sdk();
    for (let round = 0; round < rounds; round += 1) {
      times.own.push(await timed(own));
      times.sdk.push(await timed(sdk));
    }
    const rate = (ms) => (deltas / ms) * 1000;
    const [a, b] = [rate(median(times.own)), rate(median(times.sdk))];
    lines.push(`| ${name} | ${a.toFixed(0)} | ${b.toFixed(0)} | ${(a / b).toFixed(1)} |`);
  }
  return lines.join("\n");
}

async function timed(work) {
  const start = process.hrtime.bigint();
  await work();
  return Number(process.hrtime.bigint() - start) / 1e6;
}
