import { expect, test } from "vitest";
import { call, finish, other, reasoning, reply, text, usage } from "../../../../test/samples/transcripts.js";
import type { Reply } from "../../../chat/reply.js";
import type { Measure } from "../../../scenario/compare/comparison.js";
import { isMeasured, measureWords } from "./registry.js";

const says = (words: string) => reply([text(words)]);
const oslo = call('{"location":"Oslo"}');
const lima = call('{"location":"Lima"}', "get_weather", "call_2");
const river = { type: "object", properties: { river: { type: "string" } }, required: ["river"] };
const scores = { tokens: 1, text: "5", fewestAlternatives: 0, mostAlternatives: 0, oddities: [] };
const withoutUsage = reply([text("hi")], { usage: null });

test.each<[Measure, Reply | readonly [Reply, Reply], boolean | null]>([
  [{ kind: "contains", anyOf: ["five", "six"] }, says("One, Five."), true],
  [{ kind: "contains", anyOf: ["five"] }, says("one two"), false],
  [{ kind: "contains", anyOf: ["five"] }, reply([text("<think>five</think>one")]), false],
  [{ kind: "contains", anyOf: ["5"] }, says("15"), false],
  [{ kind: "text-above", characters: 3 }, says("four"), true],
  [{ kind: "text-above", characters: 4 }, says("four"), false],
  [{ kind: "text-above", characters: 3 }, says("🌊🌊🌊"), false],
  [{ kind: "output-tokens-above", tokens: 19 }, says("hi"), true],
  [{ kind: "output-tokens-above", tokens: 20 }, says("hi"), false],
  [{ kind: "output-tokens-above", tokens: 20 }, withoutUsage, null],
  [{ kind: "calls-at-least", calls: 2 }, reply([oslo, lima]), true],
  [{ kind: "calls-at-least", calls: 2 }, reply([oslo]), false],
  [{ kind: "calls-at-least", calls: 1 }, says("get_weather"), false],
  [{ kind: "calls-tool", tool: "get_weather" }, reply([oslo]), true],
  [{ kind: "calls-tool", tool: "get_time" }, reply([oslo]), false],
  [{ kind: "is-json" }, says(' {"a":1}\n'), true],
  [{ kind: "is-json" }, says('Here: {"a":1}'), false],
  [{ kind: "is-json" }, says('```json\n{"a":1}\n```'), false],
  [{ kind: "is-json" }, says("[1]"), false],
  [{ kind: "is-json" }, says(""), false],
  [{ kind: "matches-schema", schema: river }, says('{"river":"Nile"}'), true],
  [{ kind: "matches-schema", schema: river }, says('{"river":7}'), false],
  [{ kind: "matches-schema", schema: river }, says("The Nile."), false],
  [{ kind: "repeats-above", share: 0.8 }, says("echo ".repeat(10)), true],
  // 10 words, 5 of them different: a half.
  [{ kind: "repeats-above", share: 0.5 }, says("a b c d e A B C D E"), false],
  [{ kind: "repeats-above", share: 0.49 }, says("a b c d e A B C D E"), true],
  [{ kind: "repeats-above", share: 0.1 }, says("echo echo"), null],
  [{ kind: "reasons" }, reply([reasoning("hm"), text("5")]), true],
  [{ kind: "reasons" }, reply([reasoning(" "), text("5")]), false],
  [{ kind: "reasons" }, reply([text("<think>hm</think>5")]), true],
  [{ kind: "reasons" }, reply([text("5")], { usage: usage(20, 7) }), true],
  [{ kind: "reasons" }, reply([text("5")], { usage: usage(20, 0) }), false],
  [{ kind: "reasoning-tokens-above", tokens: 6 }, reply([text("5")], { usage: usage(20, 7) }), true],
  [{ kind: "reasoning-tokens-above", tokens: 7 }, reply([text("5")], { usage: usage(20, 7) }), false],
  [{ kind: "reasoning-tokens-above", tokens: 7 }, says("5"), null],
  [{ kind: "cached" }, reply([text("5")], { usage: { ...usage(20), cacheReadTokens: 1024 } }), true],
  [{ kind: "cached" }, reply([text("5")], { usage: { ...usage(20), cacheReadTokens: 0 } }), false],
  [{ kind: "cached" }, says("5"), null],
  [{ kind: "cached" }, withoutUsage, null],
  [{ kind: "logprobs" }, reply([text("5")], { logprobs: scores }), true],
  [{ kind: "logprobs" }, says("5"), false],
  [{ kind: "logprobs" }, reply([oslo]), null],
  [{ kind: "same-reply" }, [says("Salt"), says(" Salt\n")], true],
  [{ kind: "same-reply" }, [says("Salt"), says("salt")], false],
  [{ kind: "same-reply" }, [reply([oslo]), reply([{ ...oslo, id: "another" } as typeof oslo])], true],
  [{ kind: "same-reply" }, [reply([oslo]), reply([lima])], false],
  [{ kind: "same-reply" }, [reply([reasoning("a"), text("5")]), reply([reasoning("b"), text("5")])], true],
  [{ kind: "same-reply" }, says("5"), null],
  [{ kind: "finish", anyOf: ["length"] }, reply([text("5")], { finish: finish("length") }), true],
  [{ kind: "finish", anyOf: ["length", "error"] }, says("5"), false],
  [{ kind: "finish", anyOf: ["stop"] }, reply([other({})], { finish: null }), null],
])("%j of a reply: case %#", (measure, replies, expected) => {
  const [first, ...rest] = Array.isArray(replies) ? replies : [replies];
  expect(isMeasured([first as Reply, ...(rest as Reply[])], measure)).toBe(expected);
});

test.each<[Measure, string]>([
  [{ kind: "contains", anyOf: ["five", "six"] }, 'has "five" or "six"'],
  [{ kind: "calls-at-least", calls: 1 }, "calls a tool"],
  [{ kind: "calls-at-least", calls: 2 }, "has 2 calls or more"],
  [{ kind: "repeats-above", share: 0.8 }, "repeats more than 80 % of its words"],
  [{ kind: "same-reply" }, "is the same twice"],
])("%j in words", (measure, words) => {
  expect(measureWords(measure)).toBe(words);
});
