import type * as OpenAiPackage from "openai";
import { isStreaming } from "../../../chat/api.js";
import type { Ask, Screen } from "./asked.js";

type Message = OpenAiPackage.OpenAI.Chat.ChatCompletionMessage;
type Chunk = OpenAiPackage.OpenAI.Chat.ChatCompletionChunk;
type Delta = Chunk["choices"][number]["delta"];
/** Members that OpenAI does not have, and services of open models do. */
type Thought = { readonly reasoning?: string | null; readonly reasoning_content?: string | null };

/** OpenAI's own SDK. */
export const askOpenai: Ask = async (load, { address, api }, screen) => {
  const { OpenAI } = await load<typeof OpenAiPackage>("openai");
  const { completions } = new OpenAI({ baseURL: `${address}/v1`, apiKey: "unused", maxRetries: 0 }).chat;
  const request = { model: "recorded", messages: [{ role: "user" as const, content: "hello" }] };
  if (isStreaming(api)) {
    const stream = await completions.create({ ...request, stream: true, stream_options: { include_usage: true } });
    return showStream(stream, screen);
  }
  const { choices, usage } = await completions.create(request);
  const message: (Message & Thought) | undefined = choices?.[0]?.message;
  screen.text(message?.content);
  screen.reasoning(message?.reasoning ?? message?.reasoning_content);
  for (const call of message?.tool_calls ?? [])
    if ("function" in call) screen.call(call.function.name, call.function.arguments);
  screen.finish(choices?.[0]?.finish_reason);
  screen.outputTokens(usage?.completion_tokens);
};

async function showStream(stream: AsyncIterable<Chunk>, screen: Screen): Promise<void> {
  const calls = new Map<number, { name: string; args: string }>();
  try {
    for await (const { choices, usage } of stream) {
      const delta: (Delta & Thought) | undefined = choices?.[0]?.delta;
      screen.text(delta?.content);
      screen.reasoning(delta?.reasoning ?? delta?.reasoning_content);
      for (const { index, function: called } of delta?.tool_calls ?? []) {
        const call = calls.get(index) ?? { name: "", args: "" };
        calls.set(index, { name: call.name + (called?.name ?? ""), args: call.args + (called?.arguments ?? "") });
      }
      screen.finish(choices?.[0]?.finish_reason);
      screen.outputTokens(usage?.completion_tokens);
    }
  } finally {
    for (const { name, args } of calls.values()) screen.call(name, args);
  }
}
