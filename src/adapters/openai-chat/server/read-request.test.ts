import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { plainTarget } from "../../../../test/support/plain-values.js";
import type { JsonObject, JsonValue } from "../../../chat/json.js";
import type { AssistantMessage } from "../../../chat/message.js";
import type { Reply } from "../../../chat/reply.js";
import type { Target } from "../../../chat/target.js";
import { canonicalJson } from "../../../wire/json.js";
import { encode } from "../encode.js";
import { encodeReply } from "./encode-reply.js";
import { maxMessages } from "./read-request/check-messages.js";
import { readServerRequest } from "./read-request.js";

const hello = { role: "user", content: "Hi" };
const plain = { model: "m", messages: [hello] };
const tool = {
  type: "function",
  function: { name: "f", description: "d", parameters: { type: "object" }, strict: true },
};
const call = { id: "a", type: "function", function: { name: "f", arguments: "{}" } };

function read(body: object) {
  const served = readServerRequest({ ...plain, ...body });
  if (served.kind !== "request") throw new Error(`refused: ${served.error.message}`);
  return { ...served, told: served.warnings.map(({ id, field }) => [id, field]) };
}

function refused(body: unknown) {
  const served = readServerRequest(body);
  if (served.kind !== "refused") throw new Error("not refused");
  expect([served.status, served.error.type]).toEqual([400, "invalid_request_error"]);
  return served.error;
}

const target: Target = plainTarget();

/** The body that an OpenAI-compatible upstream gets. */
function sent(body: object): JsonObject {
  const encoded = encode(read(body).request, { target, policy: "faithful" });
  if (encoded.kind !== "encoded") throw new Error(encoded.message);
  return encoded.body;
}

describe("a request that is served", () => {
  test("says its model and messages, and whether to stream", () => {
    const served = readServerRequest({ ...plain, stream: true, stream_options: { include_usage: true } });
    expect(served).toMatchObject({
      kind: "request",
      stream: true,
      warnings: [],
      request: { model: "m", messages: [{ role: "user", parts: [{ kind: "text", text: "Hi" }] }], extra: {} },
    });
    expect(read({})).toMatchObject({ stream: false, warnings: [] });
    expect(read({ stream: null, stream_options: null, n: null })).toMatchObject({ stream: false });
  });

  test("without a model is the router's to route, with a warning", () => {
    for (const model of [undefined, null]) {
      const served = read({ model });
      expect([served.request.model, served.told]).toEqual(["auto", [["model-missing", "model"]]]);
    }
  });

  test("R36 R37 keeps members that we have no word for, and decides on none that chooses", () => {
    const own = {
      user: "u",
      metadata: { a: ["b"] },
      logit_bias: {},
      service_tier: "flex",
      usage: { include: true },
      brand_new: { deep: [null, 0, ""] },
    };
    expect(read(own).request.extra).toEqual(own);
    expect(sent(own)).toMatchObject(own);
    expect(refused({ ...plain, provider: { order: ["x"] } }).code).toBe("forbidden_parameter");
  });

  test("does not hand on what is between the client and this server", () => {
    const served = read({ stream: true, stream_options: { include_usage: false, include_obfuscation: false }, n: 1 });
    expect(served.request.extra).toEqual({});
    expect(served.told).toEqual([["not-carried", "stream_options.include_obfuscation"]]);
  });

  test("reads null settings as absent", () => {
    const served = read({
      temperature: null,
      seed: null,
      stop: null,
      tools: null,
      tool_choice: null,
      response_format: null,
    });
    expect(served.request).toMatchObject({ temperature: null, tools: null, extra: {} });
  });

  test("R24 takes either name of the token limit, and of two the newer", () => {
    expect(read({ max_tokens: 5 }).request.maxOutputTokens).toBe(5);
    expect(read({ max_completion_tokens: 6 }).request.maxOutputTokens).toBe(6);
    const both = read({ max_tokens: 5, max_completion_tokens: 6 });
    expect([both.request.maxOutputTokens, both.request.extra, both.told]).toEqual([
      6,
      {},
      [["limit-twice", "max_tokens"]],
    ]);
    expect(read({ max_tokens: 6, max_completion_tokens: 6 }).told).toEqual([]);
  });

  test.each([
    [{ logprobs: true, top_logprobs: 2 }, 2, {}],
    [{ logprobs: true, top_logprobs: 0 }, 0, {}],
    [{ logprobs: true, top_logprobs: null }, 0, {}],
    [{ logprobs: true }, 0, {}],
    [{ logprobs: false }, null, {}],
    [{ logprobs: null }, null, {}],
    // OpenAI refuses it, and says why.
    [{ logprobs: false, top_logprobs: 2 }, null, { top_logprobs: 2 }],
    [{ top_logprobs: 2 }, null, { top_logprobs: 2 }],
  ])("R41 %j asks for log probabilities with %j alternatives", (members, logprobs, extra) => {
    const { request, told } = read(members);
    expect([request.logprobs, request.extra, told]).toEqual([logprobs, extra, []]);
  });
});

describe("members of a body that choose whom to ask", () => {
  test.each([
    "api_base",
    "apiBase",
    "base_url",
    "baseURL",
    "api_key",
    "endpoint",
    "aws_region",
    "aws_region_name",
    "aws_secret_access_key",
    "aws_bedrock_runtime_endpoint",
    "AWS-Session-Token",
    "custom_llm_provider",
    "extra_headers",
    "litellm_params",
    "azure_ad_token",
    "vertex_credentials",
    "user_config",
    "model_list",
    "provider_type",
  ])("are refused: %s", (name) => {
    for (const value of ["http://evil.example", null]) {
      const error = refused({ ...plain, [name]: value });
      expect([error.param, error.code]).toEqual([name, "forbidden_parameter"]);
      expect(error.message).not.toContain("evil");
    }
  });

  test.each(["__proto__", "constructor", "prototype"])("are refused where they change objects: %s", (name) => {
    const body: unknown = JSON.parse(`{"model":"m","messages":[],"${name}":{"stream":true}}`);
    expect(refused(body).param).toBe(name);
  });
});

describe("a request that is refused", () => {
  test.each<[string, JsonValue | undefined]>([
    ["nothing", undefined],
    ["null", null],
    ["a list", []],
    ["a text", "{}"],
    ["a number", 1],
  ])("has a body of %s", (_, body) => {
    expect(refused(body)).toMatchObject({ param: null, message: "The body must be a JSON object." });
  });

  test("is nested too deep to be written again", () => {
    const deep = (levels: number): JsonValue => JSON.parse(`${"[".repeat(levels)}${"]".repeat(levels)}`);
    expect(refused({ ...plain, metadata: deep(10_000) }).message).toMatch(/deeper than 128 levels/);
    expect(read({ metadata: deep(100) }).request.extra).toHaveProperty("metadata");
  });

  test.each<[string, JsonObject]>([
    ["model", { model: "" }],
    ["model", { model: 5 }],
    ["model", { model: "x".repeat(10_000) }],
    ["model", { model: "a\nb" }],
    ["stream", { stream: "true" }],
    ["stream_options", { stream_options: true }],
    ["stream_options.include_usage", { stream_options: { include_usage: "yes" } }],
    ["temperature", { temperature: "hot" }],
    ["temperature", { temperature: Number.POSITIVE_INFINITY }],
    ["temperature", { temperature: Number.NaN }],
    ["top_p", { top_p: [1] }],
    ["seed", { seed: 1.5 }],
    ["max_tokens", { max_tokens: 0 }],
    ["max_completion_tokens", { max_completion_tokens: -1 }],
    ["stop", { stop: [1] }],
    ["parallel_tool_calls", { parallel_tool_calls: "no" }],
    ["n", { n: 2 }],
    ["n", { n: 1e9 }],
    ["n", { n: "1" }],
    ["n", { n: 0 }],
    ["functions", { functions: [] }],
    ["function_call", { function_call: "auto" }],
    ["reasoning_effort", { reasoning_effort: 5 }],
    ["reasoning", { reasoning: "high" }],
    ["response_format", { response_format: "json" }],
    ["response_format.type", { response_format: {} }],
    ["response_format.json_schema", { response_format: { type: "json_schema" } }],
    ["response_format.json_schema.name", { response_format: { type: "json_schema", json_schema: { schema: {} } } }],
    ["response_format.json_schema.schema", { response_format: { type: "json_schema", json_schema: { name: "n" } } }],
    ["tools", { tools: {} }],
    ["tools[0]", { tools: ["f"] }],
    ["tools[0].type", { tools: [{ name: "f", input_schema: {} }] }],
    ["tools[1].type", { tools: [tool, { type: "web_search" }] }],
    ["tools[0].function", { tools: [{ type: "function", name: "f" }] }],
    ["tools[0].function.name", { tools: [{ type: "function", function: {} }] }],
    ["tools[0].function.parameters", { tools: [{ type: "function", function: { name: "f", parameters: "{}" } }] }],
    ["tools[0].function.strict", { tools: [{ type: "function", function: { name: "f", strict: 1 } }] }],
    ["tool_choice", { tools: [tool], tool_choice: "f" }],
    ["tool_choice", { tools: [], tool_choice: "any" }],
    ["tool_choice", { tools: [tool], tool_choice: { type: "function", function: { name: "g" } } }],
    ["messages", { messages: [] }],
    ["messages", { messages: null }],
    ["messages", { messages: { role: "user", content: "Hi" } }],
    ["messages", { messages: "Hi" }],
    ["messages", { messages: Array(maxMessages + 1).fill(hello) }],
    ["messages[1]", { messages: [hello, "Hi"] }],
    ["messages[0]", { messages: [null] }],
    ["messages[0].role", { messages: [{ content: "Hi" }] }],
    ["messages[0].role", { messages: [{ role: "function", name: "f", content: "x" }] }],
    ["messages[0].role", { messages: [{ role: "x".repeat(100_000), content: "Hi" }] }],
    ["messages[0].content", { messages: [{ role: "user", content: null }] }],
    ["messages[0].content", { messages: [{ role: "system" }] }],
    ["messages[0].content", { messages: [{ role: "user", content: [] }] }],
    ["messages[0].content", { messages: [{ role: "user", content: { text: "Hi" } }] }],
    ["messages[0].content[0]", { messages: [{ role: "user", content: ["Hi"] }] }],
    ["messages[0].content[0].text", { messages: [{ role: "user", content: [{ type: "text", text: 1 }] }] }],
    [
      "messages[0].content[0].type",
      { messages: [{ role: "user", content: [{ type: "input_audio", input_audio: {} }] }] },
    ],
    [
      "messages[0].content[0].type",
      { messages: [{ role: "system", content: [{ type: "image_url", image_url: { url: "https://h/a" } }] }] },
    ],
    [
      "messages[0].content[0].image_url",
      { messages: [{ role: "user", content: [{ type: "image_url", image_url: "https://h/a" }] }] },
    ],
    ["messages[0].name", { messages: [{ ...hello, name: 1 }] }],
    ["messages[0].tool_call_id", { messages: [{ role: "tool", content: "x" }] }],
    ["messages[0].tool_call_id", { messages: [{ role: "tool", content: "x", tool_call_id: " " }] }],
    ["messages[0].tool_calls", { messages: [{ role: "assistant", tool_calls: {} }] }],
    ["messages[0].tool_calls[0].id", { messages: [{ role: "assistant", tool_calls: [{ ...call, id: null }] }] }],
    [
      "messages[0].tool_calls[0].type",
      { messages: [{ role: "assistant", tool_calls: [{ ...call, type: "custom" }] }] },
    ],
    ["messages[0].tool_calls[0].function", { messages: [{ role: "assistant", tool_calls: [{ id: "a" }] }] }],
    [
      "messages[0].tool_calls[0].function.name",
      { messages: [{ role: "assistant", tool_calls: [{ id: "a", function: {} }] }] },
    ],
    [
      "messages[0].tool_calls[0].function.arguments",
      { messages: [{ role: "assistant", tool_calls: [{ id: "a", function: { name: "f", arguments: 1 } }] }] },
    ],
    [
      "messages[0].function_call",
      { messages: [{ role: "assistant", content: null, function_call: { name: "f", arguments: "" } }] },
    ],
    ["messages[0].reasoning_content", { messages: [{ role: "assistant", content: "x", reasoning_content: {} }] }],
    ["messages[0].reasoning_details", { messages: [{ role: "assistant", content: "x", reasoning_details: "" }] }],
  ])("names the member %s: %j", (param, over) => {
    const error = refused({ ...plain, ...over });
    expect(error.param).toBe(param);
    expect(error.message).toContain(param);
    expect(error.message.length).toBeLessThan(400);
  });

  test.each([
    "file:///etc/passwd",
    "s3://bucket/key",
    "ftp://h/a",
    "http:///etc",
    "/etc/passwd",
    "data:image/png,abc",
    "data:;base64,AAAA",
    "data:image/png;base64,",
    "",
  ])("R29 has an image that neither is data nor lies behind http: %j", (url) => {
    const content = [{ type: "image_url", image_url: { url } }];
    expect(refused({ ...plain, messages: [{ role: "user", content }] }).param).toBe(
      "messages[0].content[0].image_url.url",
    );
  });

  test("names a file that only OpenAI's store has", () => {
    const content = [{ type: "file", file: { file_id: "file-1" } }];
    expect(refused({ ...plain, messages: [{ role: "user", content }] }).param).toBe(
      "messages[0].content[0].file.file_id",
    );
  });

  test("says what to send in place of the legacy form", () => {
    expect(refused({ ...plain, functions: [] }).message).toMatch(
      /legacy .* send 'tools' and 'tool_choice', and read 'tool_calls'/,
    );
    expect(refused({ ...plain, n: 3 }).message).toMatch(/'n' must be 1, not 3/);
  });
});

describe("messages", () => {
  test("R1, R9 and R12 come with every role, name, id and text, null and empty contents apart", () => {
    const messages = [
      { role: "system", content: "S", name: "s" },
      { role: "developer", content: [{ type: "text", text: "D" }] },
      { role: "user", content: "", name: "u" },
      {
        role: "assistant",
        content: null,
        tool_calls: [call, { ...call, id: "b", function: { name: "g", arguments: "{bad" } }],
      },
      { role: "tool", tool_call_id: "a", content: "" },
      {
        role: "tool",
        tool_call_id: "b",
        content: [
          { type: "text", text: "1" },
          { type: "text", text: "2" },
        ],
      },
      { role: "assistant", content: "", tool_calls: null },
      { role: "assistant", refusal: "No.", content: null },
    ];
    const served = read({ messages });
    expect(served.warnings).toEqual([]);
    expect(served.request.messages).toMatchObject([
      { role: "system", name: "s", parts: [{ text: "S" }] },
      { role: "developer", parts: [{ text: "D" }] },
      { role: "user", name: "u", parts: [{ text: "" }] },
      {
        role: "assistant",
        parts: [
          { id: "a", argumentsText: "{}" },
          { id: "b", argumentsText: "{bad" },
        ],
      },
      { role: "tool", toolCallId: "a", parts: [{ text: "" }] },
      { role: "tool", toolCallId: "b", parts: [{ text: "1" }, { text: "2" }] },
      { role: "assistant", parts: [{ kind: "text", text: "" }] },
      { role: "assistant", parts: [{ kind: "refusal", text: "No." }] },
    ]);
  });

  test("R29 and R31 carry images and files, of users and of tools", () => {
    const content = [
      { type: "text", text: "Look" },
      { type: "image_url", image_url: { url: "data:image/png;base64,iVBORw0=" } },
      { type: "image_url", image_url: { url: "https://example.org/a.png" } },
      { type: "file", file: { filename: "a.pdf", file_data: "data:application/pdf;base64,JVBERi0=" } },
    ];
    const parts = [
      { kind: "text", text: "Look" },
      { kind: "image", source: { kind: "bytes", mediaType: "image/png", base64: "iVBORw0=" } },
      { kind: "image", source: { kind: "url", url: "https://example.org/a.png" } },
      { kind: "document", name: "a.pdf", source: { kind: "bytes", mediaType: "application/pdf", base64: "JVBERi0=" } },
    ];
    const served = read({
      messages: [
        { role: "user", content },
        { role: "tool", tool_call_id: "a", content },
      ],
    });
    expect(served.request.messages).toMatchObject([{ parts }, { parts }]);
    expect(served.warnings).toEqual([]);
  });

  test("warn of members that have no place in a message, and of arguments that are no text", () => {
    const odd = { ...call, function: { name: "f", arguments: { a: 1 } } };
    const served = read({
      messages: [
        { ...hello, weight: 1 },
        { role: "assistant", tool_calls: [odd], annotations: [{}] },
      ],
    });
    expect(served.told).toEqual([
      ["arguments-not-text", "messages[1].tool_calls[0].function.arguments"],
      ["not-read", "messages[0].weight"],
      ["not-read", "messages[1].annotations"],
    ]);
  });

  test("may be ten thousand", () => {
    expect(read({ messages: Array(maxMessages).fill(hello) }).request.messages).toHaveLength(maxMessages);
  });
});

describe("tools", () => {
  test("R17 R18 R19 R20 R21 R22 are read with their choice, and what only one provider knows is a warning", () => {
    const cached = {
      ...tool,
      cache_control: { type: "ephemeral" },
      function: { ...tool.function, examples: [], description: null },
    };
    const served = read({ tools: [tool, cached], tool_choice: { type: "function", function: { name: "f" } } });
    expect(served.request).toMatchObject({
      tools: [
        { name: "f", description: "d", parameters: { type: "object" }, strict: true },
        { name: "f", description: null },
      ],
      toolChoice: { kind: "tool", name: "f" },
      extra: {},
    });
    expect(served.told).toEqual([
      ["not-carried", "tools[1].function.examples"],
      ["not-carried", "tools[1].cache_control"],
    ]);
  });

  test("R34 a schema is read, and its description is a warning", () => {
    const served = read({
      response_format: {
        type: "json_schema",
        json_schema: { name: "n", description: "d", schema: { type: "object" }, strict: null },
      },
    });
    expect(served.request.responseFormat).toEqual({
      kind: "json-schema",
      name: "n",
      schema: { type: "object" },
      strict: null,
    });
    expect(served.told).toEqual([["not-carried", "response_format.json_schema.description"]]);
    const grammar = { response_format: { type: "grammar", grammar: "root ::= x" } };
    expect(read(grammar).request.extra).toEqual(grammar);
  });
});

describe("reasoning that a client sends back", () => {
  const assistant = (over: object) => {
    const [message] = read({ messages: [{ role: "assistant", content: "x", ...over }] }).request.messages;
    return (message as AssistantMessage).parts.filter(({ kind }) => kind === "reasoning");
  };
  const part = { kind: "reasoning", text: null, signature: null, redacted: null, details: null, field: null };

  test("R32 is one part when both members say the same, and two when they differ", () => {
    expect(assistant({ reasoning: "Hm", reasoning_content: "Hm" })).toEqual([{ ...part, text: "Hm" }]);
    expect(assistant({ reasoning: "Hm", reasoning_content: "No" })).toMatchObject([{ text: "Hm" }, { text: "No" }]);
    expect(assistant({ reasoning_content: "Hm" })).toMatchObject([{ text: "Hm", field: "reasoning_content" }]);
    expect(assistant({ reasoning: "Hm", reasoning_details: [] })).toMatchObject([{ text: "Hm", details: [] }]);
  });

  test("R32 has its signatures and redacted bytes where a Bedrock target finds them, once", () => {
    const details = [
      { type: "reasoning.text", text: "Hm", signature: "c2ln", index: 0 },
      { type: "reasoning.encrypted", data: "eA", index: 1 },
    ];
    const field = "reasoning_details";
    expect(assistant({ reasoning: "Hm", reasoning_content: "Hm", reasoning_details: details })).toEqual([
      { ...part, field, text: "Hm", signature: "c2ln", details: [details[0]] },
      { ...part, field, redacted: "eA", details: [details[1]] },
    ]);
  });

  test("R32 keeps bytes of other makers opaque, and its details unmodified for OpenAI-compatible upstreams", () => {
    const details = [
      { type: "reasoning.summary", summary: "Short", format: "openai-responses-v1" },
      { type: "reasoning.encrypted", data: "eA", format: "openai-responses-v1" },
      { type: "brand-new", x: [1] },
    ];
    expect(assistant({ reasoning_details: details })).toMatchObject([
      { text: "Short", redacted: null },
      { redacted: null },
      { text: null },
    ]);
    const body = sent({
      messages: [{ role: "assistant", content: "x", reasoning: "Short", reasoning_details: details }],
    });
    expect(body["messages"]).toEqual([{ role: "assistant", content: "x", reasoning_details: details }]);
  });

  test("R32 that encodeReply gave comes back as the parts that it was", () => {
    const parts: Reply["parts"] = [
      { ...part, kind: "reasoning", text: "Hm", signature: "c2ln" },
      { ...part, kind: "reasoning", redacted: "eA" },
      { kind: "text", text: "x" },
    ];
    const reply: Reply = {
      id: null,
      model: null,
      upstream: null,
      requestId: null,
      status: 200,
      parts,
      finish: { kind: "stop", raw: "end_turn", nativeRaw: null, stopSequence: null },
      usage: null,
      completeness: "complete",
      failure: null,
      warnings: [],
      notes: [],
      textPieces: null,
      logprobs: null,
    };
    const encoded = encodeReply(reply, { id: "i", createdSeconds: 1, model: "m" });
    if (encoded.kind !== "completion") throw new Error("failed");
    const [choice] = encoded.body["choices"] as readonly JsonObject[];
    const [message] = read({ messages: [choice?.["message"] ?? null] }).request.messages;
    expect(message?.parts).toMatchObject([
      { text: "Hm", signature: "c2ln", redacted: null },
      { text: null, signature: null, redacted: "eA" },
      { kind: "text", text: "x" },
    ]);
  });
});

describe("whatever comes", () => {
  const text = fc.oneof(
    fc.string({ unit: "binary", minLength: 1 }),
    fc.constantFrom(
      "\ud800",
      "a\udfff",
      "\u0000",
      "\u202e",
      "<script>",
      "../..",
      "%00",
      "\u2028",
      "null",
      "[1]",
      "\ufeff",
    ),
  );

  test("every message of a conversation reaches an OpenAI-compatible upstream as it came", () => {
    const calls = fc.array(
      fc.record({ id: text.map((id) => `c${id}`), name: text.map((name) => `n${name}`), arguments: text }),
      {
        minLength: 1,
        maxLength: 3,
      },
    );
    const message = fc.oneof(
      fc.record({ role: fc.constantFrom("system", "developer", "user"), content: text }),
      fc.record({ role: fc.constant("assistant"), content: text }),
      calls.map((called) => ({
        role: "assistant",
        content: null,
        tool_calls: called.map(({ id, ...named }) => ({ id, type: "function", function: named })),
      })),
      fc.record({ role: fc.constant("tool"), tool_call_id: text.map((id) => `c${id}`), content: text }),
      fc.record({
        role: fc.constant("user"),
        content: fc.array(
          text.map((one) => ({ type: "text", text: one })),
          { minLength: 2, maxLength: 3 },
        ),
      }),
    );
    fc.assert(
      fc.property(fc.array(message, { minLength: 1, maxLength: 8 }), (messages) => {
        const body = JSON.parse(JSON.stringify({ ...plain, messages })) as JsonObject;
        // Only half characters change, which JSON carries and no text has.
        const wellFormed = JSON.parse(JSON.stringify(body), (_name, value: JsonValue) =>
          typeof value === "string" ? value.toWellFormed() : value,
        ) as JsonObject;
        expect(canonicalJson(sent(body)["messages"])).toBe(canonicalJson(wellFormed["messages"]));
      }),
      { numRuns: 300 },
    );
  });

  test("is served or refused with a short reason, and never thrown", () => {
    const names = [
      "model",
      "messages",
      "tools",
      "tool_choice",
      "n",
      "stream",
      "stop",
      "response_format",
      "reasoning",
      "max_tokens",
    ];
    const anything = fc.oneof(fc.jsonValue({ maxDepth: 5 }), fc.constantFrom(null, 0, "", [], {}, [{}], [[]]));
    const body = fc.dictionary(fc.oneof(fc.constantFrom(...names), fc.string()), anything);
    const odd = fc.dictionary(
      fc.constantFrom("role", "content", "tool_calls", "tool_call_id", "name", "reasoning_details"),
      anything,
    );
    fc.assert(
      fc.property(
        fc.oneof(
          anything,
          body,
          fc.array(odd).map((messages) => ({ ...plain, messages })),
        ),
        (value) => {
          const served = readServerRequest(value);
          if (served.kind === "request") return expect(JSON.stringify(served.request).length).toBeGreaterThan(0);
          expect(served.status).toBe(400);
          expect(served.error.message.length).toBeLessThan(500);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
