import { otherSide } from "../../src/verdict/identity/call.js";
import { type Conclusion, conclude } from "../../src/verdict/identity/conclude.js";
import { IdentityTest } from "../../src/verdict/identity/identity-test.js";
import { defaultAlpha, defaultIdentityBudget, type IdentityOptions } from "../../src/verdict/identity/options.js";
import type { Seen } from "../../src/verdict/identity/seen.js";
import type { Row } from "./rows.js";
import { simulatedSource } from "./source.js";

/** What came of one simulated pair. */
export type Measured = { readonly conclusion: Conclusion; readonly seen: Seen };

export function optionsFor(seed: number, row: Pick<Row, "isApart">): IdentityOptions {
  return {
    ...{ seed, budget: defaultIdentityBudget, alpha: defaultAlpha },
    prompts: Array.from({ length: 36 }, (_, at) => `prompt ${at}`),
    arms: ["base", "sampling", "system-prompt", "fresh-prompt", "reasoning-off", "two-turns"],
    incomparable: row.isApart === true ? "the two APIs count by other definitions" : null,
  };
}

/** Asks a simulated pair until the test is over. The sides change places from seed to seed. */
export function measurePair(row: Row, seed: number): Measured {
  const options = optionsFor(seed, row);
  const test = new IdentityTest(options);
  const sources = {
    A: simulatedSource(row.A, `${row.name} ${seed}/A`),
    B: simulatedSource(row.B, `${row.name} ${seed}/B`),
  };
  const isTurned = seed % 2 === 0;
  let calls = 0;
  for (let asks = test.next(2); asks.length > 0; asks = test.next(2)) {
    for (const ask of asks) {
      calls += 1;
      test.add(sources[isTurned ? otherSide(ask.side) : ask.side](ask, calls));
    }
  }
  const seen = test.seen();
  return { seen, conclusion: conclude(seen, options) };
}
