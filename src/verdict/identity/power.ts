import { seededRandom } from "../../chat/seeded-random.js";
import type { IdentityCall } from "./call.js";
import { IdentityTest } from "./identity-test.js";

/** How many of `tests` tests like this one would have called the pair different, if it did differ so. */
export type Power = { readonly against: string; readonly found: number; readonly tests: number };

/** What a test could have found: B answers like another model, wholly or in a share of its replies. */
const alternatives: readonly { readonly against: string; readonly share: number }[] = [
  { against: "another model", share: 1 },
  { against: "30 % of the replies from another model", share: 0.3 },
  { against: "10 % of the replies from another model", share: 0.1 },
];

const tests = 50;

/**
 * What this test could have found, by as many tests of the prompts that it asked, of the same length, with answers drawn from those that
 * were seen. Another model gives each answer that was seen in the share of another one, and one in three times an answer that nothing else
 * gives.
 */
export function powerOf(calls: readonly IdentityCall[], alpha: number): readonly Power[] {
  const answers = new Map<string, string[]>();
  for (const { prompt, answer } of calls) {
    if (answer !== null) answers.set(prompt, [...(answers.get(prompt) ?? []), answer]);
  }
  const length = [...answers.values()].reduce((sum, { length: count }) => sum + count, 0);
  return alternatives.map(({ against, share }, at) => {
    const random = seededRandom(at + 1);
    let found = 0;
    for (let one = 0; one < tests; one += 1) {
      if (isFound({ answers, length, share, random, alpha, seed: one })) found += 1;
    }
    return { against, found, tests };
  });
}

type Drawing = {
  readonly answers: ReadonlyMap<string, readonly string[]>;
  readonly length: number;
  readonly share: number;
  readonly random: () => number;
  readonly alpha: number;
  readonly seed: number;
};

function isFound({ answers, length, share, random, alpha, seed }: Drawing): boolean {
  if (length === 0) return false;
  const test = new IdentityTest({
    ...{ seed, budget: length, alpha, prompts: [...answers.keys()], arms: ["base"], incomparable: null },
  });
  while (test.seen().decidedAfter === null) {
    const [ask] = test.next(1);
    if (ask === undefined) return false;
    const seen = answers.get(ask.prompt) ?? [];
    const isOther = ask.side === "B" && random() < share;
    const answer = isOther ? otherAnswer(seen, random) : drawn(seen, random);
    test.add({
      ...ask,
      call: ask.number,
      answer,
      excluded: null,
      inputTokens: null,
      hasReasoned: false,
      isCopy: false,
    });
  }
  return true;
}

function drawn(seen: readonly string[], random: () => number): string {
  return seen[Math.floor(random() * seen.length)] ?? "";
}

/** The answer after the drawn one in the order of their names, or one that was not seen. */
function otherAnswer(seen: readonly string[], random: () => number): string {
  if (random() < 1 / 3) return `not seen ${Math.floor(random() * 3)}`;
  const kinds = [...new Set(seen)].sort();
  return kinds[(kinds.indexOf(drawn(seen, random)) + 1) % kinds.length] ?? "";
}
