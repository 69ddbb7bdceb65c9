import { describe, expect, test } from "vitest";
import { corpusTitle, hasCorpus } from "../../../test/support/corpus.js";
import {
  asIndexed,
  digestOf,
  indexed,
  lossCounts,
  noteCounts,
  readCorpusFormat,
} from "../../../test/support/corpus-format.js";

describe.skipIf(!hasCorpus)(`httprr ${corpusTitle}`, () => {
  const { pairs, interactions, misdetected } = hasCorpus
    ? readCorpusFormat("httprr", "httprr")
    : { pairs: [], interactions: [], misdetected: [] };

  test("every file of it is known as httprr and as nothing else", () => {
    expect(misdetected).toEqual([]);
  });

  test("number, status, request and frames of every interaction are those of the index", () => {
    expect(interactions).toHaveLength(16);
    expect(pairs.map(({ row, read }) => asIndexed(read, row))).toEqual(pairs.map(({ row }) => indexed(row)));
  });

  test("methods, URLs, statuses and the bytes of all bodies are what a reader in another language reads", () => {
    expect(digestOf(interactions)).toBe("2e1b8545d5393612");
  });

  test("losses and inconsistencies are listed", () => {
    expect(lossCounts(interactions)).toEqual({ "chunk-boundaries arrival-times": 16 });
    expect(noteCounts(interactions)).toEqual({});
  });
});
