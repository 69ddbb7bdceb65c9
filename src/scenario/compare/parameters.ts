/**
 * What a comparison can be about: a setting that one request has and another lacks, or `repeat`, where the same request is sent twice.
 * `means`: what the effect is by the vendors' own words. `promise`: `kept` where the document says what happens, `best-effort` where
 * it says that it need not; an ignored best effort is a note.
 */
export type ParameterFacts = {
  readonly means: string;
  readonly promise: "kept" | "best-effort";
  readonly source: string;
  readonly date: string;
};

/** The types of OpenAI's own client, which its API description generates. */
const openai = (member: string) => ({ source: `OpenAI API (openai-node 6.49.0): ${member}`, date: "2026-07-24" });

/** Each parameter with its meaning, in the order of the parameter page. */
export const parameterFacts = {
  stopSequences: {
    means: "the reply ends before the sequence, which is not in it",
    promise: "kept",
    ...openai("stop"),
  },
  maxOutputTokens: {
    means: "the reply has no more tokens than that, reasoning included",
    promise: "kept",
    ...openai("max_completion_tokens"),
  },
  temperature: {
    means: "0 makes replies to the same request alike",
    promise: "best-effort",
    ...openai("temperature"),
  },
  topP: {
    means: "close to 0, only the most likely words are left, so that replies to the same request are alike",
    promise: "best-effort",
    ...openai("top_p"),
  },
  topK: {
    means: "1 leaves only the most likely word, so that replies to the same request are alike",
    promise: "best-effort",
    source: "Anthropic Messages API (anthropic.claude-v3 on Bedrock): top_k",
    date: "2026-11-20",
  },
  seed: {
    means: "replies to the same request with the same seed are alike",
    promise: "best-effort",
    ...openai("seed: best effort, determinism is not guaranteed"),
  },
  presencePenalty: {
    // One word less likely by a little: no single reply has to show it.
    means: "words that were used once become less likely",
    promise: "best-effort",
    ...openai("presence_penalty"),
  },
  frequencyPenalty: {
    means: "words become less likely the more often they were used",
    promise: "kept",
    ...openai("frequency_penalty"),
  },
  parallelToolCalls: {
    means: "false allows one call in a reply",
    promise: "kept",
    ...openai("parallel_tool_calls"),
  },
  toolChoice: {
    means: "none forbids calls, required asks for at least one, a name asks for that tool",
    promise: "kept",
    ...openai("tool_choice"),
  },
  responseFormat: {
    means: "the reply is JSON, of the given schema where there is one",
    promise: "kept",
    ...openai("response_format"),
  },
  logprobs: {
    means: "each token of the text comes with its log probability",
    promise: "kept",
    ...openai("logprobs, top_logprobs"),
  },
  schemaKeyword: {
    means: "the reply fits the keyword of its schema",
    promise: "kept",
    ...openai("response_format json_schema, strict"),
  },
  reasoning: {
    means: "off leaves reasoning out, a lower effort makes it shorter",
    promise: "kept",
    ...openai("reasoning_effort"),
  },
  repeat: {
    means: "the second of two equal requests reads its prompt from the cache, or has the same reply",
    promise: "best-effort",
    ...openai("usage.prompt_tokens_details.cached_tokens"),
  },
} as const satisfies { readonly [parameter: string]: ParameterFacts };

/** The name of a parameter, as files and reports write it. */
export type Parameter = keyof typeof parameterFacts;

/** Every parameter, in the order of {@link parameterFacts}. */
export const parameters = Object.keys(parameterFacts) as readonly Parameter[];
