import { expect, test } from "vitest";
import {
  classifyBody,
  localFailure,
  notJsonFailure,
  textFailure,
  tooLargeFailure,
  truncatedFailure,
} from "./classify.js";

const body = (raw: string | null) => ({
  ...{ afterFinish: false, message: "the body is no reply", status: 200, requestId: "r" },
  raw,
});

test.each([
  ['{"error":{"message":"Too many requests","code":429}}', "throttled", "Too many requests"],
  ['{"message":"down","status":503}', "unavailable", "down"],
  ["<html><head><title>502 Bad Gateway</title></head></html>", "protocol", "502 Bad Gateway"],
])("the body %j states an error", (raw, kind, message) => {
  const failure = classifyBody(body(raw));
  expect(failure).toMatchObject({ kind, status: 200, requestId: "r" });
  expect(failure?.message).toContain(message);
});

test.each(['{"outcome":"rain"}', "[]", "", null])("the body %j states none", (raw) => {
  expect(classifyBody(body(raw))).toBeNull();
});

test("an error without words says that it has none", () => {
  expect(classifyBody(body('{"error":{}}'))?.message).not.toBe("");
});

test("text that is no error is quoted, at most 200 characters of it, and other bodies are not", () => {
  expect(textFailure(body("  It rains today. ")).message).toBe('the body is no reply: "It rains today."');
  const long = textFailure(body(`It rains ${"x".repeat(300)}`));
  expect(long.message).toBe(`the body is no reply: ${JSON.stringify(`It rains ${"x".repeat(191)}`)}`);
  expect(textFailure(body(null))).toMatchObject({ kind: "protocol", message: "the body is no reply" });
  expect(textFailure(body('{"outcome":"rain"}')).message).toBe("the body is no reply");
  expect(textFailure(body('{"error":{"message":"Too many requests","code":429}}')).kind).toBe("throttled");
});

test("text that is no JSON fails by what it says, and one beyond our depth by our limit", () => {
  const message = "nested too deep";
  const parsed = { ok: false, message, position: null, incomplete: false } as const;
  expect(notJsonFailure({ ...parsed, tooDeep: true }, body("[[[")).kind).toBe("too-large");
  expect(notJsonFailure({ ...parsed, tooDeep: true }, body("[[[")).message).toBe(message);
  expect(notJsonFailure({ ...parsed, tooDeep: false }, body("oops")).kind).toBe("protocol");
});

test("each failure of a body keeps what is known of its response", () => {
  const known = { afterFinish: true, message: "m", status: 200, requestId: "r", raw: "x" };
  for (const [failure, kind] of [
    [truncatedFailure(known), "truncated"],
    [tooLargeFailure(known), "too-large"],
  ] as const) {
    expect(failure).toMatchObject({ ...known, kind, phase: "body", code: null });
    expect(failure.hint).not.toBe("");
  }
});

test("a failure before anything was sent has no response, and the hint that it was given", () => {
  const failure = localFailure("invalid-history", "m");
  expect(failure).toMatchObject({ kind: "invalid-history", phase: "local", message: "m", status: null, raw: null });
  expect(failure.hint).not.toBe("");
  expect(localFailure("invalid-history", "m", "do this").hint).toBe("do this");
});
