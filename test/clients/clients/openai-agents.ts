import { type Client, weatherTool } from "../client.js";

/** OpenAI's agents over Chat Completions. */
export const openaiAgents: Client = {
  name: "@openai/agents",
  package: "@openai/agents",
  finishes: { answered: null, limited: null, failed: null, cancelled: null },
  lacks: {},
  differs: {},
  async ask(address, { model, instructions, prompt, streamed, withTool, signal }, screen) {
    const { OpenAI } = await import("openai");
    const { Agent, OpenAIChatCompletionsModel, Runner, tool } = await import("@openai/agents");
    const client = new OpenAI({ baseURL: `${address}/v1`, apiKey: "unused", maxRetries: 0 });
    const { name, description, parameters } = weatherTool;
    const call = tool({ name, description, parameters, execute: async (args: unknown) => screen.call(name, args) });
    const agent = new Agent({
      ...{ name: "weather", instructions },
      model: new OpenAIChatCompletionsModel(client, model),
      tools: withTool ? [call] : [],
    });
    const runner = new Runner({ tracingDisabled: true });
    if (!streamed) {
      const { finalOutput } = await runner.run(agent, prompt, { signal });
      screen.text(finalOutput ?? "");
      return { finish: null };
    }
    const run = await runner.run(agent, prompt, { signal, stream: true });
    for await (const text of run.toTextStream()) screen.text(text);
    await run.completed;
    return { finish: null };
  },
};
