import { describe, expect, test } from "vitest";
import { interactionsOf } from "../../../test/support/read-format.js";
import { createEventStreamParser, stringHeader } from "../../wire/frames/event-stream.js";
import type { RecordingFormat } from "../format.js";
import { RecordingError } from "../format.js";
import { recordingFile } from "../recording-file.js";
import { responseChunks } from "./response-chunks.js";
import { responseJson } from "./response-json.js";
import { responseSse } from "./response-sse.js";

const fileOf = (content: string | Uint8Array) =>
  recordingFile("a.txt", typeof content === "string" ? new TextEncoder().encode(content) : content);

function read(format: RecordingFormat, content: string | Uint8Array) {
  const [only, ...more] = interactionsOf(format, fileOf(content));
  if (only === undefined || more.length > 0) throw new Error("such a file is one response");
  return only;
}

type Read = ReturnType<typeof read>;
const bytesOf = ({ chunks }: Read) => Buffer.concat(chunks.map(([, bytes]) => bytes));
const textOf = (one: Read) => bytesOf(one).toString();
const knows = (format: RecordingFormat, content: string | Uint8Array) => format.detect(fileOf(content));

const completion = '{\n  "object": "chat.completion",\n  "choices": [ { "message": { "content": "Hi" } } ]\n}\n';
const chunk = (delta: object, finish: string | null = null) =>
  JSON.stringify({ object: "chat.completion.chunk", choices: [{ index: 0, delta, finish_reason: finish }] });
const hi = chunk({ content: "Hi" });
const stop = chunk({}, "stop");

describe("response-json", () => {
  test("the file is the body, byte by byte, and nothing else is known", () => {
    expect(read(responseJson(), completion)).toMatchObject({
      file: "a.txt",
      format: "response-json",
      interaction: 0,
      request: null,
      response: { status: null, headers: [["content-type", "application/json"]] },
      recordedAt: null,
      losses: ["request", "status", "response-headers", "chunk-boundaries", "arrival-times"],
      notes: [],
    });
    expect(textOf(read(responseJson(), completion))).toBe(completion);
  });

  test("a body with its status around it keeps both, and the headers where there are any", () => {
    const body = { type: "message", content: [] };
    const alone = read(responseJson(), JSON.stringify({ status: 529, body }));
    expect(alone).toMatchObject({
      request: null,
      response: { status: 529, headers: [["content-type", "application/json"]] },
      losses: ["request", "response-headers", "wire-text", "key-order", "chunk-boundaries", "arrival-times"],
    });
    expect(textOf(alone)).toBe(JSON.stringify(body));
    const headed = read(responseJson(), JSON.stringify({ status_code: 200, headers: { "Request-Id": "r" }, body }));
    expect(headed).toMatchObject({ response: { status: 200, headers: [["request-id", "r"]] } });
    expect(headed.losses).not.toContain("response-headers");
  });

  test.each([
    ["a chat completion", completion, true],
    ["a Converse reply", '{"output":{"message":{"role":"assistant","content":[]}},"stopReason":"end_turn"}', true],
    ["a message of Anthropic", '{"type":"message","content":[]}', true],
    ["an error", '{"error":{"message":"no"}}', true],
    ["an error of Anthropic", '{"type":"error","error":{"type":"overloaded_error","message":"no"}}', true],
    ["a reply with its status around it", '{"status":200,"body":{"type":"message","content":[]}}', true],
    [
      "a reply as text, with its status",
      '{"statusCode":200,"headers":{},"body":"{\\"type\\":\\"message\\",\\"content\\":[]}"}',
      true,
    ],
    ["a status around something else", '{"status":200,"body":{"name":"parrot"}}', false],
    ["a body without a status", '{"body":{"type":"message","content":[]}}', false],
    ["a chat completion after a byte-order mark", `\ufeff${completion}`, true],
    ["a chat completion that is cut", completion.slice(0, -6), true],
    ["a Converse reply that is cut", '{"metrics":{"latencyMs":1},"output":{"message":{"content":[{"text":"H', true],
    ["an exchange with its request", `{"request":{},${completion.trim().slice(1)}`, false],
    ["a package file", '{"name":"parrot","version":"1.0.0"}', false],
    ["a JSON list", "[1]", false],
    ["a cut JSON object of another kind", '{"name":"parrot"', false],
    ["an empty file", "", false],
    ["no UTF-8", new Uint8Array([123, 34, 255, 254]), false],
  ])("%s: %#", (_, content, known) => {
    expect(knows(responseJson(), content)).toBe(known);
  });

  test("a body that is cut is an error with the file's name", () => {
    expect(() => read(responseJson(), completion.slice(0, -6))).toThrow(RecordingError);
    expect(() => read(responseJson(), completion.slice(0, -6))).toThrow(/^a\.txt: not JSON/);
    expect(() => read(responseJson(), new Uint8Array([255]))).toThrow(/^a\.txt: not UTF-8/);
  });
});

describe("response-sse", () => {
  const body = `: hello\n\ndata: ${hi}\n\ndata: ${stop}\n\ndata: [DONE]\n\n`;

  test("the file is the body, byte by byte", () => {
    const only = read(responseSse(), body);
    expect(only).toMatchObject({
      format: "response-sse",
      request: null,
      response: { status: null, headers: [["content-type", "text/event-stream"]] },
      losses: ["request", "status", "response-headers", "chunk-boundaries", "arrival-times"],
      notes: [],
    });
    expect(textOf(only)).toBe(body);
  });

  test.each([
    ["one line end after [DONE]", body.slice(0, -1)],
    ["none", body.slice(0, -2)],
    ["a space", `${body.slice(0, -2)} \n`],
    ["one line end after a whole payload", `data: ${hi}\n`],
    ["one, each being CR and LF", body.replaceAll("\n", "\r\n").slice(0, -2)],
  ])("a file with %s gets the blank line that its last event needs, with a note", (_, content) => {
    const only = read(responseSse(), content);
    expect(textOf(only)).toBe(`${content.trimEnd()}\n\n`);
    expect(only.losses).toContain("frames");
    expect(only.notes).toEqual(["the blank line that closes the last event was added: the file ends without one"]);
  });

  test("a file that ends inside an event stays cut", () => {
    const cut = body.slice(0, body.indexOf("stop") + 2);
    expect(textOf(read(responseSse(), cut))).toBe(cut);
    expect(read(responseSse(), cut).notes).toEqual([]);
  });

  test("a file without one whole event is an error with the file's name", () => {
    expect(() => read(responseSse(), 'data: {"id":"c-1","object":"chat.comp')).toThrow(
      /^a\.txt, interaction 0: the JSON/,
    );
  });

  test.each([
    ["comments first", `: one\n: two\n\ndata: ${hi}\n\n`, true],
    ["an event name first", 'event: message_start\ndata: {"type":"message_start"}\n\n', true],
    ["a byte-order mark", `\ufeffdata: ${hi}\n\n`, true],
    ["a first event that is cut", 'data: {"id":"c-1","object":"chat.comp', true],
    ["events of another kind", 'data: {"temperature":7}\n\n', false],
    ["a YAML file with a key of that name", "data: 7\nmore: 8\n", false],
    ["comments only", ": nothing\n\n", false],
  ])("%s: %#", (_, content, known) => {
    expect(knows(responseSse(), content)).toBe(known);
  });
});

describe("response-chunks of a chat stream", () => {
  test("each line is an event; the framing and the end mark are ours", () => {
    const only = read(responseChunks(), `${hi}\n\n${stop}\r\n`);
    expect(textOf(only)).toBe(`data: ${hi}\n\ndata: ${stop}\n\ndata: [DONE]\n\n`);
    expect(only).toMatchObject({
      format: "response-chunks",
      request: null,
      response: { status: null, headers: [["content-type", "text/event-stream"]] },
      losses: ["request", "status", "response-headers", "frames", "chunk-boundaries", "arrival-times"],
      notes: ["the end mark of the stream was added: the file holds only payloads"],
    });
  });

  test("a stream that has not finished gets no end mark, and one in the file is not doubled", () => {
    expect(textOf(read(responseChunks(), hi))).toBe(`data: ${hi}\n\n`);
    expect(read(responseChunks(), hi).notes).toEqual([]);
    expect(textOf(read(responseChunks(), `${hi}\n${stop}\n[DONE]\n`)).match(/\[DONE\]/g)).toHaveLength(1);
  });
});

describe("response-chunks of Bedrock events", () => {
  const events = [
    '{"messageStart":{"role":"assistant"}}',
    '{"contentBlockDelta":{"delta":{"text":"Hé"},"contentBlockIndex":0}}',
    '{"modelStreamErrorException":{"message":"no"}}',
  ];

  test("each line is a frame named by its only member", () => {
    const only = read(responseChunks(), events.join("\n"));
    expect(only.response?.headers).toEqual([["content-type", "application/vnd.amazon.eventstream"]]);
    expect(only.losses).toEqual([
      "request",
      "status",
      "response-headers",
      "wire-text",
      "key-order",
      "frames",
      "chunk-boundaries",
      "arrival-times",
    ]);
    const parser = createEventStreamParser();
    const frames = parser.push(bytesOf(only)).map((frame) => ({
      event: stringHeader(frame, ":event-type"),
      exception: stringHeader(frame, ":exception-type"),
      kind: stringHeader(frame, ":message-type"),
      payload: Buffer.from(frame.payload).toString(),
    }));
    expect(parser.end().pendingBytes).toBe(0);
    expect(frames).toEqual([
      { event: "messageStart", exception: null, kind: "event", payload: '{"role":"assistant"}' },
      {
        event: "contentBlockDelta",
        exception: null,
        kind: "event",
        payload: '{"delta":{"text":"Hé"},"contentBlockIndex":0}',
      },
      { event: null, exception: "modelStreamErrorException", kind: "exception", payload: '{"message":"no"}' },
    ]);
  });

  test("chunks of InvokeModel are frames too", () => {
    const only = read(responseChunks(), '{"chunk":{"bytes":"e30="}}');
    const [frame] = createEventStreamParser().push(bytesOf(only));
    expect(frame === undefined ? null : stringHeader(frame, ":event-type")).toBe("chunk");
  });
});

describe("response-chunks", () => {
  test.each([
    ["a line that is cut", `${hi}\n${stop.slice(0, -4)}\n`, "line 2 is not a JSON object"],
    ["a line that is a list", `${hi}\n\n[1]\n`, "line 3 is not a JSON object"],
    ["an event without a name", '{"messageStart":{}}\n{}\n', "line 2 is not an event"],
    ["an event of two names", '{"messageStart":{}}\n{"a":{},"b":{}}\n', "line 2 is not an event"],
    ["an event that is text", '{"messageStart":{}}\n{"messageStop":"x"}\n', "line 2 is not an event"],
    ["nothing", "\n \n", "the file has no payload"],
    ["no UTF-8", new Uint8Array([123, 255]), "not UTF-8"],
  ])("%s is an error with the file's name", (_, content, message) => {
    expect(() => read(responseChunks(), content)).toThrow(RecordingError);
    expect(() => read(responseChunks(), content)).toThrow(/^a\.txt/);
    expect(() => read(responseChunks(), content)).toThrow(message);
  });

  test.each([
    ["chat chunks", `${hi}\n${stop}`, true],
    ["one chunk without a line end", hi, true],
    ["Bedrock events", '{"messageStart":{"role":"assistant"}}\n', true],
    ["a first chunk that only reports on the prompt", '{"choices":[],"prompt_filter_results":[]}\n', true],
    ["a first chunk that is cut", hi.slice(0, 60), true],
    ["a chat completion over several lines", completion, false],
    ["JSON lines of another kind", '{"level":"info"}\n{"level":"warn"}\n', false],
    ["text", "hello\n", false],
  ])("%s: %#", (_, content, known) => {
    expect(knows(responseChunks(), content)).toBe(known);
  });
});
