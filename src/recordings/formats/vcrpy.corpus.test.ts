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

/** Its body is recorded, and is no JSON: the last brace is missing. The index calls that no request; there is one. */
const unparsed = "pydantic+pydantic-ai/tests/models/cassettes/test_bedrock/test_bedrock_model_other_parameters.yaml";

describe.skipIf(!hasCorpus)(`vcrpy ${corpusTitle}`, () => {
  const { pairs, interactions, misdetected } = hasCorpus
    ? readCorpusFormat("vcrpy", "vcrpy")
    : { pairs: [], interactions: [], misdetected: [] };

  test("every file of it is known as vcrpy and as nothing else", () => {
    expect(misdetected).toEqual([]);
  });

  test("number, status, request and frames of every interaction are those of the index", () => {
    expect(interactions).toHaveLength(619);
    const ours = pairs.map(({ row, read }) => ({ ...asIndexed(read, row), request: hasBody(read) ? "y" : "n" }));
    expect(ours).toEqual(
      pairs.map(({ row }) => {
        const same = indexed(row);
        return row["path"] === unparsed ? { ...same, request: "y" } : same;
      }),
    );
  });

  test("methods, URLs, statuses and the bytes of all bodies are what PyYAML reads", () => {
    expect(digestOf(interactions)).toBe("bb205d2bf26d56b9");
  });

  test("losses and inconsistencies are listed", () => {
    expect(lossCounts(interactions)).toEqual({
      "chunk-boundaries arrival-times": 279,
      "chunk-boundaries arrival-times content-encoding": 21,
      "wire-text key-order chunk-boundaries arrival-times": 319,
    });
    expect(noteCounts(interactions)).toEqual({
      "content-length says N, the stored body has N bytes": 47,
      'the file ends without "version"': 1,
      "quoted text is indented less than YAML allows; read as PyYAML reads it": 3,
    });
  });
});
