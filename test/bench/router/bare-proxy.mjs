// The least a gateway can do: `node bare-proxy.mjs proxy|translate <upstream>`. `proxy` passes bytes on (node:http in, undici out);
// `translate` turns a chat request into Converse, signs it, and the reply back. Prints its port.
import { createHash, createHmac } from "node:crypto";
import { createServer } from "node:http";
import { SignatureV4 } from "@smithy/signature-v4";
import { Pool } from "undici";
import { load } from "../load.mjs";

const [mode, upstream] = process.argv.slice(2);
const pool = new Pool(upstream);
const { createEventStreamParser } = await load("wire/frames/event-stream");

class Sha256 {
  constructor(secret) {
    this.hash = secret === undefined ? createHash("sha256") : createHmac("sha256", secret);
  }
  update(data) {
    this.hash.update(data);
  }
  async digest() {
    return new Uint8Array(this.hash.digest());
  }
}

const signer = new SignatureV4({
  credentials: { accessKeyId: "AKIAEXAMPLE", secretAccessKey: "secret" },
  ...{ region: "us-east-1", service: "bedrock", sha256: Sha256 },
});

const server = createServer(async (request, response) => {
  const pieces = [];
  for await (const piece of request) pieces.push(piece);
  const body = Buffer.concat(pieces);
  if (mode === "proxy") return pass(body, response);
  return translate(JSON.parse(body), response);
});

async function pass(body, response) {
  const answer = await pool.request({
    method: "POST",
    path: "/v1/chat/completions",
    headers: { "content-type": "application/json" },
    body,
  });
  response.writeHead(answer.statusCode, { "content-type": answer.headers["content-type"] });
  for await (const piece of answer.body) response.write(piece);
  response.end();
}

async function translate(asked, response) {
  const path = `/model/m/converse${asked.stream ? "-stream" : ""}`;
  const messages = asked.messages.map(({ role, content }) => ({ role, content: [{ text: content }] }));
  const body = JSON.stringify({ messages, inferenceConfig: { maxTokens: asked.max_tokens ?? 1024 } });
  const signed = await signer.sign({
    ...{ method: "POST", protocol: "https:", hostname: "bedrock-runtime.us-east-1.amazonaws.com", path },
    headers: { host: "bedrock-runtime.us-east-1.amazonaws.com", "content-type": "application/json" },
    body,
  });
  const answer = await pool.request({ method: "POST", path, headers: signed.headers, body });
  const head = { id: "chatcmpl-1", created: 1, model: "m" };
  if (!asked.stream) {
    const { output, usage } = await answer.body.json();
    const content = output.message.content.map(({ text }) => text).join("");
    const choices = [{ index: 0, message: { role: "assistant", content }, finish_reason: "stop" }];
    const counts = {
      prompt_tokens: usage.inputTokens,
      completion_tokens: usage.outputTokens,
      total_tokens: usage.totalTokens,
    };
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify({ ...head, object: "chat.completion", choices, usage: counts }));
    return;
  }
  response.writeHead(200, { "content-type": "text/event-stream" });
  const parser = createEventStreamParser();
  const decoder = new TextDecoder();
  const send = (delta, finish = null) =>
    response.write(
      `data: ${JSON.stringify({ ...head, object: "chat.completion.chunk", choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`,
    );
  for await (const bytes of answer.body) {
    for (const { headers, payload } of parser.push(bytes)) {
      const type = headers.get(":event-type")?.value;
      const event = JSON.parse(decoder.decode(payload));
      if (type === "contentBlockDelta") send({ content: event.delta.text });
      if (type === "messageStop") send({}, "stop");
    }
  }
  response.end("data: [DONE]\n\n");
}

server.listen(0, "127.0.0.1", () => console.log(server.address().port));
