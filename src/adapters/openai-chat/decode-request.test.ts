import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../chat/json.js";
import type { Message } from "../../chat/message.js";
import { type ChatRequest, plainRequest } from "../../chat/request.js";
import type { Target } from "../../chat/target.js";
import { noQuirks, unknownCapabilities } from "../../chat/unset.js";
import { decodeRequest, decodeRequestBody } from "./decode-request.js";
import { encode } from "./encode.js";

const decode = (body: JsonObject) => decodeRequestBody({ model: "m", messages: [], ...body });
const messages = (...wire: readonly JsonObject[]) => decode({ messages: wire }).request.messages;

describe("decodeRequest", () => {
  test("reads the bytes of a request", () => {
    const body = new TextEncoder().encode('{"model":"m","messages":[{"role":"user","content":"é"}]}');
    expect(decodeRequest({ method: "POST", url: "http://h/chat/completions", headers: [], body })).toEqual({
      request: plainRequest("m", [{ role: "user", parts: [{ kind: "text", text: "é" }], name: null }]),
      warnings: [],
    });
  });

  test.each([
    ["no body", null],
    ["what is not JSON", "{"],
    ["what is no object", "[]"],
  ])("reads %s as an empty request, with a warning", (_, text) => {
    const body = text === null ? null : new TextEncoder().encode(text);
    const decoded = decodeRequest({ method: "POST", url: "http://h", headers: [], body });
    expect(decoded.request).toEqual(plainRequest("", []));
    expect(decoded.warnings.map(({ id }) => id)).toEqual(["body-unreadable"]);
  });

  test("keeps null, absent and empty contents apart as far as a message can", () => {
    expect(
      messages(
        { role: "assistant", content: null },
        { role: "assistant" },
        { role: "assistant", content: "" },
        { role: "user", content: [] },
      ),
    ).toEqual([
      { role: "assistant", parts: [], name: null },
      { role: "assistant", parts: [], name: null },
      { role: "assistant", parts: [{ kind: "text", text: "" }], name: null },
      { role: "user", parts: [], name: null },
    ]);
  });

  test("keeps ids, names and arguments of tool calls as they stand, absent as null", () => {
    const calls = [
      { id: "functions.f:0", type: "function", function: { name: "f", arguments: "{bad" } },
      { id: "", type: "function", function: { name: "", arguments: "" } },
      { type: "function", function: {} },
    ];
    expect(messages({ role: "assistant", content: null, tool_calls: calls })).toMatchObject([
      {
        parts: [
          { kind: "tool-call", id: "functions.f:0", name: "f", argumentsText: "{bad" },
          { kind: "tool-call", id: "", name: "", argumentsText: "" },
          { kind: "tool-call", id: null, name: null, argumentsText: null },
        ],
      },
    ]);
  });

  test("reads reasoning and its details in the member that carries it", () => {
    expect(messages({ role: "assistant", content: "x", reasoning: "Hm", reasoning_details: [] })).toMatchObject([
      { parts: [{ kind: "reasoning", text: "Hm", details: [], field: "reasoning" }, { kind: "text" }] },
    ]);
    expect(messages({ role: "assistant", content: null, reasoning_content: "" })).toMatchObject([
      { parts: [{ kind: "reasoning", text: "", details: null, field: "reasoning_content" }] },
    ]);
  });

  test("reads one stop text as a list, and either name of the token limit", () => {
    expect(decode({ stop: "END" }).request.stopSequences).toEqual(["END"]);
    expect(decode({ max_tokens: 5 }).request.maxOutputTokens).toBe(5);
    expect(decode({ max_tokens: 5, max_completion_tokens: 6 }).request).toMatchObject({
      maxOutputTokens: 6,
      extra: { max_tokens: 5 },
    });
  });

  test("keeps in extra what it has no word for, and what has another type than the API's", () => {
    const odd = {
      provider: { only: ["x"] },
      temperature: "hot",
      tools: [{ type: "web_search" }],
      stop: [1],
      seed: null,
    };
    expect(decode({ ...odd, stream: true, stream_options: { include_usage: true } }).request.extra).toEqual(odd);
  });

  test("says what of a message it did not read, with its path", () => {
    const { warnings } = decode({
      messages: [
        { role: "user", content: [{ type: "input_audio", input_audio: {} }], weight: 1 },
        { role: "function", content: "x" },
        "text",
        {
          role: "assistant",
          tool_calls: [{ id: "a", type: "function", function: { name: "f", arguments: "{}" }, extra: 1 }],
        },
      ],
    });
    expect(warnings.map(({ field }) => field)).toEqual([
      "messages[0].weight",
      "messages[0].content[0]",
      "messages[1].role",
      "messages[2]",
      "messages[3].tool_calls[0].extra",
    ]);
  });
});

describe("round trip", () => {
  const target: Target = {
    id: "m/p/chat-completions",
    model: "m",
    provider: "p",
    api: "chat-completions-stream",
    providerModelId: "m",
    region: null,
    upstreamPin: null,
    upstreamName: null,
    baseUrl: "http://127.0.0.1",
    keyVariable: null,
    auth: "none",
    signingName: null,
    capabilities: unknownCapabilities,
    quirks: { ...noQuirks, reasoningDialect: "openrouter" },
    extra: {},
    price: null,
    sources: [],
  };

  test("decodeRequest(encode(r)) is r, for what this API can say", () => {
    fc.assert(
      fc.property(requests(), (request) => {
        const encoded = encode(request, { target, policy: "faithful" });
        if (encoded.kind !== "encoded") throw new Error("refused");
        const body = new TextEncoder().encode(JSON.stringify(encoded.body));
        const decoded = decodeRequest({ method: "POST", url: "http://h/chat/completions", headers: [], body });
        expect(decoded).toEqual({ request, warnings: [] });
      }),
      { numRuns: 300 },
    );
  });
});

function requests(): fc.Arbitrary<ChatRequest> {
  const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null });
  const schema = fc.constantFrom<JsonObject>({}, { type: "object", properties: { a: { $ref: "#" } } });
  const tool = fc.record({
    name: fc.string(),
    description: maybe(fc.string()),
    parameters: maybe(schema),
    strict: maybe(fc.boolean()),
  });
  return fc.record({
    model: fc.constant("m"),
    messages: fc.array(message(), { maxLength: 6 }),
    tools: maybe(fc.array(tool, { maxLength: 3 })),
    toolChoice: maybe(
      fc.oneof(
        fc.constantFrom({ kind: "auto" } as const, { kind: "none" } as const, { kind: "required" } as const),
        fc.record({ kind: fc.constant("tool" as const), name: fc.string() }),
      ),
    ),
    parallelToolCalls: maybe(fc.boolean()),
    maxOutputTokens: maybe(fc.nat()),
    temperature: maybe(fc.constantFrom(0, 0.5, 2, 9)),
    topP: maybe(fc.constantFrom(0, 1)),
    topK: maybe(fc.nat()),
    seed: maybe(fc.integer()),
    presencePenalty: maybe(fc.constantFrom(0, -2)),
    frequencyPenalty: maybe(fc.constantFrom(0, 1.5)),
    stopSequences: maybe(fc.array(fc.string(), { maxLength: 3 })),
    reasoning: maybe(
      fc.constantFrom(
        { mode: "on", effort: "high", budgetTokens: null } as const,
        { mode: "on", effort: null, budgetTokens: 0 } as const,
        { mode: "off", effort: null, budgetTokens: null } as const,
      ),
    ),
    responseFormat: maybe(
      fc.oneof(
        fc.constantFrom({ kind: "text" } as const, { kind: "json-object" } as const),
        fc.record({
          kind: fc.constant("json-schema" as const),
          name: fc.string(),
          schema,
          strict: maybe(fc.boolean()),
        }),
      ),
    ),
    choices: maybe(fc.constantFrom(1, 2)),
    logprobs: maybe(fc.constantFrom(0, 5)),
    logitBias: maybe(fc.constantFrom<{ [token: string]: number }>({}, { 7: -100, 50256: 0.5 })),
    change: fc.constant(null),
    extra: fc.constantFrom<JsonObject>({}, { provider: { only: ["x"] } }, { user: "u" }),
  });
}

function message(): fc.Arbitrary<Message> {
  const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null });
  const text = fc.record({ kind: fc.constant("text" as const), text: fc.string({ unit: "binary" }) });
  const source = fc.constantFrom(
    { kind: "url", url: "https://example.org/a" } as const,
    { kind: "bytes", mediaType: "image/png", base64: "iVBORw0=" } as const,
  );
  const image = fc.record({ kind: fc.constant("image" as const), source });
  const document = fc.record({ kind: fc.constant("document" as const), source, name: maybe(fc.string()) });
  const call = fc.record({
    kind: fc.constant("tool-call" as const),
    id: fc.string(),
    name: fc.string(),
    argumentsText: fc.string(),
  });
  const reasoning = fc.record({
    kind: fc.constant("reasoning" as const),
    text: fc.string(),
    signature: fc.constant(null),
    redacted: fc.constant(null),
    details: fc.constantFrom(null, []),
    field: fc.constantFrom("reasoning", "reasoning_content"),
  });
  const name = maybe(fc.string());
  return fc.oneof(
    fc.record({
      role: fc.constantFrom("system" as const, "developer" as const),
      parts: fc.array(text, { maxLength: 3 }),
      name,
    }),
    fc.record({
      role: fc.constant("user" as const),
      parts: fc.array(fc.oneof(text, image, document), { maxLength: 3 }),
      name,
    }),
    fc
      .tuple(
        fc.option(reasoning, { nil: undefined }),
        fc.array(text, { maxLength: 2 }),
        fc.array(call, { maxLength: 2 }),
        name,
      )
      .map(([thought, said, calls, called]) => ({
        role: "assistant" as const,
        parts: [...(thought === undefined ? [] : [thought]), ...said, ...calls],
        name: called,
      })),
    fc.record({
      role: fc.constant("tool" as const),
      toolCallId: fc.string(),
      toolName: name,
      parts: fc.array(text, { minLength: 1, maxLength: 2 }),
      status: fc.constant(null),
    }),
  );
}
