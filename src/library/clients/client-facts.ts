import type { Api } from "../../chat/api.js";

/** A client that others wrote, as the registry knows it. */
export type ClientFacts = {
  readonly id: string;
  /** As people call it. */
  readonly name: string;
  /** The package whose version is shown. */
  readonly package: string;
  /** Further packages that it takes to ask through it. */
  readonly also: readonly string[];
  /** The replies that it reads. */
  readonly apis: readonly Api[];
  /** The version with which our way of asking was tried, on 2026-11-28. */
  readonly tested: string;
  /** What had to be found out to ask through it; null: nothing. */
  readonly quirk: string | null;
  /** Variables of its own process. */
  readonly environment: { readonly [name: string]: string };
};

const chat = ["chat-completions", "chat-completions-stream"] as const;
const converse = ["converse", "converse-stream"] as const;
const invoke = ["invoke-model", "invoke-model-stream"] as const;
const plain = { also: [], quirk: null, environment: {} };
const piAi = {
  apis: ["chat-completions-stream", "converse-stream"],
  quirk:
    "asks for streams only; AWS_BEDROCK_SKIP_AUTH=1 and AWS_BEDROCK_FORCE_HTTP1=1 make it ask a plain address over HTTP/1.1 (source: its amazon-bedrock provider, 0.73.1, 2026-11-28)",
  environment: { AWS_BEDROCK_SKIP_AUTH: "1", AWS_BEDROCK_FORCE_HTTP1: "1" },
} as const;

/** Every client that is asked, in the order of the table. A new one is its file in `ask/`, its line in `asks.ts`, and its row here. */
export const clientFacts: readonly ClientFacts[] = [
  { ...plain, id: "openai", name: "openai SDK", package: "openai", apis: chat, tested: "7.59.0" },
  {
    ...{ ...plain, id: "aws-sdk", name: "AWS SDK", package: "@aws-sdk/client-bedrock-runtime", apis: converse },
    tested: "3.1127.0",
    quirk: "speaks HTTP/2 by default, without TLS too (observed 2026-11-28)",
  },
  {
    ...{ ...plain, id: "aws-sdk-invoke", name: "AWS SDK InvokeModel", package: "@aws-sdk/client-bedrock-runtime" },
    ...{ apis: invoke, tested: "3.1127.0" },
    quirk:
      "hands over the bytes of each chunk: the members of the family's JSON are read as a caller reads them (source: code examples of docs.aws.amazon.com/bedrock, inference with InvokeModel, 2026-11-29)",
  },
  {
    ...{ ...plain, id: "ai-sdk-bedrock", name: "AI SDK bedrock", package: "@ai-sdk/amazon-bedrock", also: ["ai"] },
    ...{ apis: converse, tested: "5.0.101" },
  },
  {
    ...{ ...plain, id: "ai-sdk-compatible", name: "AI SDK compatible", package: "@ai-sdk/openai-compatible" },
    ...{ also: ["ai"], apis: chat, tested: "3.0.92" },
    quirk:
      "complains about a call of a tool that it was not offered, so it is offered those of the reply (observed 2026-11-28)",
  },
  {
    ...{ ...plain, id: "ai-sdk-openrouter", name: "AI SDK OpenRouter", package: "@openrouter/ai-sdk-provider" },
    ...{ also: ["ai"], apis: chat, tested: "3.1.0" },
  },
  {
    ...{ ...plain, id: "langchain-aws", name: "LangChain aws", package: "@langchain/aws" },
    ...{ also: ["@langchain/core", "@aws-sdk/client-bedrock-runtime"], apis: converse, tested: "1.4.5" },
    quirk:
      "ignores `clientOptions.endpoint` and asks the real host; a client of AWS's SDK as `client` is heeded (observed 2026-11-28)",
  },
  {
    ...{ ...plain, id: "langchain-openai", name: "LangChain openai", package: "@langchain/openai" },
    ...{ also: ["@langchain/core"], apis: chat, tested: "1.6.0" },
  },
  { ...piAi, id: "pi-ai", name: "pi-ai", package: "@earendil-works/pi-ai", also: [], tested: "1.6.0" },
  {
    ...piAi,
    id: "pi-ai-before",
    name: "pi-ai (mariozechner)",
    package: "@mariozechner/pi-ai",
    also: [],
    tested: "0.73.1",
  },
  {
    ...{ ...plain, id: "strands", name: "Strands", package: "@strands-agents/sdk", also: ["openai"], tested: "1.19.0" },
    apis: ["chat-completions-stream", "converse-stream"],
    quirk:
      "asks for streams only; the words of its model class are shown, without its agent (source: its models/model.js, 2026-11-28)",
  },
];

/** The command that installs a client as it was tried. */
export function installCommand({ package: name, tested, also }: ClientFacts): string {
  return ["npm install", `${name}@${tested}`, ...also].join(" ");
}

/** The clients that read the replies of an API. */
export function readersOf(api: Api): readonly ClientFacts[] {
  return clientFacts.filter(({ apis }) => apis.includes(api));
}
