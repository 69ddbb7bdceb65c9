import { exclusions, type IdentityCall, type Side, sides } from "../../verdict/identity/call.js";
import type { Conclusion } from "../../verdict/identity/conclude.js";
import type { Power } from "../../verdict/identity/power.js";
import { answersBySide } from "../../verdict/identity/seen.js";
import type { IdentityFacts, KeptAnswer } from "./identity-store.js";
import type { RanIdentity } from "./run-identity.js";

/** What a test found, as `result.json` keeps it and `--json` prints it. */
export type IdentityResult = ReturnType<typeof identityResult>;

type Found = RanIdentity & {
  readonly conclusion: Conclusion;
  readonly power: readonly Power[];
  readonly spentUsd: number;
};

export function identityResult(facts: IdentityFacts, { seen, calls, ended, conclusion, power, spentUsd }: Found) {
  const { word, because, comparisons, tokens, cause } = conclusion;
  return {
    schemaVersion: 1 as const,
    ...{ id: facts.id, A: facts.A, B: facts.B, mark: facts.mark, battery: facts.battery, edition: facts.edition },
    ...{ result: word, because, alpha: facts.alpha, evidence: seen.evidence, decidedAfter: seen.decidedAfter },
    baseArm: seen.baseArm,
    comparisons: { AB: comparisons.between, AA: comparisons.within.A, BB: comparisons.within.B },
    ...{ tokens, cause, arms: seen.arms, again: seen.again, power },
    calls: { made: calls.length, answers: answersBySide(seen.calls), excluded: excludedOf(seen.calls) },
    dropped: seen.dropped,
    models: { A: namesOf(calls, "A", "model"), B: namesOf(calls, "B", "model") },
    upstreams: { A: namesOf(calls, "A", "upstream"), B: namesOf(calls, "B", "upstream") },
    counts: countsOf(seen.calls.filter(({ arm }) => arm === seen.baseArm)),
    ...{ ended, spentUsd },
  };
}

/** Calls without an answer, by side and reason. */
function excludedOf(calls: readonly IdentityCall[]) {
  return sides.flatMap((side) =>
    exclusions.flatMap((reason) => {
      const count = calls.filter((one) => one.side === side && one.excluded === reason).length;
      return count === 0 ? [] : [{ side, reason, count }];
    }),
  );
}

/** What the replies of a side name as the model that answered, or as the upstream that served it. */
function namesOf(calls: readonly KeptAnswer[], side: Side, member: "model" | "upstream"): readonly string[] {
  return [...new Set(calls.flatMap((one) => (one.call.side === side ? (one[member] ?? []) : [])))].sort();
}

/** How often each answer of the comparison was given, by prompt and side. */
function countsOf(calls: readonly IdentityCall[]) {
  const prompts = [...new Set(calls.map(({ prompt }) => prompt))].sort();
  return prompts.map((prompt) => ({ prompt, A: tally(calls, prompt, "A"), B: tally(calls, prompt, "B") }));
}

function tally(calls: readonly IdentityCall[], prompt: string, side: Side): { readonly [answer: string]: number } {
  const counts = new Map<string, number>();
  for (const call of calls) {
    if (call.prompt !== prompt || call.side !== side || call.answer === null) continue;
    counts.set(call.answer, (counts.get(call.answer) ?? 0) + 1);
  }
  const sorted = [...counts].sort(([one, left], [other, right]) => right - left || (one < other ? -1 : 1));
  return Object.fromEntries(sorted);
}
