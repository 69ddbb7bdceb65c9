import type { Arm, Space } from "../space.js";

/** An arm as numbers. `values`: for each factor 0 (kept), 1 + the place of the level in the space, or `swept`. `place`: 0 is the failing one. */
export type ArmNumbers = { readonly values: Int8Array; readonly place: number };

/** The factor is changed by a level of another one that contains it. */
export const swept = -1;

/** Reads an arm. A factor, level or place that the space does not have is a RangeError. */
export function armNumbers(space: Space, arm: Arm): ArmNumbers {
  const values = new Int8Array(space.factors.length);
  for (const [id, level] of Object.entries(arm.changed)) {
    const index = space.factors.findIndex((factor) => factor.id === id);
    const at = space.factors[index]?.levels.findIndex((one) => one.id === level) ?? -1;
    if (at < 0) throw new RangeError(`the space has no level ${id}=${level}`);
    values[index] = at + 1;
  }
  return { values: sweep(space, values), place: placeNumber(space, arm.place) };
}

/** The arm of these values; what is merely swept along is not named. */
export function armOf(space: Space, { values, place }: ArmNumbers): Arm {
  const changed: { [factor: string]: string } = {};
  space.factors.forEach(({ id, levels }, index) => {
    const level = levels[(values[index] ?? 0) - 1];
    if (level !== undefined) changed[id] = level.id;
  });
  return { changed, place: place === 0 ? null : (space.places[place - 1]?.id ?? null) };
}

/** One text for each way to ask, the same however the arm was put together. */
export function armKey({ values, place }: ArmNumbers): string {
  return `${values.join(",")}@${place}`;
}

/** True if both are the same way to ask. */
export function isSameArm(one: ArmNumbers, other: ArmNumbers): boolean {
  return one.place === other.place && isSameValues(one.values, other.values);
}

function isSameValues(one: Int8Array, other: Int8Array): boolean {
  for (let at = 0; at < one.length; at += 1) if (one[at] !== other[at]) return false;
  return true;
}

/** Marks what the changed levels contain, and takes a level away that a wider change makes idle. */
export function sweep(space: Space, values: Int8Array): Int8Array {
  space.factors.forEach(({ levels }, index) => {
    for (const id of levels[(values[index] ?? 0) - 1]?.contains ?? []) {
      const inner = space.factors.findIndex((factor) => factor.id === id);
      if (inner >= 0 && inner !== index) values[inner] = swept;
    }
  });
  return values;
}

/**
 * The same request in fewer words: a level that changes nothing at the place of the arm is left out. A failure there would else seem to
 * show that the factor is not needed, though its failing value was sent.
 */
export function withoutIdle(space: Space, arm: ArmNumbers): ArmNumbers {
  const bits = idleBits(space)[arm.place];
  if (bits === undefined || !arm.values.some((value, index) => isIdle(bits, value, index))) return arm;
  return { values: arm.values.map((value, index) => (isIdle(bits, value, index) ? 0 : value)), place: arm.place };
}

function isIdle(bits: Int32Array, value: number, index: number): boolean {
  return value > 0 && (((bits[index] ?? 0) >> (value - 1)) & 1) === 1;
}

const knownBits = new WeakMap<Space, readonly (Int32Array | undefined)[]>();

/** By the number of a place: for each factor its idle levels there, as bits; undefined: none is. */
function idleBits(space: Space): readonly (Int32Array | undefined)[] {
  const known = knownBits.get(space) ?? [undefined, ...space.places.map(({ id }) => bitsOf(space, space.idle?.[id]))];
  knownBits.set(space, known);
  return known;
}

function bitsOf({ factors }: Space, idle: readonly string[] = []): Int32Array | undefined {
  if (idle.length === 0) return undefined;
  const bitsOfFactor = ({ id, levels }: Space["factors"][number]) =>
    levels.reduce((bits, level, at) => (idle.includes(`${id}=${level.id}`) ? bits | (1 << at) : bits), 0);
  return Int32Array.from(factors, bitsOfFactor);
}

function placeNumber(space: Space, place: string | null): number {
  if (place === null) return 0;
  const index = space.places.findIndex(({ id }) => id === place);
  if (index < 0) throw new RangeError(`the space has no place ${place}`);
  return index + 1;
}
