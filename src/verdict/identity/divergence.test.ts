import { expect, test } from "vitest";
import { seededRandom } from "../../chat/seeded-random.js";
import { divergenceOf, type GroupedAnswer } from "./divergence.js";

const once = { draws: 50, random: seededRandom(1) };

/** The answers of a prompt, as counts of the left and the right group. */
function answersOf(
  prompt: string,
  counts: { readonly [answer: string]: readonly [left: number, right: number] },
): readonly GroupedAnswer[] {
  return Object.entries(counts).flatMap(([answer, [left, right]]) => [
    ...Array.from({ length: left }, () => ({ prompt, answer, isLeft: true })),
    ...Array.from({ length: right }, () => ({ prompt, answer, isLeft: false })),
  ]);
}

test("equal shares are 0 bits apart, shares without one in common 1 bit", () => {
  expect(divergenceOf(answersOf("p", { a: [3, 3], b: [1, 1] }), once)?.bits).toBeCloseTo(0, 12);
  expect(divergenceOf(answersOf("p", { a: [4, 0], b: [0, 4] }), once)?.bits).toBeCloseTo(1, 12);
});

test("three of four against one of four are as far apart as the definition says", () => {
  // H(1/2) - H(3/4) = 1 - 0.811278...
  expect(divergenceOf(answersOf("p", { a: [3, 1], b: [1, 3] }), once)?.bits).toBeCloseTo(0.188722, 6);
});

test("prompts count by their answers, and one that only one group answered does not count", () => {
  const found = divergenceOf(
    [...answersOf("p", { a: [2, 0], b: [0, 2] }), ...answersOf("q", { a: [6, 6] }), ...answersOf("r", { a: [9, 0] })],
    once,
  );
  expect(found).toMatchObject({ answers: 16, prompts: 2 });
  expect(found?.bits).toBeCloseTo(4 / 16, 12);
});

test("a permutation stays within its prompt: each prompt with one answer can be no further apart by chance", () => {
  const found = divergenceOf([...answersOf("p", { a: [5, 5] }), ...answersOf("q", { b: [5, 5] })], once);
  expect(found?.bits).toBeCloseTo(0, 12);
  expect(found?.chanceBits).toBeCloseTo(0, 12);
  expect(found?.p).toBe(1);
});

test("groups without one answer in common are as far apart as no draw", () => {
  const found = divergenceOf(answersOf("p", { a: [9, 0], b: [0, 9] }), { draws: 199, random: seededRandom(2) });
  expect(found?.p).toBeCloseTo(1 / 200, 12);
  expect(found?.chanceBits).toBeLessThan(0.2);
});

test("without an answer in both groups there is no divergence", () => {
  expect(divergenceOf([], once)).toBeNull();
  expect(divergenceOf(answersOf("p", { a: [3, 0] }), once)).toBeNull();
});

/**
 * Published: 0.0345 for Claude Fable 5 with and without thinking, 0.2953 for GPT-5.6 sol and terra, over ten questions of 11 answers each
 * (Mohamed7415/fpverify at bcd60d9 of 2026-07-23, experiments/out/frontier_results.json; MIT). The counts are those of its raw answers,
 * experiments/frontier/batch_00 to batch_10, without their words: each pair is the same answer on both sides.
 */
const published = [
  {
    bits: 0.0345,
    questions: [
      [
        [9, 11],
        [2, 0],
      ],
      [[11, 11]],
      [[11, 11]],
      [[11, 11]],
      [[11, 11]],
      [[11, 11]],
      [
        [10, 11],
        [1, 0],
      ],
      [
        [7, 10],
        [4, 1],
      ],
      [[11, 11]],
      [
        [7, 10],
        [2, 1],
        [1, 0],
        [1, 0],
      ],
    ] as const,
  },
  {
    bits: 0.2953,
    questions: [
      [
        [10, 3],
        [1, 4],
        [0, 3],
        [0, 1],
      ],
      [
        [10, 3],
        [0, 4],
        [0, 3],
        [1, 0],
        [0, 1],
      ],
      [
        [6, 8],
        [4, 1],
        [1, 1],
        [0, 1],
      ],
      [
        [8, 7],
        [3, 1],
        [0, 3],
      ],
      [
        [11, 1],
        [0, 10],
      ],
      [[11, 11]],
      [[11, 11]],
      [
        [11, 7],
        [0, 4],
      ],
      [[11, 11]],
      [
        [0, 5],
        [4, 0],
        [1, 3],
        [3, 0],
        [2, 0],
        [1, 1],
        [0, 1],
        [0, 1],
      ],
    ] as const,
  },
];

test.each(published)("the published divergence $bits comes out of its raw counts", ({ bits, questions }) => {
  const answers = questions.flatMap((pairs, question) =>
    answersOf(`question ${question}`, Object.fromEntries(pairs.map((pair, at) => [`answer ${at}`, pair]))),
  );
  expect(divergenceOf(answers, once)?.bits).toBeCloseTo(bits, 4);
});
