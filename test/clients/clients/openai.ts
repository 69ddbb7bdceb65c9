import type { Client } from "../client.js";
import { weatherTool } from "../client.js";

/** OpenAI's own SDK, with its runner of tools. */
export const openai: Client = {
  name: "openai",
  package: "openai",
  finishes: { answered: "stop", limited: "length", failed: null, cancelled: null },
  lacks: {},
  differs: {},
  async ask(address, { model, instructions, prompt, streamed, withTool, signal }, screen) {
    const { OpenAI } = await import("openai");
    const { completions } = new OpenAI({ baseURL: `${address}/v1`, apiKey: "unused", maxRetries: 0 }).chat;
    const request = {
      model,
      messages: [
        { role: "system" as const, content: instructions },
        { role: "user" as const, content: prompt },
      ],
    };
    if (withTool) {
      const { name, description, parameters } = weatherTool;
      const parse = (text: string): object => JSON.parse(text);
      const run = (args: object) => screen.call(name, args);
      const tools = [{ type: "function" as const, function: { name, description, parameters, parse, function: run } }];
      if (streamed) {
        const runner = completions.runTools({ ...request, tools, stream: true }, { signal });
        runner.on("content", screen.text);
        return { finish: (await runner.finalChatCompletion()).choices[0]?.finish_reason ?? null };
      }
      const runner = completions.runTools({ ...request, tools }, { signal });
      runner.on("content", screen.text);
      return { finish: (await runner.finalChatCompletion()).choices[0]?.finish_reason ?? null };
    }
    if (!streamed) {
      const [choice] = (await completions.create(request, { signal })).choices;
      screen.text(choice?.message.content ?? "");
      return { finish: choice?.finish_reason ?? null };
    }
    let finish: string | null = null;
    for await (const { choices } of await completions.create({ ...request, stream: true }, { signal })) {
      screen.text(choices[0]?.delta.content ?? "");
      finish = choices[0]?.finish_reason ?? finish;
    }
    return { finish };
  },
};
