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

describe.skipIf(!hasCorpus)(`ddapm ${corpusTitle}`, () => {
  const { pairs, interactions, misdetected } = hasCorpus
    ? readCorpusFormat("ddapm", "ddapm-json")
    : { pairs: [], interactions: [], misdetected: [] };

  test("every file of it is known as ddapm and as nothing else", () => {
    expect(misdetected).toEqual([]);
  });

  test("number, status, request and frames of every interaction are those of the index", () => {
    expect(interactions).toHaveLength(21);
    expect(pairs.map(({ row, read }) => asIndexed(read, row))).toEqual(pairs.map(({ row }) => indexed(row)));
  });

  test("methods, URLs, statuses and the bytes of all bodies are what a reader in another language reads", () => {
    expect(digestOf(interactions)).toBe("3e9d87fe31a2c0cb");
  });

  test("losses and inconsistencies are listed", () => {
    expect(lossCounts(interactions)).toEqual({ "chunk-boundaries arrival-times": 21 });
    expect(noteCounts(interactions)).toEqual({ "content-length says N, the stored body has N bytes": 1 });
  });
});
