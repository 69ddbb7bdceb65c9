import type { LanguageModel } from "ai";
import { type Client, weatherTool } from "../client.js";

type Given = Pick<Client, "name" | "package" | "differs"> & {
  readonly open: (baseURL: string) => Promise<(model: string) => LanguageModel>;
};

/** The Vercel AI SDK over one of its providers. */
function overAiSdk({ open, ...given }: Given): Client {
  return {
    ...given,
    finishes: { answered: "stop", limited: "length", failed: "error", cancelled: null },
    lacks: {},
    async ask(address, { model, instructions, prompt, streamed, withTool, signal }, screen) {
      const { generateText, isStepCount, jsonSchema, streamText, tool } = await import("ai");
      const call = tool({
        description: weatherTool.description,
        inputSchema: jsonSchema<{ location: string }>(weatherTool.parameters),
        execute: async (args) => screen.call(weatherTool.name, args),
      });
      const options = {
        model: (await open(`${address}/v1`))(model),
        ...{ instructions, prompt, maxRetries: 0, abortSignal: signal, stopWhen: isStepCount(3) },
        ...(withTool ? { tools: { [weatherTool.name]: call } } : {}),
      };
      if (!streamed) {
        const { text, finishReason } = await generateText(options);
        screen.text(text);
        return { finish: finishReason };
      }
      let finish: string | null = null;
      let failure: string | null = null;
      for await (const part of streamText({ ...options, onError: () => {} }).stream) {
        if (part.type === "text-delta") screen.text(part.text);
        if (part.type === "error") failure = part.error instanceof Error ? part.error.message : String(part.error);
        if (part.type === "abort") failure = "aborted";
        if (part.type === "finish") finish = part.finishReason;
      }
      return { finish, error: failure };
    },
  };
}

/** The AI SDK over its provider for OpenAI-compatible services. */
export const aiSdkCompatible = overAiSdk({
  name: "AI SDK, openai-compatible",
  package: "@ai-sdk/openai-compatible",
  differs: {
    "a cut inside a call, streamed": {
      why: "after the error, it hands on the half of the call; `ai` answers the call with a parse error, and asks again",
      shows: { text: "The weather is fine.", finishes: ["stop"], requests: 2 },
    },
  },
  async open(baseURL) {
    const { createOpenAICompatible } = await import("@ai-sdk/openai-compatible");
    return createOpenAICompatible({ name: "router", baseURL, apiKey: "unused" });
  },
});

/** The AI SDK over OpenRouter's own provider. */
export const aiSdkOpenRouter = overAiSdk({
  name: "AI SDK, OpenRouter",
  package: "@openrouter/ai-sdk-provider",
  differs: {},
  async open(baseURL) {
    const { createOpenRouter } = await import("@openrouter/ai-sdk-provider");
    const provider = createOpenRouter({ baseURL, apiKey: "unused" });
    return (model) => provider.chat(model);
  },
});

/** The AI SDK over OpenAI's provider, which asks the Responses API. */
export const aiSdkOpenAi = overAiSdk({
  name: "AI SDK, OpenAI",
  package: "@ai-sdk/openai",
  differs: {},
  async open(baseURL) {
    const { createOpenAI } = await import("@ai-sdk/openai");
    const provider = createOpenAI({ baseURL, apiKey: "unused" });
    return (model) => provider.responses(model);
  },
});

/** The AI SDK over Anthropic's provider, which asks the Messages API. */
export const aiSdkAnthropic = overAiSdk({
  name: "AI SDK, Anthropic",
  package: "@ai-sdk/anthropic",
  differs: {},
  async open(baseURL) {
    const { createAnthropic } = await import("@ai-sdk/anthropic");
    return createAnthropic({ baseURL, apiKey: "unused" });
  },
});
