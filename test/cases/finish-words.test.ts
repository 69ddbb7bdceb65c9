import { describe, expect, test } from "vitest";
import { chatHar, converseHar, invokeHar, judgedHar } from "../support/judged-har.js";

/** Each case is a reply as a gateway or a vendor sends it, and what `judge` has to say: `severity id (cause)`. */
const asked = { model: "moonshotai/kimi-k2.5", messages: [{ role: "user", content: "When is high water at Whitby?" }] };
const usage = { prompt_tokens: 9, completion_tokens: 300, total_tokens: 309 };
const half = "High water at Whi";

type Ends = { readonly finish_reason: string | null; readonly native_finish_reason?: string };

/** The same reply, whole and streamed: what it says may not depend on the form. */
async function bothForms(content: string, ends: Ends): Promise<readonly string[]> {
  const head = { id: "gen-1", provider: "Crusoe", model: "moonshotai/kimi-k2.5", created: 1 };
  const message = { role: "assistant", content };
  const whole = { ...head, object: "chat.completion", choices: [{ index: 0, message, ...ends }], usage };
  const chunk = (choice: object) => ({ ...head, object: "chat.completion.chunk", choices: [{ index: 0, ...choice }] });
  const unary = await judgedHar(chatHar(asked, whole));
  const streamed = await judgedHar(
    chatHar({ ...asked, stream: true }, [
      chunk({ delta: { role: "assistant", content: "" }, finish_reason: null, native_finish_reason: null }),
      ...(content === "" ? [] : [chunk({ delta: { content }, finish_reason: null, native_finish_reason: null })]),
      chunk({ delta: { content: "" }, ...ends }),
      { ...head, object: "chat.completion.chunk", choices: [], usage },
    ]),
  );
  expect(streamed.found).toEqual(unary.found);
  expect(streamed.seen).toEqual(unary.seen);
  return [...unary.found, ...unary.seen];
}

const brokenOff = "bad model-error (broken-off)";

describe("a generation that the provider broke off", () => {
  test.each<[Ends, string]>([
    [{ finish_reason: "stop", native_finish_reason: "network_error" }, "stop / network_error"],
    [{ finish_reason: "network_error" }, "network_error"],
    [{ finish_reason: "insufficient_system_resource" }, "insufficient_system_resource"],
    [{ finish_reason: "error", native_finish_reason: "network_error" }, "error / network_error"],
    [{ finish_reason: "tool_calls", native_finish_reason: "abort" }, "tool_calls / abort"],
    [{ finish_reason: "abort" }, "abort"],
    [{ finish_reason: "Cancelled" }, "Cancelled"],
  ])("%j is the upstream's failure, with and without text", async (ends, words) => {
    const seen = `finish ${words}: the provider broke the generation off`;
    expect(await bothForms("", ends)).toEqual([brokenOff, `${seen}; no text`]);
    expect(await bothForms(half, ends)).toEqual([brokenOff, `${seen}; text "${half}"`]);
  });
});

describe("the token limit by other words", () => {
  test.each(["MAX_TOKENS", "max_tokens", "model_length", "model_context_window_exceeded", "max_output_tokens"])(
    "%s",
    async (word) => {
      const expected = [`finish ${word}; no limit was sent; no text`];
      expect(await bothForms("", { finish_reason: word })).toEqual(["bad cut-by-max-tokens", ...expected]);
      expect((await bothForms(half, { finish_reason: word }))[0]).toBe("note cut-by-max-tokens");
      const native = { finish_reason: "stop", native_finish_reason: word };
      expect((await bothForms("", native))[0]).toBe("bad cut-by-max-tokens");
    },
  );
});

describe("a filter by other words", () => {
  test.each(["SAFETY", "sensitive", "RECITATION", "PROHIBITED_CONTENT", "SPII", "content_filtered"])(
    "%s",
    async (word) => {
      expect(await bothForms("", { finish_reason: word })).toEqual(["bad filtered", `finish ${word}`]);
      expect(await bothForms(half, { finish_reason: word })).toEqual([
        "bad filtered",
        `finish ${word}; text "${half}"`,
      ]);
      expect(await bothForms("", { finish_reason: "stop", native_finish_reason: word })).toEqual([
        "bad filtered",
        `finish stop / ${word}`,
      ]);
    },
  );
});

describe("what must not alarm", () => {
  test.each<Ends>([
    { finish_reason: "stop", native_finish_reason: "STOP" },
    { finish_reason: "stop", native_finish_reason: "end_turn" },
    { finish_reason: "stop", native_finish_reason: "completed" },
    { finish_reason: "stop", native_finish_reason: "" },
    { finish_reason: "end_turn" },
    { finish_reason: "COMPLETE" },
    { finish_reason: "eos" },
  ])("%j with an answer", async (ends) => {
    expect(await bothForms("At 14:02.", ends)).toEqual([]);
  });

  test("an answer that ends by a word that no table has is shown, by whoever says it", async () => {
    const unknown = (ends: Ends) => bothForms("At 14:02.", ends);
    expect(await unknown({ finish_reason: "engine_paused" })).toEqual(["note finish-unknown", "finish engine_paused"]);
    expect(await unknown({ finish_reason: "stop", native_finish_reason: "engine_paused" })).toEqual([
      "note finish-unknown",
      "finish stop / engine_paused",
    ]);
    const [empty, seen] = await bothForms("", { finish_reason: "stop", native_finish_reason: "engine_paused" });
    expect(empty).toBe("bad empty-reply (parser-ate-it)");
    expect(seen).toContain("finish stop / engine_paused");
  });

  test.each(["", "null"])("%j in every chunk until the last, as Ollama sent it", async (blank) => {
    const chunk = (content: string, finish_reason: string) => ({
      ...{ id: "chatcmpl-693", object: "chat.completion.chunk", created: 1715427619, model: "mistral:latest" },
      choices: [{ index: 0, delta: { role: "assistant", content }, finish_reason }],
    });
    const chunks = [chunk("Good", blank), chunk(" day", blank), chunk("", "stop")];
    const request = { ...asked, model: "mistral:latest", stream: true };
    expect((await judgedHar(chatHar(request, chunks))).found).toEqual(["note usage-missing"]);
  });

  test("a blank finish of a whole body is no finish", async () => {
    const choices = [{ index: 0, message: { role: "assistant", content: "At 14:02." }, finish_reason: "" }];
    const body = { id: "1", object: "chat.completion", created: 1, model: asked.model, choices, usage };
    expect((await judgedHar(chatHar(asked, body))).found).toEqual(["bad finish-missing"]);
  });
});

describe("a call that only the upstream's word announces", () => {
  const lost = { finish_reason: "stop", native_finish_reason: "tool_calls" };
  test("is lost where nothing is shown, and a note beside text", async () => {
    const seen = "finish stop / tool_calls, and no call in the reply";
    expect(await bothForms("", lost)).toEqual(["bad tool-use-without-block", seen]);
    expect(await bothForms("At 14:02.", lost)).toEqual(["note tool-use-without-block", seen]);
  });
});

test("Gemini's OpenAI endpoint names the filter and what it held back", async () => {
  const malformed = "function_call_filter: MALFORMED_FUNCTION_CALL";
  expect(await bothForms("", { finish_reason: malformed })).toEqual([
    `bad malformed-function-call (${malformed})`,
    `finish ${malformed}`,
  ]);
  expect((await bothForms("", { finish_reason: "content_filter: PROHIBITED_CONTENT" }))[0]).toBe("bad filtered");
});

test("a call cut by the limit is named so, where the gateway says tool_calls and the upstream length", async () => {
  const call = { index: 0, id: "c1", type: "function", function: { name: "tide", arguments: '{"place": "Whi' } };
  const choice = {
    ...{ index: 0, message: { role: "assistant", content: null, tool_calls: [call] } },
    ...{ finish_reason: "tool_calls", native_finish_reason: "length" },
  };
  const tools = [{ type: "function", function: { name: "tide", parameters: { type: "object", properties: {} } } }];
  const body = { id: "1", object: "chat.completion", created: 1, model: asked.model, choices: [choice], usage };
  expect((await judgedHar(chatHar({ ...asked, tools }, body))).found).toEqual(["bad cut-by-max-tokens"]);
});

describe("on Bedrock", () => {
  const converse = (stopReason: string, text: string) =>
    converseHar("moonshotai.kimi-k2.5", {
      output: { message: { role: "assistant", content: text === "" ? [] : [{ text }] } },
      ...{ stopReason, metrics: { latencyMs: 1 }, usage: { inputTokens: 9, outputTokens: 300, totalTokens: 309 } },
    });

  test.each<[string, string, readonly string[]]>([
    ["end_turn", "At 14:02.", []],
    ["model_context_window_exceeded", "", ["bad cut-by-max-tokens"]],
    ["guardrail_intervened", "", ["bad filtered"]],
    ["malformed_tool_use", "", ["bad malformed-function-call (malformed_tool_use)"]],
    ["network_error", half, [brokenOff]],
    ["SAFETY", "", ["bad filtered"]],
    ["engine_paused", "At 14:02.", ["note finish-unknown"]],
    ["", "At 14:02.", ["bad finish-missing"]],
  ])("Converse, %j", async (stopReason, text, found) => {
    expect((await judgedHar(converse(stopReason, text))).found).toEqual(found);
  });

  const kimi = (finish_reason: string, content: string) =>
    invokeHar("moonshotai.kimi-k2.5", {
      ...{ id: "1", object: "chat.completion", created: 1, model: "moonshotai.kimi-k2.5" },
      choices: [{ index: 0, message: { role: "assistant", content }, finish_reason }],
      usage,
    });

  test.each<[string, string, readonly string[]]>([
    ["stop", "At 14:02.", []],
    ["model_length", "", ["bad cut-by-max-tokens"]],
    ["network_error", "", [brokenOff]],
    ["insufficient_system_resource", half, [brokenOff]],
    ["sensitive", half, ["bad filtered"]],
    ["null", "At 14:02.", ["bad finish-missing", "note usage-missing"]],
  ])("InvokeModel, %j", async (word, text, found) => {
    expect((await judgedHar(kimi(word, text))).found).toEqual(found);
  });
});
