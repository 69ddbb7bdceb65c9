import type * as Before from "@mariozechner/pi-ai";
import { type Client, weatherTool } from "../client.js";

/** OpenClaw's library, over one of its two packages: it moved, and both are in use. */
function overPiAi(from: string, load: () => Promise<{ readonly stream: unknown }>): Client {
  return {
    name: from,
    package: from,
    finishes: { answered: "stop", limited: "length", failed: "error", cancelled: "aborted" },
    lacks: { whole: "it only streams: its `complete` asks for a stream too" },
    differs: {},
    async ask(address, { model: id, instructions, prompt, withTool, signal }, screen) {
      const { stream } = (await load()) as { readonly stream: typeof Before.stream };
      const { name, description, parameters } = weatherTool;
      const tools = withTool ? [{ name, description, parameters }] : [];
      const model: Before.Model<"openai-completions"> = {
        ...{ id, name: id, api: "openai-completions", provider: "router", baseUrl: `${address}/v1` },
        ...{ reasoning: false, input: ["text"], contextWindow: 100_000, maxTokens: 1000 },
        cost: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 },
      };
      const messages: Before.Context["messages"] = [{ role: "user", content: prompt, timestamp: 1 }];
      for (;;) {
        const events = stream(
          model,
          { systemPrompt: instructions, messages, tools },
          { apiKey: "unused", maxRetries: 0, signal },
        );
        for await (const event of events) if (event.type === "text_delta") screen.text(event.delta);
        const reply = await events.result();
        const { stopReason, errorMessage = null } = reply;
        if (stopReason !== "toolUse") return { finish: stopReason, error: errorMessage };
        messages.push(reply);
        for (const part of reply.content) {
          if (part.type !== "toolCall") continue;
          messages.push({
            ...{ role: "toolResult", toolCallId: part.id, toolName: part.name, isError: false, timestamp: 2 },
            content: [{ type: "text", text: screen.call(part.name, part.arguments) }],
          });
        }
      }
    },
  };
}

/** pi-ai at its first address, as the OpenClaw of early 2026 has it. */
export const piAiBefore = overPiAi("@mariozechner/pi-ai", () => import("@mariozechner/pi-ai"));

/** pi-ai at its present address, through the door that it keeps for users of the first. */
export const piAi = overPiAi("@earendil-works/pi-ai", () => import("@earendil-works/pi-ai/compat"));
