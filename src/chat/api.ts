/** The six wire APIs. Streaming is part of the API: the two of a pair can fail differently. */
export const apis = [
  "chat-completions",
  "chat-completions-stream",
  "converse",
  "converse-stream",
  "invoke-model",
  "invoke-model-stream",
] as const;

export type Api = (typeof apis)[number];

/** True for an API that answers with a stream. */
export function isStreaming(api: Api): boolean {
  return api.endsWith("-stream");
}

/** `sdk`: the official SDK. `http`: our own signed requests and decoders. */
export type Client = "sdk" | "http";
