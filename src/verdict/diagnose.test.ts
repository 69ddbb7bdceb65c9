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
    "empty-reply silent: there is no text and no call: the model ended at once (0 output tokens)",
  ],
  [
    "a silent model that has written a token",
    reply([], { usage: usage(1) }),
    "empty-reply silent: there is no text and no call: the model ended at once (1 output token)",
  ],
  [
    "a parser that ate it",
    reply([], { usage: usage(58) }),
    "empty-reply parser-ate-it: there is no text and no call: output tokens were generated",
  ],
  ["only reasoning", reply([reasoning("Hm.")]), "reasoning-only: there is only reasoning"],
  [
    "a call in the text",
    reply([text(markers)]),
    "tool-call-as-text kimi: the call is in the text, unparsed: dialect kimi",
  ],
  ["a call in the reasoning", reply([reasoning(markers)]), "tool-call-in-reasoning kimi: the call is in the reasoning"],
  [
    "a cut before anything",
    broken("truncated", { raw: null }),
    "truncated before-content: the body ended before the reply was whole: nothing had arrived",
  ],
  [
    "a stall without an event",
    broken("timeout", { raw: null, code: "idle-timeout" }),
    "stalled before-content: the stream stopped sending: no event arrived",
  ],
  [
    "an exception frame",
    broken("throttled"),
    "midstream-error throttled: the stream contains an error; a client that reads past it",
  ],
  [
    "no metadata",
    reply([], { usage: null, notes: [{ id: "metadata-missing", message: "none" }] }),
    "empty-reply tokens-unknown: there is no text and no call: output tokens are not reported, so a silent model and a parser that dropped them look alike; the metadata is missing too",
  ],
  ["a filter", reply([], { finish: finish("content-filter") }), "filtered: a filter or guardrail withheld it"],
  [
    "the token limit",
    reply([reasoning("Hm")], { finish: finish("length") }),
    "cut-by-max-tokens: the token limit cut it",
  ],
  [
    "a history that is not taken",
    failed("invalid-history"),
    "request-refused invalid-history: the service refused the request: it does not accept this history",
  ],
  [
    "a call that is announced",
    reply([], { finish: finish("tool-calls") }),
    "tool-use-without-block: the finish reason announces a call, and there is none",
  ],
  [
    "a stop sequence",
    reply([], { usage: usage(1), finish: { ...finish("stop"), stopSequence: "END" } }),
    "empty-reply stop-sequence: there is no text and no call: the model began with a stop sequence",
  ],
  [
    "a thought in the text",
    reply([text("<think>so</think>")]),
    "reasoning-only think-tag: there is only reasoning: all of it in think tags",
  ],
  [
    "hidden reasoning",
    reply([], { usage: usage(58, 57) }),
    "reasoning-only hidden: there is only reasoning: all output tokens are counted as reasoning",
  ],
  ["a refusal", reply([{ kind: "refusal", text: "No." }]), "refusal: the model refused"],
  ["other bytes", broken("protocol"), "protocol: the bytes do not follow the API's protocol"],
  ["a serving engine that failed", failed("model-error", { status: 424 }), "model-error: the serving engine failed"],
  [
    "an error alone in a 200",
    broken("quota", { raw: '{"error":{}}' }),
    "error-in-200 quota: the body of the 200 is an error object; a client that reads past it sees an empty reply: quota",
  ],
  [
    "a malformed call",
    reply([], { finish: finish("error") }),
    "malformed-function-call malformed_tool_use: the service gave up on a malformed call: malformed_tool_use",
  ],
  [
    "a completion without a message",
    reply([], { usage: usage(0), notes: [{ id: "message-missing", message: "x" }] }),
    "message-missing: the completion has no message",
  ],
  [
    "a legacy call",
    reply([], { notes: [{ id: "function-call", message: "x" }] }),
    "legacy-call function-call: the call is in the legacy member, which clients do not read",
  ],
  [
    "a cut in the middle of nothing but reasoning",
    broken("truncated", { raw: null }, [reasoning("so")]),
    "truncated inside-content: the body ended before the reply was whole: in the middle of the reply",
  ],
  [
    "a cut after the finish",
    broken("truncated", { afterFinish: true }),
    "truncated after-finish: the body ended before the reply was whole: after its finish",
  ],
  [
    "a stall in the middle of nothing but reasoning",
    broken("timeout", { raw: null }, [reasoning("so")]),
    "stalled inside-content: the stream stopped sending: in the middle of the reply",
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
