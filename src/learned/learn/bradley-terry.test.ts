import fc from "fast-check";
import { expect, test } from "vitest";
import { rateModels } from "./bradley-terry.js";

const models = ["a", "b", "c", "d"];
const battle = fc
  .record({ winner: fc.constantFrom(...models), loser: fc.constantFrom(...models), isDraw: fc.boolean() })
  .filter(({ winner, loser }) => winner !== loser);

test("ratings are numbers around 1000, whatever the battles, and do not depend on their order", () => {
  fc.assert(
    fc.property(fc.array(battle, { minLength: 1, maxLength: 60 }), (battles) => {
      const ratings = rateModels(models, battles);
      expect(ratings.reduce((sum, rating) => sum + rating, 0) / models.length).toBeCloseTo(1000, 3);
      const other = rateModels(models, battles.toReversed());
      for (const [index, rating] of ratings.entries()) expect(rating).toBeCloseTo(other[index] ?? 0, 3);
    }),
  );
});

test("another win never lowers the winner against the loser", () => {
  fc.assert(
    fc.property(fc.array(battle, { minLength: 1, maxLength: 30 }), (battles) => {
      const [a = 0, b = 0] = rateModels(models, battles);
      const [moreA = 0, lessB = 0] = rateModels(models, [...battles, { winner: "a", loser: "b", isDraw: false }]);
      expect(moreA - lessB).toBeGreaterThanOrEqual(a - b - 1e-6);
    }),
  );
});
