import { describe, expect, test } from "vitest";
import { headerOf } from "../../wire/exchange.js";
import { profileOf, requestFor, send, simulatorOf } from "../simulated.fixture.js";

const withReasoning = simulatorOf(profileOf({ reasoning: { text: " Let me think." }, upstream: "Chutes" }));

/** The JSON of every `data:` line but the last, which must be `[DONE]`. */
function chunksOf(text: string) {
  const lines = text.split("\n\n").filter((line) => line.startsWith("data: "));
  expect(lines.at(-1)).toBe("data: [DONE]");
  return lines.slice(0, -1).map((line) => JSON.parse(line.slice(6)));
}

describe("OpenRouter, as recorded", () => {
  test("a stream begins with comments and ends with [DONE]", async () => {
    const { text } = await send(requestFor("chat-completions-stream", "call"), withReasoning);
    expect(text).toMatch(/^: OPENROUTER PROCESSING\n\n/);
    expect(text.endsWith("\n\ndata: [DONE]\n\n")).toBe(true);
  });

  test("the finish is in two chunks, the second with usage and a choice", async () => {
    const chunks = chunksOf((await send(requestFor("chat-completions-stream", "call"), withReasoning)).text);
    const finished = chunks.filter(({ choices }) => choices[0].finish_reason === "tool_calls");
    expect(finished).toHaveLength(2);
    expect(finished.map(({ choices }) => choices[0].native_finish_reason)).toEqual(["tool_calls", "tool_calls"]);
    expect(finished.map((chunk) => "usage" in chunk)).toEqual([false, true]);
    expect(finished[1].usage.cost).toBeGreaterThan(0);
  });

  test("every chunk names upstream and model; only the first of a call has its id", async () => {
    const chunks = chunksOf((await send(requestFor("chat-completions-stream", "call"), withReasoning)).text);
    expect(new Set(chunks.map(({ provider, model }) => `${provider} ${model}`))).toEqual(
      new Set(["Chutes maker.model-1"]),
    );
    const calls = chunks.flatMap(({ choices }) => choices[0].delta.tool_calls ?? []);
    expect(calls.map((call) => "id" in call)).toEqual([true, false, false, false]);
    expect(calls.map((call) => call.function.arguments).join("")).toBe('{"city":"SF"}');
  });

  test("reasoning comes twice over: as text and as details", async () => {
    const [first] = chunksOf((await send(requestFor("chat-completions-stream", "chat"), withReasoning)).text);
    expect(first.choices[0].delta).toEqual({
      content: "",
      role: "assistant",
      reasoning: " Let",
      reasoning_details: [{ type: "reasoning.text", text: " Let", format: "anthropic-claude-v1", index: 0 }],
    });
  });

  test("a whole reply has white space before it, and the generation id in body and header", async () => {
    const { text, headers } = await send(requestFor("chat-completions", "call"), withReasoning);
    expect(text).toMatch(/^\n {9}\n/);
    const body = JSON.parse(text);
    expect(body.id).toMatch(/^gen-1770681600-\w{20}$/);
    expect(headerOf(headers, "x-generation-id")).toBe(body.id);
    expect(body.choices[0].message.content).toBeNull();
  });
});

describe("other OpenAI-shaped services", () => {
  const at = (path: string, include: boolean) => {
    const { body } = requestFor("chat-completions-stream", "chat");
    const options = include ? { stream_options: { include_usage: true } } : {};
    return send({ path, body: { ...body, ...options } }, withReasoning);
  };

  test("have no comments, no upstream, and usage only on request, in a chunk without choices", async () => {
    const { text } = await at("/v1/chat/completions", true);
    const chunks = chunksOf(text);
    expect(text).not.toContain("OPENROUTER");
    expect(chunks.some((chunk) => "provider" in chunk)).toBe(false);
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { completion_tokens: expect.any(Number) } });
    const unasked = chunksOf((await at("/v1/chat/completions", false)).text);
    expect(unasked.some((chunk) => "usage" in chunk)).toBe(false);
  });

  test.each([
    ["/v1/chat/completions", "reasoning_content", " Let me think."],
    ["/openai/v1/chat/completions", "content", "<reasoning> Let me think.</reasoning>The answer is 42."],
  ])("%s carries reasoning in %s", async (path, member, expected) => {
    const chunks = chunksOf((await at(path, false)).text);
    expect(chunks.map(({ choices }) => choices[0].delta[member] ?? "").join("")).toBe(expected);
  });
});
