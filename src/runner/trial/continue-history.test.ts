import { expect, test } from "vitest";
import { plainTarget } from "../../../test/support/plain-values.js";
import type { AssistantPart, ReasoningPart } from "../../chat/message.js";
import type { Reply } from "../../chat/reply.js";
import type { Target } from "../../chat/target.js";
import { noQuirks } from "../../chat/unset.js";
import type { HistoryReplay, Scenario } from "../../scenario/scenario.js";
import { replayedReply, scriptedResults } from "./continue-history.js";

const call: AssistantPart = {
  kind: "tool-call",
  id: "functions.get_weather:0",
  name: "get_weather",
  argumentsText: '{"location":"San Francisco, CA"}',
};
const blank: AssistantPart = { kind: "text", text: "" };

function reasoning(signature: string | null): ReasoningPart {
  return {
    kind: "reasoning",
    text: "Let me see.",
    signature,
    redacted: null,
    details: null,
    field: "reasoningContent",
  };
}

function reply(parts: readonly AssistantPart[]): Reply {
  return {
    id: null,
    model: null,
    upstream: null,
    requestId: null,
    status: 200,
    parts,
    finish: { kind: "tool-calls", raw: "tool_use", nativeRaw: null, stopSequence: null },
    usage: null,
    completeness: "complete",
    failure: null,
    warnings: [],
    notes: [],
    textPieces: null,
    logprobs: null,
  };
}

function target(api: Target["api"], reasoningReplay: "keep" | "drop" | null = null): Target {
  return plainTarget({ id: "m/p/a", api, quirks: { ...noQuirks, reasoningReplay } });
}

const asTarget: HistoryReplay = { reasoning: "as-target", blankText: "drop" };

test("Kimi's blank text blocks around a call stay out of the history, which says so; the call goes back as it came", () => {
  const { message, leftOut } = replayedReply(reply([blank, call, blank]), target("converse-stream"), asTarget);
  expect(message?.parts).toEqual([call]);
  expect(leftOut.map(({ id, field }) => [id, field])).toEqual([
    ["history-left-out", "messages[assistant].parts[0]"],
    ["history-left-out", "messages[assistant].parts[2]"],
  ]);
});

test("blank text goes back where the scenario keeps it, and nothing is told", () => {
  const { message, leftOut } = replayedReply(reply([blank, call]), target("converse"), {
    ...asTarget,
    blankText: "keep",
  });
  expect([message?.parts, leftOut]).toEqual([[blank, call], []]);
});

test.each([
  ["unsigned, on Converse", "converse", null, null, false],
  ["signed, on Converse", "converse", null, "sig", true],
  ["unsigned, on chat completions", "chat-completions", null, null, true],
  ["unsigned, where the quirk keeps it", "converse", "keep", null, true],
  ["signed, where the quirk drops it", "chat-completions", "drop", "sig", false],
] as const)("reasoning that is %s is kept: the last column says whether", (_, api, quirk, signature, isKept) => {
  const part = reasoning(signature);
  const { message, leftOut } = replayedReply(reply([part, call]), target(api, quirk), asTarget);
  expect(message?.parts.includes(part)).toBe(isKept);
  expect(leftOut).toHaveLength(isKept ? 0 : 1);
});

test("a reasoning item of the Responses API is kept, as the part that it came as", () => {
  const details = [{ type: "reasoning", id: "rs_1", summary: [], encrypted_content: "gAAAAA==" }];
  const part: ReasoningPart = { ...reasoning(null), details, field: "reasoning-item" };
  const { message, leftOut } = replayedReply(reply([part, call]), target("responses"), asTarget);
  expect([message?.parts, leftOut]).toEqual([[part, call], []]);
});

test("a reply of nothing but blank text leaves nothing to continue from", () => {
  expect(replayedReply(reply([blank, blank]), target("converse"), asTarget).message).toBeNull();
});

const scenario = {
  tools: [
    {
      name: "get_weather",
      description: null,
      parameters: null,
      strict: null,
      results: [
        { when: { location: "paris" }, parts: [{ kind: "text", text: "rain" }], status: null },
        { when: { location: "San Francisco" }, parts: [{ kind: "json", value: { temperature: 65 } }], status: null },
      ],
    },
  ],
} as const satisfies Pick<Scenario, "tools">;

test("a call is answered by the first scripted result whose arguments it includes, under its own id", () => {
  expect(scriptedResults(reply([call]), scenario as unknown as Scenario)).toEqual([
    {
      role: "tool",
      toolCallId: "functions.get_weather:0",
      toolName: "get_weather",
      parts: [{ kind: "json", value: { temperature: 65 } }],
      status: null,
    },
  ]);
});

test.each([
  ["other arguments", { ...call, argumentsText: '{"location":"Oslo"}' }],
  ["arguments that are no JSON", { ...call, argumentsText: '{"loc' }],
  ["an unknown tool", { ...call, name: "get_time" }],
])("a call with %s is answered with an error that says so, never with somebody else's result", (_, odd) => {
  const [message] = scriptedResults(reply([odd as AssistantPart]), scenario as unknown as Scenario);
  expect(message).toMatchObject({ role: "tool", status: "error", parts: [{ kind: "text" }] });
});

test.each<
  [
    title: string,
    kept: boolean,
    part: Partial<Extract<AssistantPart, { kind: "reasoning" }>>,
    api: Target["api"],
    reasoning: HistoryReplay["reasoning"],
  ]
>([
  ["redacted, on Converse", true, { redacted: "r" }, "converse", "as-target"],
  ["unsigned, on a Converse stream", false, {}, "converse-stream", "as-target"],
  ["unsigned, on a stream of chat completions", true, {}, "chat-completions-stream", "as-target"],
  ["unsigned, on Converse, where the scenario keeps it", true, {}, "converse", "keep"],
  ["signed, where the scenario drops it", false, { signature: "s" }, "converse", "drop"],
])("reasoning that is %s goes back: %s", (_title, kept, part, api, how) => {
  const thought = { ...reasoning(null), ...part } as AssistantPart;
  const { message, leftOut } = replayedReply(reply([thought, call]), target(api), { ...asTarget, reasoning: how });
  expect(message?.parts).toEqual(kept ? [thought, call] : [call]);
  expect(leftOut).toHaveLength(kept ? 0 : 1);
});

test.each<[title: string, argumentsText: string | null, expected: string]>([
  ["absent", null, "any"],
  ["a list", "[1]", "any"],
  ["a number as it is scripted", '{"n":7}', "seven"],
  ["a number as text", '{"n":"7"}', "any"],
  ["two members, one of them as scripted", '{"a":"x","b":"z"}', "any"],
  ["two members as scripted, in other cases", '{"a":"X!","b":"Y"}', "both"],
  ["a part of the scripted text", '{"a":"","b":"y"}', "any"],
])("arguments that are %s get the result for them", (_title, argumentsText, expected) => {
  const result = (said: string, when: object | null) => ({ when, parts: [{ kind: "text", text: said }], status: null });
  const results = [result("seven", { n: 7 }), result("both", { a: "x", b: "y" }), result("any", null)];
  const scripted = { tools: [{ ...scenario.tools[0], results }] } as unknown as Scenario;
  const [message] = scriptedResults(reply([{ ...call, argumentsText } as AssistantPart]), scripted);
  expect(message?.parts).toEqual([{ kind: "text", text: expected }]);
});
