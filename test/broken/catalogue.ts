import { complained } from "./complaints.js";
import { ofDialects } from "./dialects.js";
import { logprobsFaults } from "./logprobs.js";
import { ignoredParameters } from "./parameters.js";
import type { Behaviour } from "./seeded-run.js";
import { apiNames } from "./seeded-run.js";

export type ApiName = keyof typeof apiNames;

/**
 * One seeded fault on some APIs, with the expected result, written by hand from the nature of the fault. `bad` and `note`: the exact
 * set of finding ids. `excluded`: the reason why the trial is excluded as evidence.
 */
export type Seeded = {
  readonly id: string;
  readonly scenario: string;
  readonly apis: readonly ApiName[];
  readonly behaviour: Behaviour;
  readonly bad?: readonly string[];
  readonly note?: readonly string[];
  readonly excluded?: string;
  /** The upstream that the target is pinned to. */
  readonly pinned?: string;
  /** How long headers may take, in ms; default: for ever. Only for a fault that never sends them: any other could be late on a busy machine. */
  readonly firstByteMs?: number;
  /** Trials of the cell; default: one. A parameter is judged over several. */
  readonly trials?: number;
  /** The provider that is asked; default: OpenRouter, and Bedrock for its own APIs. */
  readonly provider?: string;
  /** The catalog's name of the model; default: Kimi K2.5, whose InvokeModel streams have no blocks. */
  readonly model?: string;
};

type Fault = NonNullable<Behaviour["faults"]>[number];

const all = Object.keys(apiNames) as readonly ApiName[];
/** Those with a word for why the model stopped; Responses has none for a call, and ends a reply that it does not know as incomplete. */
const withReasons = all.filter((api) => !api.startsWith("responses"));
const chat = ["chat", "chat-stream"] as const;
const converse = ["converse", "converse-stream"] as const;
const invoke = ["invoke", "invoke-stream"] as const;
const bedrock = [...converse, ...invoke] as const;
const streams = ["chat-stream", "converse-stream", "invoke-stream"] as const;
const eventStreams = ["converse-stream", "invoke-stream"] as const;

/** What is found of each kind of event after `[DONE]`. */
const lateIn = {
  content: { bad: ["event-after-finish"] },
  error: { bad: ["midstream-error"] },
  usage: { note: ["event-after-finish"] },
  bytes: { note: ["event-after-finish"] },
} as const;

/** A fault of a stream of blocks, with a call in it, on both APIs that have them. */
function inBlocks(id: string, fault: Fault, expected: Expected): readonly Seeded[] {
  const claude = { model: "claude-haiku-4.5", apis: ["invoke-stream"] as const };
  const one = seeded(id, "tool-call", ["converse-stream"], fault, expected);
  return [one, { ...one, ...claude, id: `${id}, Claude`, behaviour: { ...one.behaviour, family: "anthropic" } }];
}

type Expected = Pick<Seeded, "bad" | "note" | "excluded" | "pinned">;

/** A model that replies with `text` in place of its answer. */
function saying(id: string, scenario: string, apis: readonly ApiName[], text: string, expected: Expected): Seeded {
  return { id, scenario, apis, behaviour: { replies: [{ when: {}, text }] }, ...expected };
}

function seeded(
  id: string,
  scenario: string,
  apis: readonly ApiName[],
  faults: Fault | readonly Fault[],
  expected: Expected,
): Seeded {
  return {
    id,
    scenario,
    apis,
    behaviour: { faults: Array.isArray(faults) ? [...faults] : [faults as Fault] },
    ...expected,
  };
}

/** The upstream's own word beside OpenRouter's `stop`. */
function underStop(word: string): Fault {
  const pattern = '"finish_reason":"stop","native_finish_reason":"[^"]*"';
  return { fault: "rewrite", pattern, to: `"finish_reason":"stop","native_finish_reason":"${word}"` };
}

const blank: readonly Seeded[] = [
  seeded("a silent model", "basic-chat", all, { fault: "silent" }, { bad: ["empty-reply (silent)"] }),
  seeded(
    "silence after a tool result",
    "response-after-tool",
    all,
    { fault: "silent" },
    { bad: ["empty-reply (silent)"] },
  ),
  seeded(
    "silence of 3 tokens",
    "basic-chat",
    all,
    { fault: "silent", outputTokens: 3 },
    { bad: ["empty-reply (silent)"] },
  ),
  seeded(
    "58 tokens and no text",
    "basic-chat",
    all,
    { fault: "empty-after-tokens" },
    { bad: ["empty-reply (parser-ate-it)"] },
  ),
  seeded(
    "58 tokens and no text after a tool result",
    "response-after-tool",
    all,
    { fault: "empty-after-tokens" },
    {
      bad: ["empty-reply (parser-ate-it)"],
    },
  ),
  seeded(
    "silence on a foreign call id",
    "response-after-tool",
    all,
    { fault: "empty-on-foreign-id" },
    {
      bad: ["empty-reply (silent)"],
    },
  ),
  seeded("silence without a finish", "basic-chat", chat, [{ fault: "silent" }, { fault: "finish-missing" }], {
    bad: ["empty-reply (silent)"],
  }),
  seeded(
    "silence without usage",
    "basic-chat",
    ["chat", "chat-stream", "converse"],
    [{ fault: "silent" }, { fault: "usage-missing" }],
    {
      bad: ["empty-reply (tokens-unknown)"],
      note: ["usage-missing"],
    },
  ),
  seeded("reasoning and nothing else", "basic-chat", all, { fault: "reasoning-only" }, { bad: ["reasoning-only"] }),
  seeded(
    "reasoning and nothing else after a tool result",
    "response-after-tool",
    all,
    { fault: "reasoning-only" },
    {
      bad: ["reasoning-only"],
    },
  ),
  ...(
    [
      ["as an object", '"reasoning":("(?:[^"\\\\]|\\\\.)*")', '"reasoning":{"text":$1}'],
      ["as a list", '"reasoning":("(?:[^"\\\\]|\\\\.)*")', '"reasoning":[{"type":"thinking","thinking":$1}]'],
      ["in reasoning_text", '"reasoning":', '"reasoning_text":'],
      [
        "in a container",
        '"reasoning":("(?:[^"\\\\]|\\\\.)*")',
        '"provider_specific_fields":{"reasoningContentBlocks":[{"reasoningText":{"text":$1}}]}',
      ],
      [
        "in the content",
        '"content":""(.*)"reasoning":("(?:[^"\\\\]|\\\\.)*")',
        '"content":[{"type":"reasoning","summary":[{"type":"summary_text","text":$2}]}]$1"reasoning":null',
      ],
    ] as const
  ).map(([where, pattern, to]) =>
    seeded(
      `reasoning ${where} and nothing else`,
      "basic-chat",
      chat,
      [
        { fault: "reasoning-only" },
        { fault: "rewrite", pattern: ',"reasoning_details":\\[[^\\]]*\\]', to: "" },
        { fault: "rewrite", pattern, to },
      ],
      { bad: ["reasoning-only"] },
    ),
  ),
  seeded(
    "content of an unknown kind and nothing else",
    "basic-chat",
    ["chat"],
    [
      { fault: "empty-after-tokens" },
      { fault: "rewrite", pattern: '"content":""', to: '"content":[{"type":"canvas","canvas":"It is 42."}]' },
    ],
    { bad: ["empty-reply (not-read)"] },
  ),
  seeded("cut by the token limit", "basic-chat", all, { fault: "max-tokens-cut" }, { bad: ["cut-by-max-tokens"] }),
  seeded(
    "cut while still reasoning",
    "basic-chat",
    all,
    { fault: "max-tokens-cut", leaves: "reasoning" },
    {
      bad: ["cut-by-max-tokens"],
    },
  ),
  seeded("filtered", "basic-chat", all, { fault: "filtered" }, { bad: ["filtered"] }),
  seeded("refused in words", "basic-chat", chat, { fault: "refusal" }, { bad: ["refusal"] }),
];

/** Faults in the bytes and in the order of the events of a stream; the reply in it is the good one. */
const orders = [
  ["message-start", "lost"],
  ["message-start", "twice"],
  ["message-start", "late"],
  ["block-start", "twice"],
  ["block-stop", "lost"],
] as const;

const bytes: readonly Seeded[] = [
  ...(["content", "error", "usage", "bytes"] as const).map((what) =>
    seeded(
      `after [DONE]: ${what}`,
      "response-after-tool",
      ["chat-stream"],
      { fault: "after-done", what },
      lateIn[what],
    ),
  ),
  ...(["name", "case", "bom"] as const).map((as) =>
    seeded(
      `a line that is no field of an event, ${as}`,
      "basic-chat",
      ["chat-stream"],
      { fault: "stray-line", as },
      { note: ["line-ignored"] },
    ),
  ),
  seeded(
    "a byte that is not UTF-8",
    "basic-chat",
    all.filter((api) => api !== "responses-stream"),
    { fault: "not-utf8" },
    { note: ["not-utf8"] },
  ),
  ...orders.flatMap(([event, how]) =>
    inBlocks(`${event} ${how}`, { fault: "frame-order", event, how }, { note: ["block-broken"] }),
  ),
  // Without its start, a call of Converse has neither id nor name.
  seeded(
    "the start of a call late",
    "tool-call",
    ["converse-stream"],
    { fault: "frame-order", event: "block-start", how: "late" },
    { bad: ["block-broken (block-index-reused)"] },
  ),
  seeded(
    "a reply nested deeper than llm-parity reads",
    "basic-chat",
    chat,
    { fault: "rewrite", pattern: '"object":', to: `"deep":${"[".repeat(200)}${"]".repeat(200)},"object":` },
    { excluded: "too-large" },
  ),
];

const dialects = ["xml", "native", "bare-json", "section-end-json", "llama-json", "python-tag"] as const;

/** Forms of a call as text, each with the dialect that it is to be named by. */
const namedDialects = [
  ["dsml", "deepseek-dsml"],
  ["kimi-stripped", "kimi"],
  ["harmony-stripped", "harmony"],
  ["glm", "glm"],
  ["mistral-args", "mistral"],
  ["tool-code", "gemma-tool-code"],
  ["gemma", "gemma"],
  ["pythonic", "pythonic"],
  ["flat-json", "bare-json"],
  ["tool-tag", "tool-tag"],
  ["kimi-k3", "kimi-k3"],
] as const;

const calls: readonly Seeded[] = [
  ...dialects.map((dialect) =>
    seeded(
      `a call as text, ${dialect}`,
      "tool-call",
      all,
      { fault: "call-as-text", dialect },
      { bad: ["tool-call-as-text"] },
    ),
  ),
  ...namedDialects.map(([dialect, named]) =>
    seeded(
      `a call as text, ${dialect}`,
      "tool-call",
      all,
      { fault: "call-as-text", dialect },
      { bad: [`tool-call-as-text (${named})`] },
    ),
  ),
  seeded(
    "the call again as text after its result",
    "response-after-tool",
    all,
    { fault: "call-as-text", dialect: "dsml" },
    { bad: ["tool-call-as-text (deepseek-dsml)"] },
  ),
  saying(
    "a call of an undeclared tool as text",
    "tool-call",
    all,
    '{"type": "function", "name": "get_forecast", "parameters": {"city": "San Francisco"}}',
    { bad: ["tool-call-as-text (bare-json)"] },
  ),
  ...dialects.map((dialect) =>
    seeded(
      `a call in the reasoning, ${dialect}`,
      "tool-call",
      all,
      { fault: "call-in-reasoning", dialect },
      {
        bad: ["tool-call-in-reasoning"],
      },
    ),
  ),
  seeded("a call twice, once as text", "tool-call", all, { fault: "duplicate-call" }, { bad: ["duplicate-call"] }),
  seeded("a call wrapped in a call", "tool-call", all, { fault: "unusual-call" }, { bad: ["unusual-tool-call"] }),
  seeded(
    "arguments as a text in a text",
    "tool-call",
    ["chat", "chat-stream", ...invoke],
    { fault: "unusual-call", style: "stringified" },
    {
      bad: ["unusual-tool-call"],
    },
  ),
  seeded("a call without a name", "tool-call", all, { fault: "phantom-call" }, { bad: ["phantom-call"] }),
  seeded(
    "a call announced and absent",
    "tool-call",
    withReasons,
    { fault: "tool-use-without-block" },
    { bad: ["tool-use-without-block"] },
  ),
  seeded(
    "a call under stop",
    "tool-call",
    withReasons,
    { fault: "stop-with-calls" },
    { note: ["stop-with-tool-calls"] },
  ),
  seeded("arguments cut", "tool-call", all, { fault: "args-invalid" }, { bad: ["arguments-invalid-json"] }),
  seeded("arguments empty", "tool-call", all, { fault: "args-empty" }, { bad: ["arguments-empty"] }),
  seeded(
    "an argument of the wrong type",
    "tool-call",
    all,
    { fault: "args-wrong-type" },
    { bad: ["arguments-mismatch"] },
  ),
  ...(["space", "channel", "namespace"] as const).map((style) =>
    seeded(
      `a corrupt name, ${style}`,
      "tool-call",
      all,
      { fault: "corrupt-name", style },
      { bad: ["tool-name-unknown"] },
    ),
  ),
  seeded("no call id", "tool-call", all, { fault: "id-missing" }, { bad: ["call-id-missing"] }),
  seeded("one id on two calls", "tool-call", all, { fault: "id-duplicate" }, { bad: ["call-id-duplicate"] }),
  seeded("an id of an earlier turn", "multi-step", all, { fault: "id-reused" }, { note: ["call-id-reused"] }),
  seeded("a promise and no call", "tool-call", all, { fault: "promise" }, { bad: ["promise-no-action"] }),
  seeded(
    "the call described after its result",
    "response-after-tool",
    all,
    { fault: "describes-call" },
    { bad: ["describes-call"] },
  ),
  seeded("the result ignored", "response-after-tool", all, { fault: "ignores-result" }, { bad: ["result-ignored"] }),
  seeded("the same call again", "response-after-tool", all, { fault: "repeats-call" }, { bad: ["repeats-call"] }),
  seeded("another answer", "basic-chat", all, { fault: "ignores-result" }, { bad: ["wrong-answer"] }),
  seeded("no call where one is needed", "tool-call", all, { fault: "ignores-result" }, { bad: ["missing-call"] }),
  seeded(
    "malformed tool use",
    "tool-call",
    [...chat, ...converse],
    { fault: "malformed-tool-use" },
    {
      bad: ["malformed-function-call"],
    },
  ),
  seeded(
    "malformed tool use, told as an error finish",
    "tool-call",
    invoke,
    { fault: "malformed-tool-use" },
    { bad: ["model-error"] },
  ),
  seeded(
    "malformed output",
    "basic-chat",
    [...chat, ...converse],
    { fault: "malformed-output" },
    {
      bad: ["malformed-function-call"],
    },
  ),
  seeded("an index missing", "tool-call", ["chat-stream"], { fault: "index-missing" }, { note: ["index-missing"] }),
  seeded(
    "a block without its index",
    "tool-call",
    ["converse-stream"],
    { fault: "index-missing" },
    { bad: ["block-broken"] },
  ),
  seeded(
    "an index used by two calls",
    "tool-call",
    ["chat-stream"],
    { fault: "index-reused" },
    { bad: ["index-reused"] },
  ),
  seeded(
    "an index used by two blocks",
    "tool-call",
    ["converse-stream"],
    { fault: "index-reused" },
    { bad: ["block-broken (block-index-reused)"] },
  ),
  seeded(
    "a call where none was needed",
    "no-call-needed",
    all,
    { fault: "repeats-call" },
    { bad: ["arguments-empty (empty-object)", "unexpected-call"] },
  ),
  // On APIs whose calls have no index on the wire, the simulator makes a second call.
  seeded(
    "a call more than was asked for",
    "tool-call",
    ["chat", "converse", "invoke"],
    { fault: "index-reused" },
    { bad: ["unexpected-call"] },
  ),
  seeded(
    "one call under two indexes",
    "tool-call",
    ["chat-stream"],
    { fault: "index-split" },
    {
      bad: ["index-split"],
    },
  ),
  seeded(
    "one call under two indexes, the second of which did not begin",
    "tool-call",
    ["converse-stream"],
    { fault: "index-split" },
    { bad: ["index-split"], note: ["block-broken (delta-without-start)"] },
  ),
  seeded(
    "another id in every piece of a call",
    "tool-call",
    ["chat-stream"],
    {
      fault: "rewrite",
      pattern: '"tool_calls":\\[\\{"index":0,"function":',
      to: '"tool_calls":[{"index":0,"id":"call_other","function":',
    },
    { note: ["call-id-changed"] },
  ),
  seeded(
    "an index as text",
    "tool-call",
    ["chat-stream"],
    { fault: "rewrite", pattern: '"tool_calls":\\[\\{"index":0', to: '"tool_calls":[{"index":"0"' },
    { note: ["index-not-number"] },
  ),
  seeded(
    "a name in two pieces",
    "tool-call",
    ["chat-stream"],
    {
      fault: "rewrite",
      pattern: '"name":"get_weather","arguments":""\\}\\}',
      to: '"name":"get_","arguments":""}},{"index":0,"function":{"name":"weather","arguments":""}}',
    },
    { note: ["call-name-changed"] },
  ),
  seeded(
    "all arguments again at the end",
    "tool-call",
    ["chat-stream"],
    {
      fault: "rewrite",
      pattern: '"delta":\\{"content":"","role":"assistant"\\}(?=[^\\n]*"finish_reason":"tool_calls")(?![^\\n]*"usage")',
      to: '"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\\"location\\":\\"San Francisco, CA\\"}"}}]}',
    },
    { bad: ["arguments-repeated"] },
  ),
  seeded("cut before the first argument", "tool-call", all, [{ fault: "max-tokens-cut" }, { fault: "args-empty" }], {
    bad: ["cut-by-max-tokens"],
  }),
  seeded(
    "a legacy call",
    "tool-call",
    ["chat"],
    {
      fault: "rewrite",
      pattern: '"finish_reason":"tool_calls"(.*)"tool_calls":\\[\\{.*?"function":(\\{.*?\\})\\}\\]',
      to: '"finish_reason":"stop"$1"function_call":$2',
    },
    { bad: ["legacy-call"] },
  ),
  seeded(
    "arguments as an object",
    "tool-call",
    ["chat"],
    {
      fault: "rewrite",
      pattern: '"arguments":"\\{\\\\"location\\\\":\\\\"San Francisco, CA\\\\"\\}"',
      to: '"arguments":{"location":"San Francisco, CA"}',
    },
    { bad: ["arguments-not-text"] },
  ),
];

const words: readonly Seeded[] = [
  seeded("a think tag left open", "basic-chat", all, { fault: "think-tag" }, { note: ["think-tag-in-text"] }),
  seeded(
    "a think tag in the text",
    "basic-chat",
    all,
    { fault: "think-tag", tag: "closed" },
    { note: ["think-tag-in-text"] },
  ),
  seeded(
    "harmony's preamble before the answer",
    "response-after-tool",
    all,
    { fault: "harmony-preamble" },
    {
      note: ["harmony-preamble"],
    },
  ),
  seeded(
    "harmony's preamble and no answer",
    "tool-call",
    all,
    { fault: "harmony-preamble" },
    { bad: ["harmony-preamble"] },
  ),
  seeded("an unknown finish", "basic-chat", withReasons, { fault: "finish-unknown" }, { note: ["finish-unknown"] }),
  ...["network_error", "insufficient_system_resource"].map((word) =>
    seeded(
      `a generation that the service broke off, ${word}`,
      "basic-chat",
      all,
      { fault: "finish-unknown", word },
      { bad: ["model-error (broken-off)"] },
    ),
  ),
  seeded(
    "a filter by another word",
    "basic-chat",
    all,
    { fault: "finish-unknown", word: "SAFETY" },
    { bad: ["filtered"] },
  ),
  seeded(
    "silence under stop that the upstream calls network_error",
    "basic-chat",
    chat,
    [{ fault: "silent" }, underStop("network_error")],
    { bad: ["model-error (broken-off)"] },
  ),
  seeded(
    "silence under stop that the upstream calls a call",
    "basic-chat",
    chat,
    [{ fault: "silent" }, underStop("tool_calls")],
    { bad: ["tool-use-without-block"] },
  ),
  seeded("a word under stop that no table has", "basic-chat", chat, underStop("engine_paused"), {
    note: ["finish-unknown"],
  }),
  seeded(
    "no finish",
    "basic-chat",
    ["chat", "chat-stream", "converse", "converse-stream", "invoke"],
    { fault: "finish-missing" },
    {
      bad: ["finish-missing"],
    },
  ),
  seeded(
    "a stream without its finish",
    "basic-chat",
    ["invoke-stream"],
    { fault: "finish-missing" },
    {
      bad: ["truncated"],
    },
  ),
  seeded("two finishes", "basic-chat", ["converse-stream"], { fault: "finish-twice" }, { note: ["finish-repeated"] }),
  seeded(
    "no usage",
    "basic-chat",
    ["chat", "chat-stream", "converse", "converse-stream", "invoke"],
    { fault: "usage-missing" },
    {
      note: ["usage-missing"],
    },
  ),
];

const outputs: readonly Seeded[] = [
  saying("prose for an object", "output-object", all, "Invoice R-118 over 240.50 euros.", {
    bad: ["output-invalid (not-json)"],
  }),
  saying(
    "an object in a code fence",
    "output-object",
    all,
    '```json\n{"number":"R-118","total":240.5,"currency":"EUR"}\n```',
    {
      bad: ["output-invalid (fenced)"],
    },
  ),
  saying("an object without a member", "output-object", all, '{"number":"R-118","total":240.5}', {
    bad: ["output-invalid (required-missing)"],
  }),
  saying("a text for a number", "output-object", all, '{"number":"R-118","total":"240.5","currency":"EUR"}', {
    bad: ["output-invalid (wrong-type)"],
  }),
  saying("a word outside the list", "output-enum", all, '{"sentiment":"angry"}', {
    bad: ["output-invalid (not-in-enum)"],
  }),
  saying("a list for an object", "output-json", all, '["Santiago"]', { bad: ["output-invalid (not-an-object)"] }),
  saying("a phrase without end", "basic-chat", all, `It is 42. ${"I am sure of it. ".repeat(6)}`, {
    note: ["repeats-itself"],
  }),
  saying("an answer in another script", "basic-chat", all, "Правильный ответ на этот вопрос: 42", {
    note: ["language-drift"],
  }),
  saying("a long text in one piece", "basic-chat", streams, `15+27=42;${"-".repeat(400)}`, { note: ["buffered"] }),
];

/** Faults of a model that ignores the tool choice. */
const choices: readonly Seeded[] = [
  seeded(
    "prose where a call was required",
    "tool-choice-required",
    [...chat, ...converse],
    { fault: "promise" },
    { bad: ["choice-ignored (required)"] },
  ),
  seeded(
    "a call where calls were forbidden",
    "tool-choice-none",
    all,
    { fault: "repeats-call" },
    { bad: ["arguments-empty", "choice-ignored (none)"] },
  ),
  seeded(
    "another tool than the named one",
    "tool-choice-named",
    ["chat", "chat-stream", "converse"],
    { fault: "rewrite", pattern: "get_time", to: "get_weather" },
    { bad: ["choice-ignored (tool)"] },
  ),
];

/** Faults in a reply's metadata: ids and usage. */
const envelopes: readonly Seeded[] = [
  seeded("no request id", "basic-chat", bedrock, { fault: "no-request-id" }, { note: ["request-id-missing"] }),
  seeded(
    "another id in the last chunk",
    "basic-chat",
    ["chat-stream"],
    { fault: "rewrite", pattern: '"id":"gen-(?=[^\\n]*"finish_reason":"stop")', to: '"id":"other-' },
    { note: ["identity-changed"] },
  ),
  seeded(
    "no id",
    "basic-chat",
    chat,
    { fault: "rewrite", pattern: '"id":"gen-[^"]*",', to: "" },
    { note: ["identity-missing"] },
  ),
  ...[
    ["deepseek/deepseek-v4-flash", "other-family"],
    ["moonshotai/kimi-k2-thinking", "other-variant"],
    ["moonshotai/kimi-k2", "other-version"],
  ].map(([to, cause]) =>
    seeded(
      `the answer of ${to}`,
      "basic-chat",
      chat,
      { fault: "rewrite", pattern: '"model":"moonshotai/kimi-k2.5"', to: `"model":"${to}"` },
      { bad: [`served-model-differs (${cause})`] },
    ),
  ),
  seeded(
    "the answer of a name that says nothing",
    "basic-chat",
    chat,
    { fault: "rewrite", pattern: '"model":"moonshotai/kimi-k2.5"', to: '"model":"blue-deployment"' },
    { note: ["served-model-differs (undetermined)"] },
  ),
  seeded(
    "a completion inside a member",
    "basic-chat",
    ["chat"],
    { fault: "rewrite", pattern: "^(\\{[\\s\\S]*\\})\\s*$", to: '{"id":null,"choices":null,"provider":$1}' },
    { note: ["nested-reply"] },
  ),
  seeded(
    "a second choice that is blank",
    "basic-chat",
    ["chat"],
    {
      fault: "rewrite",
      pattern: '"choices":\\[',
      to: '"choices":[{"index":1,"finish_reason":"stop","message":{"role":"assistant","content":""}},',
    },
    { note: ["other-choices (blank)"] },
  ),
  seeded(
    "token counts under another name",
    "basic-chat",
    chat,
    { fault: "rewrite", pattern: '"prompt_tokens":', to: '"input_tokens":' },
    { note: ["usage-form"] },
  ),
  seeded(
    "token counts as text",
    "basic-chat",
    chat,
    { fault: "rewrite", pattern: '"completion_tokens":(\\d+)', to: '"completion_tokens":"$1"' },
    { note: ["usage-form"] },
  ),
  seeded(
    "token counts as text on Bedrock",
    "basic-chat",
    ["converse", "invoke"],
    { fault: "rewrite", pattern: '"(outputTokens|completion_tokens)":(\\d+)', to: '"$1":"$2"' },
    { note: ["usage-form"] },
  ),
  seeded(
    "a total that is no sum",
    "basic-chat",
    ["chat", "chat-stream", "converse"],
    { fault: "rewrite", pattern: '("total_?[tT]okens":)', to: "$19" },
    { note: ["usage-inconsistent (total)"] },
  ),
];

const bodies: readonly Seeded[] = [
  ...(["start", "middle", "before-finish", "inside-finish"] as const).map((at) =>
    seeded(`cut, ${at}`, "basic-chat", streams, { fault: "truncated", at }, { bad: ["truncated"] }),
  ),
  ...(["closed", "reset"] as const).map((how) =>
    seeded(`cut by ${how}`, "basic-chat", streams, { fault: "truncated", how }, { bad: ["truncated"] }),
  ),
  seeded(
    "a unary body cut",
    "basic-chat",
    ["chat", "converse", "invoke"],
    { fault: "truncated" },
    { bad: ["truncated"] },
  ),
  seeded("reset in the middle", "basic-chat", all, { fault: "reset" }, { bad: ["truncated"] }),
  seeded("a body of zero bytes", "basic-chat", all, { fault: "zero-bytes" }, { bad: ["truncated"] }),
  seeded("nothing but comments", "basic-chat", ["chat-stream"], { fault: "comments-only" }, { bad: ["truncated"] }),
  seeded("no terminal event", "basic-chat", eventStreams, { fault: "no-terminator" }, { bad: ["truncated"] }),
  seeded("no [DONE]", "basic-chat", ["chat-stream"], { fault: "no-terminator" }, { note: ["done-missing"] }),
  seeded(
    "no metadata",
    "basic-chat",
    eventStreams,
    { fault: "metadata-missing" },
    { note: ["metadata-missing", "usage-missing"] },
  ),
  seeded("metadata twice", "basic-chat", ["converse-stream"], { fault: "repeat" }, { note: ["metadata-repeated"] }),
  seeded("a page in place of a reply", "basic-chat", all, { fault: "html-200" }, { bad: ["protocol"] }),
  seeded(
    "one body where a stream was asked",
    "basic-chat",
    ["chat-stream"],
    { fault: "json-on-stream" },
    { note: ["other-shape"] },
  ),
  seeded(
    "JSON where an event stream was asked",
    "basic-chat",
    eventStreams,
    { fault: "json-on-stream" },
    { bad: ["protocol"] },
  ),
  seeded(
    "events after the finish",
    "response-after-tool",
    streams,
    { fault: "event-after-finish" },
    { bad: ["event-after-finish"] },
  ),
  seeded("an event that is no JSON", "basic-chat", streams, { fault: "bad-json" }, { bad: ["protocol"] }),
  seeded(
    "an event that nobody knows",
    "basic-chat",
    eventStreams,
    { fault: "unknown-event" },
    { note: ["unknown-event"] },
  ),
  ...(["message", "prelude"] as const).map((of) =>
    seeded(`a wrong checksum, ${of}`, "basic-chat", eventStreams, { fault: "bad-crc", of }, { bad: ["protocol"] }),
  ),
  seeded("a length that lies", "basic-chat", eventStreams, { fault: "frame-length" }, { bad: ["protocol"] }),
  seeded(
    "a frame of no length",
    "basic-chat",
    eventStreams,
    { fault: "frame-length", declares: 0 },
    { bad: ["protocol"] },
  ),
  seeded("an error object as a 200", "basic-chat", chat, { fault: "error-in-200" }, { bad: ["error-in-200"] }),
  seeded(
    "a fault of the front end as a 200",
    "basic-chat",
    bedrock,
    { fault: "error-in-200" },
    { excluded: "unavailable" },
  ),
  seeded(
    "an unknown operation as a 200",
    "basic-chat",
    bedrock,
    { fault: "error-in-200", code: "UnknownOperationException" },
    { excluded: "wrong-address" },
  ),
  seeded(
    "an error on the choice, after its text",
    "basic-chat",
    ["chat"],
    {
      fault: "rewrite",
      pattern: '"finish_reason":"stop"',
      to: '"finish_reason":null,"error":{"code":502,"message":"Provider returned error"}',
    },
    { bad: ["error-in-200 (unavailable)"] },
  ),
  ...(["choice", "detail", "errors", "problem", "text", "line"] as const).map((form) =>
    seeded(
      `an error in a stream as ${form}`,
      "basic-chat",
      ["chat-stream"],
      { fault: "midstream-error", form, message: "Internal server error" },
      { bad: ["midstream-error (unavailable)"] },
    ),
  ),
  seeded(
    "an error in a stream",
    "basic-chat",
    ["chat-stream"],
    { fault: "midstream-error" },
    { bad: ["midstream-error"] },
  ),
  seeded(
    "an error in a stream, then [DONE]",
    "basic-chat",
    ["chat-stream"],
    { fault: "midstream-error", done: true },
    {
      bad: ["midstream-error"],
    },
  ),
  ...(["modelStreamErrorException", "modelTimeoutException"] as const).map((type) =>
    seeded(type, "basic-chat", eventStreams, { fault: "exception", type }, { bad: ["model-error"] }),
  ),
  ...(
    [
      "internalServerException",
      "validationException",
      "throttlingException",
      "serviceUnavailableException",
      "somethingNewException",
    ] as const
  ).map((type) => seeded(type, "basic-chat", eventStreams, { fault: "exception", type }, { bad: ["midstream-error"] })),
  seeded("an error frame", "basic-chat", eventStreams, { fault: "error-frame" }, { bad: ["midstream-error"] }),
  seeded(
    "a completion without a message",
    "basic-chat",
    ["chat"],
    { fault: "rewrite", pattern: '"message":', to: '"massage":' },
    {
      bad: ["message-missing"],
    },
  ),
  seeded("a stall", "basic-chat", all, { fault: "stall" }, { bad: ["stalled"] }),
];

/** Refusals, and whether each is a finding or excludes the trial. */
const refusals: readonly (readonly [as: string, expected: Expected])[] = [
  ["validation", { bad: ["request-refused"] }],
  ["model-access", { excluded: "model-access" }],
  ["marketplace-access", { excluded: "model-access" }],
  ["not-authorized", { excluded: "model-access" }],
  ["expired-token", { excluded: "credentials" }],
  ["invalid-token", { excluded: "credentials" }],
  ["invalid-signature", { excluded: "credentials" }],
  ["bearer-denied", { excluded: "credentials" }],
  ["missing-authorization", { excluded: "credentials" }],
  ["inference-profile", { excluded: "inference-profile" }],
  ["model-invalid", { excluded: "model-not-found" }],
  ["end-of-life", { excluded: "model-retired" }],
  ["legacy", { excluded: "model-retired" }],
  ["tools-unsupported", { excluded: "unsupported" }],
  ["streaming-tools-unsupported", { excluded: "unsupported" }],
  ["too-many-requests", { excluded: "throttled" }],
  ["too-many-tokens", { excluded: "throttled" }],
  ["tokens-per-day", { excluded: "quota" }],
  ["quota", { excluded: "quota" }],
  ["context-overflow", { bad: ["request-refused"] }],
  ["model-timeout", { bad: ["model-error"] }],
  ["model-error", { bad: ["model-error"] }],
  ["internal", { excluded: "unavailable" }],
  ["unavailable", { excluded: "unavailable" }],
];

/** Refusals with a cause of their own, on every API. */
const causes: readonly (readonly [as: string, expected: Expected])[] = [
  ["unknown-operation", { excluded: "wrong-address" }],
  ["action-unsupported", { excluded: "api-unsupported" }],
  ["prompt-caching", { excluded: "caching-unsupported" }],
  ["schema-keyword", { bad: ["request-refused (schema-keyword)"] }],
  ["thinking-signature", { bad: ["request-refused (thinking-signature)"] }],
  ["tools-with-reasoning", { bad: ["request-refused (tools-with-reasoning)"] }],
  ["role-order", { bad: ["request-refused (role-order)"] }],
  ["output-limit", { bad: ["request-refused (output-limit)"] }],
  ["incomplete-signature", { excluded: "credentials" }],
  ["api-key-invalid", { excluded: "credentials" }],
];

/** OpenRouter's request id is the generation id of its replies; a refusal has none. */
function withoutRequestId(expected: Expected): Expected {
  return expected.bad === undefined ? expected : { ...expected, note: ["request-id-missing"] };
}

const before: readonly Seeded[] = [
  ...causes.flatMap(([as, expected]) => [
    seeded(`refused: ${as}`, "tool-call", bedrock, { fault: "refuse", as } as Fault, expected),
    seeded(`a gateway refused: ${as}`, "tool-call", chat, { fault: "refuse", as } as Fault, withoutRequestId(expected)),
  ]),
  ...refusals.map(([as, expected]) =>
    seeded(`refused: ${as}`, "tool-call", bedrock, { fault: "refuse", as } as Fault, expected),
  ),
  seeded("401", "basic-chat", all, { fault: "status", status: 401 }, { excluded: "credentials" }),
  seeded("429", "basic-chat", all, { fault: "status", status: 429 }, { excluded: "throttled" }),
  seeded("500", "basic-chat", all, { fault: "status", status: 500 }, { excluded: "unavailable" }),
  seeded("503", "basic-chat", all, { fault: "status", status: 503, body: "html" }, { excluded: "unavailable" }),
  seeded("400", "basic-chat", bedrock, { fault: "status", status: 400 }, { bad: ["request-refused"] }),
  // OpenRouter's request id is the generation id of its replies; a refusal has none.
  seeded(
    "400 of a gateway",
    "basic-chat",
    chat,
    { fault: "status", status: 400 },
    { bad: ["request-refused"], note: ["request-id-missing"] },
  ),
  ...(["refused", "dns", "connect-timeout", "tls", "reset", "closed"] as const).map((as) =>
    seeded(`no connection: ${as}`, "basic-chat", all, { fault: "connection", as }, { excluded: "connection" }),
  ),
  seeded(
    "another upstream than the one that was pinned",
    "basic-chat",
    chat,
    { fault: "wrong-upstream" },
    {
      excluded: "pin-not-honoured",
      pinned: "moonshotai",
    },
  ),
];

/** Probes, each with the APIs that it can be said to. */
const probes: readonly (readonly [scenario: string, apis: readonly ApiName[]])[] = [
  ["probe-image", all],
  ["probe-malformed-json", all],
  ["probe-messages", all],
  ["probe-oversize", all],
  ["probe-response-format", [...chat, "responses", "responses-stream"]],
  ["probe-sampling-members", chat],
  ["probe-settings", all],
  ["probe-tool-choice", all],
  ["probe-tool-definitions", all],
  ["probe-tool-results", all],
  ["probe-unknown-model", all],
  ["probe-wrong-key", all],
];

/** Moonshot's own API, which says that it takes one value of each sampling setting of Kimi K2.5. */
function fixed(how: string, fault: Fault, expected: Expected): readonly Seeded[] {
  const id = `probe-fixed-sampling: ${how}`;
  return [
    {
      ...{ id, scenario: "probe-fixed-sampling", apis: chat, provider: "moonshot" },
      ...{ behaviour: { fixedSampling: true, faults: [fault] }, ...expected },
    },
  ];
}

/** What a service must refuse, met in another way; and what it must take, refused or read in half. */
const probed: readonly Seeded[] = [
  ...fixed("answered", { fault: "probe", as: "accepted" }, { bad: ["probe-accepted"] }),
  ...fixed("an error of the service", { fault: "probe", as: "server-error" }, { bad: ["probe-status (server-error)"] }),
  ...fixed("a refusal that does not say why", { fault: "probe", as: "unnamed" }, { note: ["probe-unnamed"] }),
  ...probes.flatMap(([scenario, apis]) => [
    seeded(`${scenario}: answered`, scenario, apis, { fault: "probe", as: "accepted" }, { bad: ["probe-accepted"] }),
    seeded(
      `${scenario}: an error of the service`,
      scenario,
      apis,
      { fault: "probe", as: "server-error" },
      { bad: ["probe-status (server-error)"] },
    ),
  ]),
  seeded(
    "a refusal inside a 200",
    "probe-settings",
    all,
    { fault: "probe", as: "inside-200" },
    { bad: ["probe-status (inside-200)"] },
  ),
  seeded(
    "a refusal with another status",
    "probe-settings",
    all,
    { fault: "probe", as: "other-status" },
    { note: ["probe-status (other-status)"] },
  ),
  seeded(
    "a refusal that does not say why",
    "probe-settings",
    all,
    { fault: "probe", as: "unnamed" },
    { note: ["probe-unnamed"] },
  ),
  seeded(
    "a page in place of an error object",
    "probe-malformed-json",
    all,
    { fault: "probe", as: "no-object" },
    { note: ["probe-shape (no-object)"] },
  ),
  seeded(
    "a refusal that counts tokens",
    "probe-tool-choice",
    all,
    { fault: "probe", as: "billed" },
    { bad: ["probe-billed"] },
  ),
  seeded(
    "a probe that is throttled",
    "probe-settings",
    all,
    { fault: "status", status: 429 },
    { excluded: "throttled" },
  ),
  seeded(
    "a probe in an outage",
    "probe-settings",
    all,
    { fault: "status", status: 503, body: "html" },
    { excluded: "unavailable" },
  ),
  seeded(
    "a probe of an account without access",
    "probe-settings",
    bedrock,
    { fault: "refuse", as: "not-authorized" },
    { excluded: "model-access" },
  ),
  // OpenRouter's request id is the generation id of its replies; a refusal has none.
  ...(["choice-without-tools", "message-name"] as const).map((scenario) =>
    seeded(
      `${scenario}: refused by a gateway`,
      scenario,
      chat,
      { fault: "status", status: 400 },
      { bad: ["request-refused"], note: ["request-id-missing"] },
    ),
  ),
  seeded(
    "a choice without tools refused",
    "choice-without-tools",
    invoke,
    { fault: "status", status: 400 },
    { bad: ["request-refused"] },
  ),
  seeded(
    "one choice where two were asked for",
    "two-choices",
    chat,
    { fault: "ignore-parameter", parameter: "choices" },
    { bad: ["choices-missing"] },
  ),
  seeded("the second part not read", "content-parts", all, { fault: "ignores-result" }, { bad: ["wrong-answer"] }),
];

/** Every seeded fault, in the order of the phase in which it occurs. */
export const catalogue: readonly Seeded[] = [
  ...before,
  ...bodies,
  ...bytes,
  ...blank,
  ...calls,
  ...choices,
  ...words,
  ...outputs,
  ...envelopes,
  ...ignoredParameters,
  ...logprobsFaults,
  ...probed,
  ...complained,
  ...ofDialects,
];
