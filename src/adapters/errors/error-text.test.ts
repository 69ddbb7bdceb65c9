import { expect, test } from "vitest";
import { isWords, readErrorText, statusInWords } from "./error-text.js";

test.each([
  ["upstream connect error or disconnect/reset before headers", true],
  ["Internal Server Error", true],
  ["[ERROR] engine stopped", true],
  ["no healthy upstream", true],
  ["Request timed out", true],
  ["It is raining in Whitby.", false],
  ["terrors of the deep", false],
  ['{"error":', false],
  ["[1, 2] failed", false],
  ["<error/>", false],
  ["", false],
])("%j reads like an error: %s", (text, isError) => {
  expect(readErrorText(text).isError).toBe(isError);
});

test.each<[text: string, status: number | null]>([
  ["502 Bad Gateway", 502],
  ["HTTP/1.1 429 slow down", 429],
  ["Error: 503", 503],
  ["status code: 404", 404],
  ["Too many requests", 429],
  ["upstream request timeout", 504],
  ["no healthy upstream", 503],
  ["internal server error", 500],
  ["Unauthorized", 401],
  ["Forbidden", 403],
  ["it is forbidden", null],
  ["5020 things", null],
  ["200 OK", null],
  ["boom", null],
])("%j names the status %s", (text, status) => {
  expect(statusInWords(text)).toBe(status);
});

test.each<[xml: string, type: string | null, message: string | null]>([
  ["<UnknownOperationException/>\n", "UnknownOperationException", null],
  ['<?xml version="1.0"?>\n<UnknownOperationException/>', "UnknownOperationException", null],
  [
    "<AccessDeniedException>\n  <Message>No entry</Message>\n</AccessDeniedException>",
    "AccessDeniedException",
    "No entry",
  ],
  [
    "<ErrorResponse><Error><Code>InvalidAction</Code><Message>Odd</Message></Error></ErrorResponse>",
    "InvalidAction",
    "Odd",
  ],
  ["<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>", "AccessDenied", "Access Denied"],
])("%j is an error of AWS's front end", (xml, type, message) => {
  expect(readErrorText(xml)).toMatchObject({ types: [type], code: type, message, isError: true, isFrontEnd: true });
});

test.each([
  ["<html><body><h1>504 Gateway Time-out</h1>\n<p>nginx</p></body></html>", "an HTML page: 504 Gateway Time-out nginx"],
  ["<!doctype html><script>let error;</script><p>Down</p>", "an HTML page: Down"],
  ["<?xml version='1.0'?>\n<error><message>no entry</message></error>", "an XML document: no entry"],
  ["<html></html>", "an HTML page"],
])("%j says %j", (page, message) => {
  expect(readErrorText(page)).toMatchObject({ message, isError: false, isHtml: true });
});

test("other markup is not AWS's", () => {
  for (const text of ["<html><title>Error</title></html>", "<error/>", "<Answer/>"]) {
    expect(readErrorText(text)).toMatchObject({ types: [], isFrontEnd: false });
  }
});

test.each([
  ["plain words", true],
  ["[ERROR] words", true],
  ['["a"]', false],
  ["[", false],
  ["null", false],
  ["12.5", false],
  ['"quoted', false],
  [" {", false],
  ["", false],
])("%j can be quoted as words: %s", (text, are) => {
  expect(isWords(text)).toBe(are);
});
