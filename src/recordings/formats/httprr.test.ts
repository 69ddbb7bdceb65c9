import { describe, expect, test } from "vitest";
import { interactionsOf, readingOf } from "../../../test/support/read-format.js";
import { RecordingError } from "../format.js";
import { recordingFile } from "../recording-file.js";
import { httprr } from "./httprr.js";

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

const ask = [
  "POST https://llm.example/v1/chat/completions HTTP/1.1",
  "Host: llm.example",
  "Content-Type: application/json",
  "",
  '{"model":"parrot","messages":[]}',
].join("\r\n");

const answer = (body: string, ...headers: readonly string[]): string =>
  ["HTTP/1.1 200 OK", "Content-Type: application/json", ...headers, "", body].join("\r\n");

const pair = (sent: string, came: string): string => `${utf8(sent).length} ${utf8(came).length}\n${sent}${came}`;

const trace = (...pairs: readonly string[]): string => `httprr trace v1\n${pairs.join("")}`;

const read = (text: string) => interactionsOf(httprr, recordingFile("a.httprr", utf8(text)));

const bodyOf = (one: ReturnType<typeof read>[number] | undefined): string =>
  Buffer.concat(one?.chunks.map(([, bytes]) => bytes) ?? []).toString();

describe("httprr", () => {
  test("a trace of two exchanges is read as two, each with its own status, headers and bytes", () => {
    const refused = "HTTP/2.0 429 Too Many Requests\r\nRetry-After: 7\r\nDate: Mon, 02 Feb 2026 10:00:00 GMT\r\n\r\nno";
    const [first, second, ...more] = read(trace(pair(ask, answer('{"word":"né"}')), pair(ask, refused)));
    expect(more).toEqual([]);
    expect(first).toMatchObject({ interaction: 0, response: { status: 200 }, recordedAt: null, end: "eof", notes: [] });
    expect(first?.request).toEqual({
      method: "POST",
      url: "https://llm.example/v1/chat/completions",
      headers: [
        ["host", "llm.example"],
        ["content-type", "application/json"],
      ],
      body: utf8('{"model":"parrot","messages":[]}'),
    });
    expect(bodyOf(first)).toBe('{"word":"né"}');
    expect(second).toMatchObject({ interaction: 1, response: { status: 429 }, recordedAt: "2026-02-02T10:00:00.000Z" });
    expect(second?.response?.headers).toContainEqual(["retry-after", "7"]);
    expect(bodyOf(second)).toBe("no");
  });

  test("a trace without exchanges is empty", () => {
    expect(read(trace())).toEqual([]);
  });

  test("line ends may be LF alone", () => {
    const [only] = read(trace(pair(ask.replaceAll("\r\n", "\n"), answer("{}").replaceAll("\r\n", "\n"))));
    expect(only?.response?.headers).toEqual([["content-type", "application/json"]]);
    expect(bodyOf(only)).toBe("{}");
  });

  test.each([
    ["two chunks", "3\r\nabc\r\n2;name=value\r\nde\r\n0\r\n\r\n", "abcde"],
    ["a line end inside a chunk", "6\r\na\r\n\r\nb\r\n0\r\n\r\n", "a\r\n\r\nb"],
    ["trailers", "1\r\na\r\n0\r\nExpires: never\r\n\r\n", "a"],
    ["no byte", "0\r\n\r\n", ""],
  ])("a chunked body of %s is put together", (_, chunks, plain) => {
    const [only] = read(trace(pair(ask, answer(chunks, "Transfer-Encoding: chunked"))));
    expect(bodyOf(only)).toBe(plain);
    expect(only?.notes).toEqual([]);
  });

  test("a body that is announced as chunked but is not is read unchanged, with a note", () => {
    const [only] = read(trace(pair(ask, answer("data: hello\n\n", "Transfer-Encoding: chunked"))));
    expect(bodyOf(only)).toBe("data: hello\n\n");
    expect(only?.notes).toEqual(["transfer-encoding says chunked, the stored body has no chunks"]);
  });

  test.each([
    ["inside a chunk", "5\r\nabc"],
    ["after a chunk", "3\r\nabc\r\n"],
    ["inside a later length", "3\r\nabc\r\n1f"],
    ["where a chunk is longer than it says", "2\r\nabc\r\n0\r\n\r\n"],
    ["with a length beyond any file", "ffffffff\r\nabc\r\n0\r\n\r\n"],
  ])("chunks that end %s are damage, not a shorter body", (_, chunks) => {
    expect(() => read(trace(pair(ask, answer(chunks, "Transfer-Encoding: chunked"))))).toThrow(
      "a.httprr, interaction 0: the chunks of the response end before the last one",
    );
  });

  test("a path without a host uses the host header, with a note that the scheme is assumed", () => {
    const [only] = read(trace(pair(ask.replace("https://llm.example", ""), answer("{}"))));
    expect(only?.request?.url).toBe("https://llm.example/v1/chat/completions");
    expect(only?.notes).toEqual(["the URL's scheme is not recorded; https is assumed"]);
  });

  test("a path without any host has lost it", () => {
    const bare = ask.replace("https://llm.example", "").replace("Host: llm.example\r\n", "");
    const [only] = read(trace(pair(bare, answer("{}"))));
    expect(only?.request?.url).toBe("/v1/chat/completions");
    expect(only?.losses).toContain("host");
  });

  test("a content-length that is not the body's is a note", () => {
    const [only] = read(trace(pair(ask, answer("{}", "Content-Length: 900"))));
    expect(only?.notes).toEqual(["content-length says 900, the stored body has 2 bytes"]);
  });

  test.each([
    ["another version", "httprr trace v2\n", 'a.httprr: begins with "httprr trace v2'],
    ["no line after the version", "httprr trace v1", "a.httprr: begins with"],
    ["no lengths", "httprr trace v1\nhello\n", "a.httprr, interaction 0: two lengths are expected at byte 16"],
    ["one length", "httprr trace v1\n12\n", "interaction 0: two lengths are expected"],
    ["a negative length", "httprr trace v1\n-1 2\n", "interaction 0: two lengths are expected"],
    ["lengths without line end", "httprr trace v1\n1 2", "interaction 0: two lengths are expected"],
    [
      "lengths beyond the file",
      "httprr trace v1\n999999999 999999999\nabc",
      "add up to 1999999998 bytes, but only 3 are left",
    ],
    [
      "a request that is not an HTTP message",
      trace(pair("hello\r\n\r\n", answer(""))),
      "the request is not an HTTP message",
    ],
    [
      "a response without end of headers",
      trace(pair(ask, "HTTP/1.1 200 OK\r\n")),
      "the response is not an HTTP message",
    ],
    ["a status of four digits", trace(pair(ask, "HTTP/1.1 2000 OK\r\n\r\n")), "the response is not an HTTP message"],
  ])("%s is an error that names the file", (_, text, message) => {
    expect(() => read(text)).toThrow(RecordingError);
    expect(() => read(text)).toThrow(message);
  });

  test("everything before the damage is yielded", () => {
    const file = recordingFile("a.httprr", utf8(`${trace(pair(ask, answer("{}")))}7 `));
    expect(readingOf(httprr, file)).toEqual([0, expect.stringMatching(/^a\.httprr, interaction 1: /)]);
  });

  test("a trace cut at any byte is an error or ends exactly between two exchanges", () => {
    const whole = utf8(trace(pair(ask, answer("{}")), pair(ask, answer("[]"))));
    const quiet = Array.from({ length: whole.length }, (_, end) => end).filter((end) => {
      const file = recordingFile("a.httprr", whole.subarray(0, end));
      if (!httprr.detect(file)) return false;
      try {
        return interactionsOf(httprr, file).length < 2;
      } catch (error) {
        return !(error instanceof RecordingError);
      }
    });
    expect(quiet).toEqual([16, utf8(trace(pair(ask, answer("{}")))).length]);
  });

  test("a file is known by its first line, whatever the version", () => {
    const detect = (text: string) => httprr.detect(recordingFile("x", utf8(text)));
    expect(["httprr trace v1\n", "httprr trace v1", "httprr trace v9\n"].map(detect)).toEqual([true, true, true]);
    expect(["", "httprr", "the httprr trace v1\n", "version: 2\n"].map(detect)).toEqual([false, false, false, false]);
  });
});
