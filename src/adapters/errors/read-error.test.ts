import { describe, expect, test } from "vitest";
import type { WireHeaders } from "../../wire/exchange.js";
import { requestIdOf } from "../request-id.js";
import { classifyException, classifyResponse } from "./classify.js";
import { awsErrorType, cleanType } from "./error-type.js";
import { hintFor } from "./failure-hints.js";
import { readError } from "./read-error.js";

const read = (body: unknown) => readError(JSON.stringify(body));

test.each([
  ["ValidationException", "ValidationException"],
  ["ValidationException:http://internal.amazon.com/coral/", "ValidationException"],
  ["com.amazon.coral.service#AccessDeniedException", "AccessDeniedException"],
  ["a#b#Last:http://x#y", "y"],
  [" Padded :x", "Padded"],
  ["Unknown", null],
  ["UNKNOWN:http://x", null],
  ["UnknownOperationException", "UnknownOperationException"],
  ["", null],
  [" ", null],
  ["com.amazon#", null],
])("the type %j is %j", (value, type) => {
  expect(cleanType(value)).toBe(type);
  expect(awsErrorType([["x-amzn-errortype", value]])).toBe(type);
});

test("without the header there is no type", () => {
  expect(awsErrorType([])).toBeNull();
});

describe("readError", () => {
  test.each<[title: string, body: unknown, message: string | null]>([
    ["message", { message: "a" }, "a"],
    ["Message", { Message: "a" }, "a"],
    ["detail", { detail: "a" }, "a"],
    ["message before Message and detail", { detail: "c", Message: "b", message: "a" }, "a"],
    ["Message before detail", { detail: "c", Message: "b" }, "b"],
    ["an empty message is none", { message: "", Message: "b" }, "b"],
    ["a message that is no text", { message: 7, detail: "c" }, "c"],
    ["nothing", {}, null],
    ["an error that is a text", { error: "a" }, "a"],
    ["an error that is a text, beside a message", { error: "a", message: "b" }, "b"],
    ["the model's own message", { originalMessage: "a" }, "a"],
    ["both messages", { message: "a", originalMessage: "b" }, "a: b"],
    ["the model's own status", { message: "a", originalStatusCode: 0 }, "a (the model answered 0)"],
    ["the model's own status alone", { originalStatusCode: 500 }, "model error (the model answered 500)"],
    ["a provider's name", { error: { message: "a", metadata: { provider_name: "P" } } }, "a (P)"],
    ["a provider's name alone", { error: { metadata: { provider_name: "P" } } }, "error (P)"],
    ["an empty name of a provider", { error: { message: "a", metadata: { provider_name: "" } } }, "a"],
    ["two reasons", { error: { message: "a", metadata: { reasons: ["x", "y"] } } }, "a [flagged: x, y]"],
    ["reasons alone", { error: { metadata: { reasons: ["x"] } } }, "refused [flagged: x]"],
    ["no reason", { error: { message: "a", metadata: { reasons: [] } } }, "a"],
    ["reasons that are no list", { error: { message: "a", metadata: { reasons: "x" } } }, "a"],
    ["an upstream's words", { error: { message: "a", metadata: { raw: "b" } } }, "a: b"],
    ["an upstream's empty words", { error: { message: "a", metadata: { raw: "" } } }, "a"],
    ["an upstream's words alone", { error: { metadata: { raw: "b" } } }, "b"],
    ["an upstream's object", { error: { message: "a", metadata: { raw: { message: "b" } } } }, "a: b"],
    ["an upstream's object without words", { error: { message: "a", metadata: { raw: { x: 1 } } } }, "a"],
    ["a message that is an object", { error: { message: { message: "b" } } }, "b"],
    ["a message that is JSON", { message: '{"message":"b"}' }, "b"],
    ["a message that is a list in JSON", { message: "[1]" }, "[1]"],
    ["a message that is a number", { message: "429" }, "429"],
    ["a message that begins like JSON", { message: '{"message"' }, '{"message"'],
  ])("reads %s", (_title, body, message) => {
    expect(read(body).message).toBe(message);
  });

  test("reads what is wrapped as text up to four times, and no deeper", () => {
    const wrap = (times: number): string =>
      JSON.stringify({ message: times === 0 ? "deep" : wrap(times - 1), code: `at-${times}` });
    expect(readError(wrap(4))).toMatchObject({ message: "deep", code: "at-4" });
    expect(readError(wrap(4)).types).toEqual(["at-4", "at-3", "at-2", "at-1", "at-0"]);
    expect(readError(wrap(5)).types).toEqual(["at-5", "at-4", "at-3", "at-2", "at-1"]);
  });

  test("reads JSON that is a JSON text again, twice over", () => {
    const once = JSON.stringify({ message: "a" });
    const twice = JSON.stringify(once);
    expect([once, twice, JSON.stringify(twice)].map((body) => readError(body).message)).toEqual(["a", "a", "a"]);
    expect(readError(JSON.stringify(JSON.stringify(twice))).message).not.toBe("a");
    expect(readError(' \n{"message":"a"}').message).toBe("a");
  });

  test.each<[title: string, body: unknown, types: readonly string[], code: string | null, status: number | null]>([
    ["__type, without its namespace", { __type: "a.b#T" }, ["T"], "T", null],
    ["type, then code", { error: { type: "t", code: "c" } }, ["t", "c"], "c", null],
    ["the code beside the error", { error: { type: "t" }, code: "c" }, ["t", "c"], "t", null],
    [
      "all, most exact first",
      { __type: "n#T", code: "d", error: { type: "t", code: "c" } },
      ["T", "t", "c", "d"],
      "c",
      null,
    ],
    ["one word twice", { error: { type: "t", code: "t" } }, ["t"], "t", null],
    ["a word that is unknown", { error: { type: "Unknown", code: "c" } }, ["c"], "c", null],
    ["an empty code", { error: { code: "" } }, [], null, null],
    ["a number that is a status", { error: { code: 502 } }, [], "502", 502],
    ["a text that is a status", { error: { code: "429" } }, ["429"], "429", 429],
    ["a number that is none", { error: { code: 600 } }, [], "600", null],
    ["a status of one hundred", { error: { code: 100 } }, [], "100", 100],
    ["a longer number", { error: { code: 4290 } }, [], "4290", null],
    ["a status member", { error: { status: 503 } }, [], null, 503],
    ["a code before a status member", { error: { code: 429, status: 503 } }, [], "429", 429],
    ["a word as code, beside a status member", { error: { code: "c", status: 503 } }, ["c"], "c", 503],
    ["an upstream's own code", { error: { metadata: { raw: '{"error":{"code":429}}' } } }, [], "429", 429],
    [
      "an upstream's type after the gateway's",
      { error: { type: "t", metadata: { raw: '{"error":{"type":"u"}}' } } },
      ["t", "u"],
      "t",
      null,
    ],
  ])("reads %s", (_title, body, types, code, status) => {
    expect(read(body)).toMatchObject({ types, code, statedStatus: status });
  });

  test.each<[body: unknown, isError: boolean]>([
    [{ error: {} }, true],
    [{ error: "no" }, true],
    [{ object: "error" }, true],
    [{ __type: "T" }, true],
    [{ type: "t" }, true],
    [{ code: "c" }, true],
    [{ message: "m" }, true],
    [{ code: 0, message: "success" }, false],
    [{ object: "chat.completion" }, false],
    [{ error: null }, false],
    [[], false],
  ])("%j is an error by its own words: %s", (body, isError) => {
    expect(read(body).isError).toBe(isError);
  });

  test("a type in the header comes first, and makes any body an error", () => {
    const body = JSON.stringify({ __type: "B", message: "m" });
    expect(readError(body, "H")).toMatchObject({ types: ["H", "B"], code: "H", isError: true, message: "m" });
    expect(readError("", "H")).toMatchObject({ types: ["H"], isError: true, message: null });
  });

  test.each<[body: string, message: string | null, isHtml: boolean]>([
    ["", null, false],
    [" \n", null, false],
    [" plain words ", "plain words", false],
    ["x".repeat(600), "x".repeat(500), false],
    ["<html><title> Down </title>", "an HTML page: Down", true],
    ["<!DOCTYPE html>", "an HTML page", true],
    ["<!doctype html>", "an HTML page", true],
    ["<head><title></title>", "an HTML page", true],
    ["<body>", "an HTML page", true],
    ["<?xml version='1.0'?>", "an XML document", true],
    [" \n<HTML>", "an HTML page", true],
    ["<error>", "<error>", false],
    ["see <html>", "see <html>", false],
    [`<html><title>${"t".repeat(200)}</title>`, `an HTML page: ${"t".repeat(200)}`, true],
    [`<html><title>${"t".repeat(201)}</title>`, `an HTML page: ${"t".repeat(200)}`, true],
  ])("the body %j is no JSON", (body, message, isHtml) => {
    const none = { types: [], code: null, statedStatus: null, isError: false, isFrontEnd: false };
    expect(readError(body)).toEqual({ ...none, message, isHtml });
  });
});

describe("classifyResponse", () => {
  const api = "converse-stream";
  const respond = (status: number, body: string, headers: WireHeaders = []) =>
    classifyResponse({ status, headers, body, api });

  test.each<[status: number, phase: string]>([
    [199, "refused"],
    [200, "body"],
    [299, "body"],
    [300, "refused"],
  ])("a status of %i is %s", (status, phase) => {
    expect(respond(status, "x").phase).toBe(phase);
  });

  test("in a 2xx, what is no error breaks the protocol, and the HTTP status decides nothing", () => {
    expect(respond(200, '{"output":{"message":"x"}}').kind).toBe("protocol");
    expect(respond(200, '{"message":"x"}').kind).toBe("model-error");
    expect(respond(200, '{"error":{"message":"x"}}').kind).toBe("model-error");
    expect(respond(200, '{"error":{"code":429}}').kind).toBe("throttled");
    expect(respond(503, '{"error":{"code":429}}').kind).toBe("unavailable");
    expect(respond(600, "x").kind).toBe("model-error");
  });

  test("a body without a message is described", () => {
    expect(respond(400, "{}").message).toBe("HTTP 400 with a body that has no message");
    expect(respond(400, " \n").message).toBe("HTTP 400 with an empty body");
  });

  test("the time to wait and the request id are the headers'", () => {
    const headers: WireHeaders = [
      ["retry-after", "7"],
      ["x-request-id", "req"],
    ];
    expect(respond(429, "", headers)).toMatchObject({ retryAfterMs: 7000, requestId: "req", afterFinish: false });
  });

  test("without such a header, the id that the body states is the request's", () => {
    const body = '{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"},"request_id":"req_011"}';
    expect(respond(529, body).requestId).toBe("req_011");
    expect(respond(529, body, [["request-id", "req_head"]]).requestId).toBe("req_head");
    expect(respond(400, body.replace('"req_011"', "null")).requestId).toBeNull();
  });

  test("64 KiB of the body are kept, and no character more", () => {
    expect(respond(500, "x".repeat(65_536)).raw).toHaveLength(65_536);
    expect(respond(500, "x".repeat(65_537)).raw).toHaveLength(65_536);
  });
});

describe("classifyException", () => {
  const inBody = { afterFinish: false, status: 200, requestId: "r", raw: null };

  test.each<[type: string, kind: string]>([
    ["100", "model-error"],
    ["429", "throttled"],
    ["599", "unavailable"],
    ["600", "model-error"],
    ["4290", "model-error"],
    ["com.amazon#ThrottlingException:x", "throttled"],
  ])("the type %s is %s", (type, kind) => {
    expect(classifyException({ ...inBody, type, message: "m" })).toMatchObject({ kind, code: type, requestId: "r" });
  });

  test("without a type of the frame's own, the body's word and status are read", () => {
    const raw = '{"error":{"code":"rate_limit_exceeded","status":503,"message":"from the body"}}';
    expect(classifyException({ ...inBody, raw, type: null, message: "m" })).toMatchObject({
      kind: "throttled",
      code: "rate_limit_exceeded",
    });
    const stated = '{"error":{"code":503}}';
    expect(classifyException({ ...inBody, raw: stated, type: "odd", message: "m" }).kind).toBe("unavailable");
  });

  test("the message is the body's where the body is an object", () => {
    const of = (raw: string | null, message = "frame") =>
      classifyException({ ...inBody, raw, type: "odd", message }).message;
    expect(of('\n{"message":"body"}')).toBe("body");
    expect(of('{"x":1}')).toBe("frame");
    expect(of("plain")).toBe("frame");
    expect(of(null)).toBe("frame");
    expect(of(null, "")).toBe("the service sent odd inside the reply");
    expect(classifyException({ ...inBody, type: null, message: "" }).message).toBe(
      "the service sent an error inside the reply",
    );
  });

  test("words tell apart what the type admits, with the hint for the API", () => {
    const message = "This model doesn't support tool use in streaming mode.";
    const failure = classifyException({ ...inBody, type: "validationException", message, api: "converse-stream" });
    expect(failure).toMatchObject({
      kind: "streaming-tools-unsupported",
      hint: hintFor("streaming-unsupported", "converse-stream"),
    });
    expect(failure.hint).toContain("without streaming (converse);");
  });

  test("an empty raw text is none", () => {
    expect(classifyException({ ...inBody, raw: "", type: "odd", message: "m" }).raw).toBeNull();
  });
});

test.each<[headers: WireHeaders, id: string | null]>([
  [
    [
      ["x-amzn-requestid", "a"],
      ["x-request-id", "b"],
      ["x-generation-id", "c"],
    ],
    "a",
  ],
  [
    [
      ["x-generation-id", "c"],
      ["x-request-id", "b"],
    ],
    "b",
  ],
  [[["x-generation-id", "c"]], "c"],
  [
    [
      ["x-amzn-requestid", ""],
      ["x-request-id", "b"],
    ],
    "b",
  ],
  [
    [
      ["x-generation-id", "c"],
      ["request-id", "d"],
    ],
    "d",
  ],
  [[["requestid", "e"]], null],
])("of the headers %j the request id is %j", (headers, id) => {
  expect(requestIdOf(headers)).toBe(id);
});
