import { wholeOf } from "../../../chat/api.js";
import type { Ask } from "./asked.js";

/** What is used here of pi-ai, which need not be installed. */
type PiAiPackage = {
  readonly stream: (model: object, context: object, options: object) => Events;
};
type Events = AsyncIterable<Event> & { readonly result: () => Promise<Reply> };
type Event = { readonly type: string; readonly delta?: string };
type Reply = {
  readonly content: readonly Block[];
  readonly stopReason: string;
  readonly errorMessage?: string;
  readonly usage: { readonly output: number };
};
type Block =
  | { readonly type: "text" | "thinking" }
  | { readonly type: "toolCall"; readonly name: string; readonly arguments: unknown };

/** OpenClaw's library at its first address, as the OpenClaw of early 2026 has it. */
export const askPiAiBefore = overPiAi("@mariozechner/pi-ai");

/** OpenClaw's library at its present address, through the door that it keeps for users of the first. */
export const askPiAi = overPiAi("@earendil-works/pi-ai/compat");

function overPiAi(door: string): Ask {
  return async (load, { address, api }, screen) => {
    const { stream } = await load<PiAiPackage>(door);
    const place =
      wholeOf(api) === "converse"
        ? { api: "bedrock-converse-stream", provider: "amazon-bedrock", baseUrl: address }
        : { api: "openai-completions", provider: "recorded", baseUrl: `${address}/v1` };
    const model = {
      ...{ ...place, id: "recorded", name: "recorded", reasoning: true, input: ["text"] },
      ...{ contextWindow: 100_000, maxTokens: 1_000, cost: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 } },
    };
    const messages = [{ role: "user", content: "hello", timestamp: 1 }];
    const options = { maxRetries: 0, ...(wholeOf(api) === "converse" ? {} : { apiKey: "unused" }) };
    const events = stream(model, { messages, tools: [] }, options);
    for await (const { type, delta } of events) {
      if (type === "text_delta") screen.text(delta);
      if (type === "thinking_delta") screen.reasoning(delta);
    }
    const { content, stopReason, errorMessage, usage } = await events.result();
    for (const block of content) if (block.type === "toolCall") screen.call(block.name, block.arguments);
    if (errorMessage !== undefined) screen.error(errorMessage);
    screen.finish(stopReason);
    screen.outputTokens(usage.output);
  };
}
