import { createHash } from "node:crypto";
import type { PlannedCase } from "./plan.js";

/** One part of a plan that several machines share: the `index`th of `of`, from 1. */
export type Shard = { readonly index: number; readonly of: number };

type CaseName = { readonly target: string; readonly scenario: string };

/** The shard as it is typed: `3/8`. */
export function shardText({ index, of }: Shard): string {
  return `${index}/${of}`;
}

/**
 * The shard of `of` that a case belongs to, from 1. The names of target and scenario decide, so that every machine finds the same, and all
 * trials of a case are of one shard.
 */
export function shardOf({ target, scenario }: CaseName, of: number): number {
  return (createHash("sha256").update(`${target} ${scenario}`).digest().readUIntBE(0, 6) % of) + 1;
}

/** True where a case is of a shard; null: every case is. */
export function isInShard(one: CaseName, shard: Shard | null): boolean {
  return shard === null || shardOf(one, shard.of) === shard.index;
}

/** The cases of a shard, in their order; null: all. */
export function casesOfShard(cases: readonly PlannedCase[], shard: Shard | null): readonly PlannedCase[] {
  return cases.filter(({ target, scenario }) => isInShard({ target: target.id, scenario: scenario.id }, shard));
}

/** {@link shardOf} a planned case. */
export function shardOfPlanned({ target, scenario }: Pick<PlannedCase, "target" | "scenario">, of: number): number {
  return shardOf({ target: target.id, scenario: scenario.id }, of);
}
