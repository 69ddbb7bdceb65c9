import { z } from "zod";
import type { Credentials } from "../../adapters/adapter.js";
import { localFailure } from "../../adapters/errors/classify.js";
import { bedrockBaseUrl, bedrockModelPath } from "../../chat/bedrock-url.js";
import { ChatError } from "../../chat/failure.js";
import type { Exchange } from "../../wire/exchange.js";
import { ask } from "./ask.js";
import type { Embedder } from "./embedder.js";
import { readAnswer, requireDimensions } from "./read-answer.js";

/** A Titan text embeddings model on Bedrock. */
export type TitanEmbedding = {
  readonly exchange: Exchange;
  /** E.g. `amazon.titan-embed-text-v2:0`. */
  readonly modelId: string;
  readonly region: string;
  /** V2: 256, 512 or 1024. V1: 1536. */
  readonly dimensions: number;
  /** The version of the request body: V2 has `dimensions` and `normalize`, V1 only the text. */
  readonly version: 1 | 2;
  readonly credentials: Credentials;
  /** A simulator or proxy to use instead of the region's endpoint. */
  readonly baseUrl?: string | null;
  /** Concurrent requests; default 4. */
  readonly concurrency?: number;
};

const reply = z.object({ embedding: z.array(z.number()) });

/**
 * Embeds with InvokeModel, one text per request, the only form it accepts (AWS "Amazon Titan Embeddings Text", read 2026-08).
 * Throws a {@link ChatError} for a region or model id that cannot be part of a URL. Does not retry.
 */
export function titanEmbedder(titan: TitanEmbedding): Embedder {
  const url = urlOf(titan);
  const { modelId, dimensions, concurrency = 4 } = titan;
  return {
    id: `titan:${modelId}:${dimensions}`,
    dimensions,
    embed: async (texts, signal) => {
      const vectors: (readonly number[])[] = [];
      for (let start = 0; start < texts.length; start += concurrency) {
        const batch = texts.slice(start, start + concurrency);
        vectors.push(...(await Promise.all(batch.map((text) => embedText(titan, { url, text, signal })))));
      }
      return vectors;
    },
  };
}

function urlOf({ modelId, region, baseUrl }: TitanEmbedding): string {
  const base = baseUrl?.replace(/\/+$/, "") ?? bedrockBaseUrl(region);
  if (base === null) throw new ChatError(localFailure("region", `${JSON.stringify(region)} is not a region name`));
  const path = bedrockModelPath(modelId, "invoke");
  if (path === null)
    throw new ChatError(localFailure("model-not-found", `${JSON.stringify(modelId)} is not a model id`));
  return `${base}${path}`;
}

async function embedText(
  { exchange, dimensions, version, credentials, region }: TitanEmbedding,
  { url, text, signal }: { readonly url: string; readonly text: string; readonly signal: AbortSignal },
): Promise<readonly number[]> {
  const answer = await ask({
    exchange,
    url,
    body: version === 1 ? { inputText: text } : { inputText: text, dimensions, normalize: true },
    authorization: { credentials, region, signingName: null },
    signal,
  });
  return requireDimensions(readAnswer(answer, reply).embedding, { answer, dimensions });
}
