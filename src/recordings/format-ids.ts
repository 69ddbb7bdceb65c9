/** The supported recording formats, in the order of help and docs. `har` is any HAR 1.2, including ours and Polly's. */
export const formatIds = [
  "vcrpy",
  "vcrpy-split",
  "vcr-ruby",
  "go-vcr",
  "httpmock",
  "nock",
  "har",
  "ddapm",
  "httprr",
  "req-llm",
  "llama-stack",
  "bedrock-log",
  "bedrock-batch",
  "batch-output",
  "litellm",
  "helicone",
  "langfuse",
  "langsmith",
  "promptfoo",
  "curl",
  "event-stream",
  "event-list",
  "response-json",
  "response-sse",
  "response-chunks",
] as const;
export type FormatId = (typeof formatIds)[number];

/** The formats of production logs and traces: they hold what customers wrote. */
export const privateFormats: ReadonlySet<string> = new Set<FormatId>([
  "bedrock-log",
  "bedrock-batch",
  "batch-output",
  "litellm",
  "helicone",
  "langfuse",
  "langsmith",
]);
