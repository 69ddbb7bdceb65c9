import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import type { Adapter } from "../src/adapters/adapter.js";
import { partPlaces } from "../src/adapters/openai-chat/server/client-words/part-places.js";
import { clientPath, clientWarning } from "../src/adapters/openai-chat/server/client-words.js";
import { encodeError } from "../src/adapters/openai-chat/server/encode-error.js";
import { readServerRequest } from "../src/adapters/openai-chat/server/read-request.js";
import { adapterFor } from "../src/adapters/registry.js";
import { foldAsync } from "../src/chat/fold.js";
import { isJsonObject, type JsonObject, type JsonValue } from "../src/chat/json.js";
import type { Reply } from "../src/chat/reply.js";
import type { Target } from "../src/chat/target.js";
import { noQuirks, unknownCapabilities } from "../src/chat/unset.js";
import { createUpstreams } from "../src/router/relay/upstreams.js";
import type { Exchange } from "../src/wire/exchange.js";
import { plainTarget } from "./support/plain-values.js";
import { plainModel } from "./support/scripted-router.js";

/**
 * Every error and every warning of an adapter names a member that the client wrote, at the place where it wrote it, whatever the repair
 * has merged, moved, copied or left out before.
 */

/** A text that names itself, so that a wrong place shows. */
const word = fc.string({ minLength: 1, maxLength: 3, unit: fc.constantFrom("a", "b", "c", "z") });
const text = fc.oneof(word, fc.constantFrom("", " ", "\n", "<|im_end|> x", "[INST] y", "ends "));
const cached = fc.constantFrom({}, {}, {}, { cache_control: { type: "ephemeral" } });
const textPart = fc.tuple(text, cached).map(([value, cache]) => ({ type: "text", text: value, ...cache }));
const png = "data:image/png;base64,iVBORw0KGgo=";
const imagePart = fc
  .constantFrom(png, "https://example.org/a.png", "data:image/bmp;base64,AAAA")
  .map((url) => ({ type: "image_url", image_url: { url } }));
const filePart = fc
  .tuple(
    fc.constantFrom("a.pdf", "a.pdf", "ok", null),
    fc.constantFrom("data:application/pdf;base64,AAAA", "data:application/x;base64,AA=="),
  )
  .map(([filename, data]) => ({ type: "file", file: { filename, file_data: data } }));
const content = (part: fc.Arbitrary<JsonObject>, least = 1): fc.Arbitrary<JsonValue> =>
  fc.oneof(text, fc.array(part, { minLength: least, maxLength: 4 }));
const name = fc.constantFrom({}, {}, {}, { name: "n" });

const id = fc.constantFrom("call_1", "call_2", "functions.f:0", "an id!", "x".repeat(70));
const toolName = fc.constantFrom("f", "g", "get weather", "a.b", "y".repeat(70));
const call = fc.record({
  id,
  type: fc.constant("function"),
  function: fc.record({
    name: toolName,
    arguments: fc.constantFrom("{}", "", "[1]", "{ bad", '{"a":1}', "7"),
  }),
});
const detail = fc.oneof(
  fc.record({ type: fc.constant("reasoning.text"), text: word, signature: fc.constantFrom("s", null) }),
  fc.record({ type: fc.constant("reasoning.encrypted"), data: word, format: fc.constantFrom("x", "anthropic-v1") }),
  fc.record({ type: fc.constant("reasoning.summary"), summary: word }),
);
const reasoning = fc.oneof(
  fc.constant({}),
  fc.record({ reasoning: word, reasoning_content: word }),
  word.map((said) => ({ reasoning: said, reasoning_content: said })),
  fc.record({ reasoning_details: fc.array(detail, { maxLength: 3 }) }),
  fc.record({ reasoning: word, reasoning_details: fc.array(detail, { maxLength: 3 }) }),
);

const system = fc
  .tuple(fc.constantFrom("system", "developer"), content(textPart), name, cached)
  .map(([role, value, named, cache]): readonly JsonObject[] => [{ role, content: value, ...named, ...cache }]);
const user = fc
  .tuple(content(fc.oneof(textPart, textPart, imagePart, filePart)), name, cached)
  .map(([value, named, cache]): readonly JsonObject[] => [{ role: "user", content: value, ...named, ...cache }]);
const assistant = fc
  .tuple(fc.oneof(fc.constant(null), content(textPart)), name, reasoning, fc.constantFrom({}, {}, { refusal: "no" }))
  .map(([value, named, thought, refusal]): readonly JsonObject[] => [
    { role: "assistant", content: value, ...named, ...thought, ...refusal },
  ]);
/** A round of calls with their results, in any order, some missing or twice. */
const round = fc
  .tuple(
    fc.oneof(fc.constant(null), content(textPart)),
    reasoning,
    fc.array(call, { minLength: 1, maxLength: 4 }),
    content(fc.oneof(textPart, textPart, imagePart), 0),
    fc.tuple(fc.boolean(), fc.nat(30)),
  )
  .map(([value, thought, calls, result, [repeats, odd]]): readonly JsonObject[] => {
    const ids = [...new Set(calls.map((one) => one.id))].reverse();
    const results = (odd === 0 ? ids.slice(1) : ids).map(
      (one): JsonObject => ({ role: "tool", tool_call_id: odd === 1 ? "other" : one, content: result }),
    );
    return [
      { role: "assistant", content: value, ...thought, tool_calls: repeats ? [...calls, ...calls.slice(0, 1)] : calls },
      ...results,
      ...(odd === 2 ? results.slice(0, 1) : []),
    ];
  });

const messages = fc
  .tuple(fc.array(fc.oneof(user, user, assistant, round, system), { maxLength: 6 }), fc.oneof(user, round))
  .map(([before, last]) => [...before.flat(), ...last]);

const tools = fc.array(
  toolName.map((named): JsonObject => ({ type: "function", function: { name: named, description: "" } })),
  { maxLength: 3 },
);
const schema = { name: "n", schema: { type: "object" }, strict: false };
const settings = fc.record(
  {
    max_tokens: fc.constantFrom(1, 99_999_999),
    max_completion_tokens: fc.constantFrom(2, 99_999_999),
    temperature: fc.constantFrom(0.5, 1.5, 7),
    top_p: fc.constantFrom(0.5, 3),
    top_k: fc.constant(4),
    seed: fc.constant(1),
    presence_penalty: fc.constant(0.1),
    frequency_penalty: fc.constant(0.2),
    stop: fc.constantFrom<JsonValue>("x", ["", "y"], ["a", "b", "c", "d", "e"]),
    parallel_tool_calls: fc.boolean(),
    tool_choice: fc.constantFrom<JsonValue>("auto", "none", "required"),
    tools,
    response_format: fc.constantFrom<JsonValue>(
      { type: "json_object" },
      { type: "text" },
      { type: "json_schema", json_schema: schema },
    ),
    reasoning: fc.constantFrom<JsonValue>({ enabled: false }, { effort: "low" }, { max_tokens: 10, effort: "x" }),
    reasoning_effort: fc.constant("high"),
    thinking: fc.constantFrom({ type: "enabled" }, { type: "disabled" }),
    metadata: fc.constant({ a: "b" }),
    topP: fc.constant(1),
    "own.member": fc.constant(1),
    "a b[0]": fc.constant(1),
    system: fc.oneof(word, fc.array(textPart, { maxLength: 3 })),
  },
  { requiredKeys: [] },
);
const bodies = fc.tuple(messages, settings).map(([list, set]): JsonObject => ({ model: "m", messages: list, ...set }));

const limits = { ...unknownCapabilities, maxOutputTokens: 100 };
const quirks = { ...noQuirks, temperatureOrTopP: true, toolCallIdPattern: "[a-zA-Z0-9]{9}" };
const families = [
  ...["anthropic", "moonshot", "mistral-chat", "mistral-text", "llama", "deepseek-r1", "deepseek-v3"],
  ...["titan", "nova", "gpt-oss", "cohere", "ai21"],
];
const target = (api: Target["api"], known: Partial<Target> = {}): Target =>
  plainTarget({ api, region: "us-east-1", providerModelId: "a.b", auth: "bedrock", ...known });
const targets: readonly (readonly [string, Target])[] = [
  ["chat completions", plainTarget()],
  ["chat completions with limits", plainTarget({ quirks: { ...quirks, reasoningDialect: "effort-flat" } })],
  ["Moonshot", plainTarget({ quirks: { ...noQuirks, reasoningDialect: "moonshot-thinking" } })],
  ["Converse", target("converse")],
  [
    "Converse with limits",
    target("converse", {
      quirks: { ...quirks, reasoningReplay: "drop", reasoningDialect: "claude-thinking" },
      capabilities: { ...limits, stopSequences: false, toolChoice: ["auto"] },
    }),
  ],
  ["Converse without tools", target("converse", { capabilities: { ...limits, tools: false } })],
  ...families.map((family) => [family, target("invoke-model", { quirks: { ...noQuirks, family } })] as const),
  ["anthropic with limits", target("invoke-model", { quirks: { ...quirks, family: "anthropic" } })],
];

const adapters = new Map<Target, Adapter>();
beforeAll(async () => {
  for (const [, one] of targets) adapters.set(one, await adapterFor(one.api));
});

/** What stands at a path; undefined: nothing. */
function at(path: string, body: JsonObject): JsonValue | undefined {
  const steps = path.match(/[^.[\]]+/g) ?? [];
  return steps.reduce<JsonValue | undefined>((value, step) => {
    if (Array.isArray(value)) return value[Number(step)];
    return isJsonObject(value) ? value[step] : undefined;
  }, body);
}

const ours =
  /\b(?:parts[[.]|argumentsText|toolCallId|toolName|toolChoice|stopSequences|responseFormat|maxOutputTokens|topP|topK|parallelToolCalls|presencePenalty|frequencyPenalty|budgetTokens|quirks|extra)\b/;

/** What a warning or refusal must find at its path, by its id or its words; a row for each that names a single place. */
const found: readonly (readonly [says: RegExp, holds: (value: JsonValue | undefined, message: string) => boolean])[] = [
  [/blank text is not sent|blank assistant text/, (value) => blankTextOf(value)?.trim() === ""],
  [/arguments-(?:wrapped|invalid)/, (value) => typeof value === "string" && !value.startsWith("{}")],
  [/arguments-(?:empty|filled)/, (value) => value === "" || callOf(value)?.["arguments"] === ""],
  [
    /aliased/,
    (value, message) => {
      const quoted = JSON.parse(/"(?:[^"\\]|\\.)*"/.exec(message)?.[0] ?? "null");
      return value === quoted;
    },
  ],
  [/system-moved/, (value) => isJsonObject(value) && ["system", "developer"].includes(String(value["role"]))],
  [/role-(?:mapped|translated)/, (value) => isJsonObject(value) && value["role"] === "developer"],
  [/prefill-trimmed/, (value) => /\s$/.test(blankTextOf(value) ?? "")],
  [/duplicate-tool-call|call-repeated/, (value) => callOf(value) !== undefined],
  [/reasoning-dropped|thinking without a signature/, (value) => callOf(value) === undefined],
  [
    /document-renamed/,
    (value) => value === null || value === "a.pdf" || value === "ok" || (isJsonObject(value) && "file_data" in value),
  ],
  [/accepts a image|accepts an image|the bytes of an image/, (value) => isJsonObject(value) && "image_url" in value],
  [/"bmp"/, (value) => isJsonObject(value) && "image_url" in value],
  [/carry documents|kind document/, (value) => fileOf(value) !== undefined],
  [
    /special-tokens/,
    (value) => JSON.stringify(value).includes("<|im_end|>") || JSON.stringify(value).includes("[INST]"),
  ],
  [/merged|message-(?:dropped|omitted)|turn-dropped|prefill$/, (value) => isJsonObject(value) && "role" in value],
  [/has no result/, (value) => isJsonObject(value)],
];

function blankTextOf(value: JsonValue | undefined): string | undefined {
  const said = isJsonObject(value) ? value["text"] : value;
  return typeof said === "string" ? said : undefined;
}
function callOf(value: JsonValue | undefined): JsonObject | undefined {
  const called = isJsonObject(value) ? value["function"] : undefined;
  return isJsonObject(called) ? called : undefined;
}
function fileOf(value: JsonValue | undefined): JsonValue | undefined {
  return isJsonObject(value) ? value["file"] : undefined;
}

function check(id: string, path: string | null, message: string, body: JsonObject): void {
  const value = path === null ? undefined : at(path, body);
  expect([id, path, value === undefined && path !== null]).toEqual([id, path, false]);
  if (!path?.startsWith("topP")) expect(path ?? "").not.toMatch(ours);
  expect(message.replaceAll(/"(?:[^"\\]|\\.)*"/g, '""')).not.toMatch(ours);
  const row = found.find(([says]) => says.test(id) || says.test(message));
  if (row !== undefined && path?.startsWith("messages[")) {
    expect([id, path, message, JSON.stringify(value), row[1](value, message)]).toEqual([
      ...[id, path, message, JSON.stringify(value), true],
    ]);
  }
}

/** Fields that name nothing of a request: the router's configuration put in what they are about. */
const configured = /^(?:maxOutputTokens|quirks\.|extra\.|target\.)/;

describe.each(targets)("%s", (_name, one) => {
  test("names what the client wrote, in every warning and refusal", () => {
    fc.assert(
      fc.property(bodies, (body) => {
        const read = readServerRequest(body);
        if (read.kind === "refused") {
          if (read.error.param !== null) expect(at(read.error.param, body)).toBeDefined();
          return;
        }
        const encoded = adapters.get(one)?.encode(read.request, { target: one, policy: "repair" });
        for (const warning of encoded?.warnings ?? []) {
          const told = clientWarning(warning, body);
          if (told.field === "" && !configured.test(warning.field)) expect(warning.field).toBe("");
          check(told.id, told.field === "" ? null : told.field, told.message, body);
        }
        if (encoded?.kind !== "refused") return;
        const path = clientPath(encoded.field, body);
        expect([encoded.field, path]).not.toEqual([encoded.field, null]);
        check("", path, clientWarning({ id: "", field: "", message: encoded.message }, body).message, body);
      }),
      { numRuns: 400 },
    );
  });
});

/** Nothing is sent: every request that reaches the network fails. */
const offline: Exchange = () => Promise.reject(new Error("nothing may be sent"));

async function failureOf(one: Target, body: JsonObject): Promise<Reply["failure"]> {
  const read = readServerRequest(body);
  if (read.kind === "refused") throw new RangeError(read.error.message);
  const model = plainModel("m", { whole: one, streaming: one, credentials: [{ kind: "bearer", token: "0123456789" }] });
  const events = createUpstreams(offline)(
    model,
    { request: read.request, streaming: false },
    new AbortController().signal,
  );
  return (await foldAsync(events)).failure;
}

const converse = target("converse");
const said = { role: "user", content: "x" };
const called = (...ids: readonly string[]) => ({
  role: "assistant",
  content: "so",
  tool_calls: ids.map((one) => ({ id: one, type: "function", function: { name: "f", arguments: "{}" } })),
});
const result = (one: string) => ({ role: "tool", tool_call_id: one, content: "1" });

describe("a request that is refused here says so, once, and names the member as the client wrote it:", () => {
  test.each<[string, Target, JsonObject, string, string]>([
    [
      "a blank text",
      converse,
      { messages: [{ role: "user", content: "" }] },
      "messages[0].content",
      "the user message is blank, and Bedrock refuses blank text",
    ],
    [
      "a blank list",
      converse,
      { messages: [said, called(), { role: "user", content: [{ type: "text", text: " " }] }] },
      ...(["messages[2].content", "the user message is blank, and Bedrock refuses blank text"] as const),
    ],
    [
      "an image by its link",
      converse,
      {
        messages: [
          { role: "system", content: "s" },
          {
            role: "user",
            content: [
              { type: "text", text: "t" },
              { type: "image_url", image_url: { url: "https://e.org/a.png" } },
            ],
          },
        ],
      },
      ...([
        "messages[1].content[1]",
        "Bedrock accepts an image as bytes or by an s3:// link, not by another link",
      ] as const),
    ],
    [
      "a result without its call",
      converse,
      { messages: [said, result("c")] },
      ...(["messages[1].tool_call_id", 'the result for "c" answers no call of the turn before it'] as const),
    ],
    [
      "a call without its result",
      converse,
      { messages: [said, { ...called("c", "d"), reasoning: "hm" }, result("c")] },
      ...(["messages[1].tool_calls[1]", 'the call "d" has no result in the turn after it'] as const),
    ],
    [
      "a call without its result, on chat completions",
      plainTarget({ baseUrl: "http://127.0.0.1:9/v1" }),
      { messages: [said, called("c"), said] },
      ...(["messages[1]", 'the tool call "c" has no result'] as const),
    ],
    [
      "a blank text on chat completions",
      plainTarget({ baseUrl: "http://127.0.0.1:9/v1" }),
      { messages: [{ role: "user", content: [{ type: "text", text: "" }] }] },
      ...(["messages[0].content", "a user message without any text"] as const),
    ],
    [
      "a setting of InvokeModel",
      target("invoke-model", { quirks: { ...noQuirks, family: "moonshot" } }),
      { stop: "x", messages: [said] },
      ...(["stop", "moonshot on InvokeModel takes no stop"] as const),
    ],
    [
      "a document of InvokeModel, behind a merged turn",
      target("invoke-model", { quirks: { ...noQuirks, family: "nova" } }),
      {
        messages: [
          said,
          {
            role: "user",
            content: [
              { type: "text", text: "t" },
              { type: "file", file: { file_data: "data:application/pdf;base64,AAAA" } },
            ],
          },
        ],
      },
      ...(["messages[1].content[1]", "the nova body of InvokeModel cannot carry documents"] as const),
    ],
  ])("%s", async (_title, one, body, param, sentence) => {
    const failure = await failureOf(one, { model: "m", ...body });
    if (failure === null) throw new RangeError("it was sent");
    const { error } = encodeError(failure, { model: "m", region: null, service: "bedrock", request: body }).body;
    expect(error.param).toBe(param);
    expect(error.message).toContain(`: ${param}: ${sentence}`);
    expect(error.message).toMatch(/not sent/);
    expect(error.message).not.toMatch(/provider (?:refused|said)/i);
  });
});

test("every part of a message has its place, in the order in which the parts are read", () => {
  fc.assert(
    fc.property(bodies, (body) => {
      const read = readServerRequest(body);
      if (read.kind === "refused") return;
      const sent = Array.isArray(body["messages"]) ? body["messages"] : [];
      // A system text beside the messages is the first of them.
      const before = read.request.messages.length - sent.length;
      for (const [index, { parts }] of read.request.messages.slice(before).entries()) {
        const message = sent[index];
        if (!isJsonObject(message)) throw new RangeError(`message ${index} is none`);
        const places = partPlaces(message);
        expect(places).toHaveLength(parts.length);
        for (const [partIndex, part] of parts.entries()) {
          const place = places[partIndex] ?? "";
          const value = at(place, message);
          expect(value).toBeDefined();
          if (part.kind === "text") expect(blankTextOf(value)).toBe(part.text);
          if (part.kind === "tool-call") expect(isJsonObject(value) && value["id"]).toBe(part.id);
          if (part.kind === "reasoning") expect(place).toMatch(/^reasoning/);
          if (part.kind === "cache-point") expect(place).toMatch(/cache_control$/);
        }
      }
    }),
    { numRuns: 300 },
  );
});
