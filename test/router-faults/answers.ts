import { createHash } from "node:crypto";
import { encodeEventFrame } from "../../src/wire/frames/event-stream.js";

/** The reply of a service without a fault. */
export const replyText = "The weather is fine.";

/** The bytes of an HTTP/1.1 response, with a content-length unless the headers frame the body themselves. */
export function http(
  status: number,
  headers: { readonly [name: string]: string },
  body: string | Uint8Array = "",
): Buffer {
  const bytes = Buffer.from(body);
  const names = Object.keys(headers).map((name) => name.toLowerCase());
  const framing = names.some((name) => ["content-length", "transfer-encoding"].includes(name))
    ? []
    : [`content-length: ${bytes.length}`];
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return Buffer.concat([Buffer.from([`HTTP/1.1 ${status} Reason`, ...lines, ...framing, "", ""].join("\r\n")), bytes]);
}

export const json = (status: number, value: unknown, headers: { readonly [name: string]: string } = {}): Buffer =>
  http(status, { "content-type": "application/json", ...headers }, JSON.stringify(value));

/** A page of a proxy in front of the service. */
export const page = (status: number): Buffer =>
  http(status, { "content-type": "text/html" }, "<html><body><h1>No</h1></body></html>");

const usage = { prompt_tokens: 5, completion_tokens: 5, total_tokens: 10 };

export const completion = {
  ...{ id: "gen-1", object: "chat.completion", created: 1, model: "m", usage },
  choices: [{ index: 0, message: { role: "assistant", content: replyText }, finish_reason: "stop" }],
};

export const chunk = (delta: object, finish: string | null = null, more: object = {}): string =>
  JSON.stringify({
    ...{ id: "gen-1", object: "chat.completion.chunk", created: 1, model: "m" },
    choices: [{ index: 0, delta, finish_reason: finish }],
    ...more,
  });

export const event = (data: string, end = "\n"): string => `data: ${data}${end}${end}`;

export const half = replyText.slice(0, 8);
export const rest = replyText.slice(8);

/** The events of a whole stream. */
export const streamed: readonly string[] = [
  chunk({ role: "assistant", content: "" }),
  chunk({ content: half }),
  chunk({ content: rest }),
  chunk({}, "stop"),
  JSON.stringify({ id: "gen-1", object: "chat.completion.chunk", created: 1, model: "m", choices: [], usage }),
  "[DONE]",
];

/** A body of server-sent events that ends with its connection. */
export const sse = (body: string | Uint8Array): Buffer =>
  Buffer.concat([
    Buffer.from("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n"),
    Buffer.from(body),
  ]);

export const converse = {
  output: { message: { role: "assistant", content: [{ text: replyText }] } },
  ...{ stopReason: "end_turn", usage: { inputTokens: 5, outputTokens: 5, totalTokens: 10 }, metrics: { latencyMs: 1 } },
};

type Header = readonly [name: string, value: string];

/** One frame; a `payload` that is not text is written as JSON. */
export function frame(type: string, payload: unknown, headers: readonly Header[] = messageOf(type)): Buffer {
  const text = typeof payload === "string" ? payload : JSON.stringify(payload);
  return Buffer.from(encodeEventFrame([...headers], Buffer.from(text)));
}

const messageOf = (type: string): readonly Header[] => [
  [":event-type", type],
  [":content-type", "application/json"],
  [":message-type", "event"],
];

export const exception = (type: string, message = "the service says no"): Buffer =>
  frame(type, { message }, [
    [":exception-type", type],
    [":content-type", "application/json"],
    [":message-type", "exception"],
  ]);

export const frames = {
  start: frame("messageStart", { role: "assistant" }),
  half: frame("contentBlockDelta", { contentBlockIndex: 0, delta: { text: half } }),
  rest: frame("contentBlockDelta", { contentBlockIndex: 0, delta: { text: rest } }),
  stop: frame("contentBlockStop", { contentBlockIndex: 0 }),
  end: frame("messageStop", { stopReason: "end_turn" }),
  metadata: frame("metadata", { usage: converse.usage, metrics: { latencyMs: 1 } }),
} as const;

/** The frames of a whole stream. */
export const framed: readonly Buffer[] = Object.values(frames);

/** A body of frames that ends with its connection. */
export const eventStream = (...parts: readonly Uint8Array[]): Buffer =>
  Buffer.concat([
    Buffer.from("HTTP/1.1 200 OK\r\ncontent-type: application/vnd.amazon.eventstream\r\nconnection: close\r\n\r\n"),
    ...parts,
  ]);

/** Bytes that look random and are always the same. */
export function noise(length: number): Buffer {
  const blocks = Array.from({ length: Math.ceil(length / 32) }, (_, index) =>
    createHash("sha256").update(`${index}`).digest(),
  );
  return Buffer.concat(blocks).subarray(0, length);
}
