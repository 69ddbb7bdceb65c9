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

describe.skipIf(!hasCorpus)(`httpmock ${corpusTitle}`, () => {
  const { pairs, interactions, misdetected } = hasCorpus
    ? readCorpusFormat("httpmock", "httpmock-yaml")
    : { pairs: [], interactions: [], misdetected: [] };

  test("every file of it is known as httpmock and as nothing else", () => {
    expect(misdetected).toEqual([]);
  });

  test("number, status, request and frames of every interaction are those of the index", () => {
    expect(interactions).toHaveLength(672);
    expect(pairs.map(({ row, read }) => asIndexed(read, row))).toEqual(pairs.map(({ row }) => indexed(row)));
  });

  test("methods, URLs, statuses and the bytes of all bodies are what a reader in another language reads", () => {
    expect(digestOf(interactions)).toBe("294c63d15616edf7");
  });

  test("losses and inconsistencies are listed", () => {
    expect(lossCounts(interactions)).toEqual({ "host chunk-boundaries arrival-times": 672 });
    expect(noteCounts(interactions)).toEqual({});
  });
});
