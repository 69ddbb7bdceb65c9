import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { createSseParser, type SseFrame, type SseOptions } from "./sse.js";
import { WireFormatError } from "./wire-format-error.js";

type Body = string | Uint8Array;
const event = (data: string, more: { event?: string; id?: string } = {}): SseFrame => ({
  kind: "event",
  event: more.event ?? null,
  data,
  id: more.id ?? null,
});
const comment = (text: string): SseFrame => ({ kind: "comment", text });
const ignored = (line: string): SseFrame => ({ kind: "ignored", line });
const bytesOf = (body: Body): Uint8Array => (typeof body === "string" ? new TextEncoder().encode(body) : body);

function readChunks(chunks: readonly Uint8Array[], options?: SseOptions): { frames: SseFrame[]; pending: boolean } {
  const parser = createSseParser(options);
  const frames = chunks.flatMap((chunk) => [...parser.push(chunk)]);
  const end = parser.end();
  return { frames: [...frames, ...end.frames], pending: end.pending };
}

function faultOf(chunks: readonly Uint8Array[], options?: SseOptions): WireFormatError {
  try {
    readChunks(chunks, options);
  } catch (error) {
    if (error instanceof WireFormatError) return error;
  }
  throw new Error("nothing was thrown");
}

test("a line of an unknown field is a frame of its own, and the end shows the event that is open", () => {
  const parser = createSseParser();
  expect(parser.push(bytesOf('retry: 1\n \n{"error":{}}\nid: a\0\n\n'))).toEqual([
    { kind: "ignored", line: '{"error":{}}' },
  ]);
  expect(parser.end().open).toEqual({ event: null, data: null, line: "" });
  expect(parser.push(bytesOf("event: error\ndata: no\nda"))).toEqual([]);
  expect(parser.end()).toEqual({ pending: true, frames: [], open: { event: "error", data: "no", line: "da" } });
});

const cases: readonly [fact: string, body: Body, frames: readonly SseFrame[], pending: boolean][] = [
  ["an empty body has no frames and nothing pending", "", [], false],
  ["a blank line dispatches the event", "data: a\n\n", [event("a")], false],
  ["lines may end in CR", "data: a\r\rdata: b\r\r", [event("a"), event("b")], false],
  ["lines may end in CRLF", "data: a\r\n\r\ndata: b\r\n\r\n", [event("a"), event("b")], false],
  ["line ends may be mixed", "data: a\r\ndata: b\n\rdata: c\r\n\n", [event("a\nb"), event("c")], false],
  ["LF CR is two line ends", "data: a\n\r", [event("a")], false],
  ["a byte order mark at the start is dropped", "\ufeffdata: a\n\n", [event("a")], false],
  ["only the first byte order mark is dropped", "\ufeff\ufeffdata: a\n\n", [ignored("\ufeffdata: a")], false],
  ["a byte order mark later is data", "data: \ufeffa\n\n", [event("\ufeffa")], false],
  ["a body of one byte order mark has nothing pending", "\ufeff", [], false],
  ["data lines are joined by LF", "data: a\ndata: b\ndata:\n\n", [event("a\nb\n")], false],
  ["one space after the colon is dropped, a second is data", "data:  a\n\n", [event(" a")], false],
  ["no space after the colon is needed", "data:a\n\n", [event("a")], false],
  ["a tab after the colon is data", "data:\ta\n\n", [event("\ta")], false],
  ["a field without a colon has an empty value", "data\n\n", [event("")], false],
  ["an empty data line dispatches empty data", "data:\n\ndata: \n\n", [event(""), event("")], false],
  ["two empty data lines are one LF", "data\ndata\n\n", [event("\n")], false],
  ["an event without data dispatches nothing", "event: ping\n\ndata: a\n\n", [event("a")], false],
  [
    "event and id belong to their own event only",
    "event: e\nid: 7\ndata: a\n\ndata: b\n\n",
    [event("a", { event: "e", id: "7" }), event("b")],
    false,
  ],
  ["an empty event name stays empty and is not absent", "event:\ndata: a\n\n", [event("a", { event: "" })], false],
  ["the last of two event lines counts", "event: a\nevent: b\ndata: x\n\n", [event("x", { event: "b" })], false],
  ["an id with NUL is ignored", "id: a\0b\ndata: x\n\n", [event("x")], false],
  ["NUL in data is data", "data: a\0b\n\n", [event("a\0b")], false],
  ["retry is ignored", "retry: 10\nretry\ndata: a\n\n", [event("a")], false],
  ["an unknown field is ignored, and a frame", "foo: bar\ndata: a\n\n", [ignored("foo: bar"), event("a")], false],
  ["a line without a colon is one too", "foo\ndata: a\n\n", [ignored("foo"), event("a")], false],
  ["a line of white space is not", "  \t\ndata: a\n\n", [event("a")], false],
  ["field names are case-sensitive", "Data: a\n\n", [ignored("Data: a")], false],
  ["a space before the field name makes another field", " data: a\n\n", [ignored(" data: a")], false],
  [
    "comments are frames",
    ": OPENROUTER PROCESSING\n\n:x\n:\n",
    [comment("OPENROUTER PROCESSING"), comment("x"), comment("")],
    false,
  ],
  ["a comment inside an event comes before it", "data: a\n: c\ndata: b\n\n", [comment("c"), event("a\nb")], false],
  ["data that begins with a colon is no comment", "data: :a\n\n", [event(":a")], false],
  ["characters of many bytes are read whole", "data: \u{1f600}é漢\n\n", [event("\u{1f600}é漢")], false],
  ["[DONE] is an event like any other", "data: {}\n\ndata: [DONE]\n\n", [event("{}"), event("[DONE]")], false],
  ["an event without its blank line is pending", "data: a\n\ndata: b\n", [event("a")], true],
  ["an event cut inside its line is pending", "data: a\n\ndata: b", [event("a")], true],
  ["an event name without its blank line is pending", "event: error\n", [], true],
  ["a comment cut inside its line is pending and no frame", ": ping", [], true],
  ["a body that ends after a comment line is not pending", ": ping\n", [comment("ping")], false],
  ["a body cut after the CR of its blank line is whole", "data: a\r\n\r", [event("a")], false],
  [
    "a field name alone is the field with an empty value",
    "event\nid\ndata\n\n",
    [event("", { event: "", id: "" })],
    false,
  ],
  [
    "one space after the colon is dropped from every field, a second is kept",
    "event:  e\nid: 7\ndata: a\n\nevent:e\nid:  7\ndata: b\n\n",
    [event("a", { event: " e", id: "7" }), event("b", { event: "e", id: " 7" })],
    false,
  ],
  ["an id with NUL leaves the id before it", "id: 1\nid: a\0b\ndata: x\n\n", [event("x", { id: "1" })], false],
  ["an id without data is not carried over", "id: 7\n\ndata: a\n\n", [event("a")], false],
  ["an event name without data is not carried over", "event: e\n\ndata: a\n\n", [event("a")], false],
  ["only an id without its blank line is pending", "id: 7\n", [], true],
  ["only empty data without its blank line is pending", "data\n", [], true],
  ["ignored fields without a blank line are not pending", "retry: 1\nfoo: bar\n", [ignored("foo: bar")], false],
  ["a comment drops one space after its colon, and no other", ":  a\n::\n", [comment(" a"), comment(":")], false],
  ["every blank line alone is nothing", "\n\r\r\n\n", [], false],
  [
    "an event ends at each kind of blank line",
    "data: a\r\rdata: b\n\ndata: c\r\n\r\n",
    ["a", "b", "c"].map((at) => event(at)),
    false,
  ],
  [
    "CR and CRLF in one blank-line pair are three line ends",
    "data: a\r\r\r\ndata: b\n\n",
    [event("a"), event("b")],
    false,
  ],
  ["a byte order mark behind the first line is no mark", "\n\ufeffdata: a\n\n", [ignored("\ufeffdata: a")], false],
  ["a byte order mark behind the first event is pending", "data: a\n\n\ufeff", [event("a")], true],
  ["two byte order marks alone are pending", "\ufeff\ufeff", [], true],
  [
    "a name that data begins with is another field",
    "dat: a\ndata1: b\ndata : c\n\n",
    [ignored("dat: a"), ignored("data1: b"), ignored("data : c")],
    false,
  ],
  [
    "bytes that are no UTF-8 become replacement characters",
    Uint8Array.from([...bytesOf("data: "), 0xff, 0xe2, 0x82, ...bytesOf("\n\n")]),
    [event("\ufffd\ufffd")],
    false,
  ],
];

test.each(cases)("%s", (_, body, frames, pending) => {
  expect(readChunks([bytesOf(body)])).toEqual({ frames, pending });
});

test.each(cases)("the same split at every byte: %s", (_, body, frames, pending) => {
  const bytes = bytesOf(body);
  for (let at = 0; at <= bytes.length; at += 1) {
    expect(readChunks([bytes.subarray(0, at), bytes.subarray(at)])).toEqual({ frames, pending });
  }
  expect(readChunks([...bytes].map((byte) => Uint8Array.of(byte)))).toEqual({ frames, pending });
});

test.each(["event: a\n\n", "event: a\nid: 1\n\n"])(
  "%j has no data: nothing comes of it, unless it is asked for",
  (body) => {
    expect(createSseParser().push(new TextEncoder().encode(body))).toEqual([]);
    expect(createSseParser({ tellsEmpty: true }).push(new TextEncoder().encode(body))).toEqual([
      { kind: "ignored", line: "event: a" },
    ]);
    expect(createSseParser({ tellsEmpty: true }).push(new TextEncoder().encode("id: 1\n\n\n"))).toEqual([]);
  },
);

test("any text in any chunks reads like a line-by-line reading of the whole", () => {
  const line = fc.oneof(
    fc.constantFrom("", "data", "data:", ": c", "event: e", "id: 1", "retry: 1"),
    fc.string({ unit: "binary" }).map((text) => `data: ${text}`),
  );
  const body = fc.array(fc.tuple(line, fc.constantFrom("\n", "\r", "\r\n")), { maxLength: 30 });
  fc.assert(
    fc.property(body, fc.array(fc.nat(40)), (lines, cuts) => {
      const text = lines.flat().join("");
      expect(readChunks(chunksOf(bytesOf(text), cuts))).toEqual(readSlowly(text));
    }),
  );
});

test("bytes that are not text read the same in any chunks", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.array(fc.nat(9)), (noise, cuts) => {
      const bytes = Uint8Array.from([...bytesOf("data: "), ...noise, ...bytesOf("\n\n")]);
      expect(readChunks(chunksOf(bytes, cuts))).toEqual(readChunks([bytes]));
    }),
  );
});

test("UTF-8 is decoded as TextDecoder does", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (noise) => {
      const line = noise.filter((byte) => byte !== 10 && byte !== 13);
      const bytes = Uint8Array.from([...bytesOf("data: "), ...line, ...bytesOf("\n\n")]);
      expect(readChunks([bytes]).frames).toEqual([event(new TextDecoder("utf-8", { ignoreBOM: true }).decode(line))]);
    }),
  );
});

test("a frame is returned by the push that finishes it, also when a CR ends it", () => {
  const parser = createSseParser();
  expect(parser.push(bytesOf("data: a\r\r"))).toEqual([event("a")]);
  expect(parser.push(bytesOf("\ndata: b\n\n"))).toEqual([event("b")]);
});

test("a chunk may be reused by the caller after it was pushed", () => {
  const parser = createSseParser();
  const chunk = bytesOf("data: a");
  parser.push(chunk);
  chunk.fill(0);
  expect(parser.push(bytesOf("b\n\n"))).toEqual([event("ab")]);
});

test("a line feed belongs to the carriage return before it, also with an empty chunk between them", () => {
  const parser = createSseParser();
  const pushed = ["data: a\r", "", "\ndata: b\r", "\n", "", "\r", "\n\n"].map((text) => parser.push(bytesOf(text)));
  expect(pushed).toEqual([[], [], [], [], [], [event("a\nb")], []]);
});

test("a line feed at the start of a chunk ends the line before it when another character came in between", () => {
  const parser = createSseParser();
  expect(parser.push(bytesOf("data: a\r\rdata: b"))).toEqual([event("a")]);
  expect(parser.push(bytesOf("\n"))).toEqual([]);
  expect(parser.push(bytesOf("\n"))).toEqual([event("b")]);
});

test("after a chunk that ends in LF, a line feed is a blank line", () => {
  const parser = createSseParser();
  expect(parser.push(bytesOf("data: a\n"))).toEqual([]);
  expect(parser.push(bytesOf("\n"))).toEqual([event("a")]);
  expect(parser.end()).toMatchObject({ pending: false, frames: [] });
});

test("a byte order mark at the start of a later chunk is part of its line", () => {
  const parser = createSseParser();
  expect(parser.push(bytesOf("data: a\n\n"))).toEqual([event("a")]);
  expect(parser.push(bytesOf("\ufeffdata: b\n\n"))).toEqual([ignored("\ufeffdata: b")]);
});

test.each([1, 5, 1000])("a line of the cap is read and one byte more is a fault (chunks of %i)", (size) => {
  const body = (length: number): Uint8Array[] =>
    chunksOf(bytesOf(`:${"x".repeat(length - 1)}\n\n`), Array(99).fill(size));
  expect(readChunks(body(20), { maxLineBytes: 20 }).frames).toEqual([comment("x".repeat(19))]);
  expect(faultOf(body(21), { maxLineBytes: 20 }).kind).toBe("line-too-long");
});

test.each(["\n", "\r", "\r\n"])("many lines of the cap in one chunk are read, ended by %j", (lineEnd) => {
  const line = `data: ${"x".repeat(14)}`;
  const body = (lines: readonly string[]): Uint8Array => bytesOf([...lines, "", ""].join(lineEnd));
  const text = "x".repeat(14);
  expect(readChunks([body([line, line, line])], { maxLineBytes: 20 }).frames).toEqual([
    event(`${text}\n${text}\n${text}`),
  ]);
  expect(faultOf([body([line, line, `${line}x`])], { maxLineBytes: 20 }).kind).toBe("line-too-long");
});

test("of a chunk with a line over the cap nothing behind that line is read", () => {
  const fault = faultOf([bytesOf(`data: a\n\n${"x".repeat(21)}\ndata: b\n\n`)], { maxLineBytes: 20 });
  expect([fault.kind, fault.message]).toEqual([
    "line-too-long",
    "an SSE line is longer than 20 bytes, the most that we read",
  ]);
  expect(fault.sseFrames).toEqual([event("a")]);
});

test("a line of 64 MiB is read by default, and one byte more in a whole line is a fault", () => {
  const line = (length: number): Uint8Array => bytesOf(`data: ${"x".repeat(length - 6)}\n\n`);
  expect(readChunks([line(67_108_864)]).frames).toHaveLength(1);
  expect(faultOf([line(67_108_865)]).message).toBe("an SSE line is longer than 67108864 bytes, the most that we read");
});

test("an unfinished line of the cap is kept, and one byte more is a fault", () => {
  const parser = createSseParser({ maxLineBytes: 20 });
  expect(parser.push(bytesOf("x".repeat(20)))).toEqual([]);
  expect(() => parser.push(bytesOf("x"))).toThrow(WireFormatError);
});

test("the cap counts bytes, not characters", () => {
  expect(faultOf([bytesOf(`data: ${"é".repeat(8)}\n\n`)], { maxLineBytes: 20 }).kind).toBe("line-too-long");
});

test("what came before a line over the cap is not lost, and the cap is told as ours", () => {
  const fault = faultOf([bytesOf(`data: a\n\ndata: ${"x".repeat(20)}`)], { maxLineBytes: 20 });
  expect([fault.kind, fault.isOurLimit]).toEqual(["line-too-long", true]);
  expect(fault.sseFrames).toEqual([event("a")]);
});

test("an event with more data than the cap is a fault", () => {
  expect(faultOf([bytesOf("data: aaaa\ndata: aaaa\n\n")], { maxEventLength: 8 }).kind).toBe("event-too-long");
});

test("an event with as much data as the cap is read, the line feeds between its lines counted", () => {
  const options = { maxEventLength: 8 };
  expect(readChunks([bytesOf("data: aaaaaaaa\n\n")], options).frames).toEqual([event("aaaaaaaa")]);
  expect(readChunks([bytesOf("data: aaaa\ndata: aaa\n\n")], options).frames).toEqual([event("aaaa\naaa")]);
  expect(readChunks([bytesOf("data: aaaaa\n\ndata: aaaaa\n\n")], options).frames).toHaveLength(2);
  const fault = faultOf([bytesOf("data: a\n\ndata:aaaaaaaaa\n\n")], options);
  expect([fault.message, fault.sseFrames]).toEqual([
    "an SSE event has more than 8 characters of data, the most that we read",
    [event("a")],
  ]);
});

test("an event of 64 Mi characters is read by default, and one more is a fault", () => {
  const line = bytesOf(`data:${"x".repeat(1_048_570)}\n`);
  const lines: Uint8Array[] = Array(64).fill(line);
  // Sixty-four lines and their line feeds are 67,108,544 characters: 320 short.
  const last = (length: number): Uint8Array => bytesOf(`data:${"x".repeat(length)}\n\n`);
  expect(readChunks([...lines, last(320)]).frames).toHaveLength(1);
  expect(faultOf([...lines, last(321)]).message).toBe(
    "an SSE event has more than 67108864 characters of data, the most that we read",
  );
});

/** The offset of the first byte that is not UTF-8, with the body in one chunk, in two at each place, and byte by byte. */
function wrongBytesOf(bytes: Uint8Array): readonly (number | null)[] {
  const places = Array.from({ length: bytes.length + 1 }, (_, at) => [bytes.subarray(0, at), bytes.subarray(at)]);
  return [...places, [...bytes].map((byte) => Uint8Array.of(byte))].map((chunks) => {
    const parser = createSseParser();
    for (const chunk of chunks) parser.push(chunk);
    return parser.wrongByte();
  });
}

test.each<[what: string, bytes: readonly number[], at: number | null]>([
  ["a byte that begins nothing", [...bytesOf("data: a"), 0xff, ...bytesOf("\n\n")], 7],
  ["a sequence without its end", [...bytesOf("\r\n: é\r\ndata: "), 0xe2, 0x82, ...bytesOf("\n\n")], 14],
  ["an end without its beginning", [...bytesOf("data: a\r\n\r\ndata: "), 0x80, ...bytesOf("\r\n\r\n")], 17],
  ["an overlong form", [...bytesOf("data: "), 0xc0, 0xaf, ...bytesOf("\n\n")], 6],
  ["half of a pair", [...bytesOf("data: "), 0xed, 0xa0, 0x80, ...bytesOf("\n\n")], 6],
  ["a replacement character that was sent as itself", [...bytesOf("data: \ufffd\n\n")], null],
  ["one of those before a wrong byte", [...bytesOf("data: \ufffd"), 0xc3, ...bytesOf("\n\n")], 9],
  ["characters of two, three and four bytes", [...bytesOf("data: é漢\u{1f600}\n\n")], null],
  ["a byte order mark", [...bytesOf("\ufeffdata: a"), 0xfe, ...bytesOf("\n\n")], 10],
])("of %s, the first byte that is not UTF-8 is found in any chunks", (_, bytes, at) => {
  expect(new Set(wrongBytesOf(Uint8Array.from(bytes)))).toEqual(new Set([at]));
});

test.each([
  ["30 MB", 30_000_000, 64 * 1024],
  ["1 MB", 1_000_000, 16],
])("a line of %s costs a copy of each byte or two, in pieces of any size", (_, size, pieceBytes) => {
  const setBytes = Uint8Array.prototype.set;
  let copied = 0;
  vi.spyOn(Uint8Array.prototype, "set").mockImplementation(function (this: Uint8Array, from, at) {
    copied += from.length;
    setBytes.call(this, from, at);
  });
  const parser = createSseParser();
  const piece = new Uint8Array(pieceBytes).fill(120);
  for (let sent = 0; sent < size; sent += pieceBytes) parser.push(piece);
  parser.push(bytesOf("\n\n"));
  vi.restoreAllMocks();
  expect(copied).toBeGreaterThan(size);
  expect(copied).toBeLessThan(3 * size + 3 * pieceBytes);
});

test("after an event over the cap every push throws the same, though its bytes would be fine alone", () => {
  const parser = createSseParser({ maxEventLength: 3 });
  expect(() => parser.push(bytesOf("data: aaaa\n\n"))).toThrow(WireFormatError);
  for (const bytes of [bytesOf("data: b\n\n"), new Uint8Array(0)]) {
    expect(() => parser.push(bytes)).toThrow("an SSE event has more than 3 characters of data, the most that we read");
  }
});

test("after a fault every push throws, with no frame a second time", () => {
  const parser = createSseParser({ maxLineBytes: 8 });
  expect(() => parser.push(bytesOf("data: a\n\ndata: aaaaaaaa"))).toThrow(WireFormatError);
  try {
    parser.push(bytesOf("data: b\n\n"));
    expect.unreachable();
  } catch (error) {
    expect(error).toMatchObject({ kind: "line-too-long", sseFrames: [] });
  }
});

function chunksOf(bytes: Uint8Array, sizes: readonly number[]): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  let start = 0;
  for (const size of sizes) {
    chunks.push(bytes.subarray(start, start + size));
    start = Math.min(bytes.length, start + size);
  }
  return [...chunks, bytes.subarray(start)];
}

/** Another route: the whole text at once, by a regular expression. */
function readSlowly(text: string): { frames: SseFrame[]; pending: boolean } {
  const frames: SseFrame[] = [];
  const lines = text.split(/\r\n|\r|\n/);
  const last = lines.pop() ?? "";
  let fields: [string, string][] = [];
  const lastOf = (field: string): string | null => fields.findLast(([key]) => key === field)?.[1] ?? null;
  for (const line of lines) {
    if (line.startsWith(":")) frames.push(comment(line.slice(1).replace(/^ /, "")));
    else if (line !== "") {
      const [, name = "", value = ""] = /^([^:]*):? ?(.*)$/s.exec(line) ?? [];
      if (["data", "event", "id"].includes(name)) fields.push([name, value]);
      else if (name !== "retry" && line.trim() !== "") frames.push(ignored(line));
    } else {
      const data = fields.filter(([name]) => name === "data").map(([, value]) => value);
      if (data.length > 0) {
        frames.push({ kind: "event", event: lastOf("event"), data: data.join("\n"), id: lastOf("id") });
      }
      fields = [];
    }
  }
  return { frames, pending: last !== "" || fields.length > 0 };
}
