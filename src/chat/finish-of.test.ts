import { describe, expect, test } from "vitest";
import { countingFinish, decidingWord, finishOf, finishText, isExplained, meaningOf } from "./finish-of.js";
import { finishWords } from "./finish-words.js";
import type { Finish, FinishKind } from "./reply.js";

const finish = (kind: FinishKind, raw: string | null, nativeRaw: string | null = null): Finish => ({
  ...{ kind, raw, nativeRaw, stopSequence: null },
});

describe("a word alone", () => {
  test.each<[FinishKind, readonly string[]]>([
    ["stop", ["stop", "STOP", "end_turn", "stop_sequence", "eos", "eos_token", "COMPLETE", "FINISHED", "completed"]],
    ["tool-calls", ["tool_calls", "toolCalls", "tool-calls", "function_call", "tool_use", "TOOL_CALL"]],
    ["length", ["length", "LENGTH", "max_tokens", "MAX_TOKENS", "maxTokens", "max_output_tokens", "model_length"]],
    ["length", ["model_context_window_exceeded", "token_limit", "REASON_MAX_LEN", "REASON_MAX_CONTEXT"]],
    ["content-filter", ["content_filter", "content-filter", "SAFETY", "sensitive", "RECITATION", "BLOCKLIST", "SPII"]],
    ["content-filter", ["PROHIBITED_CONTENT", "guardrail_intervened", "content_filtered", "refusal", "ERROR_TOXIC"]],
    ["error", ["error", "ERROR", "network_error", "insufficient_system_resource", "abort", "cancelled", "canceled"]],
    ["error", ["malformed_tool_use", "MALFORMED_FUNCTION_CALL", "malformed_model_output", "UNEXPECTED_TOOL_CALL"]],
    ["other", ["engine_paused", "OTHER", "FINISH_REASON_UNSPECIFIED", "unknown", "?", "reason", "停止"]],
  ])("is %s", (kind, words) => {
    for (const raw of words) expect(finishOf({ raw })).toEqual(finish(kind, raw));
  });

  test.each([null, "", "  ", "null", "NULL", "None", "not_finished"])("%j is no finish", (raw) => {
    expect(finishOf({ raw })).toBeNull();
  });

  test.each([
    ["FINISH_REASON_MAX_TOKENS", "length"],
    ["FinishReason.SAFETY", "content-filter"],
    ["stopReason:end_turn", "stop"],
    ["reasoning", null],
    ["function_call_filter: MALFORMED_FUNCTION_CALL", "malformed"],
    ["content_filter: RECITATION", "content-filter"],
    ["content_filter: SOMETHING_NEW", "content-filter"],
    ["stop: odd", null],
    ["odd: odd", null],
    [": ", "none"],
  ])("%s is read with what stands before it: %s", (word, meaning) => {
    expect(meaningOf(word)).toBe(meaning);
  });
});

describe("the upstream's word", () => {
  test.each<[raw: string | null, native: string | null, kind: FinishKind, deciding: string | null]>([
    ["stop", "network_error", "error", "network_error"],
    ["stop", "SAFETY", "content-filter", "SAFETY"],
    ["stop", "MAX_TOKENS", "length", "MAX_TOKENS"],
    ["tool_calls", "length", "length", "length"],
    ["odd", "network_error", "error", "network_error"],
    [null, "network_error", "error", "network_error"],
    ["", "abort", "error", "abort"],
    ["stop", "end_turn", "stop", "stop"],
    ["stop", "tool_use", "stop", "stop"],
    ["tool_calls", "STOP", "tool-calls", "tool_calls"],
    ["stop", "odd", "stop", "stop"],
    ["stop", "", "stop", "stop"],
    ["odd", "stop", "other", "odd"],
    ["length", "stop", "length", "length"],
    ["content_filter", "max_tokens", "content-filter", "content_filter"],
    ["error", "MALFORMED_FUNCTION_CALL", "error", "MALFORMED_FUNCTION_CALL"],
    ["error", "SAFETY", "error", "error"],
  ])("under %j, %j makes it %s", (raw, nativeRaw, kind, deciding) => {
    expect(finishOf({ raw, nativeRaw })).toEqual(finish(kind, raw, nativeRaw));
    expect(decidingWord(finish(kind, raw, nativeRaw))).toBe(deciding);
  });

  test.each([null, "", "null"])("that only says that the reply ended makes no finish of %j", (raw) => {
    for (const nativeRaw of ["stop", "tool_calls", "odd", "", "null"]) expect(finishOf({ raw, nativeRaw })).toBeNull();
  });
});

test.each<[Finish, string, boolean]>([
  [finish("stop", "end_turn"), "end_turn", true],
  [finish("stop", "stop", "STOP"), "stop", true],
  [finish("stop", "stop", "end_turn"), "stop", true],
  [finish("error", "stop", "network_error"), "stop / network_error", true],
  [finish("error", null, "network_error"), "network_error", true],
  [finish("error", "error", "OOM"), "error / OOM", false],
  [finish("stop", "stop", "odd"), "stop / odd", false],
  [finish("stop", "stop", "OTHER"), "stop / OTHER", false],
  [finish("other", "odd"), "odd", false],
  [finish("other", null), "other", false],
])("%j reads %s; explained: %s", (given, text, explained) => {
  expect([finishText(given), isExplained(given)]).toEqual([text, explained]);
});

describe("a finish that comes again", () => {
  const broken = finish("error", "stop", "network_error");
  test.each<[Finish | null, Finish, counts: "first" | "again"]>([
    [null, finish("stop", "stop"), "again"],
    [finish("stop", "stop"), broken, "again"],
    [finish("tool-calls", "tool_calls"), finish("length", "tool_calls", "length"), "again"],
    [finish("stop", "stop"), finish("length", "length"), "first"],
    [finish("length", "length"), broken, "first"],
    [broken, finish("stop", "stop"), "first"],
    [finish("stop", "stop"), finish("stop", "stop", "end_turn"), "first"],
  ])("after %j, %j: %s", (first, again, counts) => {
    expect(countingFinish(first, again)).toBe(counts === "again" ? again : first);
  });
});

test("every row says whose words they are, where they were read and when", () => {
  for (const { words, of, source, date } of finishWords) {
    expect(words.length).toBeGreaterThan(0);
    expect([of, source].every((one) => one !== "")).toBe(true);
    expect(date).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  }
});

test("no word has two meanings", () => {
  for (const { words, meaning } of finishWords)
    for (const word of words) expect([word, meaningOf(word)]).toEqual([word, meaning]);
});
