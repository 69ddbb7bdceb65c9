import { createHash } from "node:crypto";

/** A trial to ask. `round`: see StoredTrial. */
export type WantedTrial = { readonly trial: number; readonly round: number };

/** Some trials of one case: what a worker takes at once. */
export type Block = {
  /** A UUID. */
  readonly id: string;
  /** The run that it is of. */
  readonly plan: string;
  readonly provider: string;
  readonly target: string;
  readonly scenario: string;
  /** Ascending. */
  readonly trials: readonly WantedTrial[];
};

/** The most trials of a block. */
export const mostTrials = 8;

/** Which blocks a worker can take: those of one plan that ask one provider. */
export type Line = { readonly plan: string; readonly provider: string };

/** The name of the queue of a line: plans and providers may have longer names, and other characters, than a queue. */
export function queueName({ plan, provider }: Line): string {
  return `line-${createHash("sha256").update(`${plan}\n${provider}`).digest("hex").slice(0, 32)}`;
}

/** A block as a person reads it: `basic-chat on kimi-k2.5/…, trials 1 to 8`. */
export function blockText({ target, scenario, trials }: Pick<Block, "target" | "scenario" | "trials">): string {
  const [first, last] = [trials[0]?.trial ?? 0, trials.at(-1)?.trial ?? 0];
  return `${scenario} on ${target}, ${first === last ? `trial ${first}` : `trials ${first} to ${last}`}`;
}
