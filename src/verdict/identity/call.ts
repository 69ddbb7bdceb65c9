/** The two sources that are compared, in the order in which they were named. */
export const sides = ["A", "B"] as const;
export type Side = (typeof sides)[number];

/** The other one. */
export function otherSide(side: Side): Side {
  return side === "A" ? "B" : "A";
}

/**
 * How a prompt is asked. `base`: as it is, with nothing said about sampling. Every other arm changes one thing on both sides alike, so that
 * a difference that it cures has its cause there.
 */
export const armIds = ["base", "sampling", "system-prompt", "fresh-prompt", "reasoning-off", "two-turns"] as const;
export type ArmId = (typeof armIds)[number];

/** Why a call has no answer that counts. `reasoned`: the reply spent its tokens on reasoning. `refused`: the request was not taken. */
export const exclusions = ["busy", "refused", "filtered", "empty", "reasoned", "failed"] as const;
export type Exclusion = (typeof exclusions)[number];

/** What is asked: one prompt in one arm of one side. `number`: from 1, in the order in which they were drawn; a call is repeated under it. */
export type IdentityAsk = {
  readonly number: number;
  readonly phase: number;
  readonly arm: ArmId;
  readonly prompt: string;
  readonly side: Side;
};

/**
 * What a call showed. `answer` null: it is excluded, and `excluded` says why. `inputTokens` null: not reported, or a cache had a part in
 * them. `hasReasoned`: the reply reports reasoning. `isCopy`: the wire shows that a cache gave the reply.
 */
export type IdentityCall = IdentityAsk & {
  readonly call: number;
  readonly answer: string | null;
  readonly excluded: Exclusion | null;
  readonly inputTokens: number | null;
  readonly hasReasoned: boolean;
  readonly isCopy: boolean;
};
