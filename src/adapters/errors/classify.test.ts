import { describe, expect, test } from "vitest";
import { failureKinds } from "../../chat/failure.js";
import { TransportError, type TransportErrorKind, type WireHeaders } from "../../wire/exchange.js";
import {
  classifyException,
  classifyResponse,
  classifyTransport,
  localFailure,
  protocolFailure,
  truncatedFailure,
} from "./classify.js";
import type { Rule } from "./classify-rule.js";
import { rules } from "./classify-rules.js";
import { hintFor } from "./failure-hints.js";

const api = "converse-stream";
const inBody = { afterFinish: false, status: 200, requestId: null, raw: null };

/** The example as AWS sends it: the type in a header, with its URL tail; only the message in the body. */
function asAws({ example }: Rule) {
  const tail = ":http://internal.amazon.com/coral/com.amazon.bedrock/";
  const headers: WireHeaders = example.type === null ? [] : [["x-amzn-errortype", `${example.type}${tail}`]];
  return classifyResponse({
    status: example.status,
    headers,
    body: JSON.stringify({ message: example.text }),
    api,
  });
}

/** The example as OpenAI and its copies send it. */
function asOpenAi({ example }: Rule) {
  const error = { message: example.text, type: "invalid_request_error", param: null, code: example.type };
  return classifyResponse({ status: example.status, headers: [], body: JSON.stringify({ error }), api });
}

describe("the classification table", () => {
  test.each(rules.map((rule) => [rule.id, rule] as const))("%s: its example in the AWS form is its kind", (_, rule) => {
    expect(asAws(rule)).toMatchObject({ kind: rule.kind, phase: "refused", status: rule.example.status });
  });

  test.each(rules.map((rule) => [rule.id, rule] as const))("%s: its example in the OpenAI form is its kind", (_, r) => {
    expect(asOpenAi(r)).toMatchObject({ kind: r.kind, phase: "refused", status: r.example.status });
  });

  test("has no two rules of one id", () => {
    expect(new Set(rules.map((rule) => rule.id)).size).toBe(rules.length);
  });

  test("admits by type or status in every rule, never by words alone", () => {
    for (const { id, when } of rules) expect([id, when.types.length + when.statuses.length > 0]).toEqual([id, true]);
  });

  test("reaches every kind of failure", () => {
    const transports: readonly TransportErrorKind[] = [
      "dns",
      "idle-timeout",
      "aborted",
      "protocol",
      "too-large",
      "replay-miss",
      "fenced",
    ];
    const reached = new Set([
      ...rules.map((rule) => asAws(rule).kind),
      ...transports.map((kind) => atConnect(kind).kind),
      truncatedFailure({ ...inBody, message: "cut" }).kind,
      localFailure("harness-fault", "mistake").kind,
    ]);
    expect([...failureKinds].filter((kind) => !reached.has(kind))).toEqual([]);
  });

  test("has a one-line hint for every kind", () => {
    for (const kind of failureKinds) expect(hintFor(kind)).toMatch(/^[^\n]{10,}$/);
  });
});

describe("cases that a reader of words gets wrong", () => {
  test.each([
    ["ExpiredTokenException", 403, "The security token included in the request is expired", "credentials"],
    ["UnrecognizedClientException", 403, "The security token included in the request is invalid.", "credentials"],
    ["AccessDeniedException", 403, "You don't have access to the model with the specified model ID.", "model-access"],
    [
      "AccessDeniedException",
      403,
      "User: arn:aws:iam::1:user/x is not authorized to perform: bedrock:InvokeModel on resource: arn:aws:bedrock:eu-west-1::foundation-model/m",
      "model-access",
    ],
    [
      "ValidationException",
      400,
      "Invocation of model ID a.b with on-demand throughput isn't supported. Retry your request with the ID or ARN of an inference profile that contains this model.",
      "inference-profile",
    ],
    [
      "ValidationException",
      400,
      "This model doesn't support tool use in streaming mode.",
      "streaming-tools-unsupported",
    ],
    [
      "ValidationException",
      400,
      "`temperature` and `top_p` cannot both be specified for this model. Please use only one.",
      "parameter-unsupported",
    ],
    ["ThrottlingException", 429, "Too many requests, please wait before trying again.", "throttled"],
    ["ThrottlingException", 429, "Too many tokens, please wait before trying again.", "throttled"],
    ["ThrottlingException", 429, "Too many tokens per day, please wait before trying again.", "quota"],
    ["ThrottlingException", 400, "Rate exceeded", "throttled"],
    ["ServiceQuotaExceededException", 400, "The model in this region is at its limit.", "quota"],
    ["InternalServerException", 500, "The provided model identifier is invalid.", "unavailable"],
    ["Unknown", 400, "The provided model identifier is invalid.", "model-not-found"],
  ])("%s %i %s", (type, status, message, kind) => {
    const headers = [["x-amzn-errortype", type]] as const;
    expect(classifyResponse({ status, headers, body: JSON.stringify({ message }), api }).kind).toBe(kind);
  });

  test("a read timeout on an endpoint URL is a timeout, not a region", () => {
    expect(atConnect("first-byte-timeout", 'Read timeout on endpoint URL: "https://bedrock-runtime…"').kind).toBe(
      "timeout",
    );
  });

  test("the typographic apostrophe of the service and the ASCII one are read alike", () => {
    for (const apostrophe of ["\u2019", "'"]) {
      const body = JSON.stringify({
        message: `Invocation of model ID m with on-demand throughput isn${apostrophe}t supported.`,
      });
      expect(classifyResponse({ status: 400, headers: [], body, api }).kind).toBe("inference-profile");
    }
  });
});

describe("classifyResponse", () => {
  test.each([
    [
      "__type with a namespace",
      { __type: "com.amazon.coral.service#AccessDeniedException", Message: "No." },
      "model-access",
      "No.",
    ],
    ["Message with a capital", { Message: "The security token is old" }, "model-access", "The security token is old"],
    ["an error that is a text", { error: "Unauthorized" }, "model-access", "Unauthorized"],
    ["a detail member", { detail: "Forbidden here" }, "model-access", "Forbidden here"],
  ])("reads %s", (_, body, kind, message) => {
    expect(classifyResponse({ status: 403, headers: [], body: JSON.stringify(body), api })).toMatchObject({
      kind,
      message,
    });
  });

  test("strips the URL from x-amzn-errortype and keeps the bare word as code", () => {
    const headers = [
      ["x-amzn-errortype", "ValidationException:http://internal.amazon.com/coral/com.amazon.bedrock/"],
      ["x-amzn-requestid", "4f1c"],
    ] as const;
    const failure = classifyResponse({ status: 400, headers, body: '{"message":"no"}', api });
    expect(failure).toMatchObject({
      code: "ValidationException",
      requestId: "4f1c",
      kind: "invalid-request",
      raw: '{"message":"no"}',
    });
  });

  test("carries the status that the model itself answered with", () => {
    const headers = [["x-amzn-errortype", "ModelErrorException"]] as const;
    const body = JSON.stringify({ message: "Try again.", originalStatusCode: 500, resourceName: "m" });
    expect(classifyResponse({ status: 424, headers, body, api })).toMatchObject({
      kind: "model-error",
      message: "Try again. (the model answered 500)",
      status: 424,
    });
  });

  test("unwraps the upstream's error from a gateway's metadata.raw, wrapped once or twice", () => {
    const inner = JSON.stringify({
      error: {
        message: "thinking is enabled but reasoning_content is missing in assistant tool call message at index 13",
        type: "invalid_request_error",
      },
    });
    for (const raw of [inner, JSON.stringify(inner)]) {
      const error = {
        message: "Provider returned error",
        code: 400,
        metadata: { raw, provider_name: "Moonshot AI", is_byok: true },
      };
      const failure = classifyResponse({ status: 400, headers: [], body: JSON.stringify({ error }), api });
      expect(failure.kind).toBe("invalid-history");
      expect(failure.message).toBe(
        "Provider returned error (Moonshot AI): thinking is enabled but reasoning_content is missing in assistant tool call message at index 13",
      );
      expect(failure.code).toBe("400");
    }
  });

  test("reads an error whose message is JSON again, as Bedrock's OpenAI endpoint sends it", () => {
    const message = JSON.stringify({
      error: { code: "validation_error", message: "This model doesn't support tool use." },
    });
    const failure = classifyResponse({ status: 400, headers: [], body: JSON.stringify({ error: { message } }), api });
    expect(failure).toMatchObject({ kind: "tools-unsupported", message: "This model doesn't support tool use." });
  });

  test("says what moderation flagged", () => {
    const error = {
      code: 403,
      message: "refused",
      metadata: { reasons: ["violence"], flagged_input: "…", provider_name: "OpenAI" },
    };
    const failure = classifyResponse({ status: 403, headers: [], body: JSON.stringify({ error }), api });
    expect(failure).toMatchObject({ kind: "content-filter", message: "refused (OpenAI) [flagged: violence]" });
  });

  test("calls an HTML page with status 502 unavailable and gives its title", () => {
    const body = "<html>\n<head><title>502 Bad Gateway</title></head></html>";
    expect(classifyResponse({ status: 502, headers: [], body, api })).toMatchObject({
      kind: "unavailable",
      message: "an HTML page: 502 Bad Gateway",
      code: null,
    });
  });

  test("calls an HTML page with status 200 a protocol failure in the body", () => {
    const failure = classifyResponse({ status: 200, headers: [], body: "<!DOCTYPE html><title>Login</title>", api });
    expect(failure).toMatchObject({ kind: "protocol", phase: "body", status: 200 });
  });

  test.each([
    [{ code: 402, message: "Insufficient credits" }, "quota"],
    [{ code: 429, message: "slow down" }, "throttled"],
    [{ code: "502", message: "upstream broke" }, "unavailable"],
    [{ message: "what?" }, "model-error"],
  ])("an error object inside a 200 is classified by the code that it states: %j", (error, kind) => {
    expect(classifyResponse({ status: 200, headers: [], body: JSON.stringify({ error }), api })).toMatchObject({
      kind,
      phase: "body",
      status: 200,
    });
  });

  test("an empty body still gives a kind and a message", () => {
    const failure = classifyResponse({ status: 503, headers: [], body: "", api });
    expect(failure).toMatchObject({ kind: "unavailable", message: "HTTP 503 with an empty body", raw: null });
  });

  test("keeps at most 64 KiB of the body", () => {
    expect(classifyResponse({ status: 500, headers: [], body: "x".repeat(100_000), api }).raw).toHaveLength(65_536);
  });

  test("the hint for tools while streaming names the unary API", () => {
    const body = JSON.stringify({ message: "This model doesn't support tool use in streaming mode." });
    expect(classifyResponse({ status: 400, headers: [], body, api }).hint).toContain("(converse)");
  });
});

describe("classifyException", () => {
  test.each([
    ["throttlingException", "Too many requests, please wait before trying again.", "throttled"],
    ["modelStreamErrorException", "The model stopped", "model-error"],
    ["modelTimeoutException", "Processing time exceeded the model timeout length.", "timeout"],
    ["internalServerException", "oops", "unavailable"],
    ["serviceUnavailableException", "oops", "unavailable"],
    ["validationException", "The provided model identifier is invalid.", "model-not-found"],
    ["validationException", "oops", "invalid-request"],
    ["neverSeenException", "The provided model identifier is invalid.", "model-error"],
    ["502", "Provider disconnected", "unavailable"],
    ["invalid_request_error", "Tool choice is required, but model did not call a tool", "invalid-request"],
  ])("%s inside a stream: %s", (type, message, kind) => {
    expect(classifyException({ ...inBody, type, message })).toMatchObject({ kind, phase: "body", code: type, message });
  });

  test("reads the code and the nested message of an error chunk", () => {
    const raw = JSON.stringify({ id: "gen-1", error: { code: 400, message: "Token limit reached" }, choices: [] });
    expect(classifyException({ ...inBody, type: null, message: "", raw, afterFinish: true })).toMatchObject({
      kind: "context-overflow",
      message: "Token limit reached",
      code: "400",
      afterFinish: true,
    });
  });

  test("names the type when there is no message", () => {
    expect(classifyException({ ...inBody, type: "throttlingException", message: "" }).message).toContain(
      "throttlingException",
    );
  });
});

describe("classifyTransport", () => {
  test.each([
    ["dns", "network", "truncated"],
    ["refused", "network", "truncated"],
    ["connect-timeout", "network", "truncated"],
    ["tls", "network", "truncated"],
    ["reset", "network", "truncated"],
    ["closed", "network", "truncated"],
    ["first-byte-timeout", "timeout", "timeout"],
    ["idle-timeout", "timeout", "timeout"],
    ["total-timeout", "timeout", "timeout"],
    ["aborted", "aborted", "aborted"],
    ["protocol", "protocol", "protocol"],
    ["replay-miss", "replay-miss", "replay-miss"],
    ["fenced", "harness-fault", "harness-fault"],
  ] as const)("%s is %s before the headers and %s in the body", (kind, before, inside) => {
    expect(atConnect(kind)).toMatchObject({ kind: before, phase: "connect", code: kind });
    const at = { phase: "body", afterFinish: true, status: 200, requestId: "r" } as const;
    expect(classifyTransport(new TransportError(kind, "broke"), at)).toMatchObject({ kind: inside, ...at });
  });

  test("prints the deadline that struck and the system's code", () => {
    const error = new TransportError("idle-timeout", "no byte came", { deadlineMs: 30_000, code: "E" });
    expect(classifyTransport(error, { phase: "body", afterFinish: false, status: 200, requestId: null })).toMatchObject(
      {
        message: "no byte came (deadline 30000 ms)",
        code: "E",
      },
    );
  });
});

test("protocolFailure and truncatedFailure stand in the body and keep what they are given", () => {
  const failure = { afterFinish: true, message: "m", status: 200, requestId: "r", raw: "{" };
  expect(protocolFailure(failure)).toMatchObject({ kind: "protocol", phase: "body", ...failure });
  expect(truncatedFailure(failure)).toMatchObject({ kind: "truncated", phase: "body", ...failure });
});

function atConnect(kind: TransportErrorKind, message = "broke") {
  const error = new TransportError(kind, message);
  return classifyTransport(error, { phase: "connect", afterFinish: false, status: null, requestId: null });
}

test("localFailure stands before the wire, with a hint of its own or the kind's", () => {
  const nothing = { code: null, status: null, requestId: null, retryAfterMs: null, raw: null, afterFinish: false };
  expect(localFailure("invalid-request", "m", "h")).toEqual({
    ...{ kind: "invalid-request", phase: "local", message: "m", hint: "h" },
    ...nothing,
  });
  expect(localFailure("harness-fault", "m").hint).toBe(hintFor("harness-fault"));
});

test("only the hints about streaming name the API", () => {
  expect(hintFor("streaming-unsupported", "converse-stream")).toContain("(converse)");
  expect(hintFor("streaming-tools-unsupported", "invoke-model-stream")).toContain("(invoke-model)");
  expect(hintFor("streaming-unsupported")).toContain("without streaming;");
  expect(hintFor("throttled", "converse-stream")).toBe("Wait and try again, with fewer requests at once.");
});
