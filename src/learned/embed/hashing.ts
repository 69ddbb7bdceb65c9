import type { Embedder } from "./embedder.js";

/** The default number of dimensions. */
export const defaultDimensions = 512;

/**
 * Embeds without a network or a model, by feature hashing (Weinberger et al. 2009). Features are words, pairs of words, and
 * runs of three to five characters inside words. The hash of a feature gives its place and its sign; the vector is then
 * scaled to length 1. Texts are similar if they share words or parts of words, whatever they mean. A text without letters
 * or digits is the zero vector. Throws RangeError unless `dimensions` is a whole number from 2 to 65,536.
 */
export function hashingEmbedder(dimensions: number = defaultDimensions): Embedder {
  if (!Number.isInteger(dimensions) || dimensions < 2 || dimensions > 65_536) {
    throw new RangeError(`${dimensions} is not a valid number of dimensions: give a whole number from 2 to 65536`);
  }
  return {
    id: `hashing-1-${dimensions}`,
    dimensions,
    embed: async (texts, signal) => {
      signal.throwIfAborted();
      return texts.map((text) => embedText(text, dimensions));
    },
  };
}

const pairWeight = 0.5;

/** The total weight of all character runs of a word, whatever its length. */
const partsWeight = 1;

function embedText(text: string, dimensions: number): readonly number[] {
  const vector = new Float64Array(dimensions);
  const words =
    text
      .normalize("NFKC")
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  const add = (feature: string, weight: number): void => {
    const hash = hashOf(feature);
    const place = (hash >>> 1) % dimensions;
    vector[place] = (vector[place] ?? 0) + ((hash & 1) === 0 ? weight : -weight);
  };
  for (const [index, word] of words.entries()) {
    add(`w ${word}`, 1);
    const next = words[index + 1];
    if (next !== undefined) add(`p ${word} ${next}`, pairWeight);
    const parts = partsOf(word);
    for (const part of parts) add(`c ${part}`, partsWeight / Math.sqrt(parts.length));
  }
  return scaled(vector);
}

/** The runs of three to five characters of a word, with its ends marked. */
function partsOf(word: string): readonly string[] {
  const marked = ["<", ...word, ">"];
  return [3, 4, 5].flatMap((length) =>
    Array.from({ length: Math.max(0, marked.length - length + 1) }, (_, start) =>
      marked.slice(start, start + length).join(""),
    ),
  );
}

function scaled(vector: Float64Array): readonly number[] {
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
  return Array.from(vector, (value) => (length === 0 ? 0 : value / length));
}

/**
 * FNV-1a over the UTF-16 code units, with the final steps of MurmurHash3 so that every bit depends on every unit. Unsigned
 * 32 bits.
 */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
