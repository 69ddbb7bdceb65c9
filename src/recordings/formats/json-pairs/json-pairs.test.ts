import { describe, expect, test } from "vitest";
import { interactionsOf, readingOf } from "../../../../test/support/read-format.js";
import { RecordingError } from "../../format.js";
import { identify } from "../../identify/identify.js";
import { recordingFile } from "../../recording-file.js";
import { formatOf } from "../../registry.js";
import { jsonPairs } from "./json-pairs.js";

const fileOf = (value: unknown) =>
  recordingFile("a.json", new TextEncoder().encode(typeof value === "string" ? value : JSON.stringify(value)));
const read = (value: unknown) => interactionsOf(jsonPairs, fileOf(value));
const bodyOf = (one: ReturnType<typeof read>[number] | undefined): Buffer =>
  Buffer.concat(one?.chunks.map(([, bytes]) => bytes) ?? []);

const url = "https://llm.example/v1/chat/completions";
const pair = (response: object = {}, request: object = {}, more: object = {}) => ({
  request: {
    method: "POST",
    url,
    headers: { "content-type": "application/json" },
    body: '{"model":"parrot"}',
    ...request,
  },
  response: { status: 200, headers: { "content-type": "application/json" }, body: '{"word":"né"}', ...response },
  ...more,
});

describe("where the pairs are", () => {
  test.each([
    ["under interactions", { version: 1, interactions: [pair()] }],
    ["under recordings, behind a header", { meta: { name: "tide" }, recordings: [pair()] }],
    ["under any other name", { ["my tapes"]: [pair()] }],
    ["in a bare list", [pair()]],
    ["alone", pair()],
    ["in a mapping by their hashes", { "0a": pair() }],
    ["in a mapping under a name", { calls: { first: pair() } }],
    ["one level deeper", { cassette: { interactions: [pair()] } }],
    ["one a line", `${JSON.stringify(pair())}\n${JSON.stringify(pair())}\n\n`],
    ["one a line, behind a line about the file", `{"version":1}\n${JSON.stringify(pair())}\n{"note":"a"}\n`],
    [
      "of a proxy, the address beside the request",
      [
        {
          status: "COMPLETE",
          method: "POST",
          scheme: "https",
          host: "llm.example",
          path: "/v1/chat/completions",
          request: { body: { text: pair().request.body, charset: "UTF-8", decoded: true } },
          response: { status: 200, body: { text: pair().response.body, charset: "UTF-8", decoded: true } },
        },
      ],
    ],
    [
      "of a journal",
      {
        requests: [
          {
            request: { ...pair().request, url: "/v1/chat/completions", absoluteUrl: url },
            response: { status: 200, bodyAsBase64: Buffer.from(pair().response.body).toString("base64") },
          },
        ],
      },
    ],
    ["under req and res", [{ req: pair().request, res: pair().response }]],
    ["under input and output", [{ input: pair().request, output: pair().response }]],
    [
      "in snapshots by their hash",
      [{ hash: "0a", snapshot: { request: pair().request, responses: [pair().response] } }],
    ],
    ["in tuples with their hash", [["0a", { request: pair().request, responses: [pair().response] }]]],
    [
      "with names in capitals",
      {
        Name: "a",
        Tracks: [
          {
            Request: { Method: "POST", URL: url, Body: pair().request.body },
            Response: { StatusCode: 200, Body: pair().response.body },
          },
        ],
      },
    ],
    [
      "with the options of fetch",
      [{ request: { url, init: { method: "POST", body: pair().request.body } }, response: pair().response }],
    ],
  ])("%s", (_, value) => {
    const file = fileOf(value);
    expect(formatOf(file)?.id).toBe("json-pairs");
    const [first] = interactionsOf(jsonPairs, file);
    expect(first).toMatchObject({ interaction: 0, request: { method: "POST", url }, response: { status: 200 } });
    expect(bodyOf(first).toString()).toBe('{"word":"né"}');
    expect(Buffer.from(first?.request?.body ?? []).toString()).toBe('{"model":"parrot"}');
  });

  test("the members of a flat record belong to its sides", () => {
    const [only] = read([
      { url, method: "post", requestBody: { model: "parrot" }, status: 201, responseBody: "{}", id: 7 },
    ]);
    expect(only).toMatchObject({ request: { method: "POST", url }, response: { status: 201 } });
    expect(Buffer.from(only?.request?.body ?? []).toString()).toBe('{"model":"parrot"}');
  });

  test("the URL and the status may stand beside the bodies", () => {
    const request = { model: "parrot", messages: [{ role: "user", content: "Hi" }] };
    const response = { object: "chat.completion", choices: [] };
    const [only] = read([{ url, status: 200, request, response }]);
    expect(only).toMatchObject({ request: { url }, response: { status: 200 } });
    expect(JSON.parse(Buffer.from(only?.request?.body ?? []).toString())).toEqual(request);
  });

  test("a chat request and its reply need no HTTP around them: address and status are lost", () => {
    const request = { model: "parrot", messages: [{ role: "user", content: "Hi" }] };
    const [only] = read({ request, response: { object: "chat.completion", choices: [] } });
    expect(only).toMatchObject({ request: { url: "" }, response: { status: null } });
    expect(only?.losses).toEqual([
      "host",
      "method",
      "status",
      "wire-text",
      "key-order",
      "chunk-boundaries",
      "arrival-times",
    ]);
  });

  test("several responses to one request are one pair each", () => {
    const { request, response } = pair();
    const all = read([{ request, responses: [response, { ...response, status: 429 }] }]);
    expect(all.map((one) => [one.interaction, one.request?.url, one.response?.status])).toEqual([
      [0, url, 200],
      [1, url, 429],
    ]);
  });

  test("chunks may stand beside the request", () => {
    const [only] = read([{ request: pair().request, status: 200, chunks: ["data: 1\n\n"], chunkTimings: [7] }]);
    expect(only?.response?.status).toBe(200);
    expect(only?.chunks.map(([ms]) => ms)).toEqual([7]);
  });

  test("what an AWS SDK was given and gave back names the model", () => {
    const request = { modelId: "parrot.p-1-v1:0", messages: [{ role: "user", content: [{ text: "Hi" }] }] };
    const stream = [{ messageStart: { role: "assistant" } }, { messageStop: { stopReason: "end_turn" } }];
    const [only] = read([{ request, response: { stream } }]);
    expect(only?.response?.headers).toEqual([["content-type", "application/vnd.amazon.eventstream"]]);
    expect(identify(only ?? expect.fail("not read"))).toMatchObject({
      provider: "bedrock",
      api: "converse-stream",
      model: "parrot.p-1-v1:0",
    });
  });

  test("records that are no pairs are left out, spoilt ones are named", () => {
    const list = [{ event: "start" }, pair(), { request: 7, response: pair().response }, pair({ status: 429 })];
    expect(readingOf(jsonPairs, fileOf({ log: list }))).toEqual([
      0,
      "a.json, interaction 1: not a pair of a request and its response",
      2,
    ]);
  });

  test("bodies of a chat alone may be JSON as text", () => {
    const request = { body: JSON.stringify({ model: "parrot", messages: [{ role: "user", content: "Hi" }] }) };
    const response = { headers: {}, body: JSON.stringify({ object: "chat.completion", choices: [] }) };
    expect(read([{ request, response }])[0]).toMatchObject({ request: { url: "" }, response: { status: null } });
  });

  test("a pair without an answer has no response", () => {
    const { request } = pair();
    const [, second] = read([pair(), { request, response: null, error: "socket hang up" }]);
    expect(second).toMatchObject({ request: { url }, response: null });
  });
});

describe("what is no recording of pairs", () => {
  test.each([
    ["nothing", ""],
    ["an empty list", []],
    ["a chat request", { model: "parrot", messages: [{ role: "user", content: "Hi" }] }],
    ["a package", { name: "a", version: "1.0.0", dependencies: { request: "^2.0.0", response: "1.0.0" } }],
    [
      "a Postman collection",
      { info: { name: "a" }, item: [{ name: "b", request: { method: "POST", url: { raw: url } }, response: [] }] },
    ],
    ["JSON-RPC", [{ request: { method: "tools/call", id: 1 }, response: { result: {} } }]],
    ["a question and its answer", [{ request: { text: "2+2" }, response: { text: "4" } }]],
    ["words", { request: "please", response: "no" }],
    ["an OpenAPI document", { openapi: "3.1.0", paths: { "/a": { post: { requestBody: {}, responses: {} } } } }],
    [
      "fixtures of a mock without the wire",
      { fixtures: [{ match: { userMessage: "hi" }, response: { content: "hello" } }] },
    ],
    ["JSON lines of something else", '{"a": 1}\n{"b": 2}\n'],
    ["cut JSON of something else", '{"name": "a", "request": "b'],
  ])("%s", (_, value) => {
    expect(jsonPairs.detect(fileOf(value))).toBe(false);
  });

  test.each([
    ["in a list under a name", JSON.stringify({ version: 1, interactions: [pair()] }, null, 2)],
    ["in a bare list", JSON.stringify([pair()])],
    ["alone", JSON.stringify(pair())],
  ])("a cut pair %s is a damaged recording", (_, text) => {
    expect(jsonPairs.detect(fileOf(text.slice(0, 130)))).toBe(true);
    expect(() => read(text.slice(0, 130))).toThrow(RecordingError);
    expect(() => read(text.slice(0, -30))).toThrow(/^a\.json/);
  });

  test("what is whole before and behind a break is read", () => {
    const text = JSON.stringify({ interactions: [pair(), pair(), pair()] }, null, 2);
    const at = text.indexOf('"response"', text.indexOf('"response"') + 1);
    const [first, damage, third] = readingOf(jsonPairs, fileOf(`${text.slice(0, at)}!${text.slice(at)}`));
    expect([first, third]).toEqual([0, 2]);
    expect(damage).toMatch(/^a\.json, line \d+, interaction 1: not JSON/);
  });
});

describe("bodies", () => {
  const bytes = [0, 1, 2, 255];
  test.each([
    ["base64 by bodyEncoding", { body: "AAEC/w==", bodyEncoding: "base64" }],
    ["base64 by encoding", { body: "AAEC/w==", encoding: "BASE64" }],
    ["base64 by a flag", { body: "AAEC/w==", isBase64Encoded: true }],
    ["base64 by its name", { bodyBase64: "AAEC/w==", body: undefined }],
    ["base64 in an object", { body: { encoding: "base64", data: "AAEC/w==" } }],
    ["base64 in an object by its name", { body: { base64: "AAEC/w==" } }],
    ["hex", { body: "000102ff", encoding: "hex" }],
    ["base64 by a format", { body: "AAEC/w==", body_format: "base64_data" }],
    ["base64 as a proxy writes it", { body: { encoding: "base64", encoded: "AAEC/w==" } }],
    ["a Node buffer", { body: { type: "Buffer", data: bytes } }],
  ])("%s", (_, response) => {
    expect([...bodyOf(read([pair(response)])[0])]).toEqual(bytes);
  });

  test.each([
    ["text", { body: "data: hi\n\n", encoding: "utf8" }, "data: hi\n\n", []],
    ["text in an object", { body: { mimeType: "text/plain", text: "hi" } }, "hi", []],
    ["a JSON value", { body: { word: "hi" } }, '{"word":"hi"}', ["wire-text", "key-order"]],
    ["a JSON list", { body: ["hi"] }, '["hi"]', ["wire-text", "key-order"]],
    [
      "base64 of JSON that no word names",
      { body: Buffer.from('{"word":"hi"}').toString("base64") },
      '{"word":"hi"}',
      [],
    ],
    ["a word that could be base64", { body: "abcd" }, "abcd", []],
    ["text as a proxy writes it", { body: { text: "hi", charset: "UTF-8", decoded: true } }, "hi", []],
    ["nothing", { body: "" }, "", []],
  ])("%s", (_, response, body, losses) => {
    const [only] = read([pair(response)]);
    expect(bodyOf(only).toString()).toBe(body);
    expect(only?.losses).toEqual([...losses, "chunk-boundaries", "arrival-times"]);
  });

  test.each([
    ["base64 that is none", { body: "!", encoding: "base64" }, "not valid base64"],
    ["hex that is none", { body: "0g", encoding: "hex" }, "not valid hex"],
    [
      "an encoding that is not known",
      { body: "x", encoding: "rot13" },
      'the encoding "rot13" of the body of the response',
    ],
    ["a chunk that is a number", { body: undefined, chunks: [7] }, "chunk 1 is neither text nor an object"],
  ])("%s is named, and its neighbours are read", (_, response, message) => {
    expect(readingOf(jsonPairs, fileOf([pair(), pair(response), pair()]))).toEqual([
      0,
      expect.stringContaining(`a.json, interaction 1: `),
      2,
    ]);
    expect(() => read([pair(response), pair()])).toThrow(message);
  });

  test("a request whose body is not there is a loss, unless it is a GET", () => {
    expect(read([pair({}, { body: undefined, bodyHash: "0a" })])[0]?.losses).toContain("request-body");
    expect(read([pair({}, { method: "GET", body: undefined })])[0]?.losses).not.toContain("request-body");
  });
});

describe("chunks", () => {
  const chunk = (content: string) => ({ object: "chat.completion.chunk", choices: [{ index: 0, delta: { content } }] });
  const last = { object: "chat.completion.chunk", choices: [{ index: 0, delta: {}, finish_reason: "stop" }] };
  const sse = (...data: readonly unknown[]) =>
    data.map((one) => `data: ${typeof one === "string" ? one : JSON.stringify(one)}\n\n`);
  const whole = sse(chunk("a"), chunk("b"), last, "[DONE]");
  const stream = (response: object) =>
    read([pair({ headers: { "content-type": "text/event-stream" }, body: undefined, ...response })])[0];

  test("times between chunks are added up, and the chunks are kept", () => {
    const only = stream({ chunks: whole, chunkTimings: [1, 30, 0, 2.5], isStreaming: true });
    expect(only?.chunks.map(([ms, bytes]) => [ms, Buffer.from(bytes).toString()])).toEqual([
      [1, whole[0]],
      [31, whole[1]],
      [31, whole[2]],
      [33.5, whole[3]],
    ]);
    expect(only?.losses).toEqual([]);
  });

  test.each([
    ["since the request", { offsets: [5, 9, 9, 12] }, [5, 9, 9, 12]],
    [
      "of a clock, without the request's",
      { timestamps: [1_788_000_000_000, 1_788_000_000_004, 1_788_000_000_004, 1_788_000_000_009] },
      [0, 4, 4, 9],
    ],
    [
      "as dates",
      { timestamps: ["00.000", "00.250", "00.250", "01.000"].map((s) => `2026-02-02T10:00:${s}Z`) },
      [0, 250, 250, 1000],
    ],
    ["in the chunks", { chunks: whole.map((data, index) => ({ data, delayMs: index })) }, [0, 1, 3, 6]],
    [
      "by a clock in the chunks",
      { chunks: whole.map((data, index) => ({ data, timestamp: 1_788_000_000_000 + index })) },
      [0, 1, 2, 3],
    ],
  ])("times %s", (_, response, arrivals) => {
    const only = stream({ chunks: whole, ...response });
    expect(only?.chunks.map(([ms]) => ms)).toEqual(arrivals);
    expect(bodyOf(only).toString()).toBe(whole.join(""));
  });

  test("a clock counts from the request's time", () => {
    const list = [1_788_000_000_100, 1_788_000_000_104];
    const response = { headers: {}, body: undefined, chunks: whole.slice(0, 2), timestamps: list };
    const [only] = read([pair(response, { timestamp: 1_788_000_000_000 })]);
    expect(only?.chunks.map(([ms]) => ms)).toEqual([100, 104]);
    expect(only?.recordedAt).toBe("2026-08-29T10:40:00.000Z");
  });

  test.each([
    ["too few", [1, 2], "2 times are recorded for 4 chunks: none was used"],
    ["negative", [1, -5, 2, 2], "the recorded times of the chunks run backwards: none was used"],
    ["no numbers", ["a", "b", "c", "d"], "the recorded times of the chunks run backwards: none was used"],
  ])("times that are %s are not used, with a note", (_, chunkTimings, note) => {
    const only = stream({ chunks: whole, chunkTimings });
    expect(only?.chunks.map(([ms]) => ms)).toEqual([null, null, null, null]);
    expect(only?.losses).toEqual(["arrival-times"]);
    expect(only?.notes).toEqual([note]);
  });

  test("the time of a whole response is that of its only chunk", () => {
    const [only] = read([pair({ delay: 120 })]);
    expect(only?.chunks.map(([ms]) => ms)).toEqual([120]);
    expect(only?.losses).toEqual(["chunk-boundaries"]);
  });

  test.each([
    [
      "in base64, which is named",
      { chunks: whole.map((one) => Buffer.from(one).toString("base64")), encoding: "base64" },
    ],
    ["in base64, which is not named", { chunks: whole.map((one) => Buffer.from(one).toString("base64")) }],
    ["in objects of base64", { chunks: whole.map((one) => ({ b64: Buffer.from(one).toString("base64") })) }],
    ["as Node buffers", { chunks: whole.map((one) => ({ type: "Buffer", data: [...Buffer.from(one)] })) }],
    ["in objects", { chunks: whole.map((text) => ({ text })) }],
    ["in the body", { body: { chunks: whole } }],
    ["as the body", { body: whole }],
  ])("chunks %s", (_, response) => {
    expect(bodyOf(stream(response)).toString()).toBe(whole.join(""));
  });

  test.each([
    ["events of an SDK", [chunk("a"), chunk("b"), last]],
    ["events in objects", [chunk("a"), chunk("b"), last].map((data) => ({ data }))],
    ["texts of events", [chunk("a"), chunk("b"), last].map((one) => JSON.stringify(one))],
    [
      "texts of events with the end mark",
      [...[chunk("a"), chunk("b"), last].map((one) => JSON.stringify(one)), "[DONE]"],
    ],
  ])("%s get the frames of SSE back", (_, chunks) => {
    const only = stream({ chunks, headers: {} });
    expect(bodyOf(only).toString()).toBe(whole.join(""));
    expect(only?.losses).toContain("frames");
    expect(only?.response?.headers).toEqual([["content-type", "text/event-stream"]]);
  });

  test("SSE lines without their line breaks get these back, with a note", () => {
    const only = stream({ chunks: whole.map((one) => one.trim()) });
    expect(bodyOf(only).toString()).toBe(whole.join(""));
    expect(only?.losses).toEqual(["frames", "arrival-times"]);
    expect(only?.notes).toEqual([
      "the line breaks between the events of the stream were added: the recording has none",
    ]);
  });

  test("a stream as a list of its lines gets their ends back, with a note", () => {
    const body = ["event: message_start", 'data: {"type":"message_start"}', "", "data: [DONE]", ""];
    const only = stream({ body, is_streaming: true, headers: {} });
    expect(bodyOf(only).toString()).toBe('event: message_start\ndata: {"type":"message_start"}\n\ndata: [DONE]\n\n');
    expect(only?.losses).toContain("frames");
    expect(only?.notes).toEqual(["the line breaks of the stream were added: the recording is a list of lines"]);
  });

  test("events of Bedrock get their frames back", () => {
    const events = [{ messageStart: { role: "assistant" } }, { messageStop: { stopReason: "end_turn" } }];
    const only = stream({ events, headers: {} });
    expect(only?.chunks).toHaveLength(2);
    expect(only?.response?.headers).toEqual([["content-type", "application/vnd.amazon.eventstream"]]);
    expect(bodyOf(only).toString("latin1")).toContain("messageStop\r:content-type\x07\x00\x10application/json");
  });
});

describe("addresses", () => {
  test.each([
    ["a path alone", { url: "/v1/chat/completions" }, "/v1/chat/completions", true],
    ["a path under its own name", { url: undefined, path: "/v1/chat/completions" }, "/v1/chat/completions", true],
    [
      "a path and a base",
      { url: undefined, path: "/v1/x", baseUrl: "https://llm.example/" },
      "https://llm.example/v1/x",
      false,
    ],
    [
      "a path and a host",
      { url: undefined, path: "/v1/x", hostname: "llm.example" },
      "https://llm.example/v1/x",
      false,
    ],
    ["a host without its scheme", { url: "llm.example/v1/x" }, "https://llm.example/v1/x", false],
    ["a URI", { url: undefined, uri: url }, url, false],
    ["an object", { url: { raw: url, host: ["llm", "example"] } }, url, false],
    [
      "an object of parts",
      { url: { Scheme: "https", Host: "llm.example", Path: "/v1/x" } },
      "https://llm.example/v1/x",
      false,
    ],
  ])("%s", (_, request, expected, isHostLost) => {
    const [only] = read([pair({}, request)]);
    expect(only?.request?.url).toBe(expected);
    expect(only?.losses.includes("host")).toBe(isHostLost);
  });

  test("headers are a mapping, pairs, or objects of name and value", () => {
    for (const headers of [{ "X-A": "1" }, [["X-A", "1"]], [{ name: "X-A", value: "1" }], ["X-A", "1"]]) {
      expect(read([pair({ headers })])[0]?.response?.headers).toEqual([["x-a", "1"]]);
    }
    const header = { firstLine: "HTTP/1.1 200 OK", headers: [{ name: "X-A", value: "1" }] };
    expect(read([pair({ headers: undefined, header })])[0]?.response?.headers).toEqual([["x-a", "1"]]);
  });

  test.each([
    [{ status: undefined, statusCode: "404" }, 404],
    [{ status: "503 Service Unavailable" }, 503],
    [{ status: { code: 429 } }, 429],
    [{ status: { Code: 429, Message: "Too Many Requests" } }, 429],
    [{ status: undefined }, null],
  ])("the status of %j", (response, status) => {
    expect(read([pair(response)])[0]?.response?.status).toBe(status);
  });
});
