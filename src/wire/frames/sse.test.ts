import fc from "fast-check";
import { expect, test } from "vitest";
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

const cases: readonly [fact: string, body: Body, frames: readonly SseFrame[], pending: boolean][] = [
  ["an empty body has no frames and nothing pending", "", [], false],
  ["a blank line dispatches the event", "data: a\n\n", [event("a")], false],
  ["lines may end in CR", "data: a\r\rdata: b\r\r", [event("a"), event("b")], false],
  ["lines may end in CRLF", "data: a\r\n\r\ndata: b\r\n\r\n", [event("a"), event("b")], false],
  ["line ends may be mixed", "data: a\r\ndata: b\n\rdata: c\r\n\n", [event("a\nb"), event("c")], false],
  ["LF CR is two line ends", "data: a\n\r", [event("a")], false],
  ["a byte order mark at the start is dropped", "\ufeffdata: a\n\n", [event("a")], false],
  ["only the first byte order mark is dropped", "\ufeff\ufeffdata: a\n\n", [], false],
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
  ["retry and unknown fields are ignored", "retry: 10\nfoo: bar\ndata: a\n\n", [event("a")], false],
  ["field names are case-sensitive", "Data: a\n\n", [], false],
  ["a space before the field name makes another field", " data: a\n\n", [], false],
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

test("bytes that are no text read the same in any chunks", () => {
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

test.each([1, 5, 1000])("a line of the cap is read and one byte more is a fault (chunks of %i)", (size) => {
  const body = (length: number): Uint8Array[] => chunksOf(bytesOf(`${"x".repeat(length)}\n\n`), Array(99).fill(size));
  expect(readChunks(body(20), { maxLineBytes: 20 }).frames).toEqual([]);
  expect(faultOf(body(21), { maxLineBytes: 20 }).kind).toBe("line-too-long");
});

test("the cap counts bytes, not characters", () => {
  expect(faultOf([bytesOf(`data: ${"é".repeat(8)}\n\n`)], { maxLineBytes: 20 }).kind).toBe("line-too-long");
});

test("a line of more than 1 MiB is a fault by default, and what came before it is not lost", () => {
  const fault = faultOf([bytesOf(`data: a\n\ndata: ${"x".repeat(1024 * 1024)}`)]);
  expect(fault.kind).toBe("line-too-long");
  expect(fault.sseFrames).toEqual([event("a")]);
});

test("an event with more data than the cap is a fault", () => {
  expect(faultOf([bytesOf("data: aaaa\ndata: aaaa\n\n")], { maxEventLength: 8 }).kind).toBe("event-too-long");
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
