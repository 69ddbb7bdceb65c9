import { expect, test } from "vitest";
import { samples } from "../scripts/minimise/sample-requests.js";
import { isExact, simulate } from "../scripts/minimise/simulate.js";
import { expectedCalls } from "../src/verdict/minimise/search/expected-calls.js";

/** A small part of what `npx tsx scripts/measure-minimise.ts` measures; the seeds are fixed. */

const rates = [1, 0.4, 0.2] as const;

test.each(samples)("$name: what is left is exactly what is needed, in about the calls of the design", (sample) => {
  for (const [column, rate] of rates.entries()) {
    const results = [1, 2, 3, 4, 5].map((seed) => simulate(sample, { rate, seed }));
    expect(results.map((result) => isExact(sample, result))).toEqual(results.map(() => true));
    const median = results.map(({ calls }) => calls).toSorted((a, b) => a - b)[2] ?? 0;
    const planned = expectedCalls(sample.request, rate);
    expect(median / planned).toBeGreaterThan(0.45);
    expect(median / planned).toBeLessThan(2);
    expect(median).toBeLessThan(2.2 * (sample.design?.[column] ?? 400));
  }
});

test("with the default budget, what is given back does fail, whether it is a fixed point or not", () => {
  for (const sample of samples) {
    for (const rate of rates) {
      const result = simulate(sample, { rate, seed: 11, budget: 300 });
      expect(["fixed-point", "spent"]).toContain(result.ending);
      expect(sample.fails(result.request), `${sample.name} at ${rate}`).toBe(true);
    }
  }
});
