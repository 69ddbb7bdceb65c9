import { describe, expect, test } from "vitest";
import { readBody, sse } from "../read-only/read-body.fixture.js";
import { geminiGenerate } from "./reader.js";

const usageMetadata = {
  ...{ promptTokenCount: 7, candidatesTokenCount: 3, thoughtsTokenCount: 20, totalTokenCount: 34 },
  ...{ toolUsePromptTokenCount: 4, cachedContentTokenCount: 2 },
};
const about = { usageMetadata, modelVersion: "gemini-3-flash", responseId: "r1" };
const candidate = (parts: readonly object[], finishReason?: string, more: object = {}) => ({
  content: { role: "model", parts },
  ...(finishReason === undefined ? {} : { finishReason }),
  index: 0,
  ...more,
});
const chunk = (parts: readonly object[], finishReason?: string) => ({
  candidates: [candidate(parts, finishReason)],
  ...about,
});

const whole = (body: object) => readBody(geminiGenerate, "generate-content", { body: JSON.stringify(body) });
const streamed = (...chunks: readonly object[]) =>
  readBody(geminiGenerate, "generate-content-stream", { body: sse(...chunks), type: "text/event-stream" });
const reasoning = { kind: "reasoning", text: null, signature: null, redacted: null, details: null } as const;

describe("a whole reply", () => {
  test("has its text, its finish, who gave it, and its counts by our definitions", async () => {
    const reply = await whole(chunk([{ text: "High water " }, { text: "is at noon." }], "STOP"));
    expect(reply).toMatchObject({
      ...{ id: "r1", model: "gemini-3-flash", completeness: "complete", notes: [], failure: null },
      parts: [{ kind: "text", text: "High water is at noon." }],
      finish: { kind: "stop", raw: "STOP" },
      usage: { inputTokens: 11, outputTokens: 23, totalTokens: 34, reasoningTokens: 20, cacheReadTokens: 2 },
    });
  });

  test("keeps thoughts, signatures and code in their places", async () => {
    const code = { executableCode: { language: "PYTHON", code: "print(1)" } };
    const reply = await whole(
      chunk(
        [
          { text: "Hm.", thought: true },
          { functionCall: { name: "tides", args: { port: "Brest" } }, thoughtSignature: "sig1" },
          code,
          { text: "Noon.", thoughtSignature: "sig2" },
          { text: "", thoughtSignature: "sig3" },
        ],
        "STOP",
      ),
    );
    expect(reply.parts).toEqual([
      { ...reasoning, text: "Hm.", field: "thought" },
      { ...reasoning, signature: "sig1", field: "thoughtSignature" },
      { kind: "tool-call", id: null, name: "tides", argumentsText: '{"port":"Brest"}' },
      { kind: "other", raw: code },
      { ...reasoning, signature: "sig2", field: "thoughtSignature" },
      { kind: "text", text: "Noon." },
      { ...reasoning, signature: "sig3", field: "thoughtSignature" },
    ]);
  });

  test.each([
    ["MAX_TOKENS", "length"],
    ["SAFETY", "content-filter"],
    ["RECITATION", "content-filter"],
    ["MALFORMED_FUNCTION_CALL", "error"],
    ["FINISH_REASON_UNSPECIFIED", "other"],
    ["SOMETHING_NEW", "other"],
  ])("that finishes with %s has the finish %s", async (word, kind) => {
    expect((await whole(chunk([], word))).finish).toMatchObject({ kind, raw: word });
  });

  test("whose prompt was blocked is filtered by the reason, and is whole", async () => {
    const reply = await whole({ promptFeedback: { blockReason: "PROHIBITED_CONTENT" }, usageMetadata });
    expect(reply).toMatchObject({
      completeness: "complete",
      finish: { kind: "content-filter", raw: "PROHIBITED_CONTENT" },
      parts: [],
    });
  });

  test("with a second candidate is read by the first, and says so", async () => {
    const body = { candidates: [candidate([{ text: "a" }], "STOP"), candidate([{ text: "b" }], "STOP", { index: 1 })] };
    const reply = await whole(body);
    expect(reply.parts).toEqual([{ kind: "text", text: "a" }]);
    expect(reply.notes.map(({ id }) => id)).toEqual(["choices-ignored", "usage-missing"]);
  });

  test("that is an error, empty, cut or something else is a failure", async () => {
    const error = { error: { code: 429, message: "Quota exceeded", status: "RESOURCE_EXHAUSTED" } };
    expect(await whole(error)).toMatchObject({ completeness: "failed", failure: { phase: "body" } });
    const refused = await readBody(geminiGenerate, "generate-content", { body: JSON.stringify(error), status: 429 });
    expect(refused.failure).toMatchObject({ phase: "refused", status: 429, message: "Quota exceeded" });
    for (const body of ["", '{"candidates":[{"content"']) {
      expect(await readBody(geminiGenerate, "generate-content", { body })).toMatchObject({ completeness: "truncated" });
    }
    expect(await whole({ hello: "world" })).toMatchObject({ failure: { kind: "protocol" } });
  });
});

describe("a stream", () => {
  test("joins its texts, and ends with its finish", async () => {
    const reply = await streamed(
      chunk([{ text: "High " }]),
      chunk([{ text: "water." }]),
      chunk([{ text: "" }], "STOP"),
    );
    expect(reply).toMatchObject({ completeness: "complete", textPieces: 2, finish: { raw: "STOP" }, notes: [] });
    expect(reply.parts).toEqual([{ kind: "text", text: "High water." }]);
  });

  test("joins the pieces of a call's arguments by their paths, and keeps two calls apart", async () => {
    const piece = (functionCall: object) => chunk([{ functionCall }]);
    const at = (jsonPath: string, value: object) => ({ partialArgs: [{ jsonPath, ...value }], willContinue: true });
    const reply = await streamed(
      piece({ name: "order", willContinue: true }),
      piece(at("$.items[0].name", { stringValue: "ap", willContinue: true })),
      piece(at("$.items[0].name", { stringValue: "ple" })),
      piece(at("$.items[0].price", { numberValue: 0.5 })),
      piece(at("$['ship to'].fast", { boolValue: true })),
      piece(at("$.note", { nullValue: "NULL_VALUE" })),
      piece({}),
      piece({ name: "pay" }),
      chunk([{ text: "" }], "STOP"),
    );
    expect(reply.parts).toEqual([
      {
        ...{ kind: "tool-call", id: null, name: "order" },
        argumentsText: '{"items":[{"name":"apple","price":0.5}],"ship to":{"fast":true},"note":null}',
      },
      { kind: "tool-call", id: null, name: "pay", argumentsText: null },
    ]);
  });

  test.each(["name", "$", "$.a[5]", "$.__proto__[0]", "$..a"])(
    "notes a piece at the path %j, which has no place",
    async (path) => {
      const reply = await streamed(
        chunk([{ functionCall: { name: "order", partialArgs: [{ jsonPath: path, stringValue: "x" }] } }], "STOP"),
      );
      const isPlaced = path === "$.__proto__[0]";
      expect(reply.notes.map(({ id }) => id)).toEqual(isPlaced ? [] : ["unexpected-delta"]);
      expect({}).not.toHaveProperty("0");
    },
  );

  test("goes on after a finish, and is cut where it then ends without another", async () => {
    const twice = await streamed(chunk([{ text: "a" }], "STOP"), chunk([{ text: "b" }], "STOP"));
    expect(twice).toMatchObject({ completeness: "complete", parts: [{ kind: "text", text: "ab" }] });
    expect(twice.notes.map(({ id }) => id)).toEqual(["finish-repeated"]);
    const cut = await streamed(chunk([{ text: "a" }], "STOP"), chunk([{ text: "b" }]));
    expect(cut.completeness).toBe("truncated");
  });

  test("that is a list of chunks in JSON is read alike, and a cut one is truncated with what had come", async () => {
    const body = JSON.stringify([chunk([{ text: "High " }]), chunk([{ text: "water." }], "STOP")], null, 2);
    const read = (text: string) => readBody(geminiGenerate, "generate-content-stream", { body: text });
    expect(await read(body)).toMatchObject({
      completeness: "complete",
      notes: [],
      parts: [{ kind: "text", text: "High water." }],
    });
    expect(await read(body.slice(0, body.indexOf("water")))).toMatchObject({
      completeness: "truncated",
      parts: [{ kind: "text", text: "High " }],
    });
    expect((await read(body.slice(0, -1))).completeness).toBe("truncated-after-finish");
  });

  test("with an error in it failed, and keeps what had come", async () => {
    const error = { error: { code: 503, message: "The model is overloaded.", status: "UNAVAILABLE" } };
    const reply = await streamed(chunk([{ text: "High " }]), error);
    expect(reply).toMatchObject({
      completeness: "failed",
      failure: { kind: "unavailable", phase: "body" },
      parts: [{ kind: "text", text: "High " }],
    });
  });
});

describe("enumerations by their numbers", () => {
  test.each([
    [1, "stop", "STOP"],
    [2, "length", "MAX_TOKENS"],
    [3, "content-filter", "SAFETY"],
    [6, "other", "6"],
  ])("finish %s is %s", async (finishReason, kind, raw) => {
    const reply = await whole({ candidates: [{ content: { parts: [{ text: "Noon" }] }, finishReason }], ...about });
    expect(reply).toMatchObject({ completeness: "complete", finish: { kind, raw } });
  });

  test("a refused prompt has the word of its reason", async () => {
    const reply = await whole({ promptFeedback: { blockReason: 1 }, ...about });
    expect(reply.finish).toMatchObject({ kind: "content-filter", raw: "SAFETY" });
  });
});
