import { z } from "zod";
import type { Credentials } from "../../adapters/adapter.js";
import type { Exchange } from "../../wire/exchange.js";
import { ask, refused } from "./ask.js";
import type { Embedder } from "./embedder.js";
import { readAnswer, requireDimensions } from "./read-answer.js";

/** An OpenAI-compatible endpoint and its settings. */
export type OpenAiEmbedding = {
  readonly exchange: Exchange;
  /** The URL before `/embeddings`, e.g. `https://api.openai.com/v1`. */
  readonly baseUrl: string;
  readonly model: string;
  /** The length of its vectors. */
  readonly dimensions: number;
  /** true: send `dimensions`. Only models that can shorten their vectors accept it. */
  readonly asksForDimensions: boolean;
  readonly credentials: Credentials;
  /** Texts per request; default 64. */
  readonly batchSize?: number;
};

const reply = z.object({ data: z.array(z.object({ index: z.int().min(0), embedding: z.array(z.number()) })) });

/**
 * Embeds with `POST /embeddings` (OpenAI API reference, embeddings, read 2026-08), one request after the other. Empty texts
 * are sent unchanged; OpenAI refuses them. Does not retry.
 */
export function openAiEmbedder(endpoint: OpenAiEmbedding): Embedder {
  const { model, dimensions, batchSize = 64 } = endpoint;
  return {
    id: `openai:${model}:${dimensions}`,
    dimensions,
    embed: async (texts, signal) => {
      const vectors: (readonly number[])[] = [];
      for (let start = 0; start < texts.length; start += batchSize) {
        vectors.push(...(await embedBatch(endpoint, texts.slice(start, start + batchSize), signal)));
      }
      return vectors;
    },
  };
}

async function embedBatch(
  endpoint: OpenAiEmbedding,
  texts: readonly string[],
  signal: AbortSignal,
): Promise<readonly (readonly number[])[]> {
  const { exchange, model, dimensions, credentials } = endpoint;
  const options = endpoint.asksForDimensions ? { dimensions } : {};
  const answer = await ask({
    exchange,
    url: `${endpoint.baseUrl.replace(/\/+$/, "")}/embeddings`,
    body: { model, input: texts, encoding_format: "float", ...options },
    authorization: { credentials, region: null, signingName: null },
    signal,
  });
  const { data } = readAnswer(answer, reply);
  // Vectors are matched to texts by index: the order of the list is not guaranteed.
  const vectors = new Map(data.map(({ index, embedding }) => [index, embedding]));
  return texts.map((_, index) => {
    const vector = vectors.get(index);
    if (vector === undefined)
      throw refused(answer, `the answer has no embedding of text ${index + 1} of ${texts.length}`);
    return requireDimensions(vector, { answer, dimensions });
  });
}
