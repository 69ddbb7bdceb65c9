import { describe, expect, test } from "vitest";
import { type ChatFailure, type FailureKind, failureKinds } from "../../../chat/failure.js";
import { TransportError } from "../../../wire/exchange.js";
import { classifyResponse, classifyTransport, localFailure } from "../../errors/classify.js";
import { encodeError } from "./encode-error.js";

const bedrock = { model: "claude", region: "us-east-1", service: "bedrock" } as const;
const other = { model: "kimi", region: null, service: "openai-compatible" } as const;

const failureOf = (kind: FailureKind, over: Partial<ChatFailure> = {}): ChatFailure => ({
  ...localFailure(kind, "said"),
  phase: "refused",
  ...over,
});

const refusedBy = (status: number, type: string, message: string): ChatFailure =>
  classifyResponse({
    status,
    headers: [["x-amzn-errortype", type]],
    body: JSON.stringify({ message }),
    api: "converse-stream",
  });

describe("the table", () => {
  test.each([
    ["credentials", 401, "upstream_credentials"],
    ["model-access", 403, "model_access_denied"],
    ["inference-profile", 400, "inference_profile_required"],
    ["model-retired", 404, "model_retired"],
    ["model-not-found", 404, "model_not_found"],
    ["region", 400, "region_unavailable"],
    ["quota", 429, "insufficient_quota"],
    ["throttled", 429, "rate_limit_exceeded"],
    ["tools-unsupported", 400, "tools_unsupported"],
    ["streaming-tools-unsupported", 400, "streaming_tools_unsupported"],
    ["streaming-unsupported", 400, "streaming_unsupported"],
    ["parameter-unsupported", 400, "unsupported_parameter"],
    ["invalid-history", 400, "invalid_messages"],
    ["context-overflow", 400, "context_length_exceeded"],
    ["content-filter", 400, "content_filter"],
    ["invalid-request", 400, "invalid_request"],
    ["routing", 503, "no_upstream"],
    ["timeout", 504, "upstream_timeout"],
    ["network", 502, "upstream_unreachable"],
    ["unavailable", 503, "upstream_unavailable"],
    ["model-error", 502, "model_error"],
    ["truncated", 502, "upstream_truncated"],
    ["protocol", 502, "upstream_protocol"],
    ["aborted", 499, "request_aborted"],
    ["replay-miss", 500, "replay_miss"],
    ["harness-fault", 500, "internal_error"],
  ] as const)("answers %s with %i and the code %s", (kind, status, code) => {
    const encoded = encodeError(failureOf(kind), other);
    expect([encoded.status, encoded.body.error.code]).toEqual([status, code]);
  });

  test.each(failureKinds)("says in a sentence what %s is, whatever is known of whom was asked", (kind) => {
    for (const context of [bedrock, other, { ...other, model: null }]) {
      const { message, type, param } = encodeError(failureOf(kind), context).body.error;
      expect(message).toMatch(/^[A-Z][^\n]{10,}[.'](?:\n|$)|^[A-Z][^\n]{10,}: said(?:\n|$)/);
      expect(message).not.toMatch(/null|undefined|\[object/);
      expect([typeof type, param]).toEqual(["string", null]);
    }
  });
});

describe("the texts that users of the original router know", () => {
  test.each([
    [
      "credentials",
      refusedBy(403, "ExpiredTokenException", "The security token included in the request is expired"),
      /^AWS credentials not found or invalid\.\nConfigure credentials using one of:\n1\. Environment variables: AWS_ACCESS_KEY_ID .*\n2\. AWS credential file .*\n3\. IAM role/,
    ],
    [
      "region",
      failureOf("region"),
      /^Model may not be available in region 'us-east-1'\.\nTry:\n1\. Use a different region \(add 'aws_region' field to model config\)/,
    ],
    [
      "model",
      refusedBy(400, "ValidationException", "The provided model identifier is invalid."),
      /^Bedrock model 'claude' not found or not accessible\. The provider said: The provided model identifier is invalid\.\nTry:/,
    ],
    [
      "timeout",
      classifyTransport(new TransportError("idle-timeout", "no bytes", { deadlineMs: 5000 }), {
        phase: "body",
        afterFinish: false,
        status: 200,
        requestId: null,
      }),
      /^Bedrock API call timed out\.\nTry:\n1\. Increase the timeout .*\n2\. .*\n3\. Try a different AWS region$/,
    ],
    [
      "inference profile",
      refusedBy(
        400,
        "ValidationException",
        "Invocation of model ID anthropic.claude with on-demand throughput isn’t supported. Retry your request with the ID or ARN of an inference profile that contains this model.",
      ),
      /needs an inference profile\. The provider said: Invocation of model ID anthropic\.claude .*\nTry:\n1\. Use an inference profile .*us\.<model id>/,
    ],
    [
      "throttling",
      refusedBy(429, "ThrottlingException", "Too many requests, please wait before trying again."),
      /^Too many requests: the provider of model 'claude' is throttling\.\nTry:\n1\. Wait and try again/,
    ],
    [
      "tools in streaming",
      refusedBy(400, "ValidationException", "This model doesn't support tool use in streaming mode."),
      /doesn't support tool use in streaming mode\..*\nTry:\n1\. Send the request with stream: false/,
    ],
    [
      "temperature and top_p",
      refusedBy(
        400,
        "ValidationException",
        "`temperature` and `top_p` cannot both be specified for this model. Please use only one.",
      ),
      /cannot both be specified for this model\. .*\nTry:\n1\. .*\n2\. Of temperature and top_p send only one/,
    ],
  ])("are kept for %s", (_, failure, text) => {
    expect(encodeError(failure, bedrock).body.error.message).toMatch(text);
  });

  test("begin their advice with what a rule knows of exactly this refusal", () => {
    const refused = refusedBy(404, "ResourceNotFoundException", "FTUFormNotFilled");
    expect(encodeError(refused, bedrock).body.error.message).toContain(
      "Try:\n1. Fill in Anthropic's use-case form in the Bedrock console, and wait 15 minutes.\n2. ",
    );
  });
});

describe("headers", () => {
  test("say how long to wait, in whole seconds rounded up and in milliseconds", () => {
    expect(encodeError(failureOf("throttled", { retryAfterMs: 1500 }), other).headers).toEqual([
      ["retry-after", "2"],
      ["retry-after-ms", "1500"],
    ]);
    expect(encodeError(failureOf("throttled", { retryAfterMs: 0 }), other).headers).toEqual([
      ["retry-after", "0"],
      ["retry-after-ms", "0"],
    ]);
  });

  test("keep OpenAI's clients from asking again where that cannot help", () => {
    expect(encodeError(failureOf("quota"), other).headers).toEqual([["x-should-retry", "false"]]);
    expect(encodeError(failureOf("throttled"), other).headers).toEqual([]);
  });
});

describe("param", () => {
  test.each([
    ["messages[2].toolCallId: no call before it", "messages[2].tool_call_id"],
    ["messages[2].parts[0].id: two calls of one id", "messages[2]"],
    ["maxOutputTokens: below 1", "max_tokens"],
    ["tools[3].name: no alias", "tools[3].function.name"],
    ["tools: this model takes none", "tools"],
    ["no field at all", null],
  ])("of a refusal of ours, %j, is %j", (message, param) => {
    const { error } = encodeError(localFailure("invalid-request", message), other).body;
    expect(error.param).toBe(param);
    const rest = message.slice(message.indexOf(": ") + 1).trim();
    expect(error.message).toBe(`The request was not sent: ${param === null ? message : `${param}: ${rest}`}`);
  });

  test("is null where the provider refused: its words are not ours", () => {
    const { error } = encodeError(failureOf("invalid-request", { message: "messages[0]: wrong" }), other).body;
    expect(error.param).toBeNull();
  });
});

describe("what a stranger must not see", () => {
  const secrets = [
    "AKIAIOSFODNN7CANARY1",
    "sk-or-v1-canary0123456789",
    "Bearer canary0123456789abcdef",
    "https://user:canarypass@10.0.0.7:8443/v1?api_key=canary123456",
    "internal-gateway.canary.internal:8080",
    "10.0.0.7:8443",
    "/srv/canary/router/dist/server.js",
    "C:\\canary\\router.yaml",
    "arn:aws:iam::123456789012:user/canary",
    "123456789012",
    "org-canaryABCDEF123456",
    "file:///etc/canary",
    "Error: x\n    at send (/srv/canary/send.js:1:2)",
  ];

  test.each(failureKinds)("is in no part of the answer to %s", (kind) => {
    for (const secret of secrets) {
      for (const phase of ["connect", "refused", "body", "local"] as const) {
        const failure = failureOf(kind, {
          phase,
          message: `it broke at ${secret} (${secret})`,
          raw: secret,
          code: secret,
          requestId: secret,
        });
        const told = JSON.stringify(encodeError(failure, bedrock));
        expect(told).not.toMatch(/canary|123456789012|10\.0\.0\.7|AKIA/i);
      }
    }
  });

  test("keeps what is no secret: model ids, members, numbers", () => {
    const message =
      "messages.3.content: `openai.gpt-oss-120b-1:0` and/or kimi-k2.5 takes at most 2.5 of 1048565 tokens at 12:30:05";
    expect(encodeError(failureOf("invalid-request", { message }), other).body.error.message).toContain(message);
  });

  // Longer than what a search of more than linear time would ever come through.
  test.each([
    ["text", "x ".repeat(5_000_000)],
    ["one word", "x".repeat(5_000_000)],
    ["blank lines", "\n".repeat(5_000_000)],
    ["paths", "/a".repeat(5_000_000)],
    ["dots", "a.".repeat(5_000_000)],
  ])("is cut where a service says too much: %s", (_, message) => {
    const { error } = encodeError(failureOf("invalid-request", { message }), other).body;
    expect(error.message.length).toBeLessThan(1000);
  });

  test("is not shown in half where the message is cut", () => {
    const key = "sk-or-v1-canary0123456789abcdef";
    for (let at = 3970; at <= 4000; at += 1) {
      const message = `${`https://h.example/${"x".repeat(at - 19)}`} ${key} more`;
      expect(JSON.stringify(encodeError(failureOf("invalid-request", { message }), other))).not.toContain("sk-or");
    }
  });
});
