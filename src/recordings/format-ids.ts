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
  "json-pairs",
  "response-json",
  "response-sse",
  "response-chunks",
] as const;
export type FormatId = (typeof formatIds)[number];
