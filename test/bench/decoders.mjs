// Our decoders against the SDKs' on the same bytes, in alternation: events a second, and the ratio. Each side is the
// whole client: ours from the bytes to chat events, an SDK from its `fetch` to the events that it hands out. The last two
// columns are limits: what JSON.parse of the same payloads alone would reach, which is no limit where repeated payloads are not
// parsed, and what handing over the pieces and the events alone would reach, which is one for any decoder.
import { join } from "node:path";
import { decoderBytes } from "./decoder-bytes.mjs";
import { load } from "./load.mjs";
import { median, root } from "./measure.mjs";

const deltas = 20_000;
const rounds = 7;

/** How much of a body comes at once: a full packet of a fast stream, or one event, as a model writes it. */
const arrivals = [
  { name: "1,400 bytes a read", piecesOf: ({ bytes }) => packets(bytes, 1_400) },
  { name: "one event a read", piecesOf: ({ events }) => events },
];

export async function decoderTable() {
  const lines = [
    "| bytes | arriving | our events/s | SDK events/s | ratio | JSON.parse alone | handing over alone |",
    "| --- | --- | ---: | ---: | ---: | ---: | ---: |",
  ];
  for (const { name, body, own, sdk } of await lanes()) {
    for (const arrival of arrivals) {
      const pieces = arrival.piecesOf(body);
      const [ours, theirs, parsing, handing] = await compare([
        () => own(pieces),
        () => sdk(pieces),
        () => body.texts.filter((text) => JSON.parse(text) !== null).length,
        () => handedOver(pieces),
      ]);
      const ratios = [ours, parsing, handing].map((one) => (one / theirs).toFixed(1));
      const cells = [ours.toFixed(0), theirs.toFixed(0), ...ratios];
      lines.push(`| ${name} | ${arrival.name} | ${cells.join(" | ")} |`);
    }
  }
  return lines.join("\n");
}

/** The pieces taken one after the other, and as many events as a body has, the same every time. */
async function handedOver(pieces) {
  let events = 0;
  const each = Math.ceil(deltas / pieces.length);
  for await (const _ of arriving(pieces)) {
    for await (const event of repeated(each)) events += event;
  }
  return events;
}

/** Events that are there already. */
function repeated(count) {
  let left = count;
  const event = { done: false, value: 1 };
  const end = { done: true, value: undefined };
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    next() {
      left -= 1;
      return Promise.resolve(left < 0 ? end : event);
    },
  };
}

async function lanes() {
  // Set before the AWS SDK is loaded, which warns of Node 20.
  process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";
  const { converse, chat, responses, messages } = decoderBytes(deltas);
  const { bedrockConverse } = await load("adapters/bedrock-converse/adapter");
  const { openaiChat } = await load("adapters/openai-chat/adapter");
  const { openaiResponses } = await load("adapters/openai-responses/adapter");
  const { anthropicMessages } = await load("adapters/anthropic-messages/adapter");
  const { loadModels } = await load("scenario/load-models");
  const { targets } = loadModels(join(root, "scenarios/models.yaml"));
  const ours = (adapter, api, type) => {
    // A reader needs the API and the facts of a target, whichever it is.
    const target = targets.find((one) => one.api === api) ?? { ...targets[0], api };
    const options = { target, aliases };
    const headers = [["content-type", type]];
    return (pieces) => count(adapter.read({ status: 200, headers, chunks: arriving(pieces) }, options));
  };
  return [
    {
      name: "Converse stream",
      body: converse,
      own: ours(bedrockConverse, "converse-stream", eventStream),
      sdk: await bedrockLane(),
    },
    {
      name: "chat completions stream",
      body: chat,
      own: ours(openaiChat, "chat-completions-stream", serverSent),
      sdk: await openaiLane((client) => client.chat.completions.create({ model: "m", messages: [], stream: true })),
    },
    {
      name: "Responses stream",
      body: responses,
      own: ours(openaiResponses, "responses-stream", serverSent),
      sdk: await openaiLane((client) => client.responses.create({ model: "m", input: "", stream: true })),
    },
    {
      name: "Messages stream",
      body: messages,
      own: ours(anthropicMessages, "messages-stream", serverSent),
      sdk: await anthropicLane(),
    },
  ];
}

const aliases = { toolCallIds: new Map(), toolNames: new Map() };
const eventStream = "application/vnd.amazon.eventstream";
const serverSent = "text/event-stream";

async function bedrockLane() {
  const { BedrockRuntimeClient, ConverseStreamCommand } = await import("@aws-sdk/client-bedrock-runtime");
  const { FetchHttpHandler } = await import("@smithy/fetch-http-handler");
  let coming = [];
  const client = new BedrockRuntimeClient({
    region: "us-east-1",
    credentials: { accessKeyId: "none", secretAccessKey: "none" },
    requestHandler: new FetchHttpHandler({ customFetch: async () => responseOf(coming, eventStream) }),
  });
  return async (pieces) => {
    coming = pieces;
    return count((await client.send(new ConverseStreamCommand({ modelId: "m", messages: [] }))).stream);
  };
}

async function openaiLane(ask) {
  const { default: OpenAI } = await import("openai");
  let coming = [];
  const fetch = async () => responseOf(coming, serverSent);
  const client = new OpenAI({ apiKey: "none", baseURL: "http://x/v1", fetch });
  return async (pieces) => {
    coming = pieces;
    return count(await ask(client));
  };
}

async function anthropicLane() {
  const { default: Anthropic } = await import("@anthropic-ai/sdk");
  let coming = [];
  const fetch = async () => responseOf(coming, serverSent);
  const client = new Anthropic({ apiKey: "none", baseURL: "http://x", maxRetries: 0, fetch });
  return async (pieces) => {
    coming = pieces;
    return count(await client.messages.create({ model: "m", max_tokens: 9, messages: [], stream: true }));
  };
}

function responseOf(pieces, type) {
  return new Response(ReadableStream.from(arriving(pieces)), { status: 200, headers: { "content-type": type } });
}

/** Events a second of each, the median of its rounds. */
async function compare(works) {
  const times = works.map(() => []);
  for (const work of works) await work();
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, work] of works.entries()) times[index].push(await timed(work));
  }
  return times.map((ms) => (deltas / median(ms)) * 1000);
}

async function timed(work) {
  const start = performance.now();
  const events = await work();
  if (events < deltas) throw new Error(`${events} events were read of ${deltas}`);
  return performance.now() - start;
}

async function count(iterable) {
  let events = 0;
  for await (const _ of iterable) events += 1;
  return events;
}

async function* arriving(pieces) {
  yield* pieces;
}

function packets(bytes, size) {
  const count = Math.ceil(bytes.length / size);
  return Array.from({ length: count }, (_, index) => bytes.subarray(index * size, (index + 1) * size));
}
