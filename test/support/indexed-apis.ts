import { isJsonObject, type JsonValue } from "../../src/chat/json.js";
import type { Reply, Usage } from "../../src/chat/reply.js";

/** How the second index counts what a reply of one API holds, from what we read of it. */
export type IndexedApi = {
  /** The index's name; a stream has the same. */
  readonly name: string;
  readonly finish: (reply: Reply) => string | null;
  /** Prompt tokens as the wire says them: some APIs leave out what was cached. */
  readonly inputTokens: (usage: Usage) => number | null;
  /** Some APIs count reasoning beside the output. */
  readonly outputTokens: (usage: Usage) => number | null;
};

const asRead: Omit<IndexedApi, "name"> = {
  finish: ({ finish }) => finish?.raw ?? null,
  inputTokens: ({ inputTokens }) => inputTokens,
  outputTokens: ({ outputTokens }) => outputTokens,
};

/** `incomplete` has its reason behind it in the index. */
const responses: IndexedApi = {
  name: "responses",
  ...asRead,
  finish: ({ finish, failure }) => {
    if (finish === null && failure?.phase !== "body") return null;
    // The status of a response that goes on is the code of its failure.
    if (finish === null) return failure?.code === "queued" ? "queued" : `failed:${failure?.code}`;
    return [finish.raw, finish.nativeRaw].filter((word) => word !== null).join(":");
  },
};

/** Anthropic counts the prompt without what came from the cache or went into it. */
const messages: IndexedApi = {
  name: "messages",
  ...asRead,
  inputTokens: ({ inputTokens, cacheReadTokens, cacheWriteTokens }) =>
    less(inputTokens, cacheReadTokens, cacheWriteTokens),
};

/** Gemini counts thinking beside the candidates' tokens, and what hosted tools added beside the prompt. */
const generateContent: IndexedApi = {
  name: "generate-content",
  ...asRead,
  inputTokens: ({ inputTokens, raw }) => less(inputTokens, numberAt(raw, "toolUsePromptTokenCount")),
  outputTokens: ({ outputTokens, reasoningTokens }) => less(outputTokens, reasoningTokens),
};

const cohereChat: IndexedApi = { name: "cohere-chat", ...asRead };

/** The chat APIs of the second index. */
export const indexedApis: readonly IndexedApi[] = [responses, messages, generateContent, cohereChat];

/** Those whose decoders are still to be written: their recordings are left out. One line each. */
export const waiting: ReadonlySet<string> = new Set<string>([]);

function numberAt(raw: JsonValue, name: string): number | null {
  const value = isJsonObject(raw) ? raw[name] : null;
  return typeof value === "number" ? value : null;
}

function less(whole: number | null, ...parts: readonly (number | null)[]): number | null {
  return whole === null ? null : parts.reduce<number>((left, part) => left - (part ?? 0), whole);
}
