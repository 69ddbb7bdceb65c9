import type { ArmId } from "./call.js";

/** One stretch of calls in one arm. `first`: the comparison itself. `arm`: with one thing changed. `again`: the comparison, after the arms. */
export type Phase = {
  readonly arm: ArmId;
  /** `first`: the comparison itself. `arm`: with one thing changed. `again`: the comparison again, after the arms. */
  /** `confirm`: an arm that seems to cure, a second time. */
  readonly role: "first" | "arm" | "again" | "confirm" | "turns";
  /** Answers at most. */
  readonly answers: number;
};

/** How an arm ended: the difference is still there, it is gone, or neither is shown. `refused`: a side does not take the request. */
export type ArmOutcome = "kept" | "cured" | "unclear" | "refused";

/** The evidence at which an arm has the difference, too. Each arm is a question of its own: one of 100 is wrong at most. */
export const keptEvidence = 100;

/** The evidence at which the comparison that is made again has found the difference again. */
export const foundAgainEvidence = 50;

/** Up to here an arm's evidence speaks against the difference, once the arm has all its answers. */
export const curedEvidence = 0.2;

/** Answers of an arm at most, if the first comparison was decided after `decidedAfter`: several times as many, within bounds. */
export function armAnswers(decidedAfter: number): number {
  return Math.min(320, Math.max(leastAnswers, 4 * decidedAfter));
}

/** How the prompts of a phase are chosen: how many at first, whether more are taken up, and the share of calls that ask what told most. */
export type PromptChoice = { readonly prompts: number; readonly grows: boolean; readonly chosenShare: number };

/** A swap shows early where few prompts are learnt first; drift shows where prompts of the beginning are asked again. */
export const promptChoices: { readonly [role in Phase["role"]]: PromptChoice } = {
  first: { prompts: 2, grows: true, chosenShare: 0.8 },
  arm: { prompts: 2, grows: true, chosenShare: 0.8 },
  confirm: { prompts: 2, grows: true, chosenShare: 0.8 },
  again: { prompts: 6, grows: false, chosenShare: 0.5 },
  turns: { prompts: 8, grows: false, chosenShare: 0 },
};

/** Answers of an arm below which nothing is said to be cured. */
export const leastAnswers = 80;

/** Answers of the comparison that is made again after the arms, which are kept back for it. */
export function againAnswers(decidedAfter: number): number {
  return Math.min(240, Math.max(120, Math.ceil(1.5 * decidedAfter)));
}
