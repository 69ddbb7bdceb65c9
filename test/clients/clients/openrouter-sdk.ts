import type { ChatMessages, ChatResult, ChatStreamChunk, ChatToolCall } from "@openrouter/sdk/models";
import { type Client, type Screen, weatherTool } from "../client.js";

/** OpenRouter's own SDK, which validates every member of an answer. */
export const openrouterSdk: Client = {
  name: "@openrouter/sdk",
  package: "@openrouter/sdk",
  finishes: { answered: "stop", limited: "length", failed: null, cancelled: null },
  lacks: {},
  differs: {},
  async ask(address, { model, instructions, prompt, streamed, withTool, signal }, screen) {
    const { OpenRouter } = await import("@openrouter/sdk");
    const { chat } = new OpenRouter({
      serverURL: `${address}/v1`,
      apiKey: "unused",
      retryConfig: { strategy: "none" },
    });
    const { name, description, parameters } = weatherTool;
    const tools = withTool ? [{ type: "function" as const, function: { name, description, parameters } }] : undefined;
    const messages: ChatMessages[] = [
      { role: "system", content: instructions },
      { role: "user", content: prompt },
    ];
    for (;;) {
      const sent = await chat.send({ chatRequest: { model, messages, stream: streamed, tools } }, { signal });
      const { text, toolCalls, finish } = "choices" in sent ? whole(sent, screen) : await pieces(sent, screen);
      if (toolCalls.length === 0) return { finish };
      messages.push({ role: "assistant", content: text, toolCalls });
      for (const { id, function: called } of toolCalls)
        messages.push({
          role: "tool",
          toolCallId: id,
          content: screen.call(called.name, JSON.parse(called.arguments)),
        });
    }
  },
};

type Reply = { readonly text: string; readonly toolCalls: ChatToolCall[]; readonly finish: string | null };

function whole({ choices: [choice] }: ChatResult, screen: Screen): Reply {
  const text = String(choice?.message.content ?? "");
  screen.text(text);
  return { text, toolCalls: choice?.message.toolCalls ?? [], finish: choice?.finishReason ?? null };
}

async function pieces(stream: AsyncIterable<ChatStreamChunk>, screen: Screen): Promise<Reply> {
  let text = "";
  let finish: string | null = null;
  const toolCalls: ChatToolCall[] = [];
  for await (const { choices, error } of stream) {
    if (error !== undefined) throw new Error(error.message);
    const [choice] = choices;
    text += choice?.delta.content ?? "";
    screen.text(choice?.delta.content ?? "");
    finish = choice?.finishReason ?? finish;
    for (const { index, id, function: called } of choice?.delta.toolCalls ?? []) {
      toolCalls[index] ??= { id: id ?? "", type: "function", function: { name: called?.name ?? "", arguments: "" } };
      toolCalls[index].function.arguments += called?.arguments ?? "";
    }
  }
  return { text, toolCalls, finish };
}
