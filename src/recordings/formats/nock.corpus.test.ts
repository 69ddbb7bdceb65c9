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

describe.skipIf(!hasCorpus)(`nock ${corpusTitle}`, () => {
  const { pairs, interactions, misdetected } = hasCorpus
    ? readCorpusFormat("nock", "nock")
    : { pairs: [], interactions: [], misdetected: [] };

  test("every file of it is known as nock and as nothing else", () => {
    expect(misdetected).toEqual([]);
  });

  test("number, status, request and frames of every interaction are those of the index", () => {
    expect(interactions).toHaveLength(23);
    expect(pairs.map(({ row, read }) => asIndexed(read, row))).toEqual(pairs.map(({ row }) => indexed(row)));
  });

  test("methods, URLs, statuses and the bytes of all bodies are what a reader in another language reads", () => {
    expect(digestOf(interactions)).toBe("31acaa1c9db32113");
  });

  test("losses and inconsistencies are listed", () => {
    expect(lossCounts(interactions)).toEqual({ "wire-text key-order chunk-boundaries arrival-times": 23 });
    expect(noteCounts(interactions)).toEqual({});
  });
});
