import type { ArmId } from "./call.js";

/** What can make two sources answer differently. */
export const causeIds = [
  "sampling",
  "system-prompt",
  "reasoning",
  "template",
  "cache",
  "drift",
  "mixture",
  "quantisation",
  "weights",
] as const;
export type CauseId = (typeof causeIds)[number];

/** The cause of a difference that an arm cures; null: the arm cures nothing by itself. */
export const curedBy: { readonly [arm in ArmId]: CauseId | null } = {
  base: null,
  sampling: "sampling",
  "system-prompt": "system-prompt",
  "fresh-prompt": "cache",
  "reasoning-off": "reasoning",
  "two-turns": null,
};
