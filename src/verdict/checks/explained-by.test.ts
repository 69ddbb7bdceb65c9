import { describe, expect, test } from "vitest";
import { judged } from "../../../test/samples/run-check.js";
import {
  afterTool,
  billedRefusal,
  broken,
  call,
  callsWeather,
  failed,
  finish,
  mustBeRefused,
  noCalls,
  reasoning,
  reply,
  sanFrancisco,
  says42,
  text,
  turn,
  usage,
  usesWeather,
} from "../../../test/samples/transcripts.js";
import type { Reply } from "../../chat/reply.js";
import type { ChatRequest } from "../../chat/request.js";
import type { Expectation } from "../../scenario/expectation.js";
import type { Turn } from "../../transcript/transcript.js";
import { judgeTurn } from "../judge-turn.js";
import { type FindingId, findingIds } from "../verdict.js";
import type { Check, JudgedTurn } from "./check.js";
import { checks } from "./registry.js";

/** A turn that fails the check, what its step expects, and the findings that already say why it fails. */
type Row = readonly [
  failing: Reply | Turn,
  explained: readonly FindingId[],
  expect?: readonly Expectation[],
  earlier?: readonly Turn[],
];

const nothing: readonly FindingId[] = [
  "empty-reply",
  "reasoning-only",
  "filtered",
  "refusal",
  "cut-by-max-tokens",
  "tool-use-without-block",
  "malformed-function-call",
  "model-error",
  "message-missing",
];
const elsewhere: readonly FindingId[] = [
  "tool-call-as-text",
  "tool-call-in-reasoning",
  "duplicate-call",
  "unusual-tool-call",
];
const callsBroken: readonly FindingId[] = ["event-after-finish", "index-reused", "index-split", "block-broken"];
const argumentsCut: readonly FindingId[] = ["unusual-tool-call", "cut-by-max-tokens", "model-error", ...callsBroken];
const misplaced: readonly FindingId[] = [...elsewhere, "message-missing", "legacy-call"];

const kimi = '<|tool_call_begin|>functions.get_weather:0<|tool_call_argument_begin|>{"location":"SF"}<|tool_call_end|>';
const bareCall = '{"name":"get_weather","parameters":{"location":"San Francisco"}}';
const silent = reply([], { usage: usage(0) });
const noted = (id: string): Reply => reply([text("42")], { notes: [{ id, message: "x" }] });
const afterResult = (answer: Reply, change: Partial<ChatRequest> = {}): Turn =>
  asked(answer, { messages: afterTool, ...change });

const rows: { readonly [check: string]: Row } = {
  "reply/complete": [broken("protocol"), []],
  "in-flight/own-reply": [reply([text("It is maple2953.")]), []],
  "stream/nothing-after-finish": [noted("event-after-finish"), []],
  "stream/nothing-after-done": [noted("content-after-done"), []],
  "stream/no-error-after-done": [noted("error-after-done"), []],
  "stream/done-last": [noted("bytes-after-done"), []],
  "stream/lines-read": [noted("line-ignored"), []],
  "stream/blocks-apart": [noted("block-kind-changed"), ["event-after-finish"]],
  "stream/blocks-in-order": [noted("block-end-missing"), ["event-after-finish", "block-broken"]],
  "stream/index-unique": [noted("index-reused"), []],
  "stream/index-present": [noted("index-missing"), []],
  "stream/index-number": [noted("index-not-number"), []],
  "stream/call-id-stable": [noted("call-id-changed"), ["index-reused"]],
  "stream/call-name-whole": [noted("tool-name-split"), []],
  "stream/arguments-once": [noted("arguments-repeated"), []],
  "stream/finish-once": [noted("finish-repeated"), []],
  "stream/events-known": [noted("unknown-event"), []],
  "stream/identity-stable": [noted("identity-changed"), []],
  "stream/metadata-once": [noted("metadata-repeated"), []],
  "envelope/form-as-asked": [noted("other-shape"), []],
  "envelope/message-present": [noted("message-missing"), []],
  "envelope/utf-8": [noted("not-utf8"), []],
  "envelope/at-the-top": [noted("nested-reply"), []],
  "envelope/one-choice": [noted("choices-ignored"), []],
  "envelope/usage-form": [noted("usage-form"), []],
  "tools/arguments-text": [noted("arguments-not-text"), []],
  "tools/no-legacy-call": [noted("function-call"), []],
  "reply/reasoning-signed": [noted("signature-missing"), []],
  "stream/call-whole": [reply([call('{"location":'), call('"San Francisco"}', null, null)]), callsBroken],
  "tools/duplicate-call": [reply([text(bareCall), sanFrancisco]), []],
  "tools/call-as-text": [reply([text(kimi)]), ["duplicate-call"]],
  "tools/call-in-reasoning": [reply([reasoning(kimi)]), ["tool-call-as-text", "duplicate-call"]],
  "tools/call-form": [
    reply([call(JSON.stringify('{"location":"San Francisco"}'))]),
    ["tool-call-as-text", "tool-call-in-reasoning", "duplicate-call"],
  ],
  "reply/generated": [reply([], { finish: finish("error") }), []],
  "tools/finish-agrees": [reply([text("Checking.")], { finish: finish("tool-calls") }), [...elsewhere, "legacy-call"]],
  "reply/not-filtered": [reply([], { finish: finish("content-filter") }), misplaced],
  "reply/not-refused": [reply([{ kind: "refusal", text: "No." }]), misplaced],
  "reply/not-cut": [reply([], { finish: finish("length") }), ["refusal"]],
  "reply/not-only-reasoning": [reply([reasoning("hm")]), misplaced],
  "reply/not-empty": [silent, misplaced],
  "reply/finish-known": [reply([text("42")], { finish: null }), ["empty-reply"]],
  "text/think-tag": [reply([text("<think>6*7</think>42")]), ["reasoning-only"]],
  "text/harmony-preamble": [reply([text("analysisWe add.assistantfinal")]), ["tool-call-as-text"]],
  "text/no-repetition": [reply([text("I will check it. ".repeat(4))]), []],
  "text/language": [reply([text("В Сан-Франциско сейчас восемнадцать градусов.")]), []],
  "tools/name-known": [reply([call("{}", "get_whether")]), callsBroken],
  "tools/id-present": [reply([call("{}", "get_time", null)]), callsBroken],
  "tools/id-unique": [reply([sanFrancisco, sanFrancisco]), callsBroken],
  "tools/id-fresh": [afterResult(reply([call("{}", "get_time", "call_0")])), callsBroken],
  "in-flight/own-ids": [reply([text("42")], { id: "gen-1" }), ["crossed-reply"]],
  "tools/arguments-json": [reply([call('{"loc')]), argumentsCut],
  "tools/arguments-schema": [reply([call("{}")]), argumentsCut],
  "tools/choice-honoured": [
    asked(reply([text("Mild.")]), { toolChoice: { kind: "required" } }),
    [...nothing, ...elsewhere, ...callsBroken, "legacy-call", "phantom-call"],
  ],
  "output/json": [
    asked(reply([text("Rome.")]), { responseFormat: { kind: "json-object" } }),
    [...nothing, ...elsewhere, "legacy-call"],
  ],
  "expect/uses-result": [
    afterResult(reply([text("It is mild.")])),
    ["choice-ignored", "crossed-reply", ...nothing, ...elsewhere, "phantom-call", "tool-name-unknown"],
    [usesWeather],
  ],
  "expect/calls": [
    reply([text("It is mild.")]),
    [
      ...["choice-ignored", "crossed-reply", ...nothing, ...elsewhere, ...callsBroken, "legacy-call", "phantom-call"],
      ...["tool-name-unknown", "call-id-duplicate", "harmony-preamble"],
      ...["arguments-invalid-json", "arguments-empty", "arguments-mismatch"],
    ] as readonly FindingId[],
    [callsWeather],
  ],
  "expect/no-calls": [
    reply([sanFrancisco]),
    ["choice-ignored", ...callsBroken, "repeats-call", "unexpected-call", "duplicate-call", "phantom-call"],
    [noCalls],
  ],
  "expect/says": [
    reply([text("41")]),
    [
      ...["choice-ignored", "crossed-reply", "output-invalid", ...nothing, ...elsewhere, ...callsBroken, "legacy-call"],
      ...["unexpected-call", "repeats-call", "describes-call", "result-ignored", "promise-no-action", "phantom-call"],
    ] as readonly FindingId[],
    [says42],
  ],
  "expect/finish": [
    reply([text("42")]),
    [
      ...[...nothing, ...elsewhere, "finish-missing", "missing-call", "unexpected-call"],
      ...["repeats-call", "promise-no-action", "phantom-call"],
    ] as readonly FindingId[],
    [{ kind: "finish", anyOf: ["length"] }],
  ],
  "usage/reported": [reply([text("42")], { usage: null }), []],
  "usage/adds-up": [reply([text("42")], { usage: usage(0) }), []],
  "cache/marker-honoured": [marked(0), [], [], [marked(0)]],
  "cache/counted-alike": [marked(5000), [], [], [marked(0)]],
  "stream/incremental": [reply([text("x".repeat(400))], { textPieces: 1 }), []],
  "envelope/identity-present": [reply([text("42")], { model: "m" }), []],
  "envelope/model-as-asked": [reply([text("42")], { model: "gpt-4o" }), []],
  "envelope/choices-as-asked": [asked(reply([text("42")]), { choices: 2 }), ["message-missing", "nested-reply"]],
  "envelope/logprobs-as-asked": [asked(reply([text("42")]), { logprobs: 2 }), ["message-missing", "nested-reply"]],
  "envelope/request-id": [reply([text("42")], { requestId: null }), []],
  "stream/done": [noted("done-missing"), []],
  "stream/metadata": [noted("metadata-missing"), []],
  "client/agrees": [otherReading(), []],
  "probe/refused": [turn("s", reply([text("42")])), [], [mustBeRefused]],
  "probe/status": [turn("s", failed("invalid-request", { status: 500 })), [], [mustBeRefused]],
  "probe/shape": [turn("s", failed("invalid-request", { raw: "Bad temperature" })), [], [mustBeRefused]],
  "probe/names": [turn("s", failed("invalid-request")), ["probe-status"], [mustBeRefused]],
  "probe/not-billed": [turn("s", failed("invalid-request", { raw: billedRefusal })), [], [mustBeRefused]],
};

/** A turn whose reply was asked for with these settings. */
function asked(answer: Reply, change: Partial<ChatRequest>): Turn {
  const plain = turn("s", answer);
  return { ...plain, request: { ...plain.request, ...change } };
}

function otherReading(): Turn {
  const reading = {
    completeness: "complete",
    finish: null,
    text: "",
    reasoning: null,
    toolCalls: [],
    outputTokens: null,
    inputTokens: null,
  } as const;
  return turn("s", reply([text("42")]), { otherReading: { client: "sdk", reading, differences: ["text: 42 / 43"] } });
}

/** A turn of 6,000 input tokens beside those that were written to the cache, of a request with a marker. */
function marked(cacheWriteTokens: number): Turn {
  const counts = {
    ...usage(5),
    inputTokens: 6000 + cacheWriteTokens,
    totalTokens: null,
    cacheReadTokens: 0,
    cacheWriteTokens,
  };
  const parts = [{ kind: "text", text: "When is high water?" } as const, { kind: "cache-point", ttl: null } as const];
  return asked(reply([text("14:05")], { usage: counts }), { messages: [{ role: "user", parts, name: null }] });
}

/** A check before the one under test, with one finding. */
function saying(id: FindingId, severity: "bad" | "note"): Check {
  return {
    id: "test/before",
    claim: "",
    rule: { severity: "must", layer: "compatible", source: "", date: "" },
    explainedBy: [],
    needsWholeReply: false,
    run: () => [{ id, cause: null, severity, seen: "" }],
  };
}

/** Another conversation in flight. */
const beside = {
  own: "heron4817",
  markers: ["maple2953"],
  turns: [turn("ask-2", reply([text("maple2953")], { id: "gen-1" }))],
};

function outcomeAfter(finding: FindingId, severity: "bad" | "note", [check, one]: readonly [Check, JudgedTurn]) {
  const before = saying(finding, severity);
  return judgeTurn(one, [check.ofProbes === true ? { ...before, ofProbes: true } : before, check])[1]?.outcome;
}

test("every check is in the table, which has causes before what they explain", () => {
  expect(Object.keys(rows)).toEqual(checks.map(({ id }) => id));
});

describe.each(checks.map((check) => ({ id: check.id, check, row: rows[check.id] })))("$id", ({ check, row }) => {
  if (row === undefined) return;
  const [failing, explained, expectations = [], earlier = []] = row;
  const one = { ...judged(failing, { expect: expectations }), earlier, beside };

  test("keeps silent after a bad finding that says the same, and after no other", () => {
    const silenced = findingIds.filter((id) => outcomeAfter(id, "bad", [check, one]) === "not-applicable");
    expect(silenced.toSorted()).toEqual([...explained].toSorted());
  });

  test("speaks after a note of any name", () => {
    expect(findingIds.filter((id) => outcomeAfter(id, "note", [check, one]) !== "fail")).toEqual([]);
  });
});

test("of a reply that is not whole only its failure, another user's words, bytes, model, request id and two readings are judged", () => {
  const applicable = Object.entries(rows).filter(([id, [failing, , expectations = [], earlier = []]]) => {
    const one = { ...judged(failing, { expect: expectations }), earlier, beside };
    const cut = { ...one, turn: { ...one.turn, reply: { ...one.turn.reply, completeness: "truncated" as const } } };
    return judgeTurn(
      cut,
      checks.filter((check) => check.id === id),
    ).some(({ outcome }) => outcome !== "not-applicable");
  });
  expect(applicable.map(([id]) => id)).toEqual([
    "reply/complete",
    "in-flight/own-reply",
    "stream/lines-read",
    "envelope/utf-8",
    "envelope/model-as-asked",
    "envelope/request-id",
    "client/agrees",
    "probe/refused",
    "probe/status",
    "probe/shape",
    "probe/names",
    "probe/not-billed",
  ]);
});
