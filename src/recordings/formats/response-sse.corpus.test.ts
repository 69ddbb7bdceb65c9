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

describe.skipIf(!hasCorpus)(`response-sse ${corpusTitle}`, () => {
  const { pairs, interactions, misdetected } = hasCorpus
    ? readCorpusFormat("response-sse", "resp-only-sse")
    : { pairs: [], interactions: [], misdetected: [] };

  test("every file of it is known as response-sse and as nothing else", () => {
    expect(misdetected).toEqual([]);
  });

  // No file says a status; the index has put 200.
  test("number and request of every interaction are those of the index, and no status is made up", () => {
    expect(interactions).toHaveLength(21);
    expect(pairs.map(({ row, read }) => asIndexed(read, row))).toEqual(
      pairs.map(({ row }) => ({ ...indexed(row), status: "" })),
    );
  });

  test("methods, URLs, statuses and the bytes of all bodies are what a reader in another language reads", () => {
    expect(digestOf(interactions)).toBe("70d017bf5510effc");
  });

  test("losses and inconsistencies are listed", () => {
    expect(lossCounts(interactions)).toEqual({
      "request status response-headers chunk-boundaries arrival-times": 11,
      "request status response-headers frames chunk-boundaries arrival-times": 10,
    });
    expect(noteCounts(interactions)).toEqual({
      "the blank line that closes the last event was added: the file ends without one": 10,
    });
  });
});
