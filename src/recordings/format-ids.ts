/** The recording formats that are read. `har` is any HAR 1.2, ours and Polly's among them. */
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
  "response-json",
  "response-sse",
  "response-chunks",
] as const;
export type FormatId = (typeof formatIds)[number];
