import { expect, test } from "vitest";
import {
  afterTool,
  broken,
  call,
  other,
  reasoning,
  reply,
  text,
  transcript,
  turn,
} from "../../test/samples/transcripts.js";
import { decodeTranscript, encodeTranscript, TranscriptError } from "./serialise.js";

const whole = transcript([
  turn("ask", reply([reasoning("hm"), text(""), call(null, null, null), other({ a: [1, null] })])),
  turn("answer", broken("truncated", { raw: null }, [text("65")]), { messages: afterTool }),
]);
const notRun = transcript([], { notReached: ["ask"], notRun: { kind: "no-recording", reason: "no file" } });

const kept = transcript([
  turn(
    "ask",
    reply([
      { kind: "text", text: "Looking.", wire: { type: "message", phase: "commentary" } },
      { kind: "tool-call", id: "a", name: "f", argumentsText: "{}", wire: { type: "function_call", namespace: "crm" } },
    ]),
  ),
]);

test.each([
  ["a transcript with all kinds of parts", whole],
  ["one with members of the wire that go back", kept],
  ["a trial that was not run", notRun],
])("%s comes back as it was, in one line", (_title, one) => {
  const line = encodeTranscript(one);
  expect(line).not.toContain("\n");
  expect(decodeTranscript(line)).toEqual(one);
});

test("null, zero and the empty text stay apart", () => {
  const usage = { ...zeroUsage(), raw: null };
  const one = decodeTranscript(encodeTranscript(transcript([turn("a", reply([call("")], { usage }))])));
  expect(one.turns[0]?.reply.usage).toMatchObject({ outputTokens: 0, inputTokens: null });
  expect(one.turns[0]?.reply.parts[0]).toMatchObject({ argumentsText: "" });
});

test.each([
  ["a line that is no JSON", "{", null],
  ["an unknown version", line({ formatVersion: 2 }), "formatVersion"],
  ["a member too many", line({ extra: 1 }), null],
  ["a member too few", encodeTranscript(whole).replace('"notReached":[],', ""), "notReached"],
  [
    "an unknown failure kind",
    encodeTranscript(whole).replace('"kind":"truncated"', '"kind":"tired"'),
    "turns[1].reply.failure.kind",
  ],
  ["a number for a text", encodeTranscript(whole).replace('"step":"ask"', '"step":1'), "turns[0].step"],
])("%s is refused with the member that is wrong", (_title, broken, path) => {
  expect(() => decodeTranscript(broken)).toThrow(TranscriptError);
  try {
    decodeTranscript(broken);
  } catch (error) {
    expect(error).toMatchObject({ path });
  }
});

function line(change: object): string {
  return JSON.stringify({ ...whole, ...change });
}

function zeroUsage() {
  return {
    inputTokens: null,
    outputTokens: 0,
    totalTokens: null,
    reasoningTokens: null,
    cacheReadTokens: null,
    cacheWriteTokens: null,
    costUsd: null,
  };
}
