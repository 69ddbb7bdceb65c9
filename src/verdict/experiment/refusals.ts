import { levelKey, type Out } from "./hypotheses/available.js";
import { type ArmNumbers, armKey, sweep } from "./hypotheses/coordinates.js";
import type { Space } from "./space.js";

/**
 * What the service takes and what it does not. A level or place is out once a call was refused that changes nothing else that was
 * not taken before. `toSplit`: changes of which one at least is refused, not known which. `outThere`: levels that one place alone refuses, as "factor=level@place".
 */
export type Refusals = {
  readonly outLevels: Set<string>;
  readonly outPlaces: Set<string>;
  readonly outThere: Set<string>;
  readonly taken: Set<string>;
  readonly outArms: Set<string>;
  readonly toSplit: { readonly arm: ArmNumbers; readonly suspects: readonly number[] }[];
  readonly quoted: { readonly what: string; readonly call: number }[];
};

/** Nothing was refused. */
export function noRefusals(): Refusals {
  return {
    outLevels: new Set(),
    outPlaces: new Set(),
    outThere: new Set(),
    taken: new Set(),
    outArms: new Set(),
    toSplit: [],
    quoted: [],
  };
}

/** What is out, for the hypotheses. */
export function outOf({ outLevels, outPlaces }: Refusals): Out {
  return { levels: outLevels, places: outPlaces };
}

/** The service took the arm: nothing in it is out at its place. */
export function noteTaken(refusals: Refusals, space: Space, arm: ArmNumbers): void {
  refusals.taken.add(`@${arm.place}`);
  for (const factor of changedFactors(arm)) refusals.taken.add(`${changeKey(space, arm, factor)}@${arm.place}`);
}

/** The service refused the arm. Returns true if a level or a place is out by it. */
export function noteRefused(
  refusals: Refusals,
  space: Space,
  { arm, call }: { readonly arm: ArmNumbers; readonly call: number },
): boolean {
  refusals.outArms.add(armKey(arm));
  const suspects = changedFactors(arm).filter(
    (factor) => !refusals.taken.has(`${changeKey(space, arm, factor)}@${arm.place}`),
  );
  const isPlaceOpen = arm.place > 0 && !refusals.taken.has(`@${arm.place}`);
  const [only, ...others] = suspects;
  if (isPlaceOpen && suspects.length === 0) {
    const place = space.places[arm.place - 1]?.id ?? "";
    refusals.outPlaces.add(place);
    refusals.quoted.push({ what: place, call });
    return true;
  }
  if (isPlaceOpen || only === undefined) return false;
  if (others.length > 0) {
    refusals.toSplit.push({ arm, suspects });
    return false;
  }
  const key = changeKey(space, arm, only);
  const isTakenHere = refusals.taken.has(`${key}@0`);
  if (isTakenHere) refusals.outThere.add(`${key}@${arm.place}`);
  else refusals.outLevels.add(key);
  refusals.quoted.push({ what: key, call });
  return !isTakenHere;
}

/** Two arms that share the suspects of the oldest open refusal between them; null: none is open. */
export function splittingArms(refusals: Refusals, space: Space): readonly ArmNumbers[] | null {
  for (let open = refusals.toSplit[0]; open !== undefined; open = refusals.toSplit[0]) {
    const { arm } = open;
    const suspects = open.suspects.filter((factor) => {
      const key = changeKey(space, arm, factor);
      return !isOut(refusals, key, arm.place) && !refusals.taken.has(`${key}@${arm.place}`);
    });
    const isExplained = open.suspects.some((factor) => isOut(refusals, changeKey(space, arm, factor), arm.place));
    refusals.toSplit.shift();
    if (suspects.length === 0 || isExplained) continue;
    const half = Math.ceil(suspects.length / 2);
    return [suspects.slice(0, half), suspects.slice(half)]
      .filter((some) => some.length > 0)
      .map((some) => ({
        values: sweep(
          space,
          arm.values.map((value, factor) => (some.includes(factor) ? value : 0)),
        ),
        place: arm.place,
      }));
  }
  return null;
}

/** True if the arm was refused before, or has a change that is out. */
export function isRefused(refusals: Refusals, space: Space, arm: ArmNumbers): boolean {
  if (refusals.outArms.size === 0) return false;
  if (refusals.outArms.has(armKey(arm))) return true;
  if (arm.place > 0 && refusals.outPlaces.has(space.places[arm.place - 1]?.id ?? "")) return true;
  return changedFactors(arm).some((factor) => {
    const key = changeKey(space, arm, factor);
    return isOut(refusals, key, arm.place);
  });
}

function isOut({ outLevels, outThere }: Refusals, key: string, place: number): boolean {
  return outLevels.has(key) || outThere.has(`${key}@${place}`);
}

function changedFactors({ values }: ArmNumbers): readonly number[] {
  return [...values].flatMap((value, factor) => (value > 0 ? [factor] : []));
}

function changeKey(space: Space, { values }: ArmNumbers, factor: number): string {
  const choice = space.factors[factor];
  return levelKey(choice?.id ?? "", choice?.levels[(values[factor] ?? 0) - 1]?.id ?? "");
}
