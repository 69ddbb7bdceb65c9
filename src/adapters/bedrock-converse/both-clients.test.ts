import { expect, test } from "vitest";
import {
  type Answer,
  answering,
  converseTarget,
  eventFrame,
  exceptionFrame,
  frame,
  framesOf,
  join,
  kimiTurn,
  openOver,
  replyBy,
  reset,
} from "../../../test/support/converse-wire.js";
import type { Client } from "../../chat/api.js";
import { type Reading, readingOf } from "../../chat/read-reply.js";
import type { Reply } from "../../chat/reply.js";
import { TransportError } from "../../wire/exchange.js";

const clients: readonly Client[] = ["sdk", "http"];

const started = eventFrame("messageStart", { role: "assistant" });
const said = eventFrame("contentBlockDelta", { contentBlockIndex: 0, delta: { text: "Hi" } });
const closed = eventFrame("contentBlockStop", { contentBlockIndex: 0 });
const stopped = eventFrame("messageStop", { stopReason: "end_turn" });
const metadata = eventFrame("metadata", {
  usage: { inputTokens: 3, outputTokens: 0, totalTokens: 3 },
  metrics: { latencyMs: 1 },
});

function corrupt(bytes: Uint8Array, at: number): Uint8Array {
  const copy = new Uint8Array(bytes);
  copy[at] = (copy[at] ?? 0) ^ 0xff;
  return copy;
}

type Row = readonly [
  fact: string,
  answer: Answer,
  expected: {
    readonly completeness: Reply["completeness"];
    readonly failure?: string;
    readonly code?: string | null;
    readonly text?: string;
    readonly afterFinish?: boolean;
    readonly outputTokens?: number | null;
  },
];

const good = join(started, said, closed, stopped, metadata);

/** The table of broken streams that the AWS SDK was measured on (client-bedrock-runtime 3.1162.0, 2026). */
const rows: readonly Row[] = [
  ["a normal stream is complete", { bytes: good }, { completeness: "complete", text: "Hi", outputTokens: 0 }],
  [
    "delivered in pieces of seven bytes it is the same",
    { bytes: good, chunkBytes: 7 },
    { completeness: "complete", text: "Hi" },
  ],
  [
    "an unknown event type is passed over",
    { bytes: join(started, said, closed, eventFrame("brandNew", { a: 1 }), stopped, metadata) },
    { completeness: "complete", text: "Hi" },
  ],
  [
    "start, stop and metadata without content are a complete empty reply",
    { bytes: join(started, stopped, metadata) },
    { completeness: "complete", text: "" },
  ],
  [
    "a 200 with zero bytes is truncated",
    { bytes: new Uint8Array() },
    { completeness: "truncated", failure: "truncated" },
  ],
  [
    "a clean end without messageStop is truncated",
    { bytes: join(started, said, closed) },
    { completeness: "truncated", failure: "truncated", text: "Hi" },
  ],
  [
    "a known exception frame fails with its own type",
    {
      bytes: join(
        started,
        said,
        exceptionFrame("throttlingException", { message: "Too many requests, please wait before trying again." }),
      ),
    },
    { completeness: "failed", failure: "throttled", code: "throttlingException", text: "Hi" },
  ],
  [
    "S15 a model stream error is a model error with what the model said",
    {
      bytes: join(
        started,
        exceptionFrame("modelStreamErrorException", {
          message: "boom",
          originalStatusCode: 500,
          originalMessage: "oom",
        }),
      ),
    },
    { completeness: "failed", failure: "model-error", code: "modelStreamErrorException" },
  ],
  [
    "an exception frame of an unknown type keeps its word",
    { bytes: join(started, exceptionFrame("brandNewException", { message: "who knows" })) },
    { completeness: "failed", failure: "model-error", code: "brandNewException" },
  ],
  [
    "an error message is a failure with its code",
    {
      bytes: join(
        started,
        frame({ ":message-type": "error", ":error-code": "InternalFailure", ":error-message": "broken" }, ""),
      ),
    },
    { completeness: "failed", failure: "unavailable", code: "InternalFailure" },
  ],
  [
    "a cut inside a frame is truncated",
    { bytes: join(started, said.subarray(0, said.length - 5)) },
    { completeness: "truncated", failure: "truncated" },
  ],
  [
    "a wrong message checksum breaks the protocol",
    { bytes: join(started, corrupt(said, said.length - 1), closed, stopped) },
    { completeness: "failed", failure: "protocol" },
  ],
  [
    "a wrong prelude checksum breaks the protocol",
    { bytes: join(started, corrupt(said, 9), closed, stopped) },
    { completeness: "failed", failure: "protocol" },
  ],
  [
    "a reset before messageStop is truncated",
    { bytes: join(started, said), error: reset() },
    { completeness: "truncated", failure: "truncated", text: "Hi" },
  ],
  [
    "a reset after messageStop is truncated after its finish",
    { bytes: join(started, said, stopped), error: reset() },
    { completeness: "truncated-after-finish", failure: "truncated", afterFinish: true, text: "Hi" },
  ],
  [
    "S16 a cut inside metadata is truncated after the finish",
    { bytes: join(started, said, stopped, metadata.subarray(0, 20)) },
    { completeness: "truncated-after-finish", failure: "truncated", afterFinish: true },
  ],
  [
    "S14 metadata before messageStop counts",
    { bytes: join(started, said, closed, metadata, stopped) },
    { completeness: "complete", text: "Hi", outputTokens: 0 },
  ],
  [
    "S14 a stream without metadata is complete and reports no tokens",
    { bytes: join(started, said, stopped) },
    { completeness: "complete", outputTokens: null },
  ],
  [
    "a payload that is no JSON breaks the protocol",
    { bytes: join(started, eventFrame("contentBlockDelta", "{broken"), stopped) },
    { completeness: "failed", failure: "protocol" },
  ],
  [
    "an HTML page with status 200 breaks the protocol",
    {
      headers: [["content-type", "text/html"]],
      bytes: new TextEncoder().encode("<html><title>Sign in</title></html>"),
    },
    { completeness: "failed", failure: "protocol" },
  ],
  [
    "S17 our idle deadline is a timeout, not a cut",
    { bytes: join(started, said), error: new TransportError("idle-timeout", "nothing came", { deadlineMs: 30_000 }) },
    { completeness: "failed", failure: "timeout", text: "Hi" },
  ],
];

for (const client of clients) {
  test.each(rows)(`${client}: %s`, async (_, answer, expected) => {
    const reply = await replyBy(client, answering(answer));
    const { failure } = reply;
    expect(reply.completeness).toBe(expected.completeness);
    expect(failure === null ? undefined : failure.kind).toBe(expected.failure);
    if (expected.code !== undefined) expect(failure?.code).toBe(expected.code);
    if (expected.afterFinish !== undefined) expect(failure?.afterFinish).toBe(expected.afterFinish);
    if (expected.text !== undefined) expect(readingOf(reply).text).toBe(expected.text);
    if (expected.outputTokens !== undefined) expect(readingOf(reply).outputTokens).toBe(expected.outputTokens);
  });
}

test.each(rows)("both clients read alike: %s", async (_, answer) => {
  const [sdk, http] = await bothBy(answer);
  expect(sdk).toEqual(http);
});

/** Seven frames with every kind of delta and only the headers that count, short enough to be cut at every byte. */
const shortFrames = [
  shortFrame("messageStart", { role: "assistant" }),
  shortFrame("contentBlockDelta", { contentBlockIndex: 0, delta: { reasoningContent: { text: "é" } } }),
  shortFrame("contentBlockDelta", { contentBlockIndex: 1, delta: { text: "Hi" } }),
  shortFrame("contentBlockStart", { contentBlockIndex: 2, start: { toolUse: { name: "f", toolUseId: "f:0" } } }),
  shortFrame("contentBlockDelta", { contentBlockIndex: 2, delta: { toolUse: { input: "{}" } } }),
  shortFrame("messageStop", { stopReason: "tool_use" }),
  shortFrame("metadata", { usage: { inputTokens: 3, outputTokens: 0 } }),
];

function shortFrame(type: string, payload: object): Uint8Array {
  return frame({ ":event-type": type, ":message-type": "event" }, JSON.stringify(payload));
}

const shortStream = join(...shortFrames);

/** Places for a cut, in eight parts: each is a test, since the SDK takes its time for them all. */
const cuts = Array.from({ length: shortStream.length + 1 }, (_, cut) => cut);
const eighths = Array.from({ length: 8 }, (_, part) => cuts.filter((cut) => cut % 8 === part));

test.each(eighths)(
  "S16 both clients read a stream alike, cut at every byte, in pieces of 1, 7 and all bytes: from %i",
  async (...part) => {
    const [sdk, http] = await Promise.all([openOver("sdk"), openOver("http")]);
    for (const cut of part) {
      const bytes = shortStream.subarray(0, cut);
      const reading = readingOf(await http({ bytes }));
      expect([cut, reading.completeness]).toEqual([cut, expectedAt(cut)]);
      for (const chunkBytes of [1, 7]) {
        expect([cut, chunkBytes, readingOf(await http({ bytes, chunkBytes }))]).toEqual([cut, chunkBytes, reading]);
      }
      // The SDK costs several times more: every cut in one piece, every tenth and the whole tail in small pieces.
      for (const chunkBytes of cut % 10 === 0 || cut > finishedAt - 20 ? [0, 1, 7] : [0]) {
        expect([cut, chunkBytes, readingOf(await sdk({ bytes, chunkBytes }))]).toEqual([cut, chunkBytes, reading]);
      }
    }
  },
);

test("S16 both clients read a stream alike when the connection breaks at any byte", async () => {
  const [sdk, http] = await Promise.all([openOver("sdk"), openOver("http")]);
  for (let cut = 0; cut <= shortStream.length; cut += 7) {
    const answer: Answer = { bytes: shortStream.subarray(0, cut), chunkBytes: 50, error: reset() };
    const reading = readingOf(await http(answer));
    expect([cut, reading.completeness]).toEqual([cut, cut < finishedAt ? "truncated" : "truncated-after-finish"]);
    expect([cut, readingOf(await sdk(answer))]).toEqual([cut, reading]);
  }
});

const finishedAt = shortStream.length - (shortFrames.at(-1)?.length ?? 0);

/** What a clean end at this byte is, told by adding up frame lengths. */
function expectedAt(cut: number): Reply["completeness"] {
  if (cut < finishedAt) return "truncated";
  return cut === finishedAt || cut === shortStream.length ? "complete" : "truncated-after-finish";
}

test("a live capture of Kimi keeps its blank text parts, its id and its tokens, with either client", async () => {
  const bytes = join(...framesOf(kimiTurn));
  for (const client of clients) {
    const reply = await replyBy(client, answering({ bytes, chunkBytes: 100 }));
    expect(reply.parts).toEqual([
      { kind: "text", text: "" },
      {
        kind: "reasoning",
        text: "Look for cafés",
        signature: null,
        redacted: null,
        details: null,
        field: "reasoningContent",
      },
      { kind: "text", text: "" },
      {
        kind: "tool-call",
        id: "functions.glob_search:0",
        name: "glob_search",
        argumentsText: '{"pattern": "**/*cursor*"}',
      },
      { kind: "text", text: "" },
    ]);
    expect(reply.finish).toEqual({ kind: "tool-calls", raw: "tool_use", nativeRaw: null, stopSequence: null });
    expect(reply.usage).toMatchObject({ inputTokens: 217, outputTokens: 75, totalTokens: 292, cacheReadTokens: null });
    expect(reply.notes).toEqual([]);
    expect([reply.status, reply.requestId, reply.completeness]).toEqual([200, "req-1", "complete"]);
  }
});

const lossy = { ":event-type": "contentBlockDelta", ":content-type": "application/json", ":message-type": "event" };
const lossyText = frame(lossy, Buffer.from('{"contentBlockIndex":0,"delta":{"text":"n\xf6on"}}', "latin1"));

test("bytes that are not UTF-8 and events out of order are noted alike", async () => {
  const rest = [closed, stopped, metadata];
  for (const client of clients) {
    const notesOf = async (bytes: Uint8Array) =>
      (await replyBy(client, answering({ bytes }))).notes.map(({ message }) => message);
    expect([client, ...(await notesOf(join(started, lossyText, lossyText, ...rest)))]).toEqual([
      client,
      "byte 41 of the payload of event 2 is not UTF-8, and is read as U+FFFD",
    ]);
    expect([client, ...(await notesOf(join(said, ...rest)))]).toEqual([client, "the stream has no message start"]);
    expect([client, ...(await notesOf(join(started, lossyText)))]).toContain(
      "byte 41 of the payload of event 2 is not UTF-8, and is read as U+FFFD",
    );
  }
});

test("a whole body that is not UTF-8 is noted alike", async () => {
  const body =
    '{"output":{"message":{"role":"assistant","content":[{"text":"n\xf6on"}]}},"stopReason":"end_turn","usage":{}}';
  const answer = { bytes: Buffer.from(body, "latin1"), headers: [["content-type", "application/json"]] } as const;
  for (const client of clients) {
    const reply = await replyBy(client, answering(answer), { target: converseTarget("converse") });
    expect([client, ...reply.notes.map(({ message }) => message)]).toEqual([
      client,
      "byte 62 of the body is not UTF-8, and is read as U+FFFD",
    ]);
  }
});

async function bothBy(answer: Answer): Promise<readonly Reading[]> {
  return Promise.all(clients.map(async (client) => readingOf(await replyBy(client, answering(answer)))));
}
