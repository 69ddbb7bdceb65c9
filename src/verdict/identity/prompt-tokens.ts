import { type ArmId, type IdentityCall, type Side, sides } from "./call.js";

/**
 * What the prompt tokens that both sides report for the same request say. `equal`: the same for every prompt. `constant`: side B counts
 * `more` than A at every prompt. `uneven`: the difference changes from prompt to prompt, so that another tokenizer counts. `unsteady`: a
 * side reports several counts for one request, so that several deployments answer. `unknown`: nothing to compare, and `why`.
 */
export type TokenClue =
  | { readonly kind: "equal"; readonly prompts: number }
  | { readonly kind: "constant"; readonly more: number; readonly prompts: number }
  | { readonly kind: "uneven"; readonly least: number; readonly most: number; readonly prompts: number }
  | { readonly kind: "unsteady"; readonly side: Side; readonly prompts: number }
  | { readonly kind: "unknown"; readonly why: string };

/** Prompts that have to be there before the counts say anything. */
const enoughPrompts = 3;

/** Compares the counts of the calls of one arm. `incomparable`: why the two sides count by other definitions; null: they do not. */
export function tokenClue(calls: readonly IdentityCall[], arm: ArmId, incomparable: string | null): TokenClue {
  const counts = countsOf(calls, arm);
  for (const side of sides) {
    const several = [...counts[side].values()].filter((seen) => seen.size > 1).length;
    if (several > 0) return { kind: "unsteady", side, prompts: several };
  }
  if (incomparable !== null) return { kind: "unknown", why: incomparable };
  const more = [...counts.A].flatMap(([prompt, [ofA = 0]]) => {
    const [ofB] = counts.B.get(prompt) ?? [];
    return ofB === undefined ? [] : [ofB - ofA];
  });
  if (more.length < enoughPrompts) {
    return { kind: "unknown", why: `both sides reported them for ${more.length} prompts` };
  }
  const [least, most] = [Math.min(...more), Math.max(...more)];
  if (least !== most) return { kind: "uneven", least, most, prompts: more.length };
  return least === 0
    ? { kind: "equal", prompts: more.length }
    : { kind: "constant", more: least, prompts: more.length };
}

type TokenCounts = { readonly [side in Side]: Map<string, Set<number>> };

function countsOf(calls: readonly IdentityCall[], arm: ArmId): TokenCounts {
  const counts: TokenCounts = { A: new Map(), B: new Map() };
  for (const call of calls) {
    if (call.arm !== arm || call.inputTokens === null) continue;
    const seen = counts[call.side].get(call.prompt) ?? new Set();
    counts[call.side].set(call.prompt, seen.add(call.inputTokens));
  }
  return counts;
}
