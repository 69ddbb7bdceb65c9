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
import type { Interaction } from "../interaction.js";

/** The index counts a request where it has a body: a GET, or a POST of nothing, has none. */
function hasBody(read: Interaction | null): boolean {
  return (read?.request?.body ?? new Uint8Array()).length > 0;
}

describe.skipIf(!hasCorpus)(`vcr-ruby ${corpusTitle}`, () => {
  const { pairs, interactions, misdetected } = hasCorpus
    ? readCorpusFormat("vcr-ruby", "vcr-ruby")
    : { pairs: [], interactions: [], misdetected: [] };

  test("every file of it is known as vcr-ruby and as nothing else", () => {
    expect(misdetected).toEqual([]);
  });

  test("number, status, request and frames of every interaction are those of the index", () => {
    expect(interactions).toHaveLength(254);
    const ours = pairs.map(({ row, read }) => ({ ...asIndexed(read, row), request: hasBody(read) ? "y" : "n" }));
    expect(ours).toEqual(pairs.map(({ row }) => indexed(row)));
  });

  test("methods, URLs, statuses and the bytes of all bodies are what PyYAML reads", () => {
    expect(digestOf(interactions)).toBe("1cf7592baab9e613");
  });

  test("losses and inconsistencies are listed", () => {
    expect(lossCounts(interactions)).toEqual({
      "chunk-boundaries arrival-times": 254,
    });
    expect(noteCounts(interactions)).toEqual({ "content-length says N, the stored body has N bytes": 1 });
  });
});
