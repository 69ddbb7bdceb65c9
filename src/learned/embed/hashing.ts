import type { Embedder } from "./embedder.js";
import { hashOf } from "./hash.js";

/** The dimensions of the default embedder. */
export const defaultDimensions = 512;

/**
 * Embeds without a network or a model: words, pairs of words and the three to five characters inside words, each added at
 * a place and with a sign that its hash says (Weinberger et al. 2009), then scaled to length 1. Texts are alike as far as
 * they share words and parts of words; it knows no meaning. A text without letters or digits is the zero vector.
 * Throws RangeError for dimensions that are not whole or not from 2 to 65,536.
 */
export function hashingEmbedder(dimensions: number = defaultDimensions): Embedder {
  if (!Number.isInteger(dimensions) || dimensions < 2 || dimensions > 65_536) {
    throw new RangeError(`${dimensions} is no number of dimensions: give a whole number from 2 to 65536`);
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

/** All characters of a word together weigh as much as this, however long the word is. */
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

/** The runs of three to five characters of a word with its ends marked. */
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
