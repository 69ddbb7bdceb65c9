// Long streams of text deltas, made without our own code: the event stream with the AWS codec, the other by hand.
import { EventStreamCodec } from "@smithy/core/event-streams";

const encoder = new TextEncoder();

/** Each body whole, event by event, and as the JSON texts in it. */
export function decoderBytes(deltas) {
  return { converse: bodyOf(converseEvents(deltas), jsonOfFrame), chat: bodyOf(chatEvents(deltas), jsonOfData) };
}

function bodyOf(events, jsonOf) {
  return { bytes: new Uint8Array(Buffer.concat(events)), events, texts: events.map(jsonOf).filter(isObject) };
}

function jsonOfFrame(event) {
  const frame = Buffer.from(event);
  return frame.toString("utf8", 12 + frame.readUInt32BE(4), frame.length - 4);
}

function jsonOfData(event) {
  return Buffer.from(event).toString().slice("data: ".length).trim();
}

function isObject(text) {
  return text.startsWith("{");
}

function converseEvents(deltas) {
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
  const usage = { inputTokens: 9, outputTokens: deltas, totalTokens: deltas + 9 };
  return [
    frame("messageStart", { role: "assistant", p: "abc" }),
    ...Array.from({ length: deltas }, (_, index) =>
      frame("contentBlockDelta", { contentBlockIndex: 0, delta: { text: `word ${index} ` }, p: "abcdefghijk" }),
    ),
    frame("contentBlockStop", { contentBlockIndex: 0, p: "a" }),
    frame("messageStop", { stopReason: "end_turn", p: "ab" }),
    frame("metadata", { usage, metrics: { latencyMs: 5 } }),
  ];
}

function chatEvents(deltas) {
  const chunk = (delta, finish = null) => {
    const choices = [{ index: 0, delta, finish_reason: finish, native_finish_reason: finish }];
    const event = { id: "gen-1", object: "chat.completion.chunk", created: 1, model: "m", provider: "p", choices };
    return encoder.encode(`data: ${JSON.stringify(event)}\n\n`);
  };
  return [
    encoder.encode(": OPENROUTER PROCESSING\n\n"),
    chunk({ role: "assistant", content: "" }),
    ...Array.from({ length: deltas }, (_, index) => chunk({ content: `word ${index} ` })),
    chunk({ content: "" }, "stop"),
    encoder.encode("data: [DONE]\n\n"),
  ];
}
