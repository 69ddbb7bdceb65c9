import { gzipSync } from "node:zlib";
import type { Deadlines } from "../../src/wire/transport/deadline-clock.js";
import {
  chunk,
  completion,
  converse,
  event,
  eventStream,
  exception,
  frame,
  frames,
  half,
  http,
  json,
  noise,
  page,
  replyText,
  sse,
  streamed,
} from "./answers.js";
import { type Answer, bytes, type FaultApi } from "./ask-through.js";

/**
 * A fault of a service. `error`: the client must receive an error (or the fallback's answer), with `code` where it is given.
 * `answer`: a correct reader of the format copes with it, and the text arrives.
 */
export type FaultRow = {
  readonly group: "F2" | "F3" | "F4";
  readonly name: string;
  readonly apis: readonly FaultApi[];
  readonly answer: Answer;
  readonly expect: "error" | "answer";
  readonly code?: string;
  readonly calls?: readonly string[];
  /** The expected text, where it is not the usual one. */
  readonly text?: string;
  /** The deadline that ends the exchange; absent: none. */
  readonly strikes?: keyof Deadlines;
};

const every: readonly FaultApi[] = ["chat", "chat-stream", "converse", "converse-stream"];
const whole: readonly FaultApi[] = ["chat", "converse"];

type RowOptions = {
  readonly code?: string;
  readonly apis?: readonly FaultApi[];
  readonly calls?: readonly string[];
  readonly text?: string;
  readonly strikes?: keyof Deadlines;
};

const row =
  (group: FaultRow["group"], apis: readonly FaultApi[], expect: FaultRow["expect"]) =>
  (name: string, answer: Answer | Uint8Array, options: RowOptions = {}): FaultRow => ({
    ...{ group, name, apis, expect },
    answer: typeof answer === "function" ? answer : bytes(answer),
    ...options,
  });

const refused = row("F2", every, "error");
const openAi = (message: string, code: string | null = null) => ({
  error: { message, type: "invalid_request_error", param: null, code },
});
const aws = (type: string, status: number, message = "no") => json(status, { message }, { "x-amzn-errortype": type });

/** A body whose content-length is wrong. */
const lying = (length: number) =>
  http(200, { "content-type": "application/json", "content-length": String(length) }, JSON.stringify(completion));

const chunkedGarbage = Buffer.concat([
  Buffer.from("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n"),
  noise(64),
]);

export const httpFaults: readonly FaultRow[] = [
  refused("400 with OpenAI's envelope", json(400, openAi("temperature is out of range")), {
    code: "invalid_request",
  }),
  refused("400 without an envelope", http(400, { "content-type": "text/plain" }, "Bad Request")),
  refused("400 of the AWS", aws("ValidationException", 400, "The model returned the following errors: no"), {
    apis: ["converse", "converse-stream"],
  }),
  ...[401, 402, 403, 404, 408, 409, 413, 422, 500, 501, 502, 503, 504, 529].map((status) =>
    refused(`${status} with an envelope`, json(status, openAi(`status ${status}`))),
  ),
  refused("404 for a model", json(404, openAi("The model `m` does not exist", "model_not_found"))),
  ...[403, 404, 500, 502, 503].map((status) => refused(`${status} as a page`, page(status))),
  refused("424 of a model that failed", aws("ModelErrorException", 424), { apis: ["converse", "converse-stream"] }),
  ...["1", "99999", "Fri, 31 Dec 2100 23:59:59 GMT", "soon", "-5", ""].map((after) =>
    refused(`429 with retry-after ${JSON.stringify(after)}`, json(429, openAi("slow down"), { "retry-after": after }), {
      code: "rate_limit_exceeded",
    }),
  ),
  refused("200 without a body", http(200, { "content-type": "application/json" })),
  refused("200 with a page", page(200)),
  refused("200 with an error in its body", json(200, { error: { message: "Provider returned error", code: 502 } })),
  refused("200 with null", http(200, { "content-type": "application/json" }, "null")),
  refused("200 with an empty object", json(200, {})),
  refused("200 with a text", http(200, { "content-type": "application/json" }, '"fine"')),
  refused(
    "200 with half of a body",
    http(200, { "content-type": "application/json" }, JSON.stringify(completion).slice(0, 80)),
  ),
  refused("302 to elsewhere", http(302, { location: "http://127.0.0.1:1/elsewhere" })),
  refused("a body that is longer than it comes", lying(100_000), { apis: ["chat"] }),
  refused("a body that is shorter than it comes", lying(20), { apis: ["chat"] }),
  refused(
    "a chain of content encodings",
    http(200, { "content-type": "application/json", "content-encoding": Array(1000).fill("gzip").join(", ") }, "x"),
  ),
  refused(
    "a body that is not in its encoding",
    http(200, { "content-type": "application/json", "content-encoding": "gzip" }, JSON.stringify(completion)),
  ),
  refused(
    "a body of 70 MB in 70 kB",
    http(200, { "content-type": "application/json", "content-encoding": "gzip" }, bomb()),
    { apis: whole },
  ),
  refused("chunked garbage", chunkedGarbage),
  refused("no HTTP", noise(200)),
  refused("nothing, and the end", Buffer.alloc(0)),
  refused("nothing, and no end", () => undefined, { code: "upstream_timeout", strikes: "firstByteMs" }),
  row(
    "F2",
    ["chat"],
    "answer",
  )(
    "a 103 in front of the response",
    Buffer.concat([Buffer.from("HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n"), json(200, completion)]),
  ),
  row(
    "F2",
    ["chat"],
    "answer",
  )(
    "a repeated content type",
    http(200, { "content-type": "application/json", "Content-Type": "application/json" }, JSON.stringify(completion)),
  ),
  row(
    "F2",
    ["chat"],
    "answer",
  )(
    "white space in front of the body",
    http(200, { "content-type": "application/json" }, ` \n\n${JSON.stringify(completion)}`),
  ),
  row(
    "F2",
    ["converse"],
    "answer",
  )(
    "a body in gzip",
    http(200, { "content-type": "application/json", "content-encoding": "gzip" }, gzipSync(JSON.stringify(converse))),
  ),
];

function bomb(): Buffer {
  return gzipSync(Buffer.alloc(70 * 1024 * 1024, " "));
}

const broken = row("F3", ["chat-stream"], "error");
const fine = row("F3", ["chat-stream"], "answer");
const [opening = "", first = "", second = "", finish = "", usage = ""] = streamed;
const events = (...list: readonly string[]) => list.map((data) => event(data)).join("");
const good = events(...streamed);
const call = (index: number, args: string, name: string | null = null) =>
  chunk({
    tool_calls: [
      {
        index,
        ...(name === null ? {} : { id: `call_${index}`, type: "function" }),
        function: { ...(name === null ? {} : { name }), arguments: args },
      },
    ],
  });

/** Makes an answer that sends each part in its own turn of the event loop, or every `ms` milliseconds. */
const dripping =
  (head: Uint8Array, parts: readonly Uint8Array[], ms = 0): Answer =>
  ({ socket }) => {
    socket.write(head);
    let sent = 0;
    const next = () => {
      const part = parts[sent];
      sent += 1;
      if (socket.destroyed) return;
      if (part === undefined) socket.end();
      else socket.write(part, () => (ms === 0 ? setImmediate(next) : setTimeout(next, ms)));
    };
    next();
  };

const each = (buffer: Buffer, size: number) =>
  Array.from({ length: Math.ceil(buffer.length / size) }, (_, index) =>
    buffer.subarray(index * size, (index + 1) * size),
  );

const utf8Cut = Buffer.from(events(opening, chunk({ content: "é" })));

/** A last chunk as OpenRouter sends it, with the upstream's own word. */
const underStop = (native: string) =>
  JSON.stringify({
    ...{ id: "gen-1", object: "chat.completion.chunk", created: 1, model: "m" },
    choices: [{ index: 0, delta: { content: "" }, finish_reason: "stop", native_finish_reason: native }],
  });

/** The upstream gave up: by OpenRouter's second word, or by the only one. */
const brokenOff: readonly FaultRow[] = [
  broken(
    "nothing under stop, and network_error beside it",
    sse(events(opening, underStop("network_error"), "[DONE]")),
    {
      code: "upstream_unavailable",
    },
  ),
  broken("half a text and network_error", sse(events(opening, first, underStop("network_error"), usage, "[DONE]"))),
  row("F3", ["chat"], "error")(
    "half a text and insufficient_system_resource",
    json(200, {
      ...completion,
      choices: [
        { index: 0, message: { role: "assistant", content: half }, finish_reason: "insufficient_system_resource" },
      ],
    }),
    { code: "upstream_unavailable" },
  ),
  row("F3", ["converse"], "error")(
    "network_error as a stop reason",
    json(200, { ...converse, stopReason: "network_error" }),
    {
      code: "upstream_unavailable",
    },
  ),
  fine("a finish without a word in every chunk", sse(good.replaceAll('"finish_reason":null', '"finish_reason":""'))),
];

export const sseFaults: readonly FaultRow[] = [
  ...brokenOff,
  fine("no [DONE]", sse(events(opening, first, second, finish, usage))),
  broken("no finish", sse(events(opening, first, second, "[DONE]")), { code: "upstream_truncated" }),
  broken("no finish and no [DONE]", sse(events(opening, first, second)), { code: "upstream_truncated" }),
  broken("a cut inside JSON", sse(events(opening, first) + event(second).slice(0, 40))),
  broken("a cut inside a character", sse(utf8Cut.subarray(0, utf8Cut.indexOf(0xc3) + 1))),
  broken("a chunk that is no JSON", sse(events(opening, first, "{oops"))),
  broken("a first chunk that is no JSON", sse(events("oops"))),
  broken("nothing", sse("")),
  broken(
    "comments and nothing else",
    dripping(sse(""), Array(60).fill(Buffer.from(": OPENROUTER PROCESSING\n\n")), 60),
    { code: "upstream_timeout", strikes: "totalMs" },
  ),
  broken("silence after the first text", ({ socket }) => void socket.write(sse(events(opening, first))), {
    code: "upstream_timeout",
    strikes: "idleMs",
  }),
  fine("lines that end with CR", sse(streamed.map((data) => event(data, "\r")).join(""))),
  fine("lines that end with CRLF", sse(streamed.map((data) => event(data, "\r\n")).join(""))),
  fine(
    "CR and LF in two reads",
    dripping(sse(""), each(Buffer.from(streamed.map((data) => event(data, "\r\n")).join("")), 1)),
  ),
  fine("a byte order mark", sse(`\ufeff${good}`)),
  broken("a NUL in a chunk", sse(events(opening, `\0${first}`))),
  fine("a NUL in a comment", sse(`: \0\n\n${good}`)),
  broken("a line of 10 MB", sse(`${events(opening)}data: ${"x".repeat(10 * 1024 * 1024)}\n\n`)),
  fine(
    "20,000 chunks of a blank each",
    sse(events(opening, first, ...Array(20_000).fill(chunk({ content: "" })), second, finish, "[DONE]")),
  ),
  fine(
    "a chunk on several lines",
    sse(
      streamed
        .map((data) =>
          data === "[DONE]"
            ? event(data)
            : `${JSON.stringify(JSON.parse(data), null, 1)
                .split("\n")
                .map((line) => `data: ${line}`)
                .join("\n")}\n\n`,
        )
        .join(""),
    ),
  ),
  broken(
    "an event named error",
    sse(
      `${events(opening, first)}event: error\n${event(JSON.stringify({ error: { message: "overloaded", code: 529 } }))}`,
    ),
  ),
  broken("an error at the beginning", sse(events(JSON.stringify({ error: { message: "no provider", code: 503 } })))),
  broken(
    "an error beside a finish",
    sse(
      events(
        opening,
        first,
        chunk({ content: "" }, "error", { error: { message: "Provider disconnected", code: 502 } }),
        "[DONE]",
      ),
    ),
  ),
  broken("a finish that says error", sse(events(opening, chunk({}, "error"), "[DONE]"))),
  fine("text after [DONE]", sse(good + events(chunk({ content: "more" })))),
  fine("[DONE] twice", sse(good + event("[DONE]"))),
  fine(
    "calls whose pieces interleave",
    sse(
      events(
        opening,
        call(0, "", "first"),
        call(1, "", "second"),
        call(1, '{"b":'),
        call(0, '{"a":'),
        call(1, "2}"),
        call(0, "1}"),
        chunk({}, "tool_calls"),
        "[DONE]",
      ),
    ),
    { calls: ['first({"a":1})', 'second({"b":2})'] },
  ),
  fine(
    "calls that come in the wrong order",
    sse(events(opening, call(1, '{"b":2}', "second"), call(0, '{"a":1}', "first"), chunk({}, "tool_calls"), "[DONE]")),
    { calls: ['second({"b":2})', 'first({"a":1})'] },
  ),
  fine(
    "arguments that come a character at a time",
    sse(
      events(
        opening,
        call(0, "", "first"),
        ...[...'{"city":"東京"}'].map((one) => call(0, one)),
        chunk({}, "tool_calls"),
        "[DONE]",
      ),
    ),
    { calls: ['first({"city":"東京"})'] },
  ),
  fine("usage without a choice", sse(events(opening, usage, first, second, finish, usage, "[DONE]"))),
  broken("a finish without anything", sse(events(opening, finish, usage, "[DONE]")), { code: "empty_reply" }),
  broken("blank text", sse(events(opening, chunk({ content: " \n" }), finish, "[DONE]")), { code: "empty_reply" }),
  broken("reasoning alone", sse(events(opening, chunk({ reasoning: "Let me think." }), finish, "[DONE]")), {
    code: "empty_reply",
  }),
  fine("one JSON body", json(200, completion)),
];

const spoiled = row("F4", ["converse-stream"], "error");
const sound = row("F4", ["converse-stream"], "answer");
const { start, stop, end, metadata } = frames;

/** A copy of a frame, changed after its checksums were computed. */
function changed(buffer: Buffer, change: (copy: Buffer) => void): Buffer {
  const copy = Buffer.from(buffer);
  change(copy);
  return copy;
}

const lengthOf = (length: number) => changed(frames.half, (copy) => copy.writeUInt32BE(length, 0));
const text = [start, frames.half, frames.rest, stop, end, metadata] as const;
const toolStart = frame("contentBlockStart", {
  contentBlockIndex: 0,
  start: { toolUse: { toolUseId: "t1", name: "get_weather" } },
});
const toolInput = (input: string) =>
  frame("contentBlockDelta", { contentBlockIndex: 0, delta: { toolUse: { input } } });
const calledEnd = frame("messageStop", { stopReason: "tool_use" });

export const frameFaults: readonly FaultRow[] = [
  spoiled("nothing", eventStream()),
  spoiled("noise", eventStream(noise(500))),
  ...[0, 15, 2 ** 31, 2 ** 32 - 1].map((length) =>
    spoiled(`a frame that says it has ${length} bytes`, eventStream(start, lengthOf(length))),
  ),
  spoiled(
    "headers longer than their frame",
    eventStream(
      start,
      changed(frames.half, (copy) => copy.writeUInt32BE(60_000, 4)),
    ),
  ),
  spoiled(
    "a wrong checksum of the prelude",
    eventStream(
      start,
      changed(frames.half, (copy) => copy.writeUInt8(copy.readUInt8(8) ^ 1, 8)),
    ),
  ),
  spoiled(
    "a wrong checksum of the message",
    eventStream(
      start,
      frames.half,
      changed(frames.rest, (copy) => copy.writeUInt8(copy.readUInt8(copy.length - 1) ^ 1, copy.length - 1)),
    ),
  ),
  spoiled(
    "a changed payload",
    eventStream(
      start,
      changed(frames.half, (copy) => copy.writeUInt8(65, copy.length - 8)),
    ),
  ),
  sound(
    "a repeated header",
    eventStream(
      frame("messageStart", { role: "assistant" }, [
        [":event-type", "other"],
        [":event-type", "messageStart"],
        [":message-type", "event"],
      ]),
      ...text.slice(1),
    ),
  ),
  sound("an event of an unknown type", eventStream(start, frame("somethingNew", { a: 1 }), ...text.slice(1))),
  ...[
    "throttlingException",
    "validationException",
    "internalServerException",
    "modelStreamErrorException",
    "serviceUnavailableException",
    "newException",
  ].flatMap((type) => [
    spoiled(`${type} at the beginning`, eventStream(exception(type))),
    spoiled(`${type} after text`, eventStream(start, frames.half, exception(type))),
  ]),
  spoiled(
    "an error frame",
    eventStream(
      start,
      frame("", "", [
        [":message-type", "error"],
        [":error-code", "InternalFailure"],
        [":error-message", "no"],
      ]),
    ),
  ),
  spoiled("a payload that is no JSON", eventStream(start, frame("contentBlockDelta", "{oops"))),
  // Content is passed on even if the service sends it after the end.
  sound("an event after the end", eventStream(...text, frames.half), { text: replyText + half }),
  sound("two ends", eventStream(start, frames.half, frames.rest, stop, end, end, metadata)),
  sound("text without a start", eventStream(frames.half, frames.rest, stop, end, metadata)),
  sound("metadata before the end", eventStream(start, frames.half, frames.rest, stop, metadata, end)),
  sound("no metadata", eventStream(start, frames.half, frames.rest, stop, end)),
  spoiled("no end", eventStream(start, frames.half, frames.rest, stop), { code: "upstream_truncated" }),
  sound("a call without arguments", eventStream(start, toolStart, stop, calledEnd, metadata), {
    calls: ["get_weather({})"],
  }),
  sound(
    "arguments that are no JSON, as they came",
    eventStream(start, toolStart, toolInput('{"city":'), stop, calledEnd, metadata),
    { calls: ['get_weather({"city":)'] },
  ),
  spoiled("a call that is announced and does not come", eventStream(start, calledEnd, metadata), {
    code: "empty_reply",
  }),
  spoiled("silence", eventStream(start, end, metadata), { code: "empty_reply" }),
  spoiled("a malformed call", eventStream(start, frame("messageStop", { stopReason: "malformed_tool_use" }), metadata)),
  spoiled(
    "reasoning alone",
    eventStream(
      start,
      frame("contentBlockDelta", { contentBlockIndex: 0, delta: { reasoningContent: { text: "Hm." } } }),
      stop,
      end,
      metadata,
    ),
    { code: "empty_reply" },
  ),
  sound("one byte a read", dripping(eventStream(), each(Buffer.concat(text), 1))),
  spoiled("frames under the type of JSON", http(200, { "content-type": "application/json" }, Buffer.concat(text))),
  spoiled(
    "silence after the first text, on an open connection",
    ({ socket }) => void socket.write(eventStream(start, frames.half)),
    { code: "upstream_timeout", strikes: "idleMs" },
  ),
  spoiled("silence before any event, on an open connection", ({ socket }) => void socket.write(eventStream()), {
    code: "upstream_timeout",
    strikes: "idleMs",
  }),
];

export const expectedText = (row: FaultRow): string => row.text ?? (row.calls === undefined ? replyText : "");
