import fc from "fast-check";
import { expect, test } from "vitest";
import { dot, lengthOf } from "../learn/vector.js";
import { hashingEmbedder } from "./hashing.js";

const signal = new AbortController().signal;

async function vectorOf(text: string, dimensions = 512): Promise<readonly number[]> {
  const [vector] = await hashingEmbedder(dimensions).embed([text], signal);
  if (vector === undefined) throw new Error("no vector");
  return vector;
}

test("any text gives a vector of length 1, or of zeros if it has no letters or digits", async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: "grapheme" }), fc.integer({ min: 2, max: 600 }), async (text, dimensions) => {
      const vector = await vectorOf(text, dimensions);
      expect(vector).toHaveLength(dimensions);
      const length = lengthOf(vector);
      // Signs may cancel out altogether, rarely.
      expect(length === 0 || Math.abs(length - 1) < 1e-9).toBe(true);
      if (!/[\p{L}\p{N}]/u.test(text.normalize("NFKC"))) expect(length).toBe(0);
    }),
  );
});

test("the same text has the same vector, with whatever other texts it is embedded", async () => {
  const [one] = await hashingEmbedder().embed(["alpha beta", "gamma"], signal);
  const [, two] = await hashingEmbedder().embed(["delta", "alpha beta"], signal);
  expect(one).toEqual(two);
});

test("texts are similar if they share words or parts of words", async () => {
  const [base, same, inflected, other] = await Promise.all(
    ["sort a python list", "Sort a PYTHON list!", "sorting python lists", "a sonnet about the sea"].map((text) =>
      vectorOf(text),
    ),
  );
  expect(dot(base ?? [], same ?? [])).toBeCloseTo(1, 9);
  expect(dot(base ?? [], inflected ?? [])).toBeGreaterThan(0.25);
  expect(dot(base ?? [], other ?? [])).toBeLessThan(0.25);
});

test("the vector of a text never changes, because model files store it", async () => {
  const vector = await vectorOf("hello world", 8);
  expect(vector.map((value) => Number(value.toFixed(6)))).toMatchInlineSnapshot(`
    [
      0,
      0.19194,
      -0.383881,
      0.33245,
      0.19194,
      -0.664901,
      0.383881,
      0.28102,
    ]
  `);
});

test.each([0, 1, 1.5, 65_537, Number.NaN])("%s dimensions are refused", (dimensions) => {
  expect(() => hashingEmbedder(dimensions)).toThrow(RangeError);
});

test("an abort rejects", async () => {
  await expect(hashingEmbedder().embed(["a"], AbortSignal.abort(new Error("stop")))).rejects.toThrow("stop");
});

test.each([2, 65_536])("%d dimensions are taken, and told", (dimensions) => {
  expect(hashingEmbedder(dimensions).dimensions).toBe(dimensions);
});

test("characters of one shape are one character", async () => {
  expect(await vectorOf("ﬁne ｗｏｒｄｓ")).toEqual(await vectorOf("fine words"));
});
