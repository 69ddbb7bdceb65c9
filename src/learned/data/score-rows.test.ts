import fc from "fast-check";
import { expect, test } from "vitest";
import { located } from "../synthetic.fixture.js";
import { type Candidate, candidatesOf, costOf } from "./candidate.js";
import { examplesOf } from "./example.js";
import { type ScoredRow, scoreRows } from "./score-rows.js";
import { rankedModels } from "./training-set.js";
import { weights } from "./weights.js";

const candidates: readonly Candidate[] = candidatesOf({
  cheap: { input_price: 1, output_price: 3 },
  dear: { input_price: 10, output_price: 30 },
  free: {},
});

const cheapRow = located({ query: "q", model_name: "cheap", performance: 0.7, token_num: 1_000_000 });
const dearRow = located({ query: "q", model_name: "dear", performance: 1, token_num: 1_000_000 });

test("a cost is tokens times prices, and uses the mean price if the row does not split its tokens", () => {
  const row = { query: "q", model_name: "cheap", performance: 1 };
  const [cheap, , free] = candidates;
  if (cheap === undefined || free === undefined) throw new Error("no candidates");
  expect(costOf({ ...row, token_num: 2_000_000 }, cheap)).toBe(4);
  expect(costOf({ ...row, token_num: 9, input_tokens: 1_000_000, output_tokens: 2_000_000 }, cheap)).toBe(7);
  expect(costOf(row, cheap)).toBeNull();
  expect(costOf({ ...row, token_num: 5 }, free)).toBeNull();
});

test("the weight of cost changes which model is best", () => {
  const best = (cost: number): string | undefined => {
    const { rows } = scoreRows([cheapRow, dearRow], {
      candidates,
      weights: { ...weights.parse({}), cost },
      dearest: null,
    });
    return examplesOf(rows, rankedModels(rows))[0]?.best;
  };
  // 0.7 - 0.1c against 1 - c: they are equal at c = 1/3.
  expect([0, 0.3, 0.4].map(best)).toEqual(["dear", "dear", "cheap"]);
});

test.each([
  [
    located({ query: "q", model_name: "cheep", performance: 1 }),
    weights.parse({}),
    /no model "cheep"/,
    /did you mean "cheap"/,
  ],
  [
    located({ query: "q", model_name: "free", performance: 1, token_num: 5 }),
    { ...weights.parse({}), cost: 1 },
    /cost of this row is not known/,
    /input_price/,
  ],
  [
    located({ query: "q", model_name: "cheap", performance: 1 }),
    { ...weights.parse({}), llm_judge: 1 },
    /no llm_judge/,
    /every row/,
  ],
])("a row that cannot be scored is an error: %#", (row, weights, message, hint) => {
  const score = () => scoreRows([row], { candidates, weights, dearest: null });
  expect(score).toThrow(message);
  expect(score).toThrow(expect.objectContaining({ hint: expect.stringMatching(hint) }));
});

function row(model: string, score: number, cost: number | null = null): ScoredRow {
  return { query: "q", model, score, cost };
}

test("of equal models the cheapest is best, or the first if a cost is unknown", () => {
  const best = (rows: readonly ScoredRow[]) => examplesOf(rows, ["a", "b", "c"])[0]?.best;
  expect(best([row("a", 1, 3), row("b", 1, 2), row("c", 0, 1)])).toBe("b");
  expect(best([row("a", 1, 3), row("b", 1, null)])).toBe("a");
  expect(best([row("c", 1), row("b", 1)])).toBe("b");
});

test("several rows of one query and model count as their mean", () => {
  const [example] = examplesOf([row("a", 0), row("a", 1), row("b", 0.6)], ["a", "b"]);
  expect(example?.scores).toEqual(
    new Map([
      ["a", 0.5],
      ["b", 0.6],
    ]),
  );
  expect(example?.best).toBe("b");
});

test("the best model of an example has its best score, whatever the rows", () => {
  const rows = fc.array(
    fc.record({
      query: fc.constantFrom("x", "y"),
      model: fc.constantFrom("a", "b", "c"),
      score: fc.double({ min: 0, max: 1, noNaN: true }),
      cost: fc.constantFrom(null, 1, 2),
    }),
  );
  fc.assert(
    fc.property(rows, (scored) => {
      for (const { best, scores } of examplesOf(scored, rankedModels(scored))) {
        expect(scores.get(best)).toBe(Math.max(...scores.values()));
      }
    }),
  );
});

test("a score is what was earned less the share of the dearest, which is told", () => {
  const judged = located({ ...cheapRow.value, llm_judge: 0.5 });
  const weights = { performance: 2, cost: 1, llm_judge: 4 };
  const dear = located({ ...dearRow.value, llm_judge: 0 });
  expect(scoreRows([judged, dear], { candidates, weights, dearest: null })).toEqual({
    rows: [
      { query: "q", model: "cheap", score: expect.closeTo(3.3, 9), cost: 2 },
      { query: "q", model: "dear", score: 1, cost: 20 },
    ],
    dearest: 20,
  });
  const { rows, dearest } = scoreRows([judged], { candidates, weights, dearest: 8 });
  expect([rows[0]?.score, dearest]).toEqual([expect.closeTo(3.15, 9), 8]);
});

test("where nothing costs anything nothing is taken off", () => {
  const own = candidatesOf({ cheap: { input_price: 0, output_price: 0 }, other: {} });
  const rows = [cheapRow, located({ query: "q", model_name: "other", performance: 0.2 })];
  expect(scoreRows(rows, { candidates: own, weights: weights.parse({}), dearest: null })).toEqual({
    rows: [
      { query: "q", model: "cheap", score: 0.7, cost: 0 },
      { query: "q", model: "other", score: 0.2, cost: null },
    ],
    dearest: 0,
  });
});

test("a cost below one is not raised to one", () => {
  const costly = { ...weights.parse({}), cost: 1 };
  const row = located({ ...cheapRow.value, token_num: 1000 });
  expect(scoreRows([row], { candidates, weights: costly, dearest: null })).toMatchObject({
    ...{ rows: [{ score: expect.closeTo(-0.3, 9) }], dearest: 0.002 },
  });
});

test("a model that is no candidate is told at its name", () => {
  const place = (path: readonly unknown[]) => ({ line: 7, column: path.join() === "model_name" ? 3 : 1 });
  const value = { query: "q", model_name: "cheep", performance: 1 };
  const row = { value, document: { file: "rows.jsonl", value, place } };
  expect(() => scoreRows([row], { candidates, weights: weights.parse({}), dearest: null })).toThrow("rows.jsonl:7:3: ");
});
