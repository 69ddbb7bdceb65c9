import { describe, expect, test } from "vitest";
import { encodeEventFrame } from "../../wire/frames/event-stream.js";
import { apiOfResponse } from "./response-shape.js";

const apiOf = (body: string | Uint8Array, type: string | null = null) =>
  apiOfResponse(typeof body === "string" ? new TextEncoder().encode(body) : body, type);

describe("the API of a JSON body", () => {
  test.each([
    ["a chat completion", { object: "chat.completion", choices: [] }, "chat-completions"],
    ["a chat completion without `object`", { choices: [{ message: {} }] }, "chat-completions"],
    ["an OpenAI error", { error: { message: "no", type: "x" } }, "chat-completions"],
    ["a response of the Responses API", { object: "response", output: [] }, "responses"],
    ["an old completion", { object: "text_completion", choices: [{ text: "Hi" }] }, "completions"],
    ["a list of models", { object: "list", data: [{ object: "model" }] }, "models"],
    ["a list of embeddings", { object: "list", data: [{ object: "embedding" }] }, "embeddings"],
    ["a Converse reply", { metrics: { latencyMs: 1 }, output: { message: {} }, stopReason: "end_turn" }, "converse"],
    ["a Converse reply without metrics", { output: { message: {} }, stopReason: "end_turn", usage: {} }, "converse"],
    [
      "an InvokeModel body of Nova",
      { output: { message: {} }, stopReason: "end_turn", usage: { cacheReadInputTokenCount: 0 } },
      "invoke-model",
    ],
    ["a message of Anthropic", { type: "message", id: "msg_01", content: [] }, "messages"],
    ["such a message with Bedrock's id", { type: "message", id: "msg_bdrk_01", content: [] }, "invoke-model"],
    ["Llama's body", { generation: "Hi", prompt_token_count: 1, stop_reason: "stop" }, "invoke-model"],
    ["Titan's body", { inputTextTokenCount: 1, results: [{ outputText: "Hi" }] }, "invoke-model"],
    ["Mistral's text body", { outputs: [{ text: "Hi", stop_reason: "stop" }] }, "invoke-model"],
    ["Cohere's body, which its own API has too", { generations: [{ text: "Hi" }] }, null],
    ["something else", { hello: "world" }, null],
    ["an error that is text", { error: "no" }, null],
  ])("%s", (_, body, api) => {
    expect(apiOf(JSON.stringify(body))).toBe(api);
    expect(apiOf(JSON.stringify(body, null, 2), "application/json")).toBe(api);
  });

  test.each(["", "[]", "null", "7", "{", "\u0000", "<html>", "[".repeat(1_000)])("%j has no known API", (body) => {
    expect(apiOf(body)).toBe(null);
  });
});

describe("the API of a stream", () => {
  test.each([
    ["chat chunks", 'data: {"object":"chat.completion.chunk"}\n\n', "chat-completions-stream"],
    ["chat chunks without `object`", 'data:{"choices":[{"delta":{}}]}\r\n\r\n', "chat-completions-stream"],
    ["comments first", ': hi\n\ndata: {"choices":[{"delta":{}}]}\n\n', "chat-completions-stream"],
    ["events of the Responses API", 'event: x\ndata: {"type":"response.created"}\n\n', "responses-stream"],
    ["events of Anthropic", 'event: message_start\ndata: {"type":"message_start"}\n\n', "messages-stream"],
    ["events of another kind", 'data: {"a":1}\n\n', null],
    ["no event", "data: [DONE]\n\n", null],
  ])("SSE: %s", (_, body, api) => {
    expect(apiOf(body)).toBe(api);
  });

  test.each([
    ["messageStart", "converse-stream"],
    ["chunk", "invoke-model-stream"],
  ])("an event stream that begins with %s", (event, api) => {
    const frame = encodeEventFrame([[":event-type", event]], new TextEncoder().encode("{}"));
    expect(apiOf(frame, "application/vnd.amazon.eventstream")).toBe(api);
  });
});
