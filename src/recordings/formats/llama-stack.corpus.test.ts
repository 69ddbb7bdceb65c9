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

describe.skipIf(!hasCorpus)(`llama-stack ${corpusTitle}`, () => {
  const { pairs, interactions, misdetected } = hasCorpus
    ? readCorpusFormat("llama-stack", "llama-stack-json")
    : { pairs: [], interactions: [], misdetected: [] };

  test("every file of it is known as llama-stack and as nothing else", () => {
    expect(misdetected).toEqual([]);
  });

  test("number and request of every interaction are those of the index", () => {
    expect(interactions).toHaveLength(48);
    const withoutStatus = (one: object) => ({ ...one, status: "" });
    expect(pairs.map(({ row, read }) => withoutStatus(asIndexed(read, row)))).toEqual(
      pairs.map(({ row }) => withoutStatus(indexed(row))),
    );
  });

  // The SDK hands on no status of a success, where the index has put 200; it has none for the two exceptions, which tell theirs.
  test("only an SDK exception has a status", () => {
    const statuses = pairs.map(({ row, read }) => `${row["http_status"]} ${read?.response?.status}`);
    expect(statuses.filter((one) => one === "200 null")).toHaveLength(46);
    expect(statuses.filter((one) => one === " 400")).toHaveLength(2);
  });

  test("methods, URLs, statuses and the bytes of all bodies are what a reader in another language reads", () => {
    expect(digestOf(interactions)).toBe("b6491fb5f81f9aa8");
  });

  test("losses and inconsistencies are listed", () => {
    expect(lossCounts(interactions)).toEqual({
      "status response-headers wire-text key-order frames chunk-boundaries arrival-times": 46,
      "response-headers wire-text key-order chunk-boundaries arrival-times": 2,
    });
    expect(noteCounts(interactions)).toEqual({
      "the end mark of the stream was added: the SDK does not pass it on": 46,
      "the SDK raised an exception; the body was rebuilt from the error in it": 2,
      'the recorder wrote "/vN" into the URL twice': 48,
    });
  });
});
