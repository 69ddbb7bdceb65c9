import { describe, expect, test } from "vitest";
import { interactionsOf } from "../../../test/support/read-format.js";
import { RecordingError } from "../format.js";
import { recordingFile } from "../recording-file.js";
import { llamaStack } from "./llama-stack.js";

const sdk = (kind: string, data: object) => ({ __type__: `openai.types.chat.${kind}`, __data__: data });
const chunk = (content: string | null, finish: string | null) =>
  sdk("chat_completion_chunk.ChatCompletionChunk", {
    id: "rec-1",
    choices: [{ delta: { content, tool_calls: null }, finish_reason: finish, index: 0 }],
    object: "chat.completion.chunk",
  });

const recording = (response: object, request: object = {}) => ({
  test_id: "tests/test_words.py::test_say[parrot]",
  request: {
    method: "POST",
    url: "https://llm.example/openai/v1/v1/chat/completions",
    headers: {},
    body: { model: "parrot", messages: [], stream: true },
    endpoint: "/v1/chat/completions",
    model: "parrot",
    ...request,
  },
  response: { is_streaming: true, ...response },
  id_normalization_mapping: {},
});

const fileOf = (value: unknown) =>
  recordingFile("a.json", new TextEncoder().encode(typeof value === "string" ? value : JSON.stringify(value, null, 2)));

function read(value: unknown) {
  const [only, ...more] = interactionsOf(llamaStack, fileOf(value));
  if (only === undefined || more.length > 0) throw new Error("a recording is one exchange");
  return only;
}

const bodyOf = ({ chunks }: ReturnType<typeof read>) => Buffer.concat(chunks.map(([, bytes]) => bytes)).toString();

describe("llama-stack", () => {
  test("the objects of a stream are its events, with an end mark that is ours", () => {
    const only = read(recording({ body: [chunk("Hi", null), chunk(null, "stop")] }));
    expect(only).toMatchObject({
      format: "llama-stack",
      interaction: 0,
      request: { method: "POST", url: "https://llm.example/openai/v1/chat/completions", headers: [] },
      response: { status: null, headers: [["content-type", "text/event-stream"]] },
      recordedAt: null,
      losses: ["status", "response-headers", "wire-text", "key-order", "frames", "chunk-boundaries", "arrival-times"],
      notes: [
        "the end mark of the stream was added: the SDK does not pass it on",
        'the recorder wrote "/v1" into the URL twice',
      ],
    });
    expect(bodyOf(only)).toBe(
      'data: {"id":"rec-1","choices":[{"delta":{"content":"Hi","tool_calls":null},"finish_reason":null,"index":0}],' +
        '"object":"chat.completion.chunk"}\n\n' +
        'data: {"id":"rec-1","choices":[{"delta":{"content":null,"tool_calls":null},"finish_reason":"stop","index":0}],' +
        '"object":"chat.completion.chunk"}\n\ndata: [DONE]\n\n',
    );
    expect(Buffer.from(only.request?.body ?? []).toString()).toBe('{"model":"parrot","messages":[],"stream":true}');
  });

  test("a stream without a finish reason gets no end mark", () => {
    const only = read(recording({ body: [chunk("Hi", null)] }, { url: "https://llm.example/v1/chat/completions" }));
    expect(bodyOf(only)).not.toContain("[DONE]");
    expect(only.notes).toEqual([]);
    expect(read(recording({ body: [] })).chunks).toEqual([]);
  });

  test("one object is one JSON body", () => {
    const body = sdk("chat_completion.ChatCompletion", { object: "chat.completion", choices: [] });
    const only = read(recording({ body, is_streaming: false }));
    expect(bodyOf(only)).toBe('{"object":"chat.completion","choices":[]}');
    expect(only.response?.headers).toEqual([["content-type", "application/json"]]);
    expect(only.losses).not.toContain("frames");
  });

  test("an exception is the status and the error that the SDK raised", () => {
    const error = { message: "no such word", type: "invalid_request_error", code: null };
    const only = read(
      recording({
        body: null,
        is_streaming: false,
        is_exception: true,
        exception_data: { status_code: 400, body: error },
      }),
    );
    expect(only.response).toEqual({ status: 400, headers: [["content-type", "application/json"]] });
    expect(JSON.parse(bodyOf(only))).toEqual({ error });
    expect(only.losses).not.toContain("status");
    expect(only.notes[0]).toMatch(/exception/);
  });

  test("an exception of which only the message is kept has no status", () => {
    const only = read(recording({ is_exception: true, exception_message: "Connection error." }));
    expect(only.response?.status).toBe(null);
    expect(JSON.parse(bodyOf(only))).toEqual({ error: { message: "Connection error." } });
  });

  test("a request without a body has lost it", () => {
    const only = read(recording({ body: [] }, { body: null }));
    expect(only.request?.body).toBe(null);
    expect(only.losses).toContain("request-body");
  });

  test.each([
    ["no body", recording({}), "not an SDK object"],
    ["a body that is null", recording({ body: null }), "not an SDK object"],
    ["a chunk that is text", recording({ body: [chunk("Hi", null), "Hi"] }), "not an SDK object"],
    ["a list that is no stream", recording({ body: [], is_streaming: false }), "a list of objects, but not a stream"],
    ["no URL", recording({ body: [] }, { url: undefined }), '"request" has no "url"'],
    ["no response", { ...recording({}), response: [] }, '"response" is not an object'],
    ["a cut file", JSON.stringify(recording({ body: [] })).slice(0, -9), "not JSON"],
  ])("%s is an error with the file's name", (_, value, message) => {
    expect(() => read(value)).toThrow(RecordingError);
    expect(() => read(value)).toThrow(/^a\.json/);
    expect(() => read(value)).toThrow(message);
  });

  test("it is known by its shape, and by its beginning where it is cut", () => {
    expect(llamaStack.detect(fileOf(recording({ body: [] })))).toBe(true);
    expect(llamaStack.detect(fileOf(JSON.stringify(recording({ body: [] }), null, 2).slice(0, -40)))).toBe(true);
    expect(llamaStack.detect(fileOf({ request: { url: "https://llm.example/" }, response: {} }))).toBe(false);
    expect(llamaStack.detect(fileOf("{"))).toBe(false);
    expect(llamaStack.detect(fileOf("interactions: []"))).toBe(false);
  });
});
