import type Anthropic from "@anthropic-ai/sdk";
import { type Client, type Screen, weatherTool } from "../client.js";

/** Anthropic's own SDK, with its helper for streams. */
export const anthropic: Client = {
  name: "@anthropic-ai/sdk",
  package: "@anthropic-ai/sdk",
  finishes: { answered: "end_turn", limited: "max_tokens", failed: null, cancelled: null },
  lacks: {},
  differs: {},
  async ask(address, { model, instructions, prompt, streamed, withTool, signal }, screen) {
    const { Anthropic } = await import("@anthropic-ai/sdk");
    const client = new Anthropic({ baseURL: address, apiKey: "unused", authToken: null, maxRetries: 0 });
    const { name, description, parameters } = weatherTool;
    const tools = withTool ? [{ name, description, input_schema: parameters }] : [];
    const messages: Anthropic.MessageParam[] = [{ role: "user", content: prompt }];
    for (;;) {
      const request = { model, system: instructions, messages, tools, max_tokens: 1_000 };
      let reply: Anthropic.Message;
      if (streamed) {
        const stream = client.messages.stream(request, { signal });
        stream.on("text", screen.text);
        reply = await stream.finalMessage();
      } else {
        reply = await client.messages.create(request, { signal });
        for (const block of reply.content) if (block.type === "text") screen.text(block.text);
      }
      const results = reply.content.flatMap((block) => resultOf(block, screen));
      if (results.length === 0) return { finish: reply.stop_reason };
      messages.push({ role: "assistant", content: reply.content }, { role: "user", content: results });
    }
  },
};

function resultOf(block: Anthropic.ContentBlock, screen: Screen): readonly Anthropic.ToolResultBlockParam[] {
  if (block.type !== "tool_use") return [];
  return [{ type: "tool_result", tool_use_id: block.id, content: screen.call(block.name, block.input) }];
}
