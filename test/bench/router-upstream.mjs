// The services behind a gateway, in a process of their own: `node router-upstream.mjs`. Prints its port.
// Chat completions and Converse, whole and as a stream of `x-chunks` events, the same bytes every time.
import { createServer } from "node:http";
import { load } from "./load.mjs";

const { encodeEventFrame } = await load("wire/frames/event-stream");
const words = Array.from({ length: 40 }, (_, at) => `word${at}`).join(" ");

const completion = JSON.stringify({
  ...{ id: "chatcmpl-1", object: "chat.completion", created: 1, model: "m" },
  choices: [{ index: 0, message: { role: "assistant", content: words }, finish_reason: "stop" }],
  usage: { prompt_tokens: 100, completion_tokens: 60, total_tokens: 160 },
});
const converse = JSON.stringify({
  output: { message: { role: "assistant", content: [{ text: words }] } },
  ...{
    stopReason: "end_turn",
    usage: { inputTokens: 100, outputTokens: 60, totalTokens: 160 },
    metrics: { latencyMs: 9 },
  },
});

const chunk = (delta, finish = null) =>
  Buffer.from(
    `data: ${JSON.stringify({ id: "chatcmpl-1", object: "chat.completion.chunk", created: 1, model: "m", choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`,
  );
const frame = (type, payload) =>
  Buffer.from(
    encodeEventFrame(
      [
        [":event-type", type],
        [":content-type", "application/json"],
        [":message-type", "event"],
      ],
      new TextEncoder().encode(JSON.stringify(payload)),
    ),
  );

const sse = {
  first: chunk({ role: "assistant", content: "" }),
  delta: chunk({ content: "word " }),
  thought: chunk({ reasoning_content: "word " }),
  last: Buffer.concat([chunk({}, "stop"), Buffer.from("data: [DONE]\n\n")]),
};
const frames = {
  first: frame("messageStart", { role: "assistant" }),
  delta: frame("contentBlockDelta", { contentBlockIndex: 0, delta: { text: "word " } }),
  thought: frame("contentBlockDelta", { contentBlockIndex: 1, delta: { reasoningContent: { text: "word " } } }),
  last: Buffer.concat([
    frame("contentBlockStop", { contentBlockIndex: 0 }),
    frame("messageStop", { stopReason: "end_turn" }),
    frame("metadata", { usage: { inputTokens: 100, outputTokens: 60, totalTokens: 160 }, metrics: { latencyMs: 9 } }),
  ]),
};

const server = createServer(async (request, response) => {
  let body = "";
  for await (const piece of request) body += piece;
  const isConverse = request.url.includes("/model/");
  const isStream = isConverse ? request.url.endsWith("-stream") : body.includes('"stream":true');
  if (!isStream) {
    const text = isConverse ? converse : completion;
    response.writeHead(200, {
      "content-type": "application/json",
      "content-length": text.length,
      "x-amzn-requestid": "r",
    });
    response.end(text);
    return;
  }
  const pieces = isConverse ? frames : sse;
  const type = isConverse ? "application/vnd.amazon.eventstream" : "text/event-stream";
  response.writeHead(200, { "content-type": type, "x-amzn-requestid": "r" });
  response.write(pieces.first);
  // A model that thinks: twenty deltas, one every ten milliseconds, before its text.
  if (body.includes("thinks=true")) {
    for (let sent = 0; sent < 20; sent += 1) {
      response.write(pieces.thought);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
  // How many, and whether the stream then rests without an end, stands in the question.
  const count = Number(/chunks=(\d+)/.exec(body)?.[1] ?? 100);
  for (let sent = 0; sent < count; sent += 10) {
    response.write(Buffer.concat(Array.from({ length: Math.min(10, count - sent) }, () => pieces.delta)));
    await new Promise(setImmediate);
  }
  if (body.includes("hold=true")) return;
  response.end(pieces.last);
});
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
