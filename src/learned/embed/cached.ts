import { createHash } from "node:crypto";
import type { Embedder } from "./embedder.js";

/** Vectors that were made, by embedder and text. In memory; the vector that was longest unused goes first. */
export type EmbeddingCache = {
  readonly find: (embedderId: string, text: string) => readonly number[] | null;
  readonly keep: (embedderId: string, text: string, vector: readonly number[]) => void;
  readonly size: () => number;
};

/** A cache of at most `limit` vectors (default 10,000: some 40 MB at 512 dimensions). Texts are kept as hashes only. */
export function createEmbeddingCache(limit = 10_000): EmbeddingCache {
  const kept = new Map<string, readonly number[]>();
  const put = (key: string, vector: readonly number[]): void => {
    kept.delete(key);
    kept.set(key, vector);
    const oldest = kept.keys().next();
    if (kept.size > limit && oldest.done !== true) kept.delete(oldest.value);
  };
  return {
    find: (embedderId, text) => {
      const key = keyOf(embedderId, text);
      const vector = kept.get(key) ?? null;
      if (vector !== null) put(key, vector);
      return vector;
    },
    keep: (embedderId, text, vector) => put(keyOf(embedderId, text), vector),
    size: () => kept.size,
  };
}

/** The same embedder, which asks only for texts that the cache does not have, each of them once a call. */
export function cachedEmbedder(embedder: Embedder, cache: EmbeddingCache): Embedder {
  const { id, dimensions } = embedder;
  const embed: Embedder["embed"] = async (texts, signal) => {
    signal.throwIfAborted();
    const known = new Map<string, readonly number[]>();
    for (const text of texts) {
      const vector = cache.find(id, text);
      if (vector !== null) known.set(text, vector);
    }
    const missing = [...new Set(texts)].filter((text) => !known.has(text));
    const made = missing.length === 0 ? [] : await embedder.embed(missing, signal);
    for (const [index, text] of missing.entries()) {
      const vector = made[index] ?? [];
      known.set(text, vector);
      cache.keep(id, text, vector);
    }
    return texts.map((text) => known.get(text) ?? []);
  };
  return { id, dimensions, embed };
}

function keyOf(embedderId: string, text: string): string {
  return createHash("sha256").update(`${embedderId}\n${text}`).digest("base64");
}
