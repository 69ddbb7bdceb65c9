import { describe, expect, test } from "vitest";
import { judgeRecordings } from "../../src/index.js";
import type { WireHeaders } from "../../src/wire/exchange.js";
import { answered, type Outcome, type ServiceAnswer } from "../support/answered.js";
import { chunkFrame } from "../support/invoke-frames.js";

const sse: WireHeaders = [["content-type", "text/event-stream"]];
const json: WireHeaders = [["content-type", "application/json"]];
const plain: WireHeaders = [["content-type", "text/plain"]];
const html: WireHeaders = [["content-type", "text/html"]];
const frames: WireHeaders = [["content-type", "application/vnd.amazon.eventstream"]];

const bedrock = ["converse", "converse-stream", "invoke-model", "invoke-model-stream"] as const;
const all = ["chat-completions", "chat-completions-stream", ...bedrock] as const;

/** What both clients say; they say the same. */
async function said(api: (typeof all)[number], answer: ServiceAnswer): Promise<Outcome> {
  const { sdk, http } = await answered(api, answer);
  expect(sdk).toEqual(http);
  return http;
}

const head = { id: "gen-1", provider: "Crusoe", model: "m", created: 1 };

function completion(choice: object, more: object = {}): ServiceAnswer {
  return { body: JSON.stringify({ ...head, object: "chat.completion", choices: [{ index: 0, ...choice }], ...more }) };
}

function chunk(choice: object, more: object = {}): string {
  const body = { ...head, object: "chat.completion.chunk", choices: [{ index: 0, ...choice }], ...more };
  return `data: ${JSON.stringify(body)}\n\n`;
}

const begun = chunk({ delta: { role: "assistant", content: "High wat" }, finish_reason: null });

describe("an error beside the message", () => {
  const error = { code: 502, message: "Provider returned error" };
  const quoted = "HTTP 200 502: Provider returned error";

  test.each(["", "High wat"])("on the choice, after the text %j", async (content) => {
    const unary = await said("chat-completions", completion({ message: { content }, finish_reason: null, error }));
    expect(unary).toEqual({ outcome: "error-in-200 (unavailable)", words: quoted, text: content });
    const body = chunk({ delta: { content } }) + chunk({ delta: {}, finish_reason: null, error });
    const streamed = await said("chat-completions-stream", { headers: sse, body });
    expect(streamed).toEqual({ outcome: "midstream-error (unavailable)", words: quoted, text: content });
  });

  test.each([
    ["in the message", { message: { content: "", error } }, { delta: { error } }],
    [
      "with a finish of its own",
      { message: { content: "a" }, finish_reason: "stop", error },
      { delta: {}, finish_reason: "stop", error },
    ],
    ["as a text", { message: { content: "" }, error: quoted }, { delta: {}, error: quoted }],
  ])("%s", async (_title, whole, piece) => {
    const unary = await said("chat-completions", completion(whole));
    expect(unary).toMatchObject({ outcome: expect.stringMatching(/^error-in-200 /) });
    expect(unary.words).toContain("Provider returned error");
    const streamed = await said("chat-completions-stream", { headers: sse, body: begun + chunk(piece) });
    expect(streamed).toMatchObject({ outcome: expect.stringMatching(/^midstream-error /), text: "High wat" });
    expect(streamed.words).toContain("Provider returned error");
  });

  test("on a choice of InvokeModel, which has the same body", async () => {
    const unary = await said("invoke-model", completion({ message: { content: "High wat" }, error }));
    expect(unary).toEqual({ outcome: "error-in-200 (unavailable)", words: quoted, text: "High wat" });
    const records = [{ choices: [{ index: 0, delta: { content: "High wat" } }] }, { choices: [{ index: 0, error }] }];
    const streamed = await said("invoke-model-stream", {
      headers: frames,
      body: Buffer.concat(records.map(chunkFrame)),
    });
    expect(streamed).toEqual({ outcome: "midstream-error (unavailable)", words: quoted, text: "High wat" });
  });

  test("with an upstream's own words, under its own class", async () => {
    const raw = '{"error":{"message":"Too many requests","code":429}}';
    const nested = { code: 429, message: "Provider returned error", metadata: { raw, provider_name: "Crusoe" } };
    const { outcome, words } = await said("chat-completions", completion({ message: { content: "" }, error: nested }));
    expect(outcome).toBe("error-in-200 (throttled)");
    expect(words).toBe("HTTP 200 429: Provider returned error (Crusoe): Too many requests");
  });

  test.each([null, false, "", {}])("but %j states none", async (none) => {
    const whole = {
      message: { role: "assistant", content: "At six.", error: none },
      finish_reason: "stop",
      error: none,
    };
    expect(await said("chat-completions", completion(whole, { error: null }))).toMatchObject({ outcome: "ok" });
    const body = `${begun}${chunk({ delta: { error: none }, finish_reason: "stop", error: none })}data: [DONE]\n\n`;
    expect(await said("chat-completions-stream", { headers: sse, body })).toMatchObject({ outcome: "ok" });
  });

  test("and a model that talks about an error makes none", async () => {
    const content = '{"error":{"code":500,"message":"Internal server error"}}\nevent: error\n502 Bad Gateway';
    const unary = await said("chat-completions", completion({ message: { content }, finish_reason: "stop" }));
    expect(unary).toMatchObject({ outcome: "ok", text: content });
    const body = `${chunk({ delta: { content } })}${chunk({ delta: {}, finish_reason: "stop" })}data: [DONE]\n\n`;
    expect(await said("chat-completions-stream", { headers: sse, body })).toMatchObject({
      outcome: "ok",
      text: content,
    });
  });
});

/** An error in a form, its class, and its words. */
const forms: readonly (readonly [form: object, cause: string, words: string])[] = [
  [{ detail: "Internal server error" }, "unavailable", "Internal server error"],
  [{ detail: [{ loc: ["body", "messages"], msg: "field required" }] }, "model-error", "body.messages: field required"],
  [{ detail: { message: "the engine died" } }, "model-error", "the engine died"],
  [{ errors: [{ message: "boom" }] }, "model-error", "boom"],
  [{ errors: ["boom", "again"] }, "model-error", "boom; again"],
  [{ success: false, errors: [{ code: 10000, message: "no route" }] }, "model-error", "no route"],
  [{ status: 429, title: "Too Many Requests" }, "throttled", "Too Many Requests"],
  [{ type: "about:blank", status: 503, title: "Down", detail: "come back" }, "unavailable", "come back"],
  [{ message: "boom" }, "model-error", "boom"],
  [{ error: "rate limit reached" }, "throttled", "rate limit reached"],
  [{ code: 1305, msg: "busy, service unavailable" }, "unavailable", "busy, service unavailable"],
  [{ error_code: 18, error_msg: "qps is over" }, "model-error", "qps is over"],
  [{ error: { code: 402, message: "no credits left" } }, "quota", "no credits left"],
  [{ object: "error", message: "boom", code: 500 }, "unavailable", "boom"],
  [[{ error: { code: 503, message: "overloaded", status: "UNAVAILABLE" } }], "unavailable", "overloaded"],
  [{ base_resp: { status_code: 1008, status_msg: "insufficient balance" } }, "model-error", "insufficient balance"],
  [
    { error: { code: 400, message: "", metadata: { raw: "the GPU fell off the bus" } } },
    "invalid-request",
    "the GPU fell off the bus",
  ],
];

describe.each(forms)("the error %j", (form, cause, words) => {
  const quoting = { words: expect.stringContaining(words) };

  test.each(["chat-completions", "converse", "invoke-model"] as const)("in place of a reply of %s", async (api) => {
    const found = await said(api, { body: JSON.stringify(form) });
    expect(found).toMatchObject({ outcome: `error-in-200 (${cause})`, ...quoting });
  });

  test.each(["converse-stream", "invoke-model-stream", "chat-completions-stream"] as const)(
    "as JSON in place of a stream of %s",
    async (api) => {
      const found = await said(api, { body: JSON.stringify(form), headers: json });
      expect(found.outcome).toMatch(new RegExp(`^(?:error-in-200|midstream-error) \\(${cause}\\)$`));
      expect(found).toMatchObject(quoting);
    },
  );

  const inStream = { outcome: `midstream-error (${cause})`, ...quoting, text: "High wat" };
  test.each([
    ["as an event", `data: ${JSON.stringify(form)}\n\n`],
    ["as an event, and then [DONE]", `data: ${JSON.stringify(form)}\n\ndata: [DONE]\n\n`],
    ["as an event of errors", `event: error\ndata: ${JSON.stringify(form)}\n\n`],
    ["as an event without its blank line", `data: ${JSON.stringify(form)}`],
    ["as a line", `${JSON.stringify(form)}\n`],
    ["as a line without its end", JSON.stringify(form)],
    ["as lines", `${JSON.stringify(form, null, 2)}\n\n`],
  ])("in a stream %s", async (_title, said_) => {
    expect(await said("chat-completions-stream", { headers: sse, body: begun + said_ })).toMatchObject(inStream);
  });

  if (Array.isArray(form)) return;
  test("in a record of InvokeModel", async () => {
    const records = [{ choices: [{ index: 0, delta: { content: "High wat" } }] }, form];
    const body = Buffer.concat(records.map(chunkFrame));
    expect(await said("invoke-model-stream", { headers: frames, body })).toMatchObject(inStream);
  });
});

describe("an error in plain words", () => {
  const envoy = "upstream connect error or disconnect/reset before headers. reset reason: connection failure";

  test.each([
    ["an event of errors", `event: error\ndata: ${envoy}\n\n`],
    ["an event of errors without its blank line", `event: error\ndata: ${envoy}\n`],
    ["data", `data: ${envoy}\n\n`],
    ["a line", `${envoy}\n`],
    ["a line without its end", envoy],
    ["a line before [DONE]", `${envoy}\n\ndata: [DONE]\n\n`],
    ["a JSON text", `data: ${JSON.stringify(envoy)}\n\n`],
  ])("as %s is quoted", async (_title, words) => {
    expect(await said("chat-completions-stream", { headers: sse, body: begun + words })).toEqual({
      outcome: "midstream-error (unavailable)",
      words: `HTTP 200: ${envoy}`,
      text: "High wat",
    });
  });

  test.each(all)("in place of a reply of %s", async (api) => {
    const found = await said(api, { headers: plain, body: "Too many requests, slow down" });
    expect(found.outcome).toMatch(/^(?:error-in-200|midstream-error) \(throttled\)$/);
    expect(found.words).toBe("HTTP 200: Too many requests, slow down");
  });

  test("behind a mark of its own", async () => {
    const found = await said("chat-completions-stream", {
      headers: sse,
      body: `${begun}data: [ERROR] engine stopped\n\n`,
    });
    expect(found).toMatchObject({
      outcome: "midstream-error (model-error)",
      words: "HTTP 200: [ERROR] engine stopped",
    });
  });

  test.each(all)("a page in place of a reply of %s", async (api) => {
    const found = await said(api, { headers: html, body: "<html><head><title>524</title></head></html>" });
    expect(found).toMatchObject({ outcome: "protocol", words: "HTTP 200: an HTML page: 524" });
  });

  test.each(all)("markup in place of a reply of %s", async (api) => {
    const headers: WireHeaders = [["content-type", "application/xml"]];
    const found = await said(api, { headers, body: "<error><message>no entry for you</message></error>" });
    expect(found.outcome).toBe("protocol");
    expect(found.words).toContain("no entry for you");
  });

  test("a page without a type of its own, or as a stream", async () => {
    const body = "<!DOCTYPE html>\n<html>\n<head>\n<title>524: A timeout occurred</title>\n</head>\n</html>\n";
    for (const headers of [[], sse, plain]) {
      const found = await said("chat-completions-stream", { headers, body });
      expect(found).toMatchObject({ outcome: "protocol", words: "HTTP 200: an HTML page: 524: A timeout occurred" });
    }
  });

  test.each(["chat-completions", "converse", "invoke-model"] as const)(
    "other words of %s are quoted too",
    async (api) => {
      const found = await said(api, { headers: plain, body: "Hello from the dock." });
      expect(found.outcome).toBe("protocol");
      expect(found.words).toContain('"Hello from the dock."');
    },
  );

  test("a comment that reads like one is none", async () => {
    const body = `: timeout error, retrying\n\n${begun}: 502 Bad Gateway\n\n${chunk({ delta: {}, finish_reason: "stop" })}data: [DONE]\n\n`;
    expect(await said("chat-completions-stream", { headers: sse, body })).toMatchObject({ outcome: "ok" });
  });

  test("a stream that only stops has no words to quote", async () => {
    expect(await said("chat-completions-stream", { headers: sse, body: begun })).toMatchObject({
      outcome: "truncated (inside-content)",
      words: "HTTP 200: the stream ended before a finish_reason",
    });
  });
});

describe("an error of AWS's front end", () => {
  const wrapped = (type: string) =>
    JSON.stringify({ Output: { __type: `com.amazon.coral.service#${type}` }, Version: "1.0" });
  const type = "UnknownOperationException";

  test.each(bedrock)("a wrong address of %s is blocked, with the type and what to do", async (api) => {
    const answers: readonly ServiceAnswer[] = [
      { body: wrapped(type) },
      { body: wrapped(type), status: 404 },
      { body: `{"__type":"${type}"}`, status: 404 },
      { body: "<UnknownOperationException/>\n", status: 404, headers: [] },
      {
        body: "{}",
        status: 404,
        headers: [...json, ["x-amzn-errortype", `${type}:http://internal.amazon.com/coral/`]],
      },
    ];
    for (const answer of answers) {
      const found = await said(api, answer);
      expect(found.outcome).toBe("excluded: wrong-address");
      expect(found.words).toContain(type);
      expect(found.words).toContain("%2F");
    }
  });

  test.each(["chat-completions", "chat-completions-stream"] as const)("on Bedrock's OpenAI route, %s", async (api) => {
    expect(await said(api, { body: wrapped(type) })).toMatchObject({ outcome: "excluded: wrong-address" });
    expect(await said(api, { body: wrapped(type), status: 404 })).toMatchObject({ outcome: "excluded: wrong-address" });
  });

  test.each([
    ["AccessDeniedException", "model-access"],
    ["UnrecognizedClientException", "credentials"],
    ["ThrottlingException", "throttled"],
    ["InternalFailure", "unavailable"],
    ["NeverSeenException", "unavailable"],
  ])("%s inside a 200 is %s", async (other, reason) => {
    for (const api of bedrock) {
      expect(await said(api, { body: wrapped(other) })).toMatchObject({ outcome: `excluded: ${reason}` });
    }
  });

  test("an exception in a stream that has begun is the service's", async () => {
    const raw = { __type: "ThrottlingException", message: "Too many tokens" };
    const records = [{ choices: [{ index: 0, delta: { content: "High wat" } }] }, raw];
    const body = Buffer.concat(records.map(chunkFrame));
    const found = await said("invoke-model-stream", { headers: frames, body });
    expect(found.outcome).toBe("midstream-error (throttled)");
  });
});

describe("a refused request has its cause", () => {
  /** `outcome` on every API, for words that come with this status. */
  test.each<[status: number, words: string, outcome: string]>([
    [400, "output_config.format.schema: For 'array' type, property 'maxItems' is not supported", "schema-keyword"],
    [
      400,
      "tools.0.custom.input_schema: input_schema does not support oneOf, allOf, or anyOf at the top level",
      "schema-keyword",
    ],
    [
      400,
      "Invalid schema for response_format 'x': In context=('properties', 'y'), 'additionalProperties' is required to be supplied and to be false.",
      "schema-keyword",
    ],
    [400, "Invalid schema for function 'f': In context=(), 'format' is not permitted.", "schema-keyword"],
    [400, 'Grammar error: Unimplemented keys: ["uniqueItems"]', "schema-keyword"],
    [400, "messages.1.content.0: Invalid `signature` in `thinking` block", "thinking-signature"],
    [400, "messages.1.content.0.thinking.signature: Field required", "thinking-signature"],
    [
      400,
      "messages.5.content.1: `thinking` or `redacted_thinking` blocks in the latest assistant message cannot be modified.",
      "thinking-signature",
    ],
    [400, "Thinking may not be enabled when tool_choice forces tool use.", "tools-with-reasoning"],
    [
      400,
      "Function tools with reasoning_effort are not supported for m in /v1/chat/completions.",
      "tools-with-reasoning",
    ],
    [400, "A conversation must alternate between user and assistant roles.", "role-order"],
    [400, "Unexpected role 'user' after role 'tool'", "role-order"],
    [
      400,
      "This model does not support assistant message prefill. The conversation must end with a user message.",
      "role-order",
    ],
    [400, "The maximum tokens you requested exceeds the model limit of 10000.", "output-limit"],
    [
      400,
      "max_tokens is too large: 6000. This model supports at most 4096 completion tokens, whereas you provided 6000.",
      "output-limit",
    ],
    [
      400,
      "This model's maximum context length is 8192 tokens. However, you requested 9000 tokens.",
      "context-overflow",
    ],
    [400, "messages: at least one message is required", "invalid-request"],
    [400, "max_tokens: Field required", "invalid-request"],
    [400, "Invalid 'tools[0].function.name': string does not match pattern.", "invalid-request"],
  ])("%i %s", async (status, words, cause) => {
    for (const api of all) {
      const found = await said(api, refusal(api, status, words));
      expect([api, found.outcome]).toEqual([api, `request-refused (${cause})`]);
      expect(found.words).toContain(words.replace(/\.$/, ""));
    }
  });

  test("and the keyword of a schema is read out", async () => {
    const keywords: readonly (readonly [words: string, keyword: string])[] = [
      ["schema: For 'array' type, property 'maxItems' is not supported", "maxItems"],
      ["schema: For 'integer' type, properties maximum, minimum are not supported", "maximum"],
      ["input_schema does not support oneOf, allOf, or anyOf at the top level", "oneOf, allOf, anyOf"],
      ["Invalid schema for function 'f': 'const' is not permitted", "const"],
      [
        'Unknown name "propertyNames" at tools[0].function_declarations[0].parameters: Cannot find field.',
        "propertyNames",
      ],
      ["tools.0.custom.input_schema.type: Field required", "type"],
    ];
    for (const [words, keyword] of keywords) {
      const found = await said("converse", refusal("converse", 400, words));
      expect(found.outcome).toBe("request-refused (schema-keyword)");
      expect(found.words).toContain(`Leave ${keyword} out of the schema`);
    }
  });

  test.each<[status: number, words: string, outcome: string]>([
    [403, "You invoked an unsupported model or your request did not allow prompt caching.", "caching-unsupported"],
    [403, "You do not have access to explicit prompt caching", "caching-unsupported"],
    [
      400,
      "Malformed input request: #/toolConfig/tools/6: extraneous key [cachePoint] is not permitted",
      "caching-unsupported",
    ],
    [400, "This action doesn't support the model that you provided.", "api-unsupported"],
    [400, "The model 'm' does not support the '/v1/chat/completions' API", "api-unsupported"],
    [404, "This is not a chat model and thus not supported in the v1/chat/completions endpoint.", "api-unsupported"],
    [404, "This model is only supported in v1/responses and not in v1/chat/completions.", "api-unsupported"],
    [404, "No endpoints found that support image input", "api-unsupported"],
    [404, "No endpoints found that support tool use.", "unsupported"],
    [400, "Invocation of model ID m with on-demand throughput isn’t supported.", "inference-profile"],
    [400, "Invalid model: m", "model-not-found"],
    [404, "The model `m` does not exist or you do not have access to it.", "model-not-found"],
    [403, "You don't have access to the model with the specified model ID.", "model-access"],
    [
      403,
      "User: arn:aws:iam::1:user/x is not authorized to perform: bedrock:InvokeModel on resource: m",
      "model-access",
    ],
  ])("%i %s is excluded", async (status, words, reason) => {
    for (const api of all) {
      const found = await said(api, refusal(api, status, words));
      expect([api, found.outcome]).toEqual([api, `excluded: ${reason}`]);
    }
  });
});

/** A refusal in the words and the form of the service behind an API: OpenAI's envelope, or AWS's message. */
function refusal(api: string, status: number, message: string): ServiceAnswer {
  if (!api.startsWith("chat")) return { status, body: JSON.stringify({ message }) };
  return { status, body: JSON.stringify({ error: { message, type: "invalid_request_error", code: null } }) };
}

test("recordings of each kind are judged by what the service said", async () => {
  const { exchanges, read } = await judgeRecordings("test/cases/inputs/errors");
  expect(read.damaged).toEqual([]);
  const words = exchanges.map(({ file, observed, reason, findings }) => [
    file.split("/").at(-1),
    findings.length === 0 ? `${observed}: ${reason}` : findings.map(({ id, cause }) => `${id} (${cause})`).join(", "),
  ]);
  expect(Object.fromEntries(words)).toEqual({
    "choice-error.har": "error-in-200 (unavailable)",
    "i-detail.har": "midstream-error (unavailable)",
    "i-errors-list.har": "midstream-error (model-error)",
    "i-event-error-text.har": "midstream-error (unavailable)",
    "i-plain-json-line.har": "midstream-error (unavailable)",
    "i-status-msg.har": "midstream-error (throttled)",
    "j-cachepoint-access-denied.har": "unsupported: caching-unsupported",
    "k-schema-keyword.har": "request-refused (schema-keyword)",
    "l-toolconfig-missing.har": "request-refused (invalid-history)",
    "mistral-invalid-model.yaml": "blocked: model-not-found",
    "o-unknown-op-invoke.har": "blocked: wrong-address",
    "o-unknown-op-stream.har": "blocked: wrong-address",
    "o-unknown-op-unary.har": "blocked: wrong-address",
  });
});
