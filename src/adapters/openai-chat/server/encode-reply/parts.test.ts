import { describe, expect, test } from "vitest";
import { plainUsage } from "../../../../../test/support/plain-values.js";
import type { JsonValue } from "../../../../chat/json.js";
import type { ReasoningPart } from "../../../../chat/message.js";
import type { Finish, Warning } from "../../../../chat/reply.js";
import { argumentsOrEmpty, callId, isUsableId, nameMember } from "./call.js";
import { type CallForm, encodeFinish, generationFailure } from "./finish.js";
import { joinMembers, otherMembers } from "./other-member.js";
import { encodeReasoning, opaqueDetails } from "./reasoning.js";
import { encodeUsage } from "./usage.js";

const identity = { id: "chatcmpl-1", createdSeconds: 0, model: "m" };
const at = "choices[0].message.tool_calls[2]";

describe("a call", () => {
  const told = <Value>(write: (place: Parameters<typeof callId>[1]) => Value) => {
    const warnings: Warning[] = [];
    return [write({ index: 2, identity, warnings }), warnings] as const;
  };

  test("has its own id, or one that is derived, and that is told", () => {
    expect(told((place) => callId("c", place))).toEqual(["c", []]);
    for (const [id, what] of [
      [null, "no id"],
      ["", "a blank id"],
      [" ", "a blank id"],
    ] as const) {
      const [derived, warnings] = told((place) => callId(id, place));
      expect(derived).toMatch(/^call_[0-9a-f]{24}$/);
      const message = `the provider sent ${what}; ${derived} replaces it`;
      expect(warnings).toEqual([{ id: "tool-call-id-derived", field: `${at}.id`, message }]);
      expect(isUsableId(id)).toBe(false);
    }
  });

  test("has the arguments that came, or {} and a warning", () => {
    expect(told((place) => argumentsOrEmpty("{bad", place))).toEqual(["{bad", []]);
    for (const blank of [null, "", " \n"]) {
      expect(told((place) => argumentsOrEmpty(blank, place))).toEqual([
        "{}",
        [
          {
            ...{ id: "arguments-filled", field: `${at}.function.arguments` },
            message: "the provider sent a call without arguments; {} replaces them",
          },
        ],
      ]);
    }
  });

  test("has its name, an empty one too, or none and a warning", () => {
    expect(told((place) => nameMember("", place))).toEqual([{ name: "" }, []]);
    expect(told((place) => nameMember(null, place))).toEqual([
      {},
      [
        {
          ...{ id: "tool-call-name-missing", field: `${at}.function.name` },
          message: "the provider sent a call without a name",
        },
      ],
    ]);
  });
});

describe("a finish", () => {
  const finish = (kind: Finish["kind"], change: Partial<Finish> = {}): Finish => ({
    ...{ kind, raw: null, nativeRaw: null, stopSequence: null },
    ...change,
  });
  const told = (given: Finish | null, calls: CallForm = null) => {
    const warnings: Warning[] = [];
    const { finish_reason: word } = encodeFinish(given, calls, warnings);
    return [word, ...warnings.map(({ id, field, message }) => `${id} ${field}: ${message}`)];
  };
  const field = "choices[0].finish_reason";
  const own = (raw: string | null) => finish("other", { raw });

  test.each<[Finish | null, CallForm, readonly unknown[]]>([
    [finish("error", { raw: "bad" }), null, [null, `finish-unknown ${field}: the provider sent "bad"`]],
    [own(null), null, ["stop", `finish-unknown ${field}: the provider sent a finish without a value`]],
    [own("x".repeat(61)), null, ["stop", `finish-unknown ${field}: the provider sent "${"x".repeat(60)}"`]],
    [null, null, [null, `finish-missing ${field}: the provider sent no finish reason`]],
    [finish("stop"), null, ["stop"]],
    [finish("tool-calls"), null, ["tool_calls"]],
    [finish("tool-calls"), "function_call", ["function_call"]],
    [
      finish("error", { raw: "bad" }),
      "tool_calls",
      ["tool_calls", `finish-inferred ${field}: the provider sent "bad" beside calls, which is sent as tool_calls`],
    ],
  ])("%j with calls in the form %s", (given, calls, expected) => {
    expect(told(given, calls)).toEqual(expected);
  });

  test("keeps the upstream's word before the provider's, and says nothing twice", () => {
    const native = (change: Partial<Finish>) => encodeFinish(finish("stop", change), null, [])["native_finish_reason"];
    expect([
      native({ raw: "stop" }),
      native({ raw: "end_turn" }),
      native({ raw: "stop", nativeRaw: "STOP" }),
      native({ raw: "end_turn", nativeRaw: "STOP" }),
      native({}),
    ]).toEqual([undefined, "end_turn", "STOP", "STOP", undefined]);
  });

  test.each<[Finish, string, string]>([
    [finish("content-filter", { raw: "stop", nativeRaw: "SAFETY" }), "content_filter", "SAFETY"],
    [finish("content-filter", { raw: "sensitive" }), "content_filter", "sensitive"],
    [finish("length", { raw: "stop", nativeRaw: "MAX_TOKENS" }), "length", "MAX_TOKENS"],
    [finish("length", { raw: "model_length" }), "length", "model_length"],
    [finish("other", { raw: "engine_paused" }), "stop", "engine_paused"],
  ])("%j is a word of OpenAI's, with the vendor's beside it", (given, word, native) => {
    expect(encodeFinish(given, null, [])).toMatchObject({ finish_reason: word, native_finish_reason: native });
  });

  test.each<[Partial<Finish>, string, string]>([
    [{ raw: "network_error" }, "unavailable", "network_error"],
    [{ raw: "stop", nativeRaw: "network_error" }, "unavailable", "network_error"],
    [{ raw: null, nativeRaw: "abort" }, "unavailable", "abort"],
    [{ raw: "error", nativeRaw: "MALFORMED_FUNCTION_CALL" }, "model-error", "MALFORMED_FUNCTION_CALL"],
    [{ raw: "stop", nativeRaw: "MALFORMED_FUNCTION_CALL" }, "model-error", "MALFORMED_FUNCTION_CALL"],
  ])("%j is a failure of the kind %s", (change, kind, code) => {
    expect(generationFailure(finish("error", change), { status: 200, requestId: null })).toMatchObject({
      ...{ kind, code, phase: "body", message: `the provider ended the reply with "${code}"` },
    });
  });

  test("of the kind error is a failure of the model, with what is known of the reply", () => {
    expect(generationFailure(finish("error", { raw: "throttled" }), { status: 200, requestId: "r" })).toMatchObject({
      ...{ kind: "model-error", code: "throttled", status: 200, requestId: "r", afterFinish: true },
      message: 'the provider ended the reply with "throttled"',
    });
    expect(generationFailure(finish("other"), { status: 200, requestId: "r" })).toBeNull();
    expect(generationFailure(null, { status: 200, requestId: "r" })).toBeNull();
  });
});

describe("members that we have no word for", () => {
  test.each<[JsonValue, string | null]>([
    [{ annotations: [] }, null],
    [{ audio: {} }, null],
    [{ images: [] }, null],
    [{ function_call: {} }, null],
    [{ video: {} }, "a part video"],
    [{ audio: {}, images: [] }, "a part audio, images"],
    [{ a: 1, b: 2, c: 3, d: 4 }, "a part a, b, c"],
    [{}, "a part"],
    ["audio", "a part"],
    [["audio"], "a part"],
    [null, "a part"],
  ])("%j is lost as %s", (raw, what) => {
    const warnings: Warning[] = [];
    expect(otherMembers(raw, warnings)).toEqual(what === null ? [raw] : []);
    const message = `${what} of a kind that this API has no member for`;
    expect(warnings).toEqual(what === null ? [] : [{ id: "other-part-dropped", field: "choices[0].message", message }]);
  });

  test("of one name are one: lists grow, and of anything else the last counts", () => {
    expect(joinMembers([{ images: [1] }, { audio: 1 }, { images: [2, 3] }, { audio: 2 }])).toEqual({
      ...{ images: [1, 2, 3], audio: 2 },
    });
    expect(joinMembers([{ images: [1] }, { images: "x" }])).toEqual({ images: "x" });
    expect(joinMembers([{ images: "x" }, { images: [1] }])).toEqual({ images: [1] });
  });
});

describe("reasoning", () => {
  const part = (change: Partial<ReasoningPart>): ReasoningPart => ({
    ...{ kind: "reasoning", text: null, signature: null, redacted: null, details: null, field: null },
    ...change,
  });

  test("that is opaque is numbered on from what came before", () => {
    const both = { text: "Hm", signature: "s", redacted: "d" };
    expect(opaqueDetails(both, 3)).toEqual([
      { type: "reasoning.text", text: "Hm", signature: "s", index: 3 },
      { type: "reasoning.encrypted", data: "d", index: 4 },
    ]);
    expect(opaqueDetails({ ...both, text: null, redacted: null }, 0)).toEqual([
      { type: "reasoning.text", signature: "s", index: 0 },
    ]);
    expect(Object.keys(opaqueDetails({ ...both, text: null }, 0)[0] ?? {})).not.toContain("text");
    const parts = [part({ signature: "s" }), part({ details: ["own"] }), part({ redacted: "d" }), part({ text: "Hm" })];
    expect(encodeReasoning(parts)).toEqual({
      ...{ reasoning_content: "Hm", reasoning: "Hm" },
      reasoning_details: [
        { type: "reasoning.text", signature: "s", index: 0 },
        "own",
        { type: "reasoning.encrypted", data: "d", index: 2 },
      ],
    });
  });

  test("that is text alone has no details, and what is empty stays empty", () => {
    expect(encodeReasoning([])).toEqual({});
    expect(encodeReasoning([part({ text: "" })])).toEqual({ reasoning_content: "", reasoning: "" });
    expect(encodeReasoning([part({ details: [] })])).toEqual({ reasoning_details: [] });
  });
});

describe("usage", () => {
  test("has what was reported, zero too, under OpenAI's names", () => {
    const all = {
      ...{ inputTokens: 0, outputTokens: 1, totalTokens: 2, reasoningTokens: 3 },
      ...{ cacheReadTokens: 4, cacheWriteTokens: 5, costUsd: 0.5 },
    };
    expect(encodeUsage(plainUsage(all))).toEqual({
      ...{ prompt_tokens: 0, completion_tokens: 1, total_tokens: 2, cost: 0.5 },
      prompt_tokens_details: { cached_tokens: 4, cache_write_tokens: 5 },
      completion_tokens_details: { reasoning_tokens: 3 },
    });
    expect(encodeUsage(plainUsage({}))).toEqual({});
  });

  test.each<[JsonValue, object]>([
    [
      { prompt_tokens: 9, own: 1 },
      { prompt_tokens: 9, own: 1 },
    ],
    [
      { completion_tokens: 9, own: 1, none: null },
      { completion_tokens: 9, own: 1 },
    ],
    [{ inputTokens: 9, own: 1 }, {}],
    [["prompt_tokens"], {}],
    ["prompt_tokens", {}],
    [null, {}],
    [
      { prompt_tokens: 9, prompt_tokens_details: { audio_tokens: 1, cached_tokens: 7 } },
      { prompt_tokens: 9, prompt_tokens_details: { audio_tokens: 1, cached_tokens: 7 } },
    ],
    [
      { prompt_tokens: 9, completion_tokens_details: { audio_tokens: null } },
      { prompt_tokens: 9, completion_tokens_details: { audio_tokens: null } },
    ],
  ])("keeps what %j says of this API beside it", (raw, encoded) => {
    expect(encodeUsage(plainUsage({ raw }))).toEqual(encoded);
  });

  test("counts of ours go into the provider's details", () => {
    const raw = { prompt_tokens: 9, prompt_tokens_details: { audio_tokens: 1, cached_tokens: 7 } };
    expect(encodeUsage(plainUsage({ raw, cacheReadTokens: 8 }))).toEqual({
      ...{ prompt_tokens: 9, prompt_tokens_details: { audio_tokens: 1, cached_tokens: 8 } },
    });
  });
});
