import { type Client, weatherTool } from "../client.js";

/** Strands Agents over its model for OpenAI-compatible services. */
export const strands: Client = {
  name: "@strands-agents/sdk",
  package: "@strands-agents/sdk",
  finishes: { answered: "endTurn", limited: null, failed: null, cancelled: "cancelled" },
  lacks: { whole: "it only streams: its `invoke` asks for a stream too" },
  differs: {
    "two calls at once, streamed": {
      why: "it closes the calls of a stream only at the finish, and so keeps the last one",
      shows: { calls: ['get_weather({"location":"Oslo"})'] },
    },
  },
  async ask(address, { model, instructions, prompt, withTool, signal }, screen) {
    const { Agent, tool } = await import("@strands-agents/sdk");
    const { OpenAIModel } = await import("@strands-agents/sdk/models/openai");
    const { name, description, parameters } = weatherTool;
    const call = tool({ name, description, inputSchema: parameters, callback: (args) => screen.call(name, args) });
    const agent = new Agent({
      model: new OpenAIModel({
        ...{ api: "chat", modelId: model, apiKey: "unused" },
        clientConfig: { baseURL: `${address}/v1`, maxRetries: 0 },
      }),
      tools: withTool ? [call] : [],
      systemPrompt: instructions,
      printer: false,
      retryStrategy: null,
    });
    const events = agent.stream(prompt, { cancelSignal: signal });
    for (;;) {
      const { done, value } = await events.next();
      if (done) return { finish: value.stopReason };
      if (value.type === "modelStreamUpdateEvent" && value.event.type === "modelContentBlockDeltaEvent")
        if (value.event.delta.type === "textDelta") screen.text(value.event.delta.text);
    }
  },
};
