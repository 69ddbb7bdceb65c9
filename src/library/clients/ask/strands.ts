import { wholeOf } from "../../../chat/api.js";
import type { Ask, Load } from "./asked.js";
import { bedrockSettings } from "./aws-sdk.js";

/** What is used here of Strands, which need not be installed. */
type Events = AsyncGenerator<Event, { readonly stopReason?: string }>;
type Model = { readonly streamAggregated: (messages: readonly unknown[], options: object) => Events };
type Event =
  | { readonly type: "modelContentBlockDeltaEvent"; readonly delta: { readonly type: string; readonly text?: string } }
  | { readonly type: "toolUseBlock"; readonly name: string; readonly input: unknown }
  | { readonly type: "modelMetadataEvent"; readonly usage?: { readonly outputTokens?: number } };
type StrandsPackage = {
  readonly Message: new (data: object) => unknown;
  readonly TextBlock: new (text: string) => unknown;
};

/** Strands' models for Converse and for Chat Completions. */
export const askStrands: Ask = async (load, { address, api }, screen) => {
  const { Message, TextBlock } = await load<StrandsPackage>("@strands-agents/sdk");
  const model = await (wholeOf(api) === "converse" ? bedrock(load, address) : openai(load, address));
  const messages = [new Message({ role: "user", content: [new TextBlock("hello")] })];
  const events = model.streamAggregated(messages, {});
  for (;;) {
    const { done, value } = await events.next();
    if (done === true) return screen.finish(value.stopReason);
    if (value.type === "modelContentBlockDeltaEvent") {
      if (value.delta.type === "textDelta") screen.text(value.delta.text);
      if (value.delta.type === "reasoningContentDelta") screen.reasoning(value.delta.text);
    }
    if (value.type === "toolUseBlock") screen.call(value.name, value.input);
    if (value.type === "modelMetadataEvent") screen.outputTokens(value.usage?.outputTokens);
  }
};

async function bedrock(load: Load, endpoint: string): Promise<Model> {
  type Package = { readonly BedrockModel: new (settings: object) => Model };
  const { BedrockModel } = await load<Package>("@strands-agents/sdk/models/bedrock");
  const clientConfig = { endpoint, ...bedrockSettings };
  return new BedrockModel({ modelId: "recorded", region: bedrockSettings.region, stream: true, clientConfig });
}

async function openai(load: Load, address: string): Promise<Model> {
  type Package = { readonly OpenAIModel: new (settings: object) => Model };
  const { OpenAIModel } = await load<Package>("@strands-agents/sdk/models/openai");
  const clientConfig = { baseURL: `${address}/v1`, maxRetries: 0 };
  return new OpenAIModel({ api: "chat", modelId: "recorded", apiKey: "unused", clientConfig });
}
