import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { catalog, scenarios } from "../../test/support/repository.js";
import { planRun } from "./plan.js";
import { casesOfShard, shardOf, shardText } from "./shard.js";

/** Every target with three scenarios: hundreds of cases show as much of a shard as tens of thousands. */
const plan = planRun({ scenarios: scenarios.slice(0, 3), targets: catalog.targets, trials: 3 });
const shards = (of: number) => Array.from({ length: of }, (_, at) => ({ index: at + 1, of }));

test("every case is in one shard, whatever their number, and a whole plan is one shard", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), (of) => {
      const parts = shards(of).flatMap((shard) => casesOfShard(plan.cases, shard));
      expect(parts).toHaveLength(plan.cases.length);
      expect(new Set(parts)).toEqual(new Set(plan.cases));
    }),
    { numRuns: 30 },
  );
  expect(casesOfShard(plan.cases, null)).toEqual(plan.cases);
});

test("the names of a case decide, as the first six bytes of a SHA-256", () => {
  const hex = createHash("sha256").update("a/b/c basic-chat").digest("hex").slice(0, 12);
  expect(shardOf({ target: "a/b/c", scenario: "basic-chat" }, 8)).toBe((Number.parseInt(hex, 16) % 8) + 1);
  expect(shardText({ index: 3, of: 8 })).toBe("3/8");
});

test("no shard of eight has more than twice its share of a hundred cases and more", () => {
  expect(plan.cases.length).toBeGreaterThan(100);
  const most = Math.max(...shards(8).map((shard) => casesOfShard(plan.cases, shard).length));
  expect(most).toBeLessThan(plan.cases.length / 4);
});
