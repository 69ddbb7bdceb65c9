import type { ApiName, Seeded } from "./catalogue.js";

/** Faults of Responses and Messages, beside those that every API can have. */

type Fault = NonNullable<Seeded["behaviour"]["faults"]>[number];
type Expected = Pick<Seeded, "bad" | "note" | "excluded">;

const responses: readonly ApiName[] = ["responses", "responses-stream"];
const messages: readonly ApiName[] = ["messages", "messages-stream"];
const both: readonly ApiName[] = [...responses, ...messages];
const wholes: readonly ApiName[] = ["responses", "messages"];
const streams: readonly ApiName[] = ["responses-stream", "messages-stream"];

function row(
  id: string,
  [scenario, apis]: readonly [string, readonly ApiName[]],
  faults: Fault | readonly Fault[],
  expected: Expected,
): Seeded {
  const listed = Array.isArray(faults) ? [...faults] : [faults as Fault];
  return {
    id: `${id}, ${apis.length === 1 ? apis[0] : apis === both ? "both" : apis.join(" and ")}`,
    scenario,
    apis,
    behaviour: { faults: listed },
    ...expected,
  };
}

/** The bytes of OpenAI's own endpoint, whose events have names. */
const openAi = (faults: readonly Fault[]) => ({ behaviour: { responses: "openai" as const, faults: [...faults] } });

const rewrite = (pattern: string, to: string): Fault => ({ fault: "rewrite", pattern, to });

const blank: readonly Seeded[] = [
  row("silence without a finish", ["basic-chat", both], [{ fault: "silent" }, { fault: "finish-missing" }], {
    bad: ["empty-reply (silent)"],
  }),
  row("silence without usage", ["basic-chat", both], [{ fault: "silent" }, { fault: "usage-missing" }], {
    bad: ["empty-reply (tokens-unknown)"],
    note: ["usage-missing"],
  }),
  row("refused in words", ["basic-chat", responses], { fault: "refusal" }, { bad: ["refusal"] }),
];

const orders = [
  ["message-start", "lost"],
  ["message-start", "twice"],
  ["message-start", "late"],
  ["block-start", "twice"],
  ["block-stop", "lost"],
] as const;

const bytes: readonly Seeded[] = [
  ...(["name", "case", "bom"] as const).map((as) =>
    row(
      `a line that is no field of an event, ${as}`,
      ["basic-chat", streams],
      { fault: "stray-line", as },
      { note: ["line-ignored"] },
    ),
  ),
  ...orders.map(([event, how]) =>
    row(
      `${event} ${how}`,
      ["tool-call", ["responses-stream"]],
      { fault: "frame-order", event, how },
      { note: ["block-broken"] },
    ),
  ),
  row(
    "block-start late",
    ["tool-call", ["responses-stream"]],
    { fault: "frame-order", event: "block-start", how: "late" },
    { note: ["block-broken"] },
  ),
  row(
    "block-start lost",
    ["tool-call", ["responses-stream"]],
    { fault: "frame-order", event: "block-start", how: "lost" },
    { note: ["block-broken"] },
  ),
  ...orders.map(([event, how]) =>
    row(
      `${event} ${how}`,
      ["tool-call", ["messages-stream"]],
      { fault: "frame-order", event, how },
      { note: ["block-broken"] },
    ),
  ),
  // Without its start, a call has neither id nor name. A ping stands behind the first start, which may come before it.
  row(
    "block-start lost",
    ["tool-call", ["messages-stream"]],
    { fault: "frame-order", event: "block-start", how: "lost" },
    { bad: ["phantom-call (no-name)"], note: ["block-broken"] },
  ),
  row(
    "block-stop twice",
    ["tool-call", streams],
    { fault: "frame-order", event: "block-stop", how: "twice" },
    { bad: ["block-broken (block-end-repeated)"] },
  ),
  // The text of a delta is then not the text that its last event repeats.
  row(
    "a byte of a delta that is not UTF-8",
    ["basic-chat", ["responses-stream"]],
    { fault: "not-utf8" },
    { bad: ["block-broken (pieces-differ)"], note: ["not-utf8"] },
  ),
  row(
    "a reply nested deeper than llm-parity reads",
    ["basic-chat", responses],
    rewrite('"object":"response",', `"deep":${"[".repeat(200)}${"]".repeat(200)},"object":"response",`),
    { excluded: "too-large" },
  ),
  row(
    "a reply nested deeper than llm-parity reads",
    ["basic-chat", messages],
    rewrite('"type":"message",', `"deep":${"[".repeat(200)}${"]".repeat(200)},"type":"message",`),
    { excluded: "too-large" },
  ),
];

const calls: readonly Seeded[] = [
  row(
    "arguments as a text in a text",
    ["tool-call", both],
    { fault: "unusual-call", style: "stringified" },
    { bad: ["unusual-tool-call"] },
  ),
  row(
    "malformed tool use",
    ["tool-call", responses],
    { fault: "malformed-tool-use" },
    { bad: ["error-in-200 (unavailable)"] },
  ),
  row(
    "malformed tool use",
    ["tool-call", messages],
    { fault: "malformed-tool-use" },
    { bad: ["malformed-function-call"] },
  ),
  row("an index missing", ["tool-call", ["responses-stream"]], { fault: "index-missing" }, { note: ["index-missing"] }),
  row(
    "a block without its index",
    ["tool-call", ["messages-stream"]],
    { fault: "index-missing" },
    { bad: ["block-broken"] },
  ),
  row(
    "an index used by two items",
    ["tool-call", ["responses-stream"]],
    { fault: "index-reused" },
    { bad: ["block-broken (block-index-reused)"] },
  ),
  row(
    "an index used by two blocks",
    ["tool-call", ["messages-stream"]],
    { fault: "index-reused" },
    { bad: ["block-broken (block-index-reused)", "index-reused"] },
  ),
  row(
    "one call under two indexes",
    ["tool-call", ["responses-stream"]],
    { fault: "index-split" },
    { bad: ["block-broken (pieces-differ)"] },
  ),
  row(
    "one call under two indexes",
    ["tool-call", ["messages-stream"]],
    { fault: "index-split" },
    { bad: ["index-split"], note: ["block-broken (delta-without-start)"] },
  ),
  row("a call more than was asked for", ["tool-call", wholes], { fault: "index-reused" }, { bad: ["unexpected-call"] }),
  row(
    "arguments as an object",
    ["tool-call", ["responses"]],
    rewrite(
      '"arguments":"\\{\\\\"location\\\\":\\\\"San Francisco, CA\\\\"\\}"',
      '"arguments":{"location":"San Francisco, CA"}',
    ),
    { bad: ["arguments-not-text"] },
  ),
  row(
    "a call announced and absent",
    ["tool-call", messages],
    { fault: "tool-use-without-block" },
    { bad: ["tool-use-without-block"] },
  ),
  row(
    "a call under end_turn",
    ["tool-call", messages],
    { fault: "stop-with-calls" },
    { note: ["stop-with-tool-calls"] },
  ),
  row(
    "the call ids of the turn before, as mantle numbers them",
    ["multi-step", responses],
    { fault: "id-reused" },
    { note: ["call-id-reused"] },
  ),
];

const words: readonly Seeded[] = [
  // The name of the last event says how a stream ends.
  row("no status", ["basic-chat", ["responses"]], { fault: "finish-missing" }, { bad: ["finish-missing"] }),
  row("no stop reason", ["basic-chat", messages], { fault: "finish-missing" }, { bad: ["finish-missing"] }),
  row(
    "incomplete for a reason that no table has",
    ["basic-chat", responses],
    { fault: "finish-unknown" },
    { bad: ["model-error (broken-off)"] },
  ),
  row(
    "a stop reason that no table has",
    ["basic-chat", messages],
    { fault: "finish-unknown" },
    { note: ["finish-unknown"] },
  ),
  row("two ends", ["basic-chat", ["responses-stream"]], { fault: "finish-twice" }, { bad: ["event-after-finish"] }),
  row(
    "two stop reasons",
    ["basic-chat", ["messages-stream"]],
    { fault: "finish-twice" },
    { note: ["finish-repeated"] },
  ),
  row("no usage", ["basic-chat", both], { fault: "usage-missing" }, { note: ["usage-missing"] }),
  {
    id: "a long text in one piece, of both",
    scenario: "basic-chat",
    apis: streams,
    behaviour: { replies: [{ when: {}, text: `15+27=42;${"-".repeat(400)}` }] },
    note: ["buffered"],
  },
];

const choices: readonly Seeded[] = [
  row(
    "prose where a call was required",
    ["tool-choice-required", both],
    { fault: "promise" },
    { bad: ["choice-ignored (required)"] },
  ),
  row("another tool than the named one", ["tool-choice-named", both], rewrite("get_time", "get_weather"), {
    bad: ["choice-ignored (tool)"],
  }),
];

const envelopes: readonly Seeded[] = [
  row("no id", ["basic-chat", ["responses"]], rewrite('"id":"gen-[^"]*",', ""), { note: ["identity-missing"] }),
  row("no id", ["basic-chat", messages], rewrite('"id":"msg_[^"]*",', ""), { note: ["identity-missing"] }),
  row(
    "another id at the end",
    ["basic-chat", ["responses-stream"]],
    rewrite('"id":"gen-(?=[^\\n]*"status":"completed")', '"id":"other-'),
    { note: ["identity-changed"] },
  ),
  row(
    "the answer of another family",
    ["basic-chat", both],
    rewrite('"model":"moonshotai/kimi-k2.5"', '"model":"deepseek/deepseek-v4-flash"'),
    { bad: ["served-model-differs (other-family)"] },
  ),
  row("token counts under another name", ["basic-chat", responses], rewrite('"input_tokens":', '"prompt_tokens":'), {
    note: ["usage-missing"],
  }),
  row("token counts under another name", ["basic-chat", messages], rewrite('"input_tokens":', '"prompt_tokens":'), {
    note: ["usage-missing"],
  }),
  row("token counts as text", ["basic-chat", both], rewrite('"output_tokens":(\\d+)', '"output_tokens":"$1"'), {
    note: ["usage-form"],
  }),
  row("a total that is no sum", ["basic-chat", responses], rewrite('"total_tokens":', '"total_tokens":9'), {
    note: ["usage-inconsistent (total)"],
  }),
  row("a negative count of output", ["basic-chat", both], rewrite('"output_tokens":\\d+', '"output_tokens":-9'), {
    note: ["usage-inconsistent (no-count)"],
  }),
];

const bodies: readonly Seeded[] = [
  ...(["start", "middle", "before-finish", "inside-finish"] as const).map((at) =>
    row(`cut, ${at}`, ["basic-chat", streams], { fault: "truncated", at }, { bad: ["truncated"] }),
  ),
  ...(["closed", "reset"] as const).map((how) =>
    row(`cut by ${how}`, ["basic-chat", streams], { fault: "truncated", how }, { bad: ["truncated"] }),
  ),
  row("a unary body cut", ["basic-chat", wholes], { fault: "truncated" }, { bad: ["truncated"] }),
  row("nothing but comments", ["basic-chat", streams], { fault: "comments-only" }, { bad: ["truncated"] }),
  row("the last event lost", ["basic-chat", streams], { fault: "terminal-missing" }, { bad: ["truncated"] }),
  row("no [DONE], which Responses need not have", ["basic-chat", ["responses-stream"]], { fault: "no-terminator" }, {}),
  row("no message_stop", ["basic-chat", ["messages-stream"]], { fault: "no-terminator" }, { bad: ["truncated"] }),
  row(
    "one body where a stream was asked",
    ["basic-chat", streams],
    { fault: "json-on-stream" },
    { note: ["other-shape"] },
  ),
  row(
    "events after the end",
    ["response-after-tool", streams],
    { fault: "event-after-finish" },
    { bad: ["event-after-finish"] },
  ),
  row("an event that is no JSON", ["basic-chat", streams], { fault: "bad-json" }, { bad: ["protocol"] }),
  row("an event that nobody knows", ["basic-chat", streams], { fault: "unknown-event" }, { note: ["unknown-event"] }),
  row(
    "an error object as a 200",
    ["basic-chat", [...responses, "messages"]],
    { fault: "error-in-200" },
    { bad: ["error-in-200"] },
  ),
  // Messages has an event for it, at any place of a stream.
  row(
    "an error as the only event",
    ["basic-chat", ["messages-stream"]],
    { fault: "error-in-200" },
    { bad: ["midstream-error (unavailable)"] },
  ),
  row(
    "an error in a stream as line",
    ["basic-chat", ["responses-stream"]],
    { fault: "midstream-error", form: "line", message: "Internal server error" },
    { bad: ["midstream-error (unavailable)"] },
  ),
  row(
    "an error in a stream as line",
    ["basic-chat", ["messages-stream"]],
    { fault: "midstream-error", form: "line", message: "Internal server error" },
    { bad: ["midstream-error (unavailable)"], note: ["line-ignored"] },
  ),
  ...(["chunk", "detail", "errors", "problem", "text"] as const).map((form) =>
    row(
      `an error in a stream as ${form}`,
      ["basic-chat", streams],
      { fault: "midstream-error", form, message: "Internal server error" },
      { bad: ["midstream-error (unavailable)"] },
    ),
  ),
  ...(["flat", "failed"] as const).map((form) =>
    row(
      `an error in a stream as ${form}`,
      ["basic-chat", ["responses-stream"]],
      { fault: "midstream-error", form, message: "Internal server error" },
      { bad: ["midstream-error (unavailable)"] },
    ),
  ),
  row(
    "overloaded in a stream",
    ["basic-chat", ["messages-stream"]],
    { fault: "midstream-error", code: "overloaded_error", message: "Overloaded" },
    { bad: ["midstream-error"] },
  ),
];

/** What only these two can have. */
const own: readonly Seeded[] = [
  row(
    "an event whose name is not its type",
    ["basic-chat", ["messages-stream"]],
    { fault: "event-name" },
    { note: ["unknown-event (event-name)"] },
  ),
  {
    ...row(
      "an event whose name is not its type, OpenAI's",
      ["basic-chat", ["responses-stream"]],
      { fault: "event-name" },
      { note: ["unknown-event"] },
    ),
    ...openAi([{ fault: "event-name" }]),
  },
  {
    id: "call_0 in every reply, as mantle numbers its calls",
    scenario: "multi-step",
    apis: responses,
    behaviour: { toolCallIds: "numbered" },
    note: ["call-id-reused"],
  },
  {
    id: "call_0 in every reply of mantle",
    scenario: "multi-step",
    apis: responses,
    behaviour: { responses: "mantle-openai" },
    note: ["call-id-reused"],
  },
  {
    id: "thinking without its signature",
    scenario: "basic-chat",
    apis: messages,
    model: "claude-haiku-4.5",
    behaviour: { reasoning: { text: "I should answer.", signed: true }, faults: [{ fault: "signature-missing" }] },
    bad: ["signature-missing"],
  },
  ...(
    [
      ["late", { note: ["block-broken (block-overlap)"] }],
      ["after-stop", { bad: ["block-broken (block-index-reused)"] }],
    ] as const
  ).map(
    ([to, expected]): Seeded => ({
      id: `the signature of thinking behind the text, ${to}`,
      scenario: "basic-chat",
      apis: ["messages-stream"],
      model: "claude-haiku-4.5",
      behaviour: {
        reasoning: { text: "I should answer.", signed: true },
        faults: [{ fault: "signature-moved", to }],
      },
      ...expected,
    }),
  ),
  {
    id: "thinking without a signature, of a model that signs none",
    scenario: "basic-chat",
    apis: messages,
    behaviour: { reasoning: { text: "I should answer." } },
  },
  {
    ...row("a search by the service before its answer", ["basic-chat", responses], { fault: "web-search" }, {}),
    ...openAi([{ fault: "web-search" }]),
  },
  row("a search by the service before its answer", ["basic-chat", messages], { fault: "web-search" }, {}),
  row("a search by the service before a call", ["multi-step", both], { fault: "web-search" }, {}),
  {
    id: "Copilot's bytes, whose reply and items have another id in each event",
    scenario: "multi-step",
    apis: ["responses-stream"],
    behaviour: { responses: "copilot", reasoning: { text: "I should answer." } },
    note: ["identity-changed"],
  },
  {
    id: "Copilot's bytes in one piece",
    scenario: "multi-step",
    apis: ["responses"],
    behaviour: { responses: "copilot", reasoning: { text: "I should answer." } },
  },
  row("a last event without output", ["tool-call", ["responses-stream"]], { fault: "terminal-output-empty" }, {}),
  row("another id of an item in each event", ["tool-call", ["responses-stream"]], { fault: "item-ids-rotate" }, {}),
  row("a completed reply whose last item is in progress", ["tool-call", responses], { fault: "item-unfinished" }, {}),
];

const sealing = { model: "claude-haiku-4.5", signs: { reasoning: { signed: true } } } as const;

/** Requests that the scenarios of the suite `dialects` have refused, taken instead; and results that were mixed up. */
const histories: readonly Seeded[] = [
  ...(["accepted", "server-error"] as const).flatMap((as): readonly Seeded[] => {
    const bad = as === "accepted" ? ["probe-accepted"] : ["probe-status (server-error)"];
    const faults: readonly Fault[] = [{ fault: "probe", as }];
    return [
      {
        ...row(`a changed signature: ${as}`, ["reasoning-altered", messages], faults, { bad }),
        model: sealing.model,
        behaviour: { ...sealing.signs, faults: [...faults] },
      },
      {
        ...row(`changed encrypted reasoning: ${as}`, ["reasoning-altered", responses], faults, { bad }),
        ...{ model: "gpt-5.5", provider: "bedrock-mantle" },
      },
      row(`a reasoning item alone: ${as}`, ["probe-reasoning-items", responses], faults, { bad }),
      {
        ...row(`thinking that nothing signed: ${as}`, ["probe-thinking-blocks", messages], faults, { bad }),
        model: sealing.model,
        behaviour: { ...sealing.signs, faults: [...faults] },
      },
    ];
  }),
  {
    id: "two results under one id, of which the second is used twice",
    scenario: "repeated-call-ids",
    apis: responses,
    behaviour: { replies: [{ when: {}, text: "Together they cost 178 euros." }] },
    bad: ["result-ignored"],
  },
  {
    id: "results given to the calls in the order in which they came",
    scenario: "parallel-results-reversed",
    apis: both,
    behaviour: { replies: [{ when: {}, text: "Basel is farther from Bern, by 145 km." }] },
    bad: ["result-ignored"],
  },
];

/** Refusals of a gateway, whose ids are those of its replies. */
const refused: readonly Seeded[] = (
  [
    ["action-unsupported", { excluded: "api-unsupported" }],
    ["schema-keyword", { bad: ["request-refused (schema-keyword)"] }],
    ["tools-with-reasoning", { bad: ["request-refused (tools-with-reasoning)"] }],
    ["output-limit", { bad: ["request-refused (output-limit)"] }],
    ["api-key-invalid", { excluded: "credentials" }],
    ["context-overflow", { bad: ["request-refused"] }],
    ["too-many-requests", { excluded: "throttled" }],
    ["quota", { excluded: "quota" }],
    ["internal", { excluded: "unavailable" }],
    ["unavailable", { excluded: "unavailable" }],
    ["model-invalid", { excluded: "model-not-found" }],
  ] as const
).map(([as, expected]) => {
  const found: Expected = "bad" in expected ? { bad: expected.bad, note: ["request-id-missing"] } : expected;
  return row(`refused: ${as}`, ["tool-call", both], { fault: "refuse", as }, found);
});

/** Refusals that one of the two has words for. */
const refusedAlone: readonly Seeded[] = [
  row(
    "no such path",
    ["tool-call", responses],
    { fault: "refuse", as: "unknown-operation" },
    { excluded: "wrong-address" },
  ),
  row(
    "a signature refused",
    ["tool-call", messages],
    { fault: "refuse", as: "thinking-signature" },
    { bad: ["request-refused (thinking-signature)"], note: ["request-id-missing"] },
  ),
  row(
    "a role out of order",
    ["tool-call", messages],
    { fault: "refuse", as: "role-order" },
    { bad: ["request-refused (role-order)"], note: ["request-id-missing"] },
  ),
  {
    ...row(
      "encrypted reasoning refused by mantle",
      ["tool-call", responses],
      { fault: "refuse", as: "thinking-signature" },
      { bad: ["request-refused (thinking-signature)"] },
    ),
    provider: "bedrock-mantle",
  },
  {
    ...row("another route's model on mantle", ["tool-call", both], [], { excluded: "api-unsupported" }),
    provider: "bedrock-mantle",
    behaviour: { unserved: [{ doors: ["mantle", "mantle-anthropic"] }] },
  },
  {
    ...row("another API's model on mantle", ["tool-call", both], [], { excluded: "api-unsupported" }),
    provider: "bedrock-mantle",
    behaviour: { unserved: [{ doors: ["mantle", "mantle-anthropic"], as: "api" }] },
  },
];

/** The faults of the two, in the order of the catalogue. */
export const ofDialects: readonly Seeded[] = [
  ...refused,
  ...refusedAlone,
  ...bodies,
  ...bytes,
  ...blank,
  ...calls,
  ...choices,
  ...words,
  ...envelopes,
  ...own,
  ...histories,
];
