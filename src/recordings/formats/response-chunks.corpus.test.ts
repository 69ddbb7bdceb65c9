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

describe.skipIf(!hasCorpus)(`response-chunks ${corpusTitle}`, () => {
  const { pairs, interactions, misdetected } = hasCorpus
    ? readCorpusFormat("response-chunks", "resp-only-chunks")
    : { pairs: [], interactions: [], misdetected: [] };

  test("every file of it is known as response-chunks and as nothing else", () => {
    expect(misdetected).toEqual([]);
  });

  // No file says a status; the index has put 200.
  test("number and request of every interaction are those of the index, and no status is made up", () => {
    expect(interactions).toHaveLength(28);
    expect(pairs.map(({ row, read }) => asIndexed(read, row))).toEqual(
      pairs.map(({ row }) => ({ ...indexed(row), status: "" })),
    );
  });

  test("methods, URLs, statuses and the bytes of all bodies are what a reader in another language reads", () => {
    expect(digestOf(interactions)).toBe("9704a3f364a71a21");
  });

  test("losses and inconsistencies are listed", () => {
    expect(lossCounts(interactions)).toEqual({
      "request status response-headers frames chunk-boundaries arrival-times": 16,
      "request status response-headers wire-text key-order frames chunk-boundaries arrival-times": 12,
    });
    expect(noteCounts(interactions)).toEqual({
      "the end mark of the stream was added: the file holds only payloads": 16,
    });
  });
});
