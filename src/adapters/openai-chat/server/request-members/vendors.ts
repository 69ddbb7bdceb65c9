import { leftOut, type MemberGroup, passed, refused } from "./member.js";

/** Members of Alibaba's DashScope. */
export const dashscopeMembers: MemberGroup = {
  source: "Alibaba Model Studio's extensions as hexdocs.pm/req_llm/ReqLLM.Providers.Alibaba (1.9.0) lists them",
  date: "2026-11-28",
  members: [
    passed("enable_thinking", "turns reasoning on or off"),
    passed("thinking_budget", "limits reasoning"),
    refused("enable_search", "plugin", "searches the web at the account's cost"),
    refused("search_options", "plugin", "searches the web at the account's cost"),
    refused("enable_code_interpreter", "plugin", "runs code at the account's cost"),
  ],
};

/** Members of Azure OpenAI. */
export const azureMembers: MemberGroup = {
  source: "learn.microsoft.com/azure/ai-services/openai/references/on-your-data",
  date: "2026-11-28",
  members: [refused("data_sources", "address", "names search services and their keys")],
};

/** Members of other vendors' chat APIs and of Anthropic's Messages, which clients put into chat requests. */
export const vendorMembers: MemberGroup = {
  source: "From memory: xAI, Groq, Together, Cohere, Mistral, Fireworks, Z.AI, MiniMax, Cerebras, Anthropic, Google",
  date: "2026-11-28",
  members: [
    passed("preserve_thinking", "keeps earlier reasoning"),
    passed("clear_thinking", "drops earlier reasoning"),
    passed("disable_reasoning", "turns reasoning off"),
    passed("reasoning_format", "chooses where reasoning stands in the reply"),
    passed("reasoning_split", "separates reasoning from text"),
    passed("prompt_mode", "asks for reasoning"),
    passed("tool_stream", "streams arguments of calls"),
    passed("random_seed", "seeds sampling"),
    passed("safe_prompt", "adds a safety prompt"),
    passed("context_length_exceeded_behavior", "says what happens where the limit is too high"),
    refused("search_parameters", "plugin", "searches the web at the account's cost"),
    refused("search_settings", "plugin", "searches the web at the account's cost"),
    refused("web_search", "plugin", "searches the web at the account's cost"),
    refused("compound_custom", "plugin", "chooses models and tools of a system"),
    refused("connectors", "plugin", "runs connectors of the service"),
    refused("safety_model", "model", "has another model moderate the request"),
    refused("mcp_servers", "address", "names servers whose tools the service calls"),
    refused("container", "session", "continues a container of the account"),
    refused("cached_content", "session", "reads a cache of the account"),
    refused("inference_geo", "route", "chooses the region"),
    leftOut("betas", "plugin", "turns beta features on"),
    leftOut("anthropic_beta", "plugin", "turns beta features on"),
    leftOut("context_management", null, "edits the history"),
    leftOut("deferred", "session", "answers later, from the account's store"),
    leftOut("stop_sequences", null, "is Anthropic's name of 'stop'"),
    leftOut("output_config", null, "is Anthropic's place of 'response_format' and 'reasoning_effort'"),
    leftOut("max_output_tokens", null, "is the name of 'max_completion_tokens' in OpenAI's Responses"),
    leftOut("instructions", null, "is a system message in OpenAI's Responses"),
    leftOut("input", null, "stands for 'messages' in OpenAI's Responses"),
    leftOut("text", null, "is the place of 'response_format' and 'verbosity' in OpenAI's Responses"),
  ],
};

/** Members of Bedrock's APIs beside messages, tools and inference settings. */
export const bedrockMembers: MemberGroup = {
  source: "Amazon Bedrock API reference, Converse and InvokeModel (docs.aws.amazon.com/bedrock/latest/APIReference)",
  date: "2026-11-28",
  members: [
    refused("modelId", "model", "names the model"),
    refused("promptVariables", "prompt", "fills a prompt that the account stores"),
    refused("guardrailConfig", "plugin", "chooses a guardrail of the account"),
    refused("additionalModelRequestFields", "anything", "is merged into the request of the model"),
    leftOut("requestMetadata", "record", "labels the account's invocation logs"),
    leftOut("performanceConfig", "tier", "chooses latency and price"),
    leftOut("serviceTier", "tier", "chooses price and priority"),
  ],
};
