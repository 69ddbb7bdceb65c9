import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { recording } from "../../../test/support/wire-doubles.js";
import type { RecordedExchange } from "../exchange.js";
import { createEventStreamParser, encodeEventFrame, stringHeader } from "../frames/event-stream.js";
import { createSseParser } from "../frames/sse.js";
import { readHar } from "../har/har.js";
import { createRedactor } from "./redact.js";

const canary = 'cAnArY+/42$xyzzy"q';
const key = "sk-or-v1-0123456789abcdef";
const redactor = createRedactor([canary]);

const inPieces = (text: string, size: number): readonly string[] =>
  Array.from({ length: Math.ceil(text.length / size) }, (_, at) => text.slice(at * size, (at + 1) * size));

/** A stream in one wire format: how it says the pieces of a text, and what its reader makes of its bytes. */
type Format = {
  readonly write: (pieces: readonly string[]) => Buffer;
  readonly read: (body: Uint8Array) => string;
};

const event = (data: unknown) => `data: ${JSON.stringify(data)}\n\n`;
const frame = (type: string, payload: unknown) =>
  encodeEventFrame(
    [
      [":event-type", type],
      [":message-type", "event"],
    ],
    Buffer.from(JSON.stringify(payload)),
  );
const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64");

function eventsOf(body: Uint8Array) {
  const parser = createSseParser();
  const frames = parser.push(body);
  expect(parser.end().pending).toBe(false);
  return frames.flatMap((one) => (one.kind === "event" && one.data !== "[DONE]" ? [JSON.parse(one.data)] : []));
}

/** Reading checks both checksums of every frame. */
function payloadsOf(body: Uint8Array) {
  const parser = createEventStreamParser();
  const frames = parser.push(body);
  expect(parser.end()).toEqual({ pendingBytes: 0 });
  return frames.map((one) => ({
    type: stringHeader(one, ":event-type"),
    ...JSON.parse(Buffer.from(one.payload).toString()),
  }));
}

const chat = (delta: unknown) => event({ id: "gen-1", choices: [{ index: 0, delta }] });

const formats: readonly (readonly [name: string, format: Format])[] = [
  [
    "the deltas of chat completions",
    {
      write: (pieces) => Buffer.from(`${pieces.map((content) => chat({ content })).join("")}data: [DONE]\n\n`),
      read: (body) =>
        eventsOf(body)
          .map((one) => one.choices[0].delta.content)
          .join(""),
    },
  ],
  [
    "the arguments of a call, beside those of another",
    {
      write: (pieces) =>
        Buffer.from(
          pieces
            .flatMap((text) =>
              [0, 1].map((index) =>
                chat({ tool_calls: [{ index, function: { arguments: index === 0 ? text : "ab" } }] }),
              ),
            )
            .join(""),
        ),
      read: (body) =>
        eventsOf(body)
          .flatMap((one) => one.choices[0].delta.tool_calls)
          .filter(({ index }) => index === 0)
          .map((call) => call.function.arguments)
          .join(""),
    },
  ],
  [
    "the blocks of ConverseStream, interleaved",
    {
      write: (pieces) =>
        Buffer.concat([
          frame("messageStart", { role: "assistant", p: "abcd" }),
          ...pieces.flatMap((text) =>
            [0, 1].map((contentBlockIndex) =>
              frame("contentBlockDelta", {
                contentBlockIndex,
                delta: { text: contentBlockIndex === 1 ? text : "x " },
                p: "ab",
              }),
            ),
          ),
          frame("messageStop", { stopReason: "end_turn" }),
        ]),
      read: (body) =>
        payloadsOf(body)
          .filter(({ contentBlockIndex }) => contentBlockIndex === 1)
          .map(({ delta }) => delta.text)
          .join(""),
    },
  ],
  [
    "the base64 chunks of InvokeModelWithResponseStream",
    {
      write: (pieces) =>
        Buffer.concat(
          pieces.map((text) =>
            frame("chunk", { bytes: base64({ type: "content_block_delta", index: 0, delta: { text } }), p: "abc" }),
          ),
        ),
      read: (body) =>
        payloadsOf(body)
          .map(({ bytes }) => JSON.parse(Buffer.from(bytes, "base64").toString()).delta.text)
          .join(""),
    },
  ],
  [
    "one JSON document a line",
    {
      write: (pieces) => Buffer.from(pieces.map((response) => `${JSON.stringify({ response })}\n`).join("")),
      read: (body) =>
        Buffer.from(body)
          .toString()
          .trimEnd()
          .split("\n")
          .map((line) => JSON.parse(line).response)
          .join(""),
    },
  ],
  [
    "the content blocks of one JSON document",
    {
      write: (pieces) => Buffer.from(JSON.stringify({ content: pieces.map((text) => ({ type: "text", text })) })),
      read: (body) =>
        JSON.parse(Buffer.from(body).toString())
          .content.map(({ text }: { text: string }) => text)
          .join(""),
    },
  ],
];

const bodyOf = ({ chunks }: RecordedExchange) => Buffer.concat(chunks.map(([, bytes]) => bytes));

function chunked(body: Buffer, size: number): RecordedExchange["chunks"] {
  const count = Math.ceil(body.length / size);
  return Array.from({ length: count }, (_, at) => [at * 10, body.subarray(at * size, (at + 1) * size)]);
}

const spoken: readonly (readonly [name: string, secret: string, left: string])[] = [
  ["a known value", canary, "REDACTED"],
  [
    "a known value in base64",
    Buffer.from(`<${canary}>`).toString("base64"),
    Buffer.from("<REDACTED>").toString("base64"),
  ],
  ["a known value, percent-encoded", encodeURIComponent(canary), "REDACTED"],
  ["the shape of a key", key, "REDACTED"],
];

describe.each(formats)("spelled out in %s", (_name, { write, read }) => {
  test.each(spoken)(
    "%s is taken out, whatever its pieces, and every frame and event stays valid",
    (_what, secret, left) => {
      for (const size of [1, 2, 3, 5, 7, 11]) {
        const body = write(inPieces(`é: ${secret} .`, size));
        const recorded = recording({ chunks: chunked(body, 64) });
        const redacted = redactor.exchange(recorded);
        expect(read(bodyOf(redacted))).toBe(`é: ${left} .`);
        expect(redactor.spelled(redacted)).toEqual([]);
        expect(redacted.chunks.map(([ms]) => ms)).toEqual(recorded.chunks.map(([ms]) => ms));
      }
    },
  );

  test("it is found and named before that, and never its value", () => {
    expect(redactor.spelled({ chunks: [[0, write(inPieces(`a${canary}b`, 4))]] })).toEqual(["secret 1"]);
    expect(redactor.spelled({ chunks: [[0, write(inPieces(`a ${key} b`, 4))]] })).toContain("openrouter-key");
  });

  test("a body that spells out no secret keeps every byte", () => {
    const text = fc.string({ unit: fc.constantFrom(...'sk-or v1 Bearer"\\{}é0123'), maxLength: 60 });
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 9 }), (said, size) => {
        const whole = createRedactor([]).text(said);
        const recorded = recording({ chunks: chunked(write(inPieces(whole, size)), 50) });
        fc.pre(createRedactor([]).leaks(bodyOf(recorded)).length === 0);
        expect(redactor.exchange(recorded).chunks).toBe(recorded.chunks);
      }),
    );
  });
});

test("cuts between chunks stay between the events where they were", () => {
  const events = inPieces(canary, 6).map((content) => chat({ content }));
  const redacted = redactor.exchange(recording({ chunks: events.map((text, at) => [at, Buffer.from(text)]) }));
  expect(redacted.chunks.map(([, bytes]) => Buffer.from(bytes).toString())).toEqual(
    ["REDACTED", "", ""].map((content) => chat({ content })),
  );
});

test("the last piece may stand in an event that was cut", () => {
  const events = inPieces(canary, 6).map((content) => chat({ content }));
  const cut = Buffer.from(events.join("").slice(0, -7));
  const redacted = bodyOf(redactor.exchange(recording({ chunks: [[1, cut]], end: "reset" }))).toString();
  expect([...redacted.matchAll(/"content":"([^"]*)/g)].map(([, text]) => text).join("")).toBe("REDACTED");
});

test("of a frame that was cut the length stays, and its piece is masked", () => {
  const [first = "", second = ""] = inPieces(canary, 9);
  const whole = Buffer.concat(
    [first, second].map((text) => frame("contentBlockDelta", { contentBlockIndex: 0, delta: { text } })),
  );
  const cut = whole.subarray(0, whole.length - 4);
  const redacted = bodyOf(redactor.exchange(recording({ chunks: [[1, cut]] })));
  const mask = " REDACTED REDACTED".slice(0, JSON.stringify(second).length - 2);
  expect(redacted.toString("latin1")).toMatch(/"text":"REDACTED".*"text":"/s);
  expect(redacted.toString("latin1")).toContain(`"text":"${mask}"}}`);
  expect(redacted.length - cut.length).toBe("REDACTED".length - first.length);
});

test("a JSON document of ours loses what its strings spell out together", () => {
  const transcript = JSON.stringify({
    turns: [{ parts: inPieces(canary, 5).map((text) => ({ kind: "text", text })) }],
  });
  expect(redactor.leaks(transcript)).toEqual([]);
  const redacted = JSON.parse(redactor.json(transcript));
  expect(redacted.turns[0].parts.map(({ text }: { text: string }) => text).join("")).toBe("REDACTED");
  expect(redactor.json(`"no secret, ${"x".repeat(20)}"`)).toBe(`"no secret, ${"x".repeat(20)}"`);
});

const fixtures = fileURLToPath(new URL("../../../fixtures", import.meta.url));
const shipped = readdirSync(fixtures, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".har"));

test("no shipped fixture is changed by it", () => {
  for (const name of shipped) {
    for (const { exchange } of readHar(readFileSync(join(fixtures, name), "utf8"), name).entries) {
      expect(redactor.exchange(exchange).chunks).toBe(exchange.chunks);
    }
  }
});
