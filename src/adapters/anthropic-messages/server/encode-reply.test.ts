import { describe, expect, test } from "vitest";
import type { AssistantPart, ReasoningPart, ToolCallPart } from "../../../chat/message.js";
import type { Finish, Reply, Usage } from "../../../chat/reply.js";
import { encodeReply } from "./encode-reply.js";
import { unpackOpaque } from "./opaque-reasoning.js";

const identity = { id: "5f3c-11", createdSeconds: 1, model: "kimi" };

const whole: Reply = {
  ...{ id: "gen-1", model: "m", upstream: null, requestId: null, status: 200, parts: [], usage: null },
  finish: { kind: "stop", raw: "stop", nativeRaw: null, stopSequence: null },
  ...{ completeness: "complete", failure: null, warnings: [], notes: [], textPieces: null, logprobs: null },
};

function encoded(over: Partial<Reply>) {
  const made = encodeReply({ ...whole, ...over }, { identity, body: {} });
  if (made.kind === "failed") throw new TypeError(made.failure.message);
  return { body: made.body, warned: made.warnings.map(({ id, field }) => `${id} ${field}`) };
}

const contentOf = (...parts: readonly AssistantPart[]) => encoded({ parts }).body["content"];
const call = (over: Partial<ToolCallPart> = {}): ToolCallPart => ({
  ...{ kind: "tool-call", id: "functions.f:0", name: "f", argumentsText: '{"x":1}', ...over },
});
const reasoning = (over: Partial<ReasoningPart>): ReasoningPart => ({
  ...{ kind: "reasoning", text: null, signature: null, redacted: null, details: null, field: "thinking", ...over },
});
const counts: Usage = {
  ...{ inputTokens: 20, outputTokens: 3, totalTokens: 23, reasoningTokens: 2, cacheReadTokens: 4 },
  ...{ cacheWriteTokens: 5, costUsd: null, raw: {} },
};

test("a message has every member that Anthropic's SDK requires", () => {
  expect(encoded({ parts: [{ kind: "text", text: "Hi" }], usage: counts })).toEqual({
    body: {
      ...{ id: "msg_5f3c11", type: "message", role: "assistant", model: "kimi" },
      content: [{ type: "text", text: "Hi" }],
      ...{ stop_reason: "end_turn", stop_sequence: null, stop_details: null, container: null, diagnostics: null },
      usage: {
        ...{ input_tokens: 11, cache_creation_input_tokens: 5, cache_read_input_tokens: 4, cache_creation: null },
        ...{ output_tokens: 3, output_tokens_details: { thinking_tokens: 2 }, server_tool_use: null },
        ...{ service_tier: null, inference_geo: null, speed: null },
      },
    },
    warned: [],
  });
});

test("an id of the API itself and a gateway's upstream stay", () => {
  expect(encoded({ id: "msg_01x", upstream: "Anthropic", usage: counts }).body).toMatchObject({
    id: "msg_01x",
    provider: "Anthropic",
  });
});

describe("usage", () => {
  test("members of a provider of the same API pass through, and its cost is kept", () => {
    const raw = {
      ...{ input_tokens: 11, output_tokens: 3, cache_creation: { ephemeral_5m_input_tokens: 5 }, iterations: [1] },
      server_tool_use: { web_search_requests: 1 },
    };
    expect(encoded({ usage: { ...counts, costUsd: 0.5, raw } }).body["usage"]).toMatchObject({ ...raw, cost: 0.5 });
  });

  test("members of Responses, which has counts of the same names, do not", () => {
    const raw = { input_tokens: 20, output_tokens: 3, total_tokens: 23, input_tokens_details: {} };
    expect(encoded({ usage: { ...counts, raw } }).body["usage"]).not.toHaveProperty("total_tokens");
  });

  test("a required count that was not reported is 0, with a warning", () => {
    expect(encoded({}).warned).toEqual(["usage-filled usage.input_tokens", "usage-filled usage.output_tokens"]);
    expect(encoded({}).body["usage"]).toMatchObject({ input_tokens: 0, cache_read_input_tokens: null });
  });
});

describe("the stop reason", () => {
  const stopOf = (finish: Partial<Finish> | null, ...parts: readonly AssistantPart[]) => {
    const given =
      finish === null
        ? null
        : { ...whole.finish, kind: "stop", raw: null, nativeRaw: null, stopSequence: null, ...finish };
    const { body, warned } = encoded({ finish: given as Finish | null, parts, usage: counts });
    return [body["stop_reason"], ...warned];
  };

  test.each<readonly [Partial<Finish>, string]>([
    [{ kind: "stop", raw: "end_turn" }, "end_turn"],
    [{ kind: "stop", raw: "stop", stopSequence: "X" }, "stop_sequence"],
    [{ kind: "stop", raw: "pause_turn" }, "pause_turn"],
    [{ kind: "length", raw: "length" }, "max_tokens"],
    [{ kind: "length", raw: "model_context_window_exceeded" }, "model_context_window_exceeded"],
    [{ kind: "content-filter", raw: "guardrail_intervened" }, "refusal"],
    [{ kind: "tool-calls", raw: "tool_calls" }, "tool_use"],
  ])("of %j is %s", (finish, reason) => {
    expect(stopOf(finish)).toEqual([reason]);
  });

  test("beside calls is tool_use, and what is not known or missing is said", () => {
    expect(stopOf({ kind: "stop", raw: "end_turn" }, call())).toEqual(["tool_use", "finish-inferred stop_reason"]);
    expect(stopOf({ kind: "other", raw: "odd" })).toEqual(["end_turn", "finish-unknown stop_reason"]);
    expect(stopOf(null)).toEqual([null, "finish-missing stop_reason"]);
  });

  test("names the sequence that was met", () => {
    const finish = { kind: "stop", raw: "stop", nativeRaw: null, stopSequence: "END" } as const;
    expect(encoded({ finish }).body["stop_sequence"]).toBe("END");
  });

  test("of a refusal apart from the text is refusal, with its words", () => {
    const { body, warned } = encoded({ parts: [{ kind: "refusal", text: "No." }], usage: counts });
    expect(body).toMatchObject({
      content: [{ type: "text", text: "No." }],
      stop_reason: "refusal",
      stop_details: { type: "refusal", category: null, explanation: "No." },
    });
    expect(warned).toEqual(["refusal-as-text content[0]"]);
  });
});

describe("blocks", () => {
  test("a call keeps its id, and its arguments are an object", () => {
    expect(contentOf(call())).toEqual([
      { type: "tool_use", id: "functions.f:0", name: "f", input: { x: 1 }, caller: { type: "direct" } },
    ]);
  });

  test("a call without id, name and arguments gets what clients require, with warnings", () => {
    const { body, warned } = encoded({ parts: [call({ id: null, name: null, argumentsText: "" })], usage: counts });
    expect(body["content"]).toMatchObject([{ id: expect.stringMatching(/^call_/), name: "", input: {} }]);
    expect(warned).toEqual([
      "tool-call-id-derived content[0].id",
      "tool-call-name-missing content[0].name",
      "arguments-filled content[0].input",
      "finish-inferred stop_reason",
    ]);
  });

  test.each(['{"x":', "[1]", '"x"', "null"])("arguments that are no object, %s, are kept in one", (argumentsText) => {
    const { body, warned } = encoded({ parts: [call({ argumentsText })], usage: counts });
    expect(body["content"]).toMatchObject([{ input: { INVALID_JSON: argumentsText } }]);
    expect(warned).toContain("arguments-not-object content[0].input");
  });

  test("blank text is written only where it is all there is", () => {
    expect(contentOf({ kind: "text", text: "" }, call())).toHaveLength(1);
    expect(contentOf({ kind: "text", text: "" })).toEqual([{ type: "text", text: "" }]);
    expect(contentOf()).toEqual([]);
  });

  test("thinking of Claude keeps its signature and its redacted data, in place", () => {
    const text = { kind: "text", text: "a" } as const;
    const parts = [reasoning({ text: "hm", signature: "c2ln" }), text, reasoning({ redacted: "ZGF0YQ" })];
    expect(contentOf(...parts)).toEqual([
      { type: "thinking", thinking: "hm", signature: "c2ln" },
      { type: "text", text: "a" },
      { type: "redacted_thinking", data: "ZGF0YQ" },
    ]);
    expect(contentOf(reasoning({ signature: "c2ln" }))).toEqual([
      { type: "thinking", thinking: "", signature: "c2ln" },
    ]);
  });

  test("text of another model's reasoning has a blank signature, as the API's own streams begin with", () => {
    expect(contentOf(reasoning({ text: "hm", field: "reasoning_content" }))).toEqual([
      { type: "thinking", thinking: "hm", signature: "" },
    ]);
  });

  test("what is opaque of another vendor is sealed beside its text, or alone", () => {
    const details = [{ type: "reasoning.encrypted", data: "x" }];
    const [shown, hidden] = [
      reasoning({ text: "hm", details, field: "reasoning" }),
      reasoning({ details, field: "reasoning" }),
    ];
    const [one, two] = contentOf(shown, hidden) as readonly { signature?: string; data?: string }[];
    const sealed = { field: "reasoning", signature: null, redacted: null, details };
    expect(unpackOpaque(one?.signature ?? null)?.opaque).toEqual(sealed);
    expect(unpackOpaque(two?.data ?? null)?.opaque).toEqual(sealed);
  });

  test("blocks of tools of the API's service pass through, and parts of other APIs are named", () => {
    const block = { type: "server_tool_use", id: "srvtoolu_1", name: "web_search", input: {} };
    expect(contentOf({ kind: "other", raw: block })).toEqual([block]);
    const { warned } = encoded({ parts: [{ kind: "other", raw: { type: "web_search_call" } }], usage: counts });
    expect(warned).toEqual(["other-part-dropped content[0]"]);
  });
});

describe("no message is made", () => {
  test("of a reply that is not whole, or whose finish says that generation failed", () => {
    const cut = encodeReply({ ...whole, completeness: "truncated" }, { identity, body: {} });
    expect(cut).toMatchObject({ kind: "failed", failure: { kind: "truncated" } });
    const finish = { kind: "error", raw: "malformed_tool_use", nativeRaw: null, stopSequence: null } as const;
    expect(encodeReply({ ...whole, finish }, { identity, body: {} })).toMatchObject({ kind: "failed" });
  });
});
