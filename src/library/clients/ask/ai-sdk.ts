import { isStreaming } from "../../../chat/api.js";
import type { Ask, Load, Screen } from "./asked.js";

/** What is used here of the package `ai`, which need not be installed. */
type AiPackage = {
  readonly generateText: (options: object) => Promise<Whole>;
  readonly streamText: (options: object) => { readonly fullStream: AsyncIterable<Part> };
  readonly jsonSchema: (schema: object) => unknown;
  readonly tool: (options: object) => unknown;
};
type Call = { readonly toolName: string; readonly input: unknown };
type Usage = { readonly outputTokens?: number };
type Whole = {
  readonly text: string;
  readonly reasoningText?: string;
  readonly toolCalls: readonly Call[];
  readonly finishReason: string;
  readonly usage: Usage;
};
type Part =
  | { readonly type: "text-delta" | "reasoning-delta"; readonly text: string }
  | ({ readonly type: "tool-call" } & Call)
  | { readonly type: "error"; readonly error: unknown }
  | { readonly type: "finish"; readonly finishReason: string; readonly totalUsage: Usage };

type OpenModel = (load: Load, address: string) => Promise<unknown>;

/** Vercel's AI SDK over its provider for Bedrock. */
export const askAiSdkBedrock = overAiSdk(async (load, baseURL) => {
  type Package = { readonly createAmazonBedrock: (settings: object) => (model: string) => unknown };
  const { createAmazonBedrock } = await load<Package>("@ai-sdk/amazon-bedrock");
  const keys = { accessKeyId: "unused", secretAccessKey: "unused" };
  return createAmazonBedrock({ region: "us-east-1", baseURL, ...keys })("recorded");
});

/** Vercel's AI SDK over its provider for OpenAI-compatible services. */
export const askAiSdkCompatible = overAiSdk(async (load, address) => {
  type Package = { readonly createOpenAICompatible: (settings: object) => (model: string) => unknown };
  const { createOpenAICompatible } = await load<Package>("@ai-sdk/openai-compatible");
  const settings = { name: "recorded", baseURL: `${address}/v1`, apiKey: "unused", includeUsage: true };
  return createOpenAICompatible(settings)("recorded");
});

/** Vercel's AI SDK over OpenRouter's provider. */
export const askAiSdkOpenRouter = overAiSdk(async (load, address) => {
  type Package = { readonly createOpenRouter: (settings: object) => { readonly chat: (model: string) => unknown } };
  const { createOpenRouter } = await load<Package>("@openrouter/ai-sdk-provider");
  return createOpenRouter({ baseURL: `${address}/v1`, apiKey: "unused" }).chat("recorded");
});

function overAiSdk(open: OpenModel): Ask {
  return async (load, { address, api, tools }, screen) => {
    const { generateText, jsonSchema, streamText, tool } = await load<AiPackage>("ai");
    const offered = () => tool({ inputSchema: jsonSchema({ type: "object" }) });
    const options = {
      ...{ model: await open(load, address), prompt: "hello", maxRetries: 0 },
      ...(tools.length === 0 ? {} : { tools: Object.fromEntries(tools.map((name) => [name, offered()])) }),
    };
    if (isStreaming(api)) {
      const { fullStream } = streamText({ ...options, onError: () => undefined });
      for await (const part of fullStream) showPart(part, screen);
      return;
    }
    const { text, reasoningText, toolCalls, finishReason, usage } = await generateText(options);
    screen.text(text);
    screen.reasoning(reasoningText);
    for (const { toolName, input } of toolCalls) screen.call(toolName, input);
    screen.finish(finishReason);
    screen.outputTokens(usage.outputTokens);
  };
}

function showPart(part: Part, screen: Screen): void {
  if (part.type === "text-delta") screen.text(part.text);
  if (part.type === "reasoning-delta") screen.reasoning(part.text);
  if (part.type === "tool-call") screen.call(part.toolName, part.input);
  if (part.type === "error") screen.error(part.error);
  if (part.type !== "finish") return;
  screen.finish(part.finishReason);
  screen.outputTokens(part.totalUsage.outputTokens);
}
