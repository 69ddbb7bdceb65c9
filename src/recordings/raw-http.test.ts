import { describe, expect, test } from "vitest";
import { readRawMessage } from "./raw-http.js";

const bytes = (text: string) => new Uint8Array(Buffer.from(text, "latin1"));

function read(text: string) {
  const message = readRawMessage(bytes(text));
  return message === null ? null : { ...message, body: Buffer.from(message.body).toString("latin1") };
}

describe("a message", () => {
  test.each<[what: string, text: string, start: string, headers: (readonly [string, string])[], body: string]>([
    ["with line ends of two bytes", "HTTP/1.1 200 OK\r\nA: b\r\n\r\nbody", "HTTP/1.1 200 OK", [["a", "b"]], "body"],
    ["with line ends of one", "HTTP/1.1 200 OK\nA: b\n\nbody", "HTTP/1.1 200 OK", [["a", "b"]], "body"],
    ["without headers", "GET / HTTP/1.1\r\n\r\n", "GET / HTTP/1.1", [], ""],
    ["whose body has an empty line of the other kind", "X\r\nA: b\r\n\r\n1\n\n2", "X", [["a", "b"]], "1\n\n2"],
    ["whose body has an empty line of its own kind", "X\nA: b\n\n1\r\n\r\n2", "X", [["a", "b"]], "1\r\n\r\n2"],
    [
      "with blanks around a value",
      "X\r\nA:  b c\t \r\nD:e\r\n\r\n",
      "X",
      [
        ["a", "b c"],
        ["d", "e"],
      ],
      "",
    ],
    ["with colons in a value", "X\r\nA: b:c\r\n\r\n", "X", [["a", "b:c"]], ""],
    ["with lines that are no headers", "X\r\nnone\r\n: b\r\nA: b\r\n\r\n", "X", [["a", "b"]], ""],
    ["with bytes that are no text", "X\r\nA: \xe9\r\n\r\n\xff\0", "X", [["a", "\xe9"]], "\xff\0"],
  ])("%s", (_what, text, start, headers, body) => {
    expect(read(text)).toEqual({ start, headers, body, framing: "plain" });
  });

  test.each(["", "X", "X\r\nA: b\r\n", "X\nA: b\n", "X\r\n\rA: b"])(
    "a message whose headers do not end is null: %j",
    (text) => {
      expect(read(text)).toBeNull();
    },
  );

  test("may lie inside of other bytes", () => {
    const all = bytes("..X\r\n\r\nbody..");
    expect(Buffer.from(readRawMessage(all.subarray(2, 11))?.body ?? []).toString()).toBe("body");
  });
});

describe("a body in chunks", () => {
  const chunked = (body: string, value = "chunked") => {
    const message = read(`X\r\nTransfer-Encoding: ${value}\r\n\r\n${body}`);
    return message === null ? null : [message.body, message.framing];
  };

  test.each<[what: string, text: string, body: string, framing: string]>([
    ["is put together", "2\r\nab\r\n1\r\nc\r\n0\r\n\r\n", "abc", "chunked"],
    ["may be empty", "0\r\n\r\n", "", "chunked"],
    ["ends with its last chunk, whatever follows", "1\r\na\r\n0\r\nTrailer: x\r\n\r\n", "a", "chunked"],
    ["has sizes in either case", "a\r\n0123456789\r\nA\r\n0123456789\r\n0\r\n\r\n", "01234567890123456789", "chunked"],
    ["has sizes of up to eight digits", "00000002\r\nab\r\n0\r\n\r\n", "ab", "chunked"],
    ["may have extensions", "2;x=y\r\nab\r\n0;z\r\n\r\n", "ab", "chunked"],
    ["may have long extensions", `2;${"x".repeat(600)}\r\nab\r\n0\r\n\r\n`, "ab", "chunked"],
    ["may have blanks behind a size", "2 \t\r\nab\r\n0 ;z\r\n\r\n", "ab", "chunked"],
    ["may have line ends in it", "4\r\n\r\n\r\n\r\n0\r\n\r\n", "\r\n\r\n", "chunked"],
    ["is cut behind a chunk", "2\r\nab\r\n", "ab", "cut"],
    ["is cut inside a line end", "2\r\nab\r", "ab", "cut"],
    ["is cut before its last line end", "2\r\nab\r\n1\r\nc\r\n0", "abc", "cut"],
    ["is cut inside a chunk", "4\r\nab", "ab", "cut"],
    ["is cut where a chunk is longer than it says", "2\r\nabc\r\n0\r\n\r\n", "ab", "cut"],
    ["is cut where a later size is none", "2\r\nab\r\nx\r\n", "ab", "cut"],
    ["is cut where a later size has nine digits", "2\r\nab\r\n000000001\r\nc\r\n", "ab", "cut"],
    ["is none where the first size is none", "data: x\r\n\r\n", "data: x\r\n\r\n", "unframed"],
    ["is none where the first size has nine digits", "000000002\r\nab\r\n", "000000002\r\nab\r\n", "unframed"],
    ["is none where the first line has no end", "2", "2", "unframed"],
    ["is none where its line ends are of one byte", "2\nab\n0\n\n", "2\nab\n0\n\n", "unframed"],
    ["is none without a byte", "", "", "unframed"],
  ])("%s", (_what, text, body, framing) => {
    expect(chunked(text)).toEqual([body, framing]);
  });

  test.each(["Chunked", "gzip, chunked", "chunked;q=1"])("is announced by %j", (value) => {
    expect(chunked("1\r\na\r\n0\r\n\r\n", value)).toEqual(["a", "chunked"]);
  });

  test.each(["identity", "xchunked", "chunkedx", ""])("is not announced by %j", (value) => {
    expect(chunked("1\r\na\r\n0\r\n\r\n", value)).toEqual(["1\r\na\r\n0\r\n\r\n", "plain"]);
  });

  test("is not announced by another header", () => {
    expect(read("X\r\nTE: chunked\r\n\r\n0\r\n\r\n")).toMatchObject({ body: "0\r\n\r\n", framing: "plain" });
  });
});
