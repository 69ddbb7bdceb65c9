import { gzipSync } from "node:zlib";
import type { FormatId } from "../../src/recordings/format.js";
import { encodeEventFrame } from "../../src/wire/frames/event-stream.js";

/** One exchange, to be written as other tools record it. */
export type Sample = {
  readonly url: string;
  readonly request: string;
  readonly status: number;
  readonly type: string;
  readonly body: Uint8Array;
};

/** The text of the reply in every sample. */
export const sampleText = "Sunny, 21 °C.";

const bytes = (text: string) => new TextEncoder().encode(text);
const chatUrl = "https://openrouter.ai/api/v1/chat/completions";
const messages = [{ role: "user", content: "How is the weather?" }];
const usage = { prompt_tokens: 9, completion_tokens: 7, total_tokens: 16 };

export const chat: Sample = {
  url: chatUrl,
  request: JSON.stringify({ model: "parrot/p-1", messages }),
  status: 200,
  type: "application/json",
  body: bytes(
    JSON.stringify({
      id: "gen-1",
      object: "chat.completion",
      model: "parrot/p-1",
      choices: [{ index: 0, finish_reason: "stop", message: { role: "assistant", content: sampleText } }],
      usage,
    }),
  ),
};

const chunk = (delta: object, finish: string | null, more: object = {}) => ({
  id: "gen-1",
  object: "chat.completion.chunk",
  model: "parrot/p-1",
  choices: [{ index: 0, delta, finish_reason: finish }],
  ...more,
});
const chunks = [
  chunk({ role: "assistant", content: sampleText.slice(0, 5) }, null),
  chunk({ content: sampleText.slice(5) }, null),
  chunk({}, "stop", { usage }),
];

export const chatStream: Sample = {
  ...chat,
  request: JSON.stringify({ model: "parrot/p-1", messages, stream: true }),
  type: "text/event-stream",
  body: bytes([...chunks.map((one) => JSON.stringify(one)), "[DONE]"].map((data) => `data: ${data}\n\n`).join("")),
};

const events: readonly (readonly [string, object])[] = [
  ["messageStart", { role: "assistant" }],
  ["contentBlockDelta", { contentBlockIndex: 0, delta: { text: sampleText.slice(0, 5) } }],
  ["contentBlockDelta", { contentBlockIndex: 0, delta: { text: sampleText.slice(5) } }],
  ["contentBlockStop", { contentBlockIndex: 0 }],
  ["messageStop", { stopReason: "end_turn" }],
  ["metadata", { usage: { inputTokens: 9, outputTokens: 7, totalTokens: 16 }, metrics: { latencyMs: 3 } }],
];

export const converseStream: Sample = {
  url: "https://bedrock-runtime.us-east-1.amazonaws.com/model/parrot.p-1-v1%3A0/converse-stream",
  request: JSON.stringify({ messages: [{ role: "user", content: [{ text: "How is the weather?" }] }] }),
  status: 200,
  type: "application/vnd.amazon.eventstream",
  body: new Uint8Array(
    Buffer.concat(
      events.map(([name, payload]) =>
        encodeEventFrame(
          [
            [":event-type", name],
            [":content-type", "application/json"],
            [":message-type", "event"],
          ],
          bytes(JSON.stringify(payload)),
        ),
      ),
    ),
  ),
};

/** Writes the exchanges of one file in a format; null: the format cannot hold them. */
export type Writer = (samples: readonly Sample[]) => Uint8Array | null;

const text = (body: Uint8Array, encoding: "utf8" | "base64" = "utf8") => Buffer.from(body).toString(encoding);
const base64 = (body: Uint8Array) => text(body, "base64");
const isBinary = ({ type }: Sample) => type.includes("eventstream");
const pretty = (value: unknown) => bytes(JSON.stringify(value, null, 2));
/** A JSON string is a YAML string in double quotes. */
const quoted = JSON.stringify;
const yamlBody = (sample: Sample, indent: string, tag: string) =>
  isBinary(sample)
    ? `${tag} |\n${base64(sample.body).replace(/.{1,76}/g, `${indent}$&\n`)}`
    : `${quoted(text(sample.body))}\n`;

/** How each tool would have recorded the samples. */
export const writers: { readonly [format in FormatId]: Writer } = {
  vcrpy: (samples) => bytes(`interactions:\n${samples.map(vcrpyEntry).join("")}version: 1\n`),
  "vcrpy-split": (samples) =>
    new Uint8Array(
      gzipSync(
        `requests:\n${samples.map((one) => `- ${vcrpyRequest(one, "  ")}`).join("")}` +
          `responses:\n${samples.map((one) => `- ${vcrpyResponse(one, "  ")}`).join("")}`,
      ),
    ),
  "vcr-ruby": (samples) =>
    bytes(`---\nhttp_interactions:\n${samples.map(rubyEntry).join("")}recorded_with: VCR 6.3.1\n`),
  "go-vcr": (samples) => bytes(`---\nversion: 2\ninteractions:\n${samples.map(goEntry).join("")}`),
  httpmock: (samples) => bytes(samples.map(httpmockDocument).join("---\n")),
  nock: (samples) => pretty(samples.map(nockEntry)),
  har: (samples) => pretty({ log: { version: "1.2", creator: { name: "a proxy" }, entries: samples.map(harEntry) } }),
  ddapm: ([sample, ...more]) =>
    sample === undefined || more.length > 0
      ? null
      : pretty({
          request: { method: "POST", url: sample.url, headers: {}, body: sample.request },
          response: {
            status: { code: sample.status, message: "OK" },
            headers: { "Content-Type": sample.type },
            body: isBinary(sample) ? `base64:${base64(sample.body)}` : text(sample.body),
          },
        }),
  httprr: (samples) =>
    new Uint8Array(Buffer.concat([bytes("httprr trace v1\n"), ...samples.map((one) => httprrEntry(one))])),
  "req-llm": ([sample, ...more]) =>
    sample === undefined || more.length > 0
      ? null
      : pretty({
          captured_at: "2026-02-02T10:00:00Z",
          chunks: [sample.body.subarray(0, 50), sample.body.subarray(50)].map((one) => ({ b64: base64(one) })),
          request: {
            body: { b64: base64(bytes(sample.request)) },
            canonical_json: JSON.parse(sample.request),
            headers: {},
            method: "post",
            url: sample.url,
          },
          response: { body: null, headers: { "content-type": [sample.type] }, status: sample.status },
        }),
  "llama-stack": (samples) => (samples.length === 1 && samples[0] === chatStream ? pretty(llamaStackRecording) : null),
  "req-cassette": (samples) => pretty({ interactions: samples.map(reqCassetteEntry), version: "1.0" }),
  exvcr: (samples) => pretty(samples.map(exvcrEntry)),
  wiremock: (samples) => pretty({ mappings: samples.map(wiremockStub) }),
  hoverfly: (samples) => pretty({ data: { pairs: samples.map(hoverflyPair) }, meta: { schemaVersion: "v5" } }),
  mockserver: (samples) => pretty(samples.map(mockserverExpectation)),
  mountebank: (samples) => pretty({ protocol: "http", port: 4545, stubs: samples.map(mountebankStub) }),
  mitmproxy: (samples) => new Uint8Array(Buffer.concat(samples.map((one) => netstring(mitmproxyFlow(one))))),
  talkback: ([sample, ...more]) => (sample === undefined || more.length > 0 ? null : bytes(talkbackTape(sample))),
  "json-pairs": (samples) => pretty({ interactions: samples.map(pairEntry), version: 1 }),
  "bedrock-log": (samples) => lines(samples, (sample) => (sample === converseStream ? [bedrockLogRow] : [])),
  "bedrock-batch": (samples) => lines(samples, (sample) => (sample === converseStream ? [bedrockBatchRow] : [])),
  "batch-output": (samples) => lines(samples, batchRow),
  litellm: (samples) => lines(samples, liteLlmRow),
  helicone: (samples) => lines(samples, heliconeRow),
  langfuse: (samples) => lines(samples, langfuseRow),
  langsmith: (samples) => lines(samples, langSmithRow),
  otel: (samples) => lines(samples, otelRow),
  promptfoo: ([sample, ...more]) => {
    const raw = sample === undefined || more.length > 0 ? null : jsonIn(sample.body);
    return raw === null ? null : pretty(promptfooResults(raw));
  },
  curl: ([sample, ...more]) => (sample === undefined || more.length > 0 ? null : curlOutput(sample)),
  "event-stream": ([sample, ...more]) =>
    sample === undefined || more.length > 0 || !isBinary(sample) ? null : sample.body,
  "event-list": ([sample, ...more]) => {
    if (more.length > 0 || (sample !== chatStream && sample !== converseStream)) return null;
    return pretty(sample === chatStream ? chunks : events.map(([name, payload]) => ({ [name]: payload })));
  },
  "response-json": (samples) => (samples.length === 1 && samples[0] === chat ? chat.body : null),
  "response-sse": (samples) => (samples.length === 1 && samples[0] === chatStream ? chatStream.body : null),
  "response-chunks": ([sample, ...more]) => {
    if (more.length > 0 || (sample !== chatStream && sample !== converseStream)) return null;
    const payloads = sample === chatStream ? chunks : events.map(([name, payload]) => ({ [name]: payload }));
    return bytes(payloads.map((one) => `${JSON.stringify(one)}\n`).join(""));
  },
};

function vcrpyEntry(sample: Sample): string {
  return `- request:\n    ${vcrpyRequest(sample, "    ")}  response:\n    ${vcrpyResponse(sample, "    ")}`;
}

function vcrpyRequest({ request, url }: Sample, indent: string): string {
  return `body: ${quoted(request)}\n${indent}headers: {}\n${indent}method: POST\n${indent}uri: ${url}\n`;
}

function vcrpyResponse(sample: Sample, indent: string): string {
  return (
    `body:\n${indent}  string: ${yamlBody(sample, `${indent}    `, "!!binary")}` +
    `${indent}headers:\n${indent}  Content-Type:\n${indent}  - ${sample.type}\n` +
    `${indent}status:\n${indent}  code: ${sample.status}\n${indent}  message: OK\n`
  );
}

function rubyEntry(sample: Sample): string {
  return `- request:
    method: post
    uri: ${sample.url}
    body:
      encoding: UTF-8
      string: ${quoted(sample.request)}
    headers: {}
  response:
    status:
      code: ${sample.status}
      message: OK
    headers:
      Content-Type:
      - ${sample.type}
    body:
      encoding: ASCII-8BIT
      string: ${yamlBody(sample, "        ", "!binary")}  recorded_at: Mon, 02 Feb 2026 10:00:00 GMT
`;
}

function goEntry(sample: Sample, id: number): string {
  return `- id: ${id}
  request:
    proto: HTTP/1.1
    body: ${quoted(sample.request)}
    headers: {}
    url: ${sample.url}
    method: POST
  response:
    proto: HTTP/2.0
    body: ${yamlBody(sample, "      ", "!!binary")}    headers:
      Content-Type:
      - ${sample.type}
    status: ${sample.status} OK
    code: ${sample.status}
    duration: 1.5s
`;
}

function httpmockDocument(sample: Sample): string {
  const body = isBinary(sample) ? `${base64(sample.body)}\n  body_encoding: base64` : quoted(text(sample.body));
  return `when:
  path: ${new URL(sample.url).pathname}
  method: POST
  body: ${quoted(sample.request)}
then:
  status: ${sample.status}
  header:
  - name: content-type
    value: ${sample.type}
  body: ${body}
`;
}

function nockEntry(sample: Sample): object {
  const { origin, pathname } = new URL(sample.url);
  return {
    scope: `${origin}:443`,
    method: "POST",
    path: pathname,
    body: JSON.parse(sample.request),
    status: sample.status,
    response: isBinary(sample) ? Buffer.from(sample.body).toString("hex") : nockBody(text(sample.body)),
    rawHeaders: ["content-type", sample.type],
    responseIsBinary: isBinary(sample),
  };
}

/** A body as nock stores it: JSON as a value, anything else as text. */
function nockBody(body: string): unknown {
  try {
    const parsed: unknown = JSON.parse(body);
    JSON.stringify(parsed); // Throws RangeError for JSON that is nested too deeply to be written.
    return parsed;
  } catch {
    return body;
  }
}

function harEntry(sample: Sample): object {
  return {
    startedDateTime: "2026-02-02T10:00:00.000Z",
    time: 3,
    request: {
      method: "POST",
      url: sample.url,
      headers: [],
      postData: { mimeType: "application/json", text: sample.request },
    },
    response: {
      status: sample.status,
      headers: [{ name: "content-type", value: sample.type }],
      content: isBinary(sample)
        ? { mimeType: sample.type, text: base64(sample.body), encoding: "base64" }
        : { mimeType: sample.type, text: text(sample.body) },
    },
  };
}

function reqCassetteEntry(sample: Sample): object {
  const body = isBinary(sample)
    ? { body_type: "blob", body_blob: base64(sample.body) }
    : { body_type: "text", body: text(sample.body) };
  return {
    request: {
      method: "POST",
      uri: sample.url,
      query_string: "",
      headers: {},
      body_type: "text",
      body: sample.request,
    },
    response: { status: sample.status, headers: { "content-type": [sample.type] }, ...body },
    recorded_at: "2026-02-02T10:00:00.000000Z",
  };
}

/** Bytes as a binary in the external term format of Erlang. */
export function erlangBinary(body: Uint8Array): Uint8Array {
  const head = Buffer.from([131, 109, 0, 0, 0, 0]);
  head.writeUInt32BE(body.length, 2);
  return new Uint8Array(Buffer.concat([head, body]));
}

function exvcrEntry(sample: Sample): object {
  const body = isBinary(sample)
    ? { binary: true, body: base64(erlangBinary(sample.body)) }
    : { binary: false, body: text(sample.body) };
  return {
    request: { options: [], body: sample.request, headers: {}, method: "post", request_body: "", url: sample.url },
    response: { ...body, headers: { "Content-Type": sample.type }, status_code: sample.status, type: "ok" },
  };
}

function wiremockStub(sample: Sample): object {
  return {
    request: {
      urlPath: new URL(sample.url).pathname,
      method: "POST",
      bodyPatterns: [{ equalToJson: sample.request, ignoreArrayOrder: true, ignoreExtraElements: true }],
    },
    response: {
      status: sample.status,
      headers: { "Content-Type": sample.type },
      ...(isBinary(sample) ? { base64Body: base64(sample.body) } : { body: text(sample.body) }),
    },
  };
}

function hoverflyPair(sample: Sample): object {
  const { host, pathname } = new URL(sample.url);
  const exactly = (value: string) => [{ matcher: "exact", value }];
  return {
    request: {
      path: exactly(pathname),
      method: exactly("POST"),
      destination: exactly(host),
      scheme: exactly("https"),
      body: [{ matcher: "json", value: sample.request }],
    },
    response: {
      status: sample.status,
      body: isBinary(sample) ? base64(sample.body) : text(sample.body),
      encodedBody: isBinary(sample),
      headers: { "Content-Type": [sample.type] },
    },
  };
}

function mockserverExpectation(sample: Sample): object {
  const { host, pathname } = new URL(sample.url);
  return {
    httpRequest: {
      method: "POST",
      path: pathname,
      headers: [{ name: "Host", values: [host] }],
      body: { type: "JSON", json: sample.request },
    },
    httpResponse: {
      statusCode: sample.status,
      headers: [{ name: "Content-Type", values: [sample.type] }],
      body: isBinary(sample) ? { type: "BINARY", base64Bytes: base64(sample.body) } : text(sample.body),
    },
  };
}

function mountebankStub(sample: Sample): object {
  const { host, pathname } = new URL(sample.url);
  const request = { method: "POST", path: pathname, headers: { Host: host }, body: sample.request };
  const body = isBinary(sample) ? base64(sample.body) : text(sample.body);
  const mode = isBinary(sample) ? "binary" : "text";
  const is = { statusCode: sample.status, headers: { "Content-Type": sample.type }, body, _mode: mode };
  return { predicates: [{ deepEquals: request }], responses: [{ is }] };
}

/** A value as mitmproxy writes it: texts as `;`, bytes as `,`, numbers as `#`, nothing as `~`. */
export function netstring(value: unknown): Uint8Array {
  const [type, content] = netContent(value);
  return new Uint8Array(Buffer.concat([bytes(`${content.length}:`), content, bytes(type)]));
}

function netContent(value: unknown): readonly [string, Uint8Array] {
  if (value === null) return ["~", new Uint8Array()];
  if (value instanceof Uint8Array) return [",", value];
  if (typeof value === "string") return [";", bytes(value)];
  if (typeof value === "number") return [Number.isInteger(value) ? "#" : "^", bytes(String(value))];
  if (typeof value === "boolean") return ["!", bytes(String(value))];
  if (Array.isArray(value)) return ["]", new Uint8Array(Buffer.concat(value.map(netstring)))];
  const members = Object.entries(value as object).flatMap((pair) => pair.map(netstring));
  return ["}", new Uint8Array(Buffer.concat(members))];
}

/** A flow of mitmproxy. `more`: members of the response. */
export function mitmproxyFlow(sample: Sample, more: object = {}): object {
  const { host, pathname } = new URL(sample.url);
  return {
    websocket: null,
    response: {
      status_code: sample.status,
      timestamp_end: 1770026400.75,
      timestamp_start: 1770026400.5,
      content: sample.body,
      headers: [[bytes("content-type"), bytes(sample.type)]],
      http_version: bytes("HTTP/1.1"),
      ...more,
    },
    request: {
      path: bytes(pathname),
      authority: bytes(""),
      scheme: bytes("https"),
      method: bytes("POST"),
      port: 443,
      host: "203.0.113.7",
      timestamp_start: 1770026400.25,
      content: bytes(sample.request),
      headers: [[bytes("Host"), bytes(host)]],
      http_version: bytes("HTTP/1.1"),
    },
    error: null,
    type: "http",
    version: 21,
  };
}

function talkbackTape(sample: Sample): string {
  const { origin, pathname } = new URL(sample.url);
  const body = isBinary(sample) ? base64(sample.body) : text(sample.body);
  return `{
  meta: { createdAt: '2026-02-02T10:00:00.000Z', host: '${origin}', reqHumanReadable: true, resHumanReadable: ${!isBinary(sample)} },
  req: { url: '${pathname}', method: 'POST', headers: {}, body: ${quoted(sample.request)} },
  res: {
    status: ${sample.status},
    headers: { 'content-type': ['${sample.type}'] },
    body: ${quoted(body)},
  },
}
`;
}

function pairEntry(sample: Sample): object {
  const body = isBinary(sample) ? { body: base64(sample.body), bodyEncoding: "base64" } : { body: text(sample.body) };
  return {
    request: { method: "POST", url: sample.url, headers: {}, body: sample.request },
    response: { status: sample.status, headers: { "content-type": sample.type }, ...body },
  };
}

/** An entry of an httprr trace. `lie`: how many bytes to add to the two lengths; default: none. */
export function httprrEntry(sample: Sample, lie: readonly [number, number] = [0, 0]): Uint8Array {
  const { host, pathname } = new URL(sample.url);
  const sent = bytes(`POST ${pathname} HTTP/1.1\r\nHost: ${host}\r\n\r\n${sample.request}`);
  const head = bytes(`HTTP/1.1 ${sample.status} OK\r\nContent-Type: ${sample.type}\r\n\r\n`);
  const received = Buffer.concat([head, sample.body]);
  const lengths = `${sent.length + lie[0]} ${received.length + lie[1]}\n`;
  return new Uint8Array(Buffer.concat([bytes(lengths), sent, received]));
}

const llamaStackRecording = {
  test_id: "tests/test_weather.py::test_weather",
  request: {
    method: "POST",
    url: chatUrl,
    headers: {},
    body: JSON.parse(chatStream.request) as unknown,
    endpoint: "/v1/chat/completions",
    model: "parrot/p-1",
  },
  response: {
    body: chunks.map((one) => ({
      __type__: "openai.types.chat.chat_completion_chunk.ChatCompletionChunk",
      __data__: one,
    })),
    is_streaming: true,
  },
  id_normalization_mapping: {},
};

/** One JSON line for each sample; null: the format cannot hold one of them. */
function lines(samples: readonly Sample[], rowOf: (sample: Sample) => readonly object[]): Uint8Array | null {
  const rows = samples.map(rowOf);
  if (rows.length === 0 || rows.some((row) => row.length === 0)) return null;
  return bytes(rows.map(([row]) => `${JSON.stringify(row)}\n`).join(""));
}

/** The JSON object in a body; null: it is something else, which an export cannot hold. */
function jsonIn(body: Uint8Array): object | null {
  try {
    const parsed: unknown = JSON.parse(text(body));
    JSON.stringify(parsed); // Throws RangeError for JSON that is nested too deeply to be written.
    return typeof parsed === "object" && parsed !== null && !Array.isArray(parsed) ? parsed : null;
  } catch {
    return null;
  }
}

/** The reply as a gateway sums a stream up, if it is the stream of the samples, perhaps of another model. */
function replyIn(sample: Sample): object | null {
  if (sample.type !== chatStream.type) return isBinary(sample) ? null : jsonIn(sample.body);
  const model = /"model":"([^"]*)"/.exec(sample.request)?.[1] ?? "";
  const isKnown = text(sample.body).replaceAll(model, "parrot/p-1") === text(chatStream.body);
  return isKnown ? jsonIn(bytes(text(chat.body).replaceAll("parrot/p-1", model))) : null;
}
const requestIn = ({ request }: Sample) => JSON.parse(request) as { readonly messages: unknown };

const converseReply = {
  output: { message: { role: "assistant", content: [{ text: sampleText }] } },
  stopReason: "end_turn",
  usage: { inputTokens: 9, outputTokens: 7, totalTokens: 16 },
  metrics: { latencyMs: 3 },
};

const bedrockLogRow = {
  schemaType: "ModelInvocationLog",
  schemaVersion: "1.0",
  timestamp: "2026-02-02T10:00:00Z",
  accountId: "111122223333",
  region: "us-east-1",
  requestId: "11111111-2222-3333-4444-555555555555",
  operation: "ConverseStream",
  modelId: "parrot.p-1-v1:0",
  input: { inputContentType: "application/json", inputBodyJson: requestIn(converseStream), inputTokenCount: 9 },
  output: { outputContentType: "application/json", outputBodyJson: converseReply, outputTokenCount: 7 },
};

const bedrockBatchRow = { recordId: "R1", modelInput: requestIn(converseStream), modelOutput: converseReply };

function batchRow(sample: Sample): readonly object[] {
  const body = replyIn(sample);
  if (body === null) return [];
  return [{ id: "batch_req_1", custom_id: "one", response: { status_code: 200, request_id: "r1", body }, error: null }];
}

function liteLlmRow(sample: Sample): readonly object[] {
  const response = replyIn(sample);
  if (response === null) return [];
  const { messages: asked, ...parameters } = requestIn(sample);
  const about = {
    call_type: "acompletion",
    custom_llm_provider: "openrouter",
    api_base: "https://openrouter.ai/api/v1",
  };
  return [
    { ...about, status: "success", startTime: 1770026400.5, messages: asked, model_parameters: parameters, response },
  ];
}

function heliconeRow(sample: Sample): readonly object[] {
  const body = replyIn(sample);
  const about = {
    request_id: "1",
    response_status: 200,
    target_url: sample.url,
    request_path: "/api/v1/chat/completions",
  };
  return body === null ? [] : [{ ...about, request_body: requestIn(sample), response_body: body }];
}

function langfuseRow(sample: Sample): readonly object[] {
  const output = replyIn(sample);
  const about = { id: "o1", traceId: "t1", type: "GENERATION", startTime: "2026-02-02T10:00:00.000Z" };
  return output === null ? [] : [{ ...about, model: "parrot/p-1", input: requestIn(sample), output }];
}

function langSmithRow(sample: Sample): readonly object[] {
  const outputs = replyIn(sample);
  const about = { id: "r1", run_type: "llm", start_time: "2026-02-02T10:00:00.000000" };
  return outputs === null ? [] : [{ ...about, inputs: requestIn(sample), outputs }];
}

function otelRow(sample: Sample): readonly object[] {
  const output = replyIn(sample);
  if (output === null) return [];
  const attribute = (key: string, value: string) => ({ key, value: { stringValue: value } });
  const attributes = [
    attribute("gen_ai.operation.name", "chat"),
    attribute("openinference.span.kind", "LLM"),
    attribute("input.value", sample.request),
    attribute("output.value", JSON.stringify(output)),
  ];
  const span = { attributes, name: "chat", startTimeUnixNano: "1770026400000000000" };
  return [{ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] }];
}

function promptfooResults(raw: object): object {
  const result = {
    provider: { id: "openrouter:parrot/p-1" },
    prompt: { raw: "How is the weather?" },
    response: { raw },
  };
  return { evalId: "eval-1", results: { version: 3, results: [result] } };
}

/** What `curl -v` prints: what it sent after `> `, the headers after `< `, then the body. */
function curlOutput(sample: Sample): Uint8Array {
  const { host, pathname } = new URL(sample.url);
  const head = [
    `* Connected to ${host} (192.0.2.1) port 443`,
    `> POST ${pathname} HTTP/1.1`,
    `> Host: ${host}`,
    "> ",
    `< HTTP/1.1 ${sample.status} OK`,
    `< Content-Type: ${sample.type}`,
    `< Content-Length: ${sample.body.length}`,
    "< ",
    "",
  ];
  return new Uint8Array(Buffer.concat([bytes(head.join("\r\n")), sample.body]));
}
