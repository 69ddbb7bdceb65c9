import type { FormatId } from "../../src/recordings/format-ids.js";
import { mitmproxyFlow, netstring, type Sample, type Writer, writers } from "./foreign-recordings.js";
import {
  chatChunks,
  chatReplies,
  chatStreams,
  converseEvents,
  converseReplies,
  converseRequest,
  converseStreams,
  type Place,
  planted,
  streamSample,
} from "./planted-samples.js";

/** The recordings of one format, by title, and the places that at least one of them holds. */
export type PlantedFormat = {
  readonly files: { readonly [title: string]: Uint8Array };
  readonly holds: readonly Place[];
};

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (body: Uint8Array) => Buffer.from(body).toString();
const lines = (rows: readonly object[]) => bytes(rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
const samples = { ...chatReplies, ...chatStreams, ...converseStreams };

const inReply: readonly Place[] = [
  ...(["answer", "answeredTool", "answeredArgument", "reasoning", "finish", "errorText", "errorCode"] as const),
];
const inRequest: readonly Place[] = [
  ...(["systemText", "question", "toolName", "toolDescription", "toolSchema", "argument", "callId"] as const),
  ...(["toolResult", "userId", "metadata"] as const),
];
const inHeaders: readonly Place[] = ["requestHeader", "responseHeader"];

/** A customer's name in the first empty mapping of headers, as YAML and JSON write it, and beside each content type. */
function withHeaders(written: string): string {
  return written
    .replaceAll(/("?)headers\1: (?:\{\}|\[\])/g, (found, quote: string) => {
      const [name, value] = [JSON.stringify("x-customer"), JSON.stringify(planted.requestHeader)];
      const one = found.endsWith("[]") ? `[{"name": ${name}, "value": ${value}}]` : `{${name}: [${value}]}`;
      return `${quote}headers${quote}: ${one}`;
    })
    .replaceAll("application/json", `application/json; for=${planted.responseHeader}`)
    .replaceAll("text/event-stream", `text/event-stream; for=${planted.responseHeader}`);
}

/** Every sample that a format of HTTP exchanges can hold, each in a file of its own. */
function exchanges(write: Writer, holds: readonly Place[], change = withHeaders): PlantedFormat {
  const files = Object.entries(samples).flatMap(([title, sample]) => {
    const written = write([sample]);
    return written === null ? [] : [[title, change === plain ? written : bytes(change(text(written)))] as const];
  });
  return { files: Object.fromEntries(files), holds };
}

const plain = (written: string) => written;
const whole = [...inRequest, ...inReply];
const withQuery: readonly Place[] = [...whole, "query"];

/** One row of an export for each reply that is JSON, with who asked beside it. */
function rows(write: Writer, holds: readonly Place[], about: object = {}): PlantedFormat {
  const files = Object.entries(chatReplies).flatMap(([title, sample]) => {
    const written = write([sample]);
    if (written === null) return [];
    const row = JSON.parse(text(written)) as object;
    return [[title, lines([{ ...row, ...about }])] as const];
  });
  return { files: Object.fromEntries(files), holds };
}

const person = { user: planted.userId, userId: planted.userId, end_user: planted.userId, tags: [planted.metadata] };
const metadata = { metadata: { requester: planted.userId, note: planted.metadata }, requestTags: person };

/** The recordings of every format, with a customer's words in every place that it has. A new format has a row here. */
export const plantedFormats: { readonly [format in FormatId]: () => PlantedFormat } = {
  vcrpy: () => exchanges(writers.vcrpy, [...withQuery, ...inHeaders]),
  "vcrpy-split": () => exchanges(writers["vcrpy-split"], [], plain),
  "vcr-ruby": () => exchanges(writers["vcr-ruby"], [...withQuery, ...inHeaders]),
  "go-vcr": () => exchanges(writers["go-vcr"], [...withQuery, ...inHeaders]),
  httpmock: () => exchanges(writers.httpmock, whole),
  nock: () => exchanges(writers.nock, whole),
  har: () => exchanges(writers.har, [...withQuery, ...inHeaders]),
  ddapm: () => exchanges(writers.ddapm, [...withQuery, ...inHeaders]),
  httprr: () => exchanges(writers.httprr, whole, plain),
  "req-llm": () => exchanges(writers["req-llm"], inRequest),
  "llama-stack": llamaStack,
  "req-cassette": () => exchanges(writers["req-cassette"], [...withQuery, ...inHeaders]),
  exvcr: () => exchanges(writers.exvcr, [...withQuery, ...inHeaders]),
  wiremock: () => exchanges(writers.wiremock, whole),
  hoverfly: () => exchanges(writers.hoverfly, whole),
  mockserver: () => exchanges(writers.mockserver, whole),
  mountebank: () => exchanges(writers.mountebank, whole),
  mitmproxy: () => exchanges(flows, [...whole, "responseHeader"], plain),
  talkback: () => exchanges(writers.talkback, [...whole, ...inHeaders]),
  "bedrock-log": bedrockLog,
  "bedrock-batch": bedrockBatch,
  "batch-output": () => rows(writers["batch-output"], inReply, person),
  litellm: () => rows(writers.litellm, whole, { ...person, ...metadata }),
  helicone: () => rows(writers.helicone, whole, { ...person, ...metadata }),
  langfuse: () => rows(writers.langfuse, whole, { ...person, ...metadata, statusMessage: planted.errorText }),
  langsmith: () => rows(writers.langsmith, whole, { ...person, ...metadata, error: planted.errorText }),
  otel: () => rows(writers.otel, whole),
  promptfoo: () => rows(writers.promptfoo, inReply, { author: planted.userId }),
  "json-pairs": () => exchanges(writers["json-pairs"], [...withQuery, ...inHeaders]),
  curl: () => exchanges(writers.curl, [...inReply, "responseHeader"]),
  "event-stream": () => exchanges(writers["event-stream"], [], plain),
  "event-list": () => ofEvents((payloads) => bytes(JSON.stringify(payloads, null, 2))),
  "response-json": () => ofReplies(),
  "response-sse": () => ({
    files: Object.fromEntries(Object.entries(chatStreams).map(([title, { body }]) => [title, body])),
    holds: inReply,
  }),
  "response-chunks": () => ofEvents(lines),
};

/** A flow with a header of the service, which is longer than the writer's own. */
function flows([sample]: readonly Sample[]): Uint8Array | null {
  if (sample === undefined) return null;
  const headers = [
    [bytes("content-type"), bytes(sample.type)],
    [bytes("x-customer"), bytes(planted.responseHeader)],
  ];
  return netstring(mitmproxyFlow(sample, { headers }));
}

function llamaStack(): PlantedFormat {
  const { url, request } = streamSample;
  const type = "openai.types.chat.chat_completion_chunk.ChatCompletionChunk";
  const files = Object.entries(chatChunks).map(([title, chunks]) => {
    const body = chunks.map((one) => ({ __type__: type, __data__: one }));
    const recording = {
      test_id: planted.metadata,
      request: {
        ...{ method: "POST", url, endpoint: "/v1/chat/completions", model: "parrot/p-1" },
        ...{ headers: { "x-customer": planted.requestHeader }, body: JSON.parse(request) as unknown },
      },
      response: { body, is_streaming: true },
      id_normalization_mapping: {},
    };
    return [title, bytes(JSON.stringify(recording, null, 2))] as const;
  });
  return { files: Object.fromEntries(files), holds: [...withQuery, "requestHeader"] };
}

function bedrockLog(): PlantedFormat {
  const row = (output: object, more: object = {}) => ({
    schemaType: "ModelInvocationLog",
    schemaVersion: "1.0",
    timestamp: "2026-02-02T10:00:00Z",
    identity: { arn: `arn:aws:sts::111122223333:assumed-role/app/${planted.userId}` },
    region: "us-east-1",
    requestId: "11111111-2222-3333-4444-555555555555",
    operation: "Converse",
    modelId: "parrot.p-1-v1:0",
    requestMetadata: { customer: planted.metadata },
    input: { inputContentType: "application/json", inputBodyJson: converseRequest },
    output,
    ...more,
  });
  const failed = { errorCode: "ValidationException", errorMessage: planted.errorText };
  const files = {
    ...Object.fromEntries(
      Object.entries(converseReplies).map(([title, body]) => [title, lines([row({ outputBodyJson: body })])]),
    ),
    stream: lines([row({ outputBodyJson: [planted.answer] }, { operation: "ConverseStream" })]),
    refused: lines([row({}, failed)]),
    "odd-error": lines([row({}, { ...failed, errorCode: planted.errorCode })]),
    text: lines([row({ outputBodyJson: `${planted.answer}, but no JSON` })]),
    "odd-operation": lines([row({ outputBodyJson: planted.answer }, { operation: planted.finish })]),
  };
  return { files, holds: whole };
}

function bedrockBatch(): PlantedFormat {
  const row = (more: object) => ({ recordId: planted.metadata, modelInput: converseRequest, ...more });
  const files = {
    ...Object.fromEntries(
      Object.entries(converseReplies).map(([title, body]) => [title, lines([row({ modelOutput: body })])]),
    ),
    refused: lines([row({ error: { errorCode: 400, errorMessage: planted.errorText } })]),
    "odd-error": lines([row({ error: { errorCode: planted.errorCode, errorMessage: planted.errorText } })]),
    text: lines([row({ modelOutput: `${planted.answer}, but no JSON` })]),
  };
  return { files, holds: inReply };
}

function ofEvents(write: (payloads: readonly object[]) => Uint8Array): PlantedFormat {
  const events = Object.entries(converseEvents).map(
    ([title, list]) => [`converse-${title}`, list.map(([name, payload]) => ({ [name]: payload }))] as const,
  );
  const all = [...Object.entries(chatChunks), ...events];
  return { files: Object.fromEntries(all.map(([title, list]) => [title, write(list)])), holds: inReply };
}

function ofReplies(): PlantedFormat {
  // A bare body that is no JSON is no recording.
  const { "no-json": _, ...bodies } = chatReplies;
  const chat = Object.entries(bodies).map(([title, { body }]) => [title, body] as const);
  const converse = Object.entries(converseReplies).map(
    ([title, body]) => [`converse-${title}`, bytes(JSON.stringify(body))] as const,
  );
  return { files: Object.fromEntries([...chat, ...converse]), holds: inReply };
}
