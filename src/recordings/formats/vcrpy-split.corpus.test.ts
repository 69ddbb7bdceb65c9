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

describe.skipIf(!hasCorpus)(`vcrpy-split ${corpusTitle}`, () => {
  const { pairs, interactions, misdetected } = hasCorpus
    ? readCorpusFormat("vcrpy-split", "vcrpy-gz-split")
    : { pairs: [], interactions: [], misdetected: [] };

  test("every file of it is known as vcrpy-split and as nothing else", () => {
    expect(misdetected).toEqual([]);
  });

  test("number, status, request and frames of every interaction are those of the index", () => {
    expect(interactions).toHaveLength(12);
    expect(pairs.map(({ row, read }) => asIndexed(read, row))).toEqual(pairs.map(({ row }) => indexed(row)));
  });

  test("methods, URLs, statuses and the bytes of all bodies are what PyYAML reads", () => {
    expect(digestOf(interactions)).toBe("c1823e751a08bf0a");
  });

  test("losses and inconsistencies are listed", () => {
    expect(lossCounts(interactions)).toEqual({
      "chunk-boundaries arrival-times": 12,
    });
    expect(noteCounts(interactions)).toEqual({});
  });
});
