import { describe, expect, test } from "vitest";
import { plainUsage } from "../../../../test/support/plain-values.js";
import type { JsonObject } from "../../../chat/json.js";
import type { AssistantPart } from "../../../chat/message.js";
import type { Finish, Reply } from "../../../chat/reply.js";
import { truncatedFailure } from "../../errors/classify.js";
import { encodeReply } from "./encode-reply.js";

const identity = { id: "chatcmpl-1", createdSeconds: 1_790_000_000, model: "kimi" };
const finished = (kind: Finish["kind"], raw: string | null, more: Partial<Finish> = {}): Finish => ({
  kind,
  raw,
  nativeRaw: null,
  stopSequence: null,
  ...more,
});

const whole: Reply = {
  id: null,
  model: null,
  upstream: null,
  requestId: null,
  status: 200,
  parts: [],
  finish: finished("stop", "stop"),
  usage: null,
  completeness: "complete",
  failure: null,
  warnings: [],
  notes: [],
  textPieces: 0,
  logprobs: null,
};

const text = (said: string): AssistantPart => ({ kind: "text", text: said });
const call = (id: string | null, name: string | null, argumentsText: string | null): AssistantPart => ({
  kind: "tool-call",
  id,
  name,
  argumentsText,
});
const thought = (over: object): AssistantPart => ({
  kind: "reasoning",
  text: null,
  signature: null,
  redacted: null,
  details: null,
  field: null,
  ...over,
});
function encode(over: Partial<Reply>) {
  const encoded = encodeReply({ ...whole, ...over }, identity);
  if (encoded.kind !== "completion") throw new Error(`failed: ${encoded.failure.message}`);
  const choices = encoded.body["choices"] as readonly {
    readonly message: JsonObject;
    readonly [name: string]: unknown;
  }[];
  const [choice] = choices;
  if (choice === undefined) throw new Error("no choice");
  return { ...encoded, choice, message: choice.message, ids: encoded.warnings.map(({ id }) => id) };
}

describe("encodeReply", () => {
  test("writes a whole text reply as OpenAI does", () => {
    expect(
      encodeReply(
        {
          ...whole,
          id: "gen-7",
          upstream: "Moonshot AI",
          parts: [text("18 °C")],
          usage: plainUsage({ inputTokens: 9, outputTokens: 0, totalTokens: 9 }),
        },
        identity,
      ),
    ).toEqual({
      kind: "completion",
      body: {
        id: "gen-7",
        object: "chat.completion",
        created: 1_790_000_000,
        model: "kimi",
        provider: "Moonshot AI",
        choices: [
          {
            index: 0,
            message: { role: "assistant", content: "18 °C", refusal: null },
            logprobs: null,
            finish_reason: "stop",
          },
        ],
        usage: { prompt_tokens: 9, completion_tokens: 0, total_tokens: 9 },
        system_fingerprint: null,
      },
      warnings: [],
    });
  });

  test.each([[null], [""], [" "]])("S8 of the provider's id %j the server's own id stands", (id) => {
    expect(encode({ id, parts: [text("x")] }).body).toMatchObject({ id: "chatcmpl-1" });
  });

  test("has no usage at all where none was reported", () => {
    expect(encode({ parts: [text("x")] }).body).not.toHaveProperty("usage");
  });
});

describe("content", () => {
  test("is null beside calls without text, and an empty text where a blank one came", () => {
    const calls = call("a", "f", "{}");
    expect(encode({ parts: [calls], finish: finished("tool-calls", "tool_use") }).message["content"]).toBeNull();
    expect(encode({ parts: [text(""), calls], finish: finished("tool-calls", "tool_use") }).message["content"]).toBe(
      "",
    );
    expect(encode({ parts: [] }).message["content"]).toBeNull();
  });

  test("S3 and S4 joins several texts with nothing between them, and keeps them beside calls", () => {
    const { message } = encode({
      parts: [text("a"), call("1", "f", "{}"), text("b")],
      finish: finished("tool-calls", "tool_use"),
    });
    expect(message).toMatchObject({ content: "ab", tool_calls: [{ id: "1" }] });
  });

  test("keeps a refusal apart from text", () => {
    expect(encode({ parts: [{ kind: "refusal", text: "No." }] }).message).toMatchObject({
      content: null,
      refusal: "No.",
    });
  });

  test("carries annotations, audio and images as they came, lists of one name joined", () => {
    const other = (raw: JsonObject): AssistantPart => ({ kind: "other", raw });
    const { message, ids } = encode({
      parts: [
        text("x"),
        other({ images: [1] }),
        other({ images: [2] }),
        other({ annotations: [{ type: "url_citation" }] }),
      ],
    });
    expect(message).toMatchObject({ images: [1, 2], annotations: [{ type: "url_citation" }] });
    expect(ids).toEqual([]);
  });

  test("of a kind without a member here is lost with a warning", () => {
    const encoded = encode({ parts: [text("x"), { kind: "other", raw: { video: { bytes: "" } } }] });
    expect(encoded.warnings).toEqual([
      {
        id: "other-part-dropped",
        field: "choices[0].message",
        message: "a part video of a kind that this API has no member for",
      },
    ]);
  });
});

describe("tool calls", () => {
  test("keep id, name and arguments as they came, also arguments that are no JSON", () => {
    const { message, ids } = encode({
      parts: [call("functions.f:0", "f", '{"a": 1}'), call("call|x y", "g-h", "{bad")],
      finish: finished("tool-calls", "tool_calls"),
    });
    expect(message["tool_calls"]).toEqual([
      { id: "functions.f:0", type: "function", function: { name: "f", arguments: '{"a": 1}' } },
      { id: "call|x y", type: "function", function: { name: "g-h", arguments: "{bad" } },
    ]);
    expect(ids).toEqual([]);
  });

  test("without a usable id get one that is derived, stable and their own, with a warning each", () => {
    const parts = [call(null, "f", "{}"), call("", "f", "{}")];
    const first = encode({ parts, finish: finished("tool-calls", "tool_use") });
    const again = encode({ parts, finish: finished("tool-calls", "tool_use") });
    const idsOf = (encoded: typeof first) =>
      (encoded.message["tool_calls"] as readonly { readonly id: string }[]).map(({ id }) => id);
    expect(idsOf(first)).toEqual(idsOf(again));
    expect(new Set(idsOf(first)).size).toBe(2);
    for (const id of idsOf(first)) expect(id).toMatch(/^call_[0-9a-f]{24}$/);
    expect(first.warnings.map(({ id, field }) => [id, field])).toEqual([
      ["tool-call-id-derived", "choices[0].message.tool_calls[0].id"],
      ["tool-call-id-derived", "choices[0].message.tool_calls[1].id"],
    ]);
  });

  test.each([[null], [""], ["  "]])(
    "S11 and S12 with the arguments %j have {}, which clients can parse",
    (argumentsText) => {
      const { message, ids } = encode({
        parts: [call("a", "f", argumentsText)],
        finish: finished("tool-calls", "tool_use"),
      });
      expect(message["tool_calls"]).toMatchObject([{ function: { name: "f", arguments: "{}" } }]);
      expect(ids).toEqual(["arguments-filled"]);
    },
  );

  test("without a name are told without one: none is made up", () => {
    const { message, ids } = encode({ parts: [call("a", null, "{}")], finish: finished("tool-calls", "tool_use") });
    expect(message["tool_calls"]).toEqual([{ id: "a", type: "function", function: { arguments: "{}" } }]);
    expect(ids).toEqual(["tool-call-name-missing"]);
  });
});

describe("reasoning", () => {
  test("S5 stands in the members that clients read, and in no details where none came", () => {
    const { message } = encode({ parts: [thought({ text: "Hm" }), thought({ text: "m" }), text("x")] });
    expect(message).toMatchObject({ reasoning_content: "Hmm", reasoning: "Hmm" });
    expect(message).not.toHaveProperty("reasoning_details");
  });

  test.each([[[]], [[{ type: "reasoning.text", text: "Hm", format: "unknown", index: 0 }]]])(
    "S5 keeps the provider's own details %j unmodified",
    (details) => {
      expect(encode({ parts: [thought({ text: "Hm", details }), text("x")] }).message["reasoning_details"]).toEqual(
        details,
      );
    },
  );

  test("S5 makes details of a signature and of redacted bytes, so that a client can send them back", () => {
    const { message } = encode({
      parts: [
        thought({ text: "Hm", signature: "c2ln" }),
        thought({ redacted: "b3BhcXVl" }),
        thought({ text: "", signature: "MnNpZw" }),
        text("x"),
      ],
    });
    expect(message["reasoning_details"]).toEqual([
      { type: "reasoning.text", text: "Hm", signature: "c2ln", index: 0 },
      { type: "reasoning.encrypted", data: "b3BhcXVl", index: 1 },
      { type: "reasoning.text", text: "", signature: "MnNpZw", index: 2 },
    ]);
  });

  test("that shows no text has no text member", () => {
    expect(encode({ parts: [thought({ redacted: "eA" }), text("x")] }).message).not.toHaveProperty("reasoning");
  });
});

describe("finish_reason", () => {
  test.each([
    ["stop", "end_turn", "stop"],
    ["tool-calls", "tool_use", "tool_calls"],
    ["length", "max_tokens", "length"],
    ["length", "model_context_window_exceeded", "length"],
    ["content-filter", "guardrail_intervened", "content_filter"],
  ] as const)("S1 of %s (%s) is %s, and the provider's word stands beside it", (kind, raw, word) => {
    const { choice, ids } = encode({ parts: [text("x")], finish: finished(kind, raw) });
    expect(choice).toMatchObject({ finish_reason: word, native_finish_reason: raw });
    expect(ids).toEqual([]);
  });

  test("S1 of an unknown word is stop, with a warning and the word beside it", () => {
    const { choice, ids } = encode({ parts: [text("x")], finish: finished("other", "eos") });
    expect(choice).toMatchObject({ finish_reason: "stop", native_finish_reason: "eos" });
    expect(ids).toEqual(["finish-unknown"]);
  });

  test.each([
    ["stop", finished("stop", "end_turn"), "end_turn"],
    ["an unknown word", finished("other", "eos"), "eos"],
    ["no word", null, undefined],
  ])("S2 of %s beside calls is tool_calls, with a warning", (_, finish, native) => {
    const { choice, ids } = encode({ parts: [call("a", "f", "{}")], finish });
    expect([choice["finish_reason"], choice["native_finish_reason"]]).toEqual(["tool_calls", native]);
    expect(ids).toEqual(["finish-inferred"]);
  });

  test("of length stays length beside calls: they may be cut", () => {
    expect(encode({ parts: [call("a", "f", '{"a')], finish: finished("length", "max_tokens") }).choice).toMatchObject({
      finish_reason: "length",
    });
  });

  test("is null where the provider said nothing, with a warning: no stop is made up", () => {
    const { choice, ids } = encode({ parts: [text("x")], finish: null });
    expect(choice["finish_reason"]).toBeNull();
    expect(ids).toEqual(["finish-missing"]);
  });

  test("names the sequence that ended the reply, and repeats no word", () => {
    const { choice } = encode({ parts: [text("x")], finish: finished("stop", "stop", { stopSequence: "END" }) });
    expect(choice).toMatchObject({ finish_reason: "stop", stop_reason: "END" });
    expect(choice).not.toHaveProperty("native_finish_reason");
  });

  test("of a legacy function call, which the provider sent unasked, is that call's word", () => {
    const { choice, message } = encode({
      parts: [{ kind: "other", raw: { function_call: { name: "f", arguments: "{}" } } }],
      finish: finished("tool-calls", "function_call"),
    });
    expect(choice["finish_reason"]).toBe("function_call");
    expect(message["function_call"]).toEqual({ name: "f", arguments: "{}" });
  });
});

describe("usage", () => {
  test("S7 leaves out what was not reported, and keeps zero", () => {
    const usage = plainUsage({ inputTokens: 12, outputTokens: 0, cacheReadTokens: 0, reasoningTokens: 3 });
    expect(encode({ parts: [text("x")], usage }).body["usage"]).toEqual({
      prompt_tokens: 12,
      completion_tokens: 0,
      total_tokens: 12,
      prompt_tokens_details: { cached_tokens: 0 },
      completion_tokens_details: { reasoning_tokens: 3 },
    });
  });

  test("S7 hands on what a provider of this API says beside the counts, without nulls", () => {
    const raw = {
      prompt_tokens: 12,
      completion_tokens: 5,
      total_tokens: null,
      prompt_tokens_details: { cached_tokens: 4, audio_tokens: 0, x: null },
      cost_details: { upstream: 1 },
    };
    const usage = plainUsage({ inputTokens: 12, outputTokens: 5, cacheReadTokens: 4, costUsd: 0.1, raw });
    expect(encode({ parts: [text("x")], usage }).body["usage"]).toEqual({
      prompt_tokens: 12,
      completion_tokens: 5,
      total_tokens: 17,
      prompt_tokens_details: { cached_tokens: 4, audio_tokens: 0 },
      cost_details: { upstream: 1 },
      cost: 0.1,
    });
  });
});

describe("a reply that is not whole", () => {
  const cut = { afterFinish: false, status: 200, requestId: "req-1", raw: null, message: "cut" };

  test("is the failure that it ended with, never a completion", () => {
    const failure = truncatedFailure(cut);
    expect(encodeReply({ ...whole, parts: [text("half")], completeness: "truncated", failure }, identity)).toEqual({
      kind: "failed",
      failure,
    });
  });

  test("S6 and S16 is cut also where no word was said about it", () => {
    expect(encodeReply({ ...whole, completeness: "truncated" }, identity)).toMatchObject({
      kind: "failed",
      failure: { kind: "truncated" },
    });
  });

  test("S1 is one whose provider says that generation failed", () => {
    const finish = finished("error", "malformed_tool_use");
    expect(encodeReply({ ...whole, parts: [text("x")], finish }, identity)).toMatchObject({
      kind: "failed",
      failure: {
        kind: "model-error",
        code: "malformed_tool_use",
        message: expect.stringContaining("malformed_tool_use"),
      },
    });
  });
});
