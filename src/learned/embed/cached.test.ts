import { expect, test } from "vitest";
import { cachedEmbedder, createEmbeddingCache } from "./cached.js";
import type { Embedder } from "./embedder.js";

const signal = new AbortController().signal;

/** An embedder that remembers what it was asked. */
function counting(id: string): Embedder & { readonly asked: string[][] } {
  const asked: string[][] = [];
  const embed: Embedder["embed"] = async (texts) => {
    asked.push([...texts]);
    return texts.map((text) => [text.length]);
  };
  return { id, dimensions: 1, embed, asked };
}

test("a text is asked for once, also within one call", async () => {
  const own = counting("one");
  const cached = cachedEmbedder(own, createEmbeddingCache());
  expect(await cached.embed(["a", "bb", "a"], signal)).toEqual([[1], [2], [1]]);
  expect(await cached.embed(["bb", "ccc"], signal)).toEqual([[2], [3]]);
  expect(await cached.embed(["a"], signal)).toEqual([[1]]);
  expect(own.asked).toEqual([["a", "bb"], ["ccc"]]);
  expect([cached.id, cached.dimensions]).toEqual(["one", 1]);
});

test("embedders of two ids share a cache and no vector", async () => {
  const cache = createEmbeddingCache();
  const [one, two] = [counting("one"), counting("two")];
  await cachedEmbedder(one, cache).embed(["a"], signal);
  await cachedEmbedder(two, cache).embed(["a"], signal);
  expect([one.asked.length, two.asked.length, cache.size()]).toEqual([1, 1, 2]);
});

test("a full cache gives up what was longest unused", async () => {
  const own = counting("one");
  const cached = cachedEmbedder(own, createEmbeddingCache(2));
  for (const text of ["a", "b", "a", "c", "a", "b"]) await cached.embed([text], signal);
  expect(own.asked.flat()).toEqual(["a", "b", "c", "b"]);
});

test("a failure is kept by nobody", async () => {
  let isBroken = true;
  const own: Embedder = {
    id: "one",
    dimensions: 1,
    embed: async () => {
      if (isBroken) throw new Error("down");
      return [[1]];
    },
  };
  const cached = cachedEmbedder(own, createEmbeddingCache());
  await expect(cached.embed(["a"], signal)).rejects.toThrow("down");
  isBroken = false;
  expect(await cached.embed(["a"], signal)).toEqual([[1]]);
});
