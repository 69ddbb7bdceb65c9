import { describe, expect, test } from "vitest";
import { broken, failed, finish, reasoning, reply, text } from "../../test/samples/transcripts.js";
import type { ChatFailure, FailureKind } from "../chat/failure.js";
import type { Reply } from "../chat/reply.js";
import { failureOutcome } from "./failure-outcome.js";

/** `reason` for what is no evidence, `finding cause` for what is bad, `none` for a reply. */
function outcome(answer: Reply, streaming = true): string {
  const found = failureOutcome(answer, streaming);
  if (found.kind === "none") return "none";
  if (found.kind === "excluded") return found.reason;
  return [found.finding.id, found.finding.cause].filter((word) => word !== null).join(" ");
}

const said: Partial<Reply> = { parts: [text("It")] };

test("a whole reply is none, and one that stops without a word is cut", () => {
  expect(outcome(reply([]))).toBe("none");
  expect(outcome(reply([], { completeness: "truncated" }))).toBe("truncated before-content");
  expect(outcome(reply([text("It")], { completeness: "truncated" }))).toBe("truncated inside-content");
  expect(outcome(reply([text("It")], { completeness: "truncated-after-finish" }))).toBe("truncated after-finish");
  expect(outcome(reply([], { completeness: "failed" }))).toBe("truncated before-content");
  expect(outcome(reply([text(" \n")], { completeness: "truncated" }))).toBe("truncated before-content");
  expect(outcome(reply([text(""), reasoning("Hm")], { completeness: "truncated" }))).toBe("truncated inside-content");
});

const own: readonly FailureKind[] = ["too-large", "aborted", "replay-miss", "harness-fault"];
const account: readonly FailureKind[] = [
  ...(["credentials", "model-access", "inference-profile", "model-retired", "model-not-found"] as const),
  ...(["region", "quota", "throttled", "routing"] as const),
];
const unsupported: readonly FailureKind[] = [
  "tools-unsupported",
  "streaming-tools-unsupported",
  "streaming-unsupported",
];

describe.each(["local", "connect", "refused", "body"] as const)("in the phase %s", (phase) => {
  const at = (kind: FailureKind, change: Partial<ChatFailure> = {}) =>
    outcome(failed(kind, { phase, status: 400, ...change }));

  test.each(own)("%s is ours", (kind) => {
    expect(at(kind)).toBe(kind);
  });

  test.each(account)("%s excludes before a 200, and is an error inside one", (kind) => {
    expect(at(kind)).toBe(phase === "body" ? `midstream-error ${kind}` : kind);
  });

  test.each(unsupported)("%s is unsupported before a 200", (kind) => {
    expect(at(kind)).toBe(phase === "body" ? `midstream-error ${kind}` : "unsupported");
  });
});

test("a response that was asked for in the background and has not ended is no evidence; one that has begun is cut", () => {
  const pending = { phase: "body", status: 200, code: "queued" } as const;
  expect(outcome(failed("truncated", pending))).toBe("pending");
  expect(outcome(failed("truncated", { ...pending, code: "in_progress" }))).toBe("pending");
  expect(outcome(failed("truncated", { ...pending, code: "completed" }))).toBe("truncated before-content");
  expect(outcome(failed("protocol", pending))).toBe("protocol");
  expect(outcome({ ...failed("truncated", pending), ...said })).toBe("truncated inside-content");
});

test.each<[phase: "local" | "connect", kind: FailureKind, reason: string]>([
  ["local", "parameter-unsupported", "unsupported"],
  ["local", "invalid-request", "harness-fault"],
  ["local", "protocol", "harness-fault"],
  ["connect", "parameter-unsupported", "connection"],
  ["connect", "network", "connection"],
  ["connect", "unavailable", "connection"],
])("in the phase %s, %s is %s", (phase, kind, reason) => {
  expect(outcome(failed(kind, { phase, status: null }))).toBe(reason);
});

describe("a refusal", () => {
  test.each<[kind: FailureKind, change: Partial<ChatFailure>, expected: string]>([
    ["unavailable", { status: 400 }, "unavailable"],
    ["unavailable", { status: null }, "unavailable"],
    ["invalid-request", { status: 499 }, "request-refused invalid-request"],
    ["invalid-request", { status: 500 }, "unavailable"],
    ["invalid-request", { status: null }, "request-refused invalid-request"],
    ["model-error", { status: 424 }, "model-error"],
    ["model-error", { status: 500 }, "unavailable"],
    ["timeout", { status: 408, raw: "{}" }, "model-error timeout"],
    ["timeout", { status: 408, raw: null }, "connection"],
    ["network", {}, "connection"],
    ["truncated", {}, "connection"],
    ["protocol", {}, "connection"],
    ["content-filter", {}, "request-refused content-filter"],
    ["parameter-unsupported", {}, "request-refused parameter-unsupported"],
  ])("%s with %j is %s", (kind, change, expected) => {
    expect(outcome(failed(kind, change))).toBe(expected);
  });
});

describe("after a 200", () => {
  test.each<[kind: FailureKind, change: Partial<ChatFailure>, expected: string]>([
    ["network", {}, "truncated before-content"],
    ["truncated", {}, "truncated before-content"],
    ["truncated", { afterFinish: true }, "truncated after-finish"],
    ["network", { afterFinish: true }, "truncated after-finish"],
    ["protocol", {}, "protocol"],
    ["protocol", { afterFinish: true }, "protocol after-finish"],
    ["content-filter", {}, "filtered"],
    ["content-filter", { afterFinish: true }, "filtered after-finish"],
    ["timeout", { raw: null }, "stalled before-content"],
    ["timeout", { raw: null, afterFinish: true }, "stalled after-finish"],
    ["timeout", { raw: "{}" }, "model-error timeout"],
    ["throttled", { afterFinish: true }, "midstream-error after-finish"],
    ["model-error", { code: "modelErrorException" }, "model-error model-error"],
    ["model-error", { code: "ModelStreamErrorException" }, "model-error model-error"],
    ["model-error", { code: "internalModelError" }, "model-error model-error"],
    ["model-error", { code: "internalModelStreamError" }, "model-error model-error"],
    ["model-error", { code: "modelErrorException", afterFinish: true }, "model-error after-finish"],
    ["model-error", { code: "someModelError" }, "midstream-error model-error"],
    ["model-error", { code: "modelTimeout" }, "midstream-error model-error"],
    ["model-error", { code: null }, "midstream-error model-error"],
  ])("%s with %j is %s", (kind, change, expected) => {
    expect(outcome(broken(kind, change))).toBe(expected);
  });

  test.each<[title: string, raw: string | null, change: Partial<Reply>, streaming: boolean, expected: string]>([
    ["an error object alone, in a stream", '{"error":{}}', {}, true, "error-in-200"],
    ["one in white space", ' \n{ \n"error" :{}}', {}, true, "error-in-200"],
    ["one after text", '{"error":{}}', said, true, "midstream-error"],
    ["one after a finish", '{"error":{}}', { finish: finish("stop") }, true, "midstream-error"],
    ["one that begins with another member", '{"id":1,"error":{}}', {}, true, "midstream-error"],
    ["a frame", null, {}, true, "midstream-error"],
    ["anything in a body that is no stream", null, said, false, "error-in-200"],
  ])("%s", (_title, raw, change, streaming, expected) => {
    expect(outcome({ ...broken("quota", { raw }), ...change }, streaming)).toBe(`${expected} quota`);
  });
});

test.each<[change: Partial<ChatFailure>, words: string]>([
  [{ status: 400, code: "E", message: "no" }, "HTTP 400 E: no"],
  [{ status: null, code: "E", message: "no" }, "E: no"],
  [{ status: 400, code: null, message: "no" }, "HTTP 400: no"],
  [{ status: null, code: null, message: "no" }, "no"],
  [{ status: 400, code: "E", message: "HTTP 400, E" }, "HTTP 400, E"],
  [{ status: 400, code: "E", message: "an E" }, "HTTP 400: an E"],
])("status and code are said once: %j", (change, words) => {
  const bad = failureOutcome(failed("invalid-history", change), true);
  const excluded = failureOutcome(failed("throttled", change), true);
  expect(bad).toMatchObject({ finding: { seen: words, severity: "bad" } });
  expect(excluded).toMatchObject({ message: words });
});
