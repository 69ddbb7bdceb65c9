/**
 * What a finish word says. `broken-off`: the service ended the generation for a reason of its own, so the reply is not whole.
 * `malformed`: the model's output could not be read as the call or the format that it had to be. `failed`: an error, without
 * saying which. `unexplained`: the vendor itself does not say why. `none`: no finish, a member that is there and empty.
 */
export type FinishMeaning =
  | "stop"
  | "tool-calls"
  | "length"
  | "content-filter"
  | "broken-off"
  | "malformed"
  | "failed"
  | "unexplained"
  | "none";

/** Words of one vendor that mean the same, with where they were read. */
type FinishWords = {
  readonly meaning: FinishMeaning;
  readonly words: readonly string[];
  readonly of: string;
  readonly source: string;
  /** `YYYY-MM-DD`. */
  readonly date: string;
};

const openai = { of: "OpenAI", source: "OpenAI API (openai-node 6.49.0): finish_reason", date: "2026-07-24" };
const responses = {
  of: "OpenAI Responses, as OpenRouter's native word",
  source: "recordings: rig, OpenRouter",
  date: "2026-11-28",
};
const openrouter = { of: "OpenRouter", source: "openrouter.ai/docs: errors, finish_reason error", date: "2026-08-01" };
const bedrock = { of: "Converse", source: "Bedrock Runtime (AWS SDK 3.1162.0): StopReason", date: "2026-11-04" };
const anthropic = { of: "Anthropic", source: "platform.claude.com: handling stop reasons", date: "2026-11-28" };
const gemini = {
  of: "Gemini",
  source: "docs.cloud.google.com: vertexai FinishReason 1.153.1; BerriAI/litellm core_helpers.py",
  date: "2026-11-28",
};
const mistral = { of: "Mistral", source: "Mistral API: ChatCompletionChoice.finish_reason", date: "2026-11-28" };
const zhipu = { of: "Zhipu, Z.ai", source: "BerriAI/litellm#24373, mozilla-ai/any-llm#1204", date: "2026-11-28" };
const deepseek = {
  of: "DeepSeek",
  source: "api-docs.deepseek.com: create chat completion; genkit-ai/genkit#6259",
  date: "2026-11-28",
};
const cohere = { of: "Cohere", source: "Cohere API: FinishReason", date: "2026-11-28" };
const titan = { of: "Titan", source: "AWS: Titan Text completionReason, and recordings", date: "2026-11-20" };
const watsonx = { of: "watsonx", source: "ibm.github.io/watsonx-ai-node-sdk 1.7: StopReason", date: "2026-11-28" };
const vllm = { of: "vLLM", source: "vllm-project/vllm#57082; BerriAI/litellm#27101", date: "2026-11-28" };
const huggingFace = {
  of: "Hugging Face TGI, Together",
  source: "BerriAI/litellm core_helpers.py",
  date: "2026-11-28",
};
const xai = { of: "xAI", source: "xai_sdk: FinishReason", date: "2026-11-28" };
const ai21 = { of: "AI21 J2", source: "AWS: Jurassic-2 finishReason", date: "2026-11-20" };
const guardrail = { of: "Bedrock guardrails", source: "AWS: amazon-bedrock-guardrailAction", date: "2026-11-20" };
const engines = {
  of: "serving engines",
  source: "earendil-works/pi#8511, NousResearch/hermes-agent#92161",
  date: "2026-11-28",
};
const localServers = { of: "Ollama, LM Studio", source: "earendil-works/pi#2106, #2116", date: "2026-11-28" };
const blanks = {
  of: "Ollama, LocalAI, DashScope",
  source: 'ollama/ollama#4357, mudler/LocalAI#5102; aliyun.com: DashScope finish_reason "null"',
  date: "2026-11-28",
};

/** Every word that is known. A new one is a new row; case and separators do not matter. */
export const finishWords: readonly FinishWords[] = [
  { meaning: "stop", words: ["stop"], ...openai },
  { meaning: "stop", words: ["completed"], ...responses },
  { meaning: "stop", words: ["end_turn", "stop_sequence"], ...bedrock },
  // The turn goes on in the next request: after a server tool's rounds, or after the context was compacted.
  { meaning: "stop", words: ["pause_turn", "compaction"], ...anthropic },
  { meaning: "stop", words: ["eos", "eos_token"], ...huggingFace },
  { meaning: "stop", words: ["end"], ...localServers },
  { meaning: "stop", words: ["COMPLETE"], ...cohere },
  // Titan as recorded says FINISH; its guide says FINISHED.
  { meaning: "stop", words: ["FINISH", "FINISHED", "STOP_CRITERIA_MET"], ...titan },
  { meaning: "stop", words: ["endoftext"], ...ai21 },
  { meaning: "tool-calls", words: ["tool_calls", "function_call"], ...openai },
  { meaning: "tool-calls", words: ["tool_use"], ...bedrock },
  { meaning: "tool-calls", words: ["TOOL_CALL"], ...cohere },
  { meaning: "length", words: ["length"], ...openai },
  { meaning: "length", words: ["max_output_tokens"], ...responses },
  { meaning: "length", words: ["max_tokens", "model_context_window_exceeded"], ...bedrock },
  { meaning: "length", words: ["MAX_TOKENS"], ...gemini },
  { meaning: "length", words: ["model_length"], ...mistral },
  { meaning: "length", words: ["token_limit"], ...watsonx },
  { meaning: "length", words: ["MAX_LEN", "MAX_CONTEXT"], ...xai },
  { meaning: "content-filter", words: ["content_filter"], ...openai },
  { meaning: "content-filter", words: ["guardrail_intervened", "content_filtered"], ...bedrock },
  { meaning: "content-filter", words: ["INTERVENED"], ...guardrail },
  { meaning: "content-filter", words: ["refusal"], ...anthropic },
  {
    meaning: "content-filter",
    words: ["SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "LANGUAGE", "MODEL_ARMOR", "ESCALATION"],
    ...gemini,
  },
  {
    meaning: "content-filter",
    words: ["IMAGE_SAFETY", "IMAGE_PROHIBITED_CONTENT", "IMAGE_RECITATION"],
    ...gemini,
  },
  { meaning: "content-filter", words: ["JAILBREAK", "CONTENT_BLOCKED"], ...gemini },
  { meaning: "content-filter", words: ["sensitive"], ...zhipu },
  { meaning: "content-filter", words: ["ERROR_TOXIC"], ...cohere },
  { meaning: "broken-off", words: ["network_error"], ...zhipu },
  { meaning: "broken-off", words: ["insufficient_system_resource"], ...deepseek },
  { meaning: "broken-off", words: ["cancelled", "canceled", "time_limit"], ...watsonx },
  { meaning: "broken-off", words: ["TIME_LIMIT"], ...xai },
  { meaning: "broken-off", words: ["USER_CANCEL", "TIMEOUT"], ...cohere },
  { meaning: "broken-off", words: ["abort", "aborted", "repetition"], ...vllm },
  {
    meaning: "broken-off",
    words: ["upstream_error", "server_error", "internal_error", "connection_error", "provider_error", "timed_out"],
    ...engines,
  },
  { meaning: "broken-off", words: ["incomplete", "failed"], ...responses },
  { meaning: "broken-off", words: ["TOO_MANY_TOOL_CALLS"], ...gemini },
  { meaning: "malformed", words: ["malformed_model_output", "malformed_tool_use"], ...bedrock },
  {
    meaning: "malformed",
    words: ["MALFORMED_FUNCTION_CALL", "MALFORMED_TOOL_CALL", "MALFORMED_RESPONSE", "UNEXPECTED_TOOL_CALL"],
    ...gemini,
  },
  { meaning: "failed", words: ["error"], ...openrouter },
  { meaning: "failed", words: ["ERROR", "ERROR_LIMIT"], ...cohere },
  { meaning: "failed", words: ["RAG_QUERY_WHEN_RAG_DISABLED"], ...titan },
  { meaning: "failed", words: ["MISSING_THOUGHT_SIGNATURE"], ...gemini },
  { meaning: "unexplained", words: ["OTHER", "UNSPECIFIED", "IMAGE_OTHER", "NO_IMAGE"], ...gemini },
  { meaning: "unexplained", words: ["unknown"], ...engines },
  { meaning: "none", words: ["", "null", "none"], ...blanks },
  { meaning: "none", words: ["not_finished"], ...watsonx },
];
