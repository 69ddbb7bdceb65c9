import { describe, expect, test } from "vitest";
import { evidence, said } from "../../../../test/samples/run-check.js";
import {
  call,
  callsWeather,
  finish,
  reasoning,
  reply,
  sanFrancisco,
  says42,
  text,
  turn,
  usage,
  usesWeather,
} from "../../../../test/samples/transcripts.js";
import type { AssistantPart } from "../../../chat/message.js";
import type { Finish } from "../../../chat/reply.js";
import type { Expectation } from "../../../scenario/expectation.js";
import { replyFinishKnown } from "./finish-known.js";
import { replyGenerated } from "./generated.js";
import { replyNotCut } from "./not-cut.js";
import { replyNotEmpty } from "./not-empty.js";
import { replyNotFiltered } from "./not-filtered.js";
import { replyNotOnlyReasoning } from "./not-only-reasoning.js";
import { replyNotRefused } from "./not-refused.js";

type Parts = readonly AssistantPart[];

const atLimit = (parts: Parts) => reply(parts, { finish: finish("length") });
const filtered = (parts: Parts) => reply(parts, { finish: finish("content-filter") });
const refusal = (words: string): AssistantPart => ({ kind: "refusal", text: words });

describe("reply/finish-known", () => {
  test.each<[title: string, end: Finish | null, found: readonly string[]]>([
    ["a word that we know", finish("stop"), []],
    ["a kind that we know without a word", { ...finish("stop"), raw: null }, []],
    ["a word that we do not know", finish("other"), ["note finish-unknown"]],
    ["neither kind nor word", { ...finish("other"), raw: null }, ["bad finish-missing"]],
    ["no finish", null, ["bad finish-missing"]],
  ])("%s", (_title, end, found) => {
    expect(said(replyFinishKnown, reply([text("42")], { finish: end }))).toEqual(found);
  });
});

describe("reply/generated", () => {
  test.each<[title: string, change: Partial<Finish>, found: readonly string[]]>([
    ["a malformed call", { raw: "malformed_tool_use" }, ["bad malformed-function-call malformed_tool_use"]],
    [
      "a malformed call by the upstream's word",
      { raw: "error", nativeRaw: "MALFORMED_FUNCTION_CALL" },
      ["bad malformed-function-call error / MALFORMED_FUNCTION_CALL"],
    ],
    [
      "a malformed call by that word alone",
      { raw: null, nativeRaw: "malformed" },
      ["bad malformed-function-call malformed"],
    ],
    ["another error", { raw: "error" }, ["bad model-error finish"]],
  ])("%s", (_title, change, found) => {
    expect(said(replyGenerated, reply([], { finish: { ...finish("error"), ...change } }))).toEqual(found);
  });

  test("a reply that ends otherwise, or not at all, was generated", () => {
    expect(said(replyGenerated, reply([], { finish: { ...finish("stop"), raw: "malformed" } }))).toEqual([]);
    expect(said(replyGenerated, reply([], { finish: null }))).toEqual([]);
  });

  test("the words of the finish are quoted", () => {
    const end = { ...finish("error"), raw: "error", nativeRaw: "OOM" };
    expect(evidence(replyGenerated, reply([], { finish: end }))).toEqual(["finish error / OOM"]);
  });
});

describe("reply/not-cut", () => {
  const whole = '{"location":"San Francisco"}';
  const asksLength: Expectation = { kind: "finish", anyOf: ["stop", "length"] };

  test.each<[title: string, parts: Parts, expects: readonly Expectation[], found: readonly string[]]>([
    ["text, where nothing was expected", [text("It")], [], ["note cut-by-max-tokens"]],
    ["a whole call, where nothing was expected", [call(whole)], [], ["note cut-by-max-tokens"]],
    ["the expected call", [call(whole)], [callsWeather], ["note cut-by-max-tokens"]],
    ["a whole call, and one in pieces", [call(whole), call('{"loc')], [], ["bad cut-by-max-tokens"]],
    ["a call without arguments", [call(null)], [], ["bad cut-by-max-tokens"]],
    ["another call than the expected one", [call("{}", "get_time")], [callsWeather], ["bad cut-by-max-tokens"]],
    ["an answer that is not there", [text("It")], [says42], ["bad cut-by-max-tokens"]],
    ["a result that is not used", [text("It")], [usesWeather], ["bad cut-by-max-tokens"]],
    ["nothing", [], [], ["bad cut-by-max-tokens"]],
    ["what was asked for", [], [asksLength], []],
    ["what was not asked for", [text("It")], [{ kind: "finish", anyOf: ["stop"] }], ["note cut-by-max-tokens"]],
  ])("%s", (_title, parts, expects, found) => {
    expect(said(replyNotCut, atLimit(parts), { expect: expects })).toEqual(found);
  });

  test("a reply that ends otherwise, or not at all, is not cut", () => {
    expect(said(replyNotCut, reply([]))).toEqual([]);
    expect(said(replyNotCut, reply([], { finish: null }))).toEqual([]);
  });

  test("the limit and what is left are quoted", () => {
    const unlimited = turn("s", atLimit([]));
    const request = { ...unlimited.request, maxOutputTokens: null };
    const wordless = reply([text("It")], { finish: { ...finish("length"), raw: null } });
    expect(evidence(replyNotCut, wordless)).toEqual(['finish length; limit 256; text "It"']);
    expect(evidence(replyNotCut, { ...unlimited, request })).toEqual(["finish max_tokens; no limit was sent; no text"]);
  });
});

describe("reply/not-filtered", () => {
  test.each<[title: string, parts: Parts, found: readonly string[]]>([
    ["nothing shown", [], ["finish content_filtered"]],
    ["text before the filter", [text("It")], ['finish content_filtered; text "It"']],
    ["a refusal, which is its own finding", [refusal("No.")], []],
  ])("%s", (_title, parts, found) => {
    expect(evidence(replyNotFiltered, filtered(parts))).toEqual(found);
  });

  test("a reply that ends otherwise, or not at all, is not filtered", () => {
    expect(said(replyNotFiltered, reply([]))).toEqual([]);
    expect(said(replyNotFiltered, reply([text("It")], { finish: null }))).toEqual([]);
  });

  test("a filter without a word of its own is called by ours", () => {
    const end = { ...finish("content-filter"), raw: null };
    expect(evidence(replyNotFiltered, reply([], { finish: end }))).toEqual(["finish content-filter"]);
  });
});

test("reply/not-refused: the refusal is quoted", () => {
  expect(evidence(replyNotRefused, reply([refusal("I can't "), refusal("help.")]))).toEqual(['"I can\'t help."']);
  expect(said(replyNotRefused, reply([text("I can't help.")]))).toEqual([]);
});

test("reply/not-only-reasoning: reasoning is quoted, and hidden tokens are named", () => {
  const hidden = reply([], { usage: usage(58, 57) });
  expect(evidence(replyNotOnlyReasoning, reply([reasoning("hm")]))).toEqual(['reasoning and nothing else: "hm"']);
  expect(evidence(replyNotOnlyReasoning, hidden)).toEqual([
    "reasoning and nothing else: reasoning tokens counted, none shown",
  ]);
  expect(said(replyNotOnlyReasoning, reply([sanFrancisco]))).toEqual([]);
});

test("reply/not-empty: finish and tokens are quoted as far as they are known", () => {
  expect(evidence(replyNotEmpty, reply([], { usage: usage(0) }))).toEqual([
    "no text, no call; finish end_turn; 0 output tokens reported",
  ]);
  expect(evidence(replyNotEmpty, reply([], { usage: null, finish: null }))).toEqual([
    "no text, no call; no finish reason; output tokens not reported",
  ]);
});
