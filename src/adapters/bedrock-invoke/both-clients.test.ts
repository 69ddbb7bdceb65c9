import fc from "fast-check";
import { expect, test } from "vitest";
import { jsonHeaders, streamHeaders } from "../../../test/support/bedrock-headers.js";
import { chunkFrame, exceptionFrame, frameOf, invokeTarget } from "../../../test/support/invoke-frames.js";
import type { InvokeSample } from "../../../test/support/invoke-samples/sample.js";
import { invokeSampleOf, invokeSamples } from "../../../test/support/invoke-samples.js";
import type { Client } from "../../chat/api.js";
import type { Send } from "../../chat/event.js";
import { foldAsync } from "../../chat/fold.js";
import { readingOf } from "../../chat/read-reply.js";
import type { Reply } from "../../chat/reply.js";
import { type ChatRequest, plainRequest } from "../../chat/request.js";
import { type Exchange, headerOf, TransportError, type WireHeaders, type WireRequest } from "../../wire/exchange.js";
import { transportOf } from "../../wire/transport/faces.js";
import type { Connection, Policy } from "../adapter.js";
import { bedrockInvoke } from "./adapter.js";

const question: ChatRequest = {
  ...plainRequest("sample", [{ role: "user", parts: [{ kind: "text", text: "Caf\u00e9?" }], name: null }]),
  maxOutputTokens: 50,
};

test.each(invokeSamples)("$family: both clients read a whole stream alike", async (sample) => {
  const bytes = bytesOf(sample);
  for (const size of [1, 7, bytes.length]) {
    const [sdk, http] = await bothRead({ family: sample.family, bytes, size, streaming: true });
    expect(readingOf(http)).toEqual({ completeness: "complete", ...sample.stream.reading });
    expect(readingOf(sdk)).toEqual(readingOf(http));
    expect(sdk.requestId).toBe(http.requestId);
    expect(sdk.notes).toEqual(http.notes);
    expect(http.notes.filter(({ id }) => /^(message-start|block|delta|empty|not-utf8)/.test(id))).toEqual([]);
  }
});

test.each([true, false])("both clients note bytes that are not UTF-8 (streaming: %s)", async (streaming) => {
  const { stream, reply } = invokeSampleOf("anthropic");
  const spoilt = (value: object) => {
    const bytes = Buffer.from(JSON.stringify(value));
    bytes[bytes.lastIndexOf('"id":"') + 6] = 0xff;
    return bytes;
  };
  const frames = stream.records.map((record, at) =>
    at === 0 ? frameOf("chunk", { bytes: spoilt(record).toString("base64") }) : chunkFrame(record),
  );
  const bytes = streaming ? Buffer.concat(frames) : spoilt(reply.body);
  const headers = streaming ? streamHeaders : reply.headers;
  for (const read of await bothRead({ family: "anthropic", bytes, size: 64, streaming, headers })) {
    expect(read.notes.map(({ id }) => id)).toContain("not-utf8");
  }
});

test.each(invokeSamples)("$family: both clients read a whole reply alike, also when it is cut", async (sample) => {
  const body = Buffer.from(JSON.stringify(sample.reply.body));
  for (const cut of [body.length, body.length - 1, 10, 0]) {
    const bytes = body.subarray(0, cut);
    const headers = sample.reply.headers;
    const [sdk, http] = await bothRead({ family: sample.family, bytes, size: 16, streaming: false, headers });
    expect(readingOf(sdk)).toEqual(readingOf(http));
    expect(http.completeness).toBe(cut === body.length ? "complete" : "truncated");
  }
});

test("S16 both clients read any stream alike, cut at any byte, in any chunking, ended cleanly or broken", async () => {
  const sends = new Map<string, Sends>();
  for (const { family } of invokeSamples) sends.set(family, await openBoth(family, true));
  const anyCut = fc.constantFrom(...invokeSamples).chain((sample) =>
    fc.record({
      sample: fc.constant(sample),
      cut: fc.nat(bytesOf(sample).length),
      size: fc.constantFrom(1, 7, 100_000),
      broken: fc.boolean(),
    }),
  );
  await fc.assert(
    fc.asyncProperty(anyCut, async ({ sample, cut, size, broken }) => {
      const pair = sends.get(sample.family);
      if (pair === undefined) throw new Error("no client");
      const answer = { bytes: bytesOf(sample).subarray(0, cut), size, broken, status: 200, headers: streamHeaders };
      const [sdk, http] = await pair(answer);
      expect(readingOf(sdk)).toEqual(readingOf(http));
      expect(sdk.failure?.kind).toBe(http.failure?.kind);
      expect(sdk.failure?.afterFinish).toBe(http.failure?.afterFinish);
    }),
    { numRuns: 150 },
  );
});

test("S16 both clients read a stream alike at every single cut", async () => {
  const sample = invokeSampleOf("mistral-text");
  const bytes = bytesOf(sample);
  const pair = await openBoth("mistral-text", true);
  const answer = { size: 512, broken: false, status: 200, headers: streamHeaders };
  for (let cut = 0; cut <= bytes.length; cut += 1) {
    const [sdk, http] = await pair({ ...answer, bytes: bytes.subarray(0, cut) });
    expect([cut, readingOf(sdk)]).toEqual([cut, readingOf(http)]);
  }
});

test("S16 both clients see a cut in the first bytes of the frame after the terminal record", async () => {
  const { records, terminal } = invokeSampleOf("nova").stream;
  const end = Buffer.concat(records.slice(0, terminal + 1).map(chunkFrame)).length;
  const bytes = Buffer.concat(records.map(chunkFrame));
  const pair = await openBoth("nova", true);
  for (let more = 1; more <= 20; more += 1) {
    const answer = {
      bytes: bytes.subarray(0, end + more),
      size: 512,
      broken: false,
      status: 200,
      headers: streamHeaders,
    };
    const [sdk, http] = await pair(answer);
    expect([more, sdk.completeness, http.completeness]).toEqual([
      more,
      "truncated-after-finish",
      "truncated-after-finish",
    ]);
  }
});

test.each([
  ["throttlingException", "throttled"],
  ["modelTimeoutException", "timeout"],
  ["modelStreamErrorException", "model-error"],
  ["internalServerException", "unavailable"],
  ["serviceUnavailableException", "unavailable"],
  ["validationException", "invalid-request"],
  ["somethingNewException", "model-error"],
])("S15 both clients fail with an exception frame %s as %s", async (type, kind) => {
  const frames = [chunkFrame(invokeSampleOf("llama").stream.records[0] ?? {}), exceptionFrame(type, "It went wrong.")];
  const [sdk, http] = await bothRead({ family: "llama", bytes: Buffer.concat(frames), size: 33, streaming: true });
  expect([sdk.failure?.kind, http.failure?.kind]).toEqual([kind, kind]);
  expect(readingOf(sdk)).toEqual(readingOf(http));
});

test("both clients call a wrong checksum a protocol failure", async () => {
  const bytes = Buffer.from(bytesOf(invokeSampleOf("llama")));
  bytes[bytes.length - 1] = (bytes[bytes.length - 1] ?? 0) ^ 1;
  const [sdk, http] = await bothRead({ family: "llama", bytes, size: 33, streaming: true });
  expect([sdk.failure?.kind, http.failure?.kind]).toEqual(["protocol", "protocol"]);
  expect(readingOf(sdk)).toEqual(readingOf(http));
});

test("both clients read JSON in place of a stream as the error it is", async () => {
  const bytes = Buffer.from('{"__type":"ThrottlingException","message":"Too many requests."}');
  const [sdk, http] = await bothRead({ family: "llama", bytes, size: 9, streaming: true, headers: jsonHeaders });
  expect([sdk.failure?.kind, http.failure?.kind]).toEqual(["throttled", "throttled"]);
});

test.each([true, false])("both clients classify a refusal alike (streaming: %s)", async (streaming) => {
  const bytes = Buffer.from(
    '{"message":"Invocation of model ID x with on-demand throughput isn\u2019t supported. Retry"}',
  );
  const headers: WireHeaders = [
    ...jsonHeaders,
    ["x-amzn-errortype", "ValidationException:http://internal.amazon.com/"],
  ];
  const [sdk, http] = await bothRead({ family: "llama", bytes, size: 9, streaming, headers, status: 400 });
  expect(sdk.failure).toEqual(http.failure);
  expect([http.failure?.kind, http.failure?.phase, http.failure?.requestId]).toEqual([
    "inference-profile",
    "refused",
    "req-1",
  ]);
});

test.each([true, false])("both clients send the same path and body (streaming: %s)", async (streaming) => {
  const sent: WireRequest[] = [];
  for (const client of ["sdk", "http"] as const) {
    const send = await bedrockInvoke.open(
      client,
      connectionTo(invokeTarget("anthropic", streaming), async (request) => {
        sent.push(request);
        throw new TransportError("reset", "gone");
      }),
    );
    const reply = await foldAsync(send(question, new AbortController().signal));
    expect([reply.failure?.kind, reply.failure?.phase]).toEqual(["network", "connect"]);
  }
  const [sdk, http] = sent;
  expect(http?.url).toBe(
    `http://bedrock.test/model/vendor.sample-v1%3A0/invoke${streaming ? "-with-response-stream" : ""}`,
  );
  expect(sdk?.url).toBe(http?.url);
  expect(textOf(sdk)).toBe(textOf(http));
  expect(JSON.parse(textOf(http))).toMatchObject({ anthropic_version: "bedrock-2023-05-31", max_tokens: 50 });
  for (const request of sent) expect(headerOf(request.headers, "content-type")).toBe("application/json");
});

test.each(["sdk", "http"] as const)(
  "%s: an abort ends the reply as aborted and reaches the upstream",
  async (client) => {
    const controller = new AbortController();
    let reached = false;
    const exchange: Exchange = async (_request, signal) => ({
      status: 200,
      headers: streamHeaders,
      chunks: (async function* () {
        yield chunkFrame(invokeSampleOf("llama").stream.records[0] ?? {});
        controller.abort();
        reached = signal.aborted;
        throw new TransportError("aborted", "the caller cancelled the call");
      })(),
    });
    const send = await bedrockInvoke.open(client, connectionTo(invokeTarget("llama", true), exchange));
    const reply = await foldAsync(send(question, controller.signal));
    expect([reply.failure?.kind, reached]).toEqual(["aborted", true]);
  },
);

test.each(["sdk", "http"] as const)(
  "%s: a target without a body family fails locally and sends nothing",
  async (client) => {
    const send = await bedrockInvoke.open(client, connectionTo(invokeTarget(null, false), neverAsked));
    const reply = await foldAsync(send(question, new AbortController().signal));
    expect([reply.failure?.kind, reply.failure?.phase]).toEqual(["harness-fault", "local"]);
    expect(reply.failure?.message).toContain("no body family for target sample/bedrock/invoke-model");
    expect(reply.failure?.message).toContain("models.yaml");
  },
);

test.each([
  ["sdk", "faithful"],
  ["http", "faithful"],
  ["http", "repair"],
] as const)(
  "S21 R40 %s, %s: tools for a family without a place for them fail locally, never silently dropped",
  async (client, policy) => {
    const tools = [{ name: "get_weather", description: null, parameters: null, strict: null }];
    const send = await bedrockInvoke.open(client, connectionTo(invokeTarget("llama", true), neverAsked, policy));
    const reply = await foldAsync(send({ ...question, tools }, new AbortController().signal));
    expect([reply.failure?.kind, reply.failure?.phase]).toEqual(["tools-unsupported", "local"]);
    expect(reply.failure?.message).toContain("tools");
  },
);

const neverAsked: Exchange = async () => {
  throw new Error("nothing must be sent");
};

type Answer = {
  readonly bytes: Uint8Array;
  readonly size: number;
  readonly broken: boolean;
  readonly status: number;
  readonly headers: WireHeaders;
};

/** Reads one answer with the SDK and with our own client. */
type Sends = (answer: Answer) => Promise<readonly [sdk: Reply, http: Reply]>;

async function openBoth(family: string, streaming: boolean): Promise<Sends> {
  let answer: Answer | null = null;
  const exchange: Exchange = async () => {
    if (answer === null) throw new Error("no answer is set");
    return { status: answer.status, headers: answer.headers, chunks: chunksOf(answer) };
  };
  const open = (client: Client): Promise<Send<ChatRequest>> =>
    bedrockInvoke.open(client, connectionTo(invokeTarget(family, streaming), exchange));
  const [sdk, http] = [await open("sdk"), await open("http")];
  return async (next) => {
    answer = next;
    const { signal } = new AbortController();
    return [await foldAsync(sdk(question, signal)), await foldAsync(http(question, signal))];
  };
}

async function bothRead(
  told: Partial<Answer> & {
    readonly family: string;
    readonly bytes: Uint8Array;
    readonly size: number;
    readonly streaming: boolean;
  },
) {
  const pair = await openBoth(told.family, told.streaming);
  const headers = told.headers ?? (told.streaming ? streamHeaders : jsonHeaders);
  return pair({
    bytes: told.bytes,
    size: told.size,
    broken: told.broken ?? false,
    status: told.status ?? 200,
    headers,
  });
}

function connectionTo(target: Connection["target"], exchange: Exchange, policy: Policy = "faithful"): Connection {
  return { target, transport: transportOf(exchange), credentials: { kind: "recorded" }, policy, baseUrl: null };
}

async function* chunksOf({ bytes, size, broken }: Answer): AsyncIterable<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  if (broken) throw new TransportError("reset", "the connection broke", { code: "ECONNRESET" });
}

function bytesOf(sample: InvokeSample): Uint8Array {
  return Buffer.concat(sample.stream.records.map(chunkFrame));
}

function textOf(request: WireRequest | undefined): string {
  return Buffer.from(request?.body ?? []).toString();
}
