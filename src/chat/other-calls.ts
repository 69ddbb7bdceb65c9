/**
 * Calls in recordings that are not read as a chat: their names, and what they are, in words that follow a number
 * (`3 count-tokens: counts of a prompt's tokens`).
 */
export const otherCalls = {
  completions: "completions of a text in OpenAI's old API, which is not read",
  "cohere-chat-v1": "chats of version 1 of Cohere's API, which is not read",
  embeddings: "embeddings",
  images: "images",
  audio: "speech and transcriptions",
  videos: "videos",
  rerank: "rankings of documents",
  moderations: "moderations",
  tokenize: "texts cut into tokens",
  models: "lists of models",
  "count-tokens": "counts of a prompt's tokens",
  "responses-input-tokens": "counts of a prompt's tokens",
  "responses-compact": "histories made shorter",
  "responses-by-id": "stored responses that were fetched, cancelled or deleted",
  "responses-websocket": "connections of the Responses API over WebSocket, whose messages are not recorded",
  realtime: "sessions of speech",
  "messages-batches": "batches of messages",
  batches: "batches of requests",
  files: "files",
  uploads: "uploads",
  "vector-stores": "vector stores",
  conversations: "stored conversations",
  containers: "containers for code",
  skills: "skills",
  "fine-tuning": "training of models",
  "cached-contents": "stored prompts",
  guardrail: "texts that a guardrail checked",
  traces: "telemetry",
  other: "calls of no API that is known here",
} as const satisfies { readonly [name: string]: string };

/** The name of a call that is not read as a chat. */
export type OtherCall = keyof typeof otherCalls;

/** How many calls were skipped by name, with what they are: `3 count-tokens (counts of a prompt's tokens)`. */
export function skippedText(counts: { readonly [name: string]: number }): string {
  return Object.entries(counts)
    .map(([name, count]) => (isOtherCall(name) ? `${count} ${name} (${otherCalls[name]})` : `${count} ${name}`))
    .join(", ");
}

function isOtherCall(name: string): name is OtherCall {
  return Object.hasOwn(otherCalls, name);
}
