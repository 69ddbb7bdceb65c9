import { expect, test } from "vitest";
import { protocolOf } from "./first-bytes.js";

const preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
const of = (text: string) => protocolOf(Buffer.from(text, "latin1"));

test("the preface of HTTP/2 is known once it is whole, with or without what follows", () => {
  expect([of(preface), of(`${preface}\0\0\0\x04`)]).toEqual(["http/2", "http/2"]);
  for (let length = 0; length < preface.length; length++) expect(of(preface.slice(0, length))).toBeNull();
});

test.each([
  ["POST /v1/chat/completions HTTP/1.1\r\n"],
  ["PO"],
  ["PROPFIND / HTTP/1.1\r\n"],
  ["PRI * HTTP/1.1\r\n"],
  [`G${preface}`],
  ["\x16\x03\x01\x02\x00"],
  ["\0"],
])("%j is left to HTTP/1.1", (text) => {
  expect(of(text)).toBe("http/1.1");
});

test("every other byte at any place of the preface decides", () => {
  for (let at = 0; at < preface.length; at++) {
    expect(of(`${preface.slice(0, at)}\x01`)).toBe("http/1.1");
  }
});
