import { isStreaming } from "../../../chat/api.js";
import type { Ask, Load, Screen } from "./asked.js";
import { bedrockClient } from "./aws-sdk.js";

/** What is used here of LangChain's models, which need not be installed. */
type Model = {
  readonly invoke: (prompt: string) => Promise<Piece>;
  readonly stream: (prompt: string) => Promise<AsyncIterable<Piece>>;
};
type Metadata = {
  readonly finish_reason?: string | null;
  readonly stopReason?: string | null;
  readonly messageStop?: { readonly stopReason?: string };
};
type Piece = {
  readonly text: string;
  readonly content: string | readonly Block[];
  readonly tool_calls?: readonly { readonly name: string; readonly args: unknown }[];
  readonly usage_metadata?: { readonly output_tokens?: number };
  readonly response_metadata: Metadata;
  readonly additional_kwargs: { readonly reasoning_content?: unknown };
  readonly concat: (next: Piece) => Piece;
};
type Block = {
  readonly type: string;
  readonly reasoning?: string;
  readonly reasoningText?: { readonly text?: string };
};

/** LangChain's model for Converse. It ignores `clientOptions.endpoint`, so it is given a client of AWS's SDK. */
export const askLangchainAws = overLangchain(async (load, address) => {
  type Package = { readonly ChatBedrockConverse: new (settings: object) => Model };
  const { ChatBedrockConverse } = await load<Package>("@langchain/aws");
  const client = await bedrockClient(load, address);
  return new ChatBedrockConverse({ model: "recorded", region: "us-east-1", client, maxRetries: 0 });
});

/** LangChain's model for Chat Completions. */
export const askLangchainOpenai = overLangchain(async (load, address, streaming) => {
  type Package = { readonly ChatOpenAI: new (settings: object) => Model };
  const { ChatOpenAI } = await load<Package>("@langchain/openai");
  const settings = { model: "recorded", apiKey: "unused", maxRetries: 0, useResponsesApi: false, streaming };
  return new ChatOpenAI({ ...settings, configuration: { baseURL: `${address}/v1` } });
});

type OpenModel = (load: Load, address: string, streaming: boolean) => Promise<Model>;

function overLangchain(open: OpenModel): Ask {
  return async (load, { address, api }, screen) => {
    const model = await open(load, address, isStreaming(api));
    if (!isStreaming(api)) {
      const reply = await model.invoke("hello");
      showPiece(reply, screen);
      showWhole(reply, screen);
      return;
    }
    let whole: Piece | null = null;
    try {
      for await (const piece of await model.stream("hello")) {
        showPiece(piece, screen);
        whole = whole === null ? piece : whole.concat(piece);
      }
    } finally {
      if (whole !== null) showWhole(whole, screen);
    }
  };
}

function showPiece(
  { text, content, response_metadata: metadata, additional_kwargs: more }: Piece,
  screen: Screen,
): void {
  screen.text(text);
  for (const { type, reasoning, reasoningText } of typeof content === "string" ? [] : content)
    if (type.startsWith("reasoning")) screen.reasoning(reasoning ?? reasoningText?.text);
  if (typeof more.reasoning_content === "string") screen.reasoning(more.reasoning_content);
  // Merged pieces repeat their words: the word of one piece counts.
  screen.finish(metadata.finish_reason ?? metadata.messageStop?.stopReason ?? metadata.stopReason);
}

function showWhole({ tool_calls: calls = [], usage_metadata: usage }: Piece, screen: Screen): void {
  for (const { name, args } of calls) screen.call(name, args);
  screen.outputTokens(usage?.output_tokens);
}
