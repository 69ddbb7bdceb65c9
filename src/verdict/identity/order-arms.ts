import type { ArmId, IdentityCall, Side } from "./call.js";
import type { IdentityOptions } from "./options.js";
import { tokenClue } from "./prompt-tokens.js";

/** The arms that may cure a difference, the likeliest cause first, by what the comparison has shown. */
export function orderArms(
  calls: readonly IdentityCall[],
  { arms, incomparable }: IdentityOptions,
  baseArm: ArmId,
): readonly ArmId[] {
  const tokens = tokenClue(calls, baseArm, incomparable).kind;
  const base = calls.filter(({ arm }) => arm === baseArm);
  const clues: readonly (readonly [arm: ArmId, weight: number])[] = [
    ["sampling", 2],
    ["fresh-prompt", base.some(({ isCopy }) => isCopy) || isSteadyAlone(base) ? 4 : 1],
    ["system-prompt", tokens === "constant" ? 5 : 1.5],
    ["reasoning-off", reasonsAlone(base) ? 6 : 0.5],
  ];
  return clues
    .filter(([arm]) => arm !== baseArm && arms.includes(arm))
    .sort(([, left], [, right]) => right - left)
    .map(([arm]) => arm);
}

/** True where one side gave, but for one in twenty, the same answer to a prompt as before, and the other one did not. */
export function isSteadyAlone(calls: readonly IdentityCall[]): boolean {
  const [ofA, ofB] = [changesOf(calls, "A"), changesOf(calls, "B")];
  return ofA.repeats >= 6 && ofB.repeats >= 6 && ofA.changes * 20 <= ofA.repeats !== ofB.changes * 20 <= ofB.repeats;
}

/** How often a side was asked a prompt again, and how often the answer was another one than before. */
function changesOf(calls: readonly IdentityCall[], side: Side): { readonly repeats: number; readonly changes: number } {
  const last = new Map<string, string>();
  let [repeats, changes] = [0, 0];
  for (const { prompt, answer, side: of } of calls) {
    if (of !== side || answer === null) continue;
    const before = last.get(prompt);
    if (before !== undefined) repeats += 1;
    if (before !== undefined && before !== answer) changes += 1;
    last.set(prompt, answer);
  }
  return { repeats, changes };
}

/** True where one side reports reasoning and the other one does not. */
export function reasonsAlone(calls: readonly IdentityCall[]): boolean {
  const [A, B] = (["A", "B"] as const).map((side) => calls.some((one) => one.side === side && one.hasReasoned));
  return A !== B;
}
