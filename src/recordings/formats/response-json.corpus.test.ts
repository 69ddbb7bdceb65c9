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

describe.skipIf(!hasCorpus)(`response-json ${corpusTitle}`, () => {
  const { pairs, interactions, misdetected } = hasCorpus
    ? readCorpusFormat("response-json", "resp-only-json")
    : { pairs: [], interactions: [], misdetected: [] };

  test("every file of it is known as response-json and as nothing else", () => {
    expect(misdetected).toEqual([]);
  });

  // No file says a status; the index has put 200.
  test("number and request of every interaction are those of the index, and no status is made up", () => {
    expect(interactions).toHaveLength(96);
    expect(pairs.map(({ row, read }) => asIndexed(read, row))).toEqual(
      pairs.map(({ row }) => ({ ...indexed(row), status: "" })),
    );
  });

  test("methods, URLs, statuses and the bytes of all bodies are what a reader in another language reads", () => {
    expect(digestOf(interactions)).toBe("45d880f156218e2e");
  });

  test("losses and inconsistencies are listed", () => {
    expect(lossCounts(interactions)).toEqual({ "request status response-headers chunk-boundaries arrival-times": 96 });
    expect(noteCounts(interactions)).toEqual({});
  });
});
