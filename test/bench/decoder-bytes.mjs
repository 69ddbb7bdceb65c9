// Long streams of text deltas, made without our own code: the event stream with the AWS codec, the other by hand.
import { EventStreamCodec } from "@smithy/core/event-streams";

const encoder = new TextEncoder();

/** Each body whole, event by event, and as the JSON texts in it. */
export function decoderBytes(deltas) {
  return {
    converse: bodyOf(converseEvents(deltas), jsonOfFrame),
    chat: bodyOf(chatEvents(deltas), jsonOfData),
    responses: bodyOf(responsesEvents(deltas), jsonOfData),
    messages: bodyOf(messagesEvents(deltas), jsonOfData),
  };
}

function bodyOf(events, jsonOf) {
  return { bytes: new Uint8Array(Buffer.concat(events)), events, texts: events.map(jsonOf).filter(isObject) };
}

function jsonOfFrame(event) {
  const frame = Buffer.from(event);
  return frame.toString("utf8", 12 + frame.readUInt32BE(4), frame.length - 4);
}

function jsonOfData(event) {
  const text = Buffer.from(event).toString();
  return text.slice(text.indexOf("data: ") + "data: ".length).trim();
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

const words = (deltas) => Array.from({ length: deltas }, (_, index) => `word ${index} `);
const namedEvent = (event) => encoder.encode(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);

/** As OpenAI sends them, with a number and padding in each event. */
function responsesEvents(deltas) {
  let number = 0;
  const event = (type, members) => namedEvent({ type, sequence_number: number++, ...members });
  const response = { id: "resp_1", object: "response", status: "in_progress", model: "m", output: [], usage: null };
  const at = { item_id: `msg_${"0123456789abcdef".repeat(3)}`, output_index: 0, content_index: 0 };
  const text = words(deltas).join("");
  const part = { type: "output_text", text, annotations: [], logprobs: [] };
  const item = { id: at.item_id, type: "message", status: "completed", role: "assistant", content: [part] };
  const usage = { input_tokens: 9, output_tokens: deltas, total_tokens: deltas + 9 };
  return [
    event("response.created", { response }),
    event("response.in_progress", { response }),
    event("response.output_item.added", { output_index: 0, item: { ...item, status: "in_progress", content: [] } }),
    event("response.content_part.added", { ...at, part: { ...part, text: "" } }),
    ...words(deltas).map((delta) =>
      event("response.output_text.delta", { ...at, delta, logprobs: [], obfuscation: "Ab3dE7gH1j" }),
    ),
    event("response.output_text.done", { ...at, text, logprobs: [] }),
    event("response.content_part.done", { ...at, part }),
    event("response.output_item.done", { output_index: 0, item }),
    event("response.completed", { response: { ...response, status: "completed", output: [item], usage } }),
  ];
}

function messagesEvents(deltas) {
  const message = { id: "msg_1", type: "message", role: "assistant", model: "m", content: [] };
  const usage = { input_tokens: 9, output_tokens: 1 };
  return [
    { type: "message_start", message: { ...message, stop_reason: null, stop_sequence: null, usage } },
    { type: "content_block_start", index: 0, content_block: { type: "text", text: "" } },
    ...words(deltas).map((text) => ({ type: "content_block_delta", index: 0, delta: { type: "text_delta", text } })),
    { type: "content_block_stop", index: 0 },
    {
      type: "message_delta",
      delta: { stop_reason: "end_turn", stop_sequence: null },
      usage: { output_tokens: deltas },
    },
    { type: "message_stop" },
  ].map(namedEvent);
}
