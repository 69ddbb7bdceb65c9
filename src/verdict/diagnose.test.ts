import { expect, test } from "vitest";
import {
  broken,
  call,
  failed,
  finish,
  reasoning,
  reply,
  sanFrancisco,
  scenario,
  step,
  text,
  transcript,
  turn,
  usage,
} from "../../test/samples/transcripts.js";
import type { Reply } from "../chat/reply.js";
import { diagnoseBlank } from "./diagnose.js";
import { judgeTurn } from "./judge-turn.js";
import { judgedTurnOf } from "./judged-turn.js";

const markers =
  '<|tool_calls_section_begin|><|tool_call_begin|>functions.get_weather:0<|tool_call_argument_begin|>{"location":"SF"}<|tool_call_end|><|tool_calls_section_end|>';

test.each<[string, Reply, string]>([
  [
    "a silent model",
    reply([], { usage: usage(0) }),
    "empty-reply silent: there is no text and no call: the model itself ended",
  ],
  [
    "a parser that ate it",
    reply([], { usage: usage(58) }),
    "empty-reply parser-ate-it: there is no text and no call: output tokens were made",
  ],
  ["only reasoning", reply([reasoning("Hm.")]), "reasoning-only: there is reasoning and nothing else"],
  [
    "a call in the text",
    reply([text(markers)]),
    "tool-call-as-text kimi: the call stands in the text, unparsed: dialect kimi",
  ],
  [
    "a call in the reasoning",
    reply([reasoning(markers)]),
    "tool-call-in-reasoning kimi: the call stands in the reasoning",
  ],
  [
    "a cut before anything",
    broken("truncated", { raw: null }),
    "truncated before-content: the body ended before the reply was whole: nothing had come",
  ],
  [
    "a stall without an event",
    broken("timeout", { raw: null, code: "idle-timeout" }),
    "stalled before-content: the stream stopped sending: no event came",
  ],
  [
    "an exception frame",
    broken("throttled"),
    "midstream-error throttled: an error came inside the stream; a client that reads past it",
  ],
  [
    "no metadata",
    reply([], { usage: null, notes: [{ id: "metadata-missing", message: "none" }] }),
    "empty-reply tokens-unknown: there is no text and no call: the output tokens are not reported, so nobody can tell a silent model from a parser; no metadata came either",
  ],
  ["a filter", reply([], { finish: finish("content-filter") }), "filtered: a filter or guardrail took it"],
  [
    "the token limit",
    reply([reasoning("Hm")], { finish: finish("length") }),
    "cut-by-max-tokens: the token limit cut it",
  ],
  [
    "a history that is not taken",
    failed("invalid-history"),
    "request-refused invalid-history: the service refused the request: it does not take this history",
  ],
  [
    "a call that is announced",
    reply([], { finish: finish("tool-calls") }),
    "tool-use-without-block: a call is announced, and none came",
  ],
])("of %s it says which", (_title, answer, expected) => {
  const { finding, cause, words } = diagnosed(answer) ?? { finding: "nothing", cause: null, words: "" };
  expect(`${[finding, cause].filter((word) => word !== null).join(" ")}: ${words}`).toContain(expected);
});

test.each<[string, Reply]>([
  ["an answer", reply([text("42")])],
  ["a call", reply([sanFrancisco])],
  ["a wrong call", reply([call("{", "get_weather")])],
  ["an answer that was cut", reply([text("It is")], { finish: finish("length") })],
  ["an answer beside reasoning", reply([reasoning("Hm."), text("42")])],
  ["an answer in which the token count is 0", reply([text("42")], { usage: usage(0) })],
])("of %s it says nothing", (_title, answer) => {
  expect(diagnosed(answer)).toBeNull();
});

function diagnosed(answer: Reply) {
  const one = turn("s", answer);
  const judged = judgedTurnOf(one, transcript([one], { api: "converse-stream" }), scenario([step("s")]));
  return diagnoseBlank(one, judgeTurn(judged));
}
