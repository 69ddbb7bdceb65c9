import type { Space } from "../space.js";
import { type Available, availableOf, type Out } from "./available.js";
import { sweep } from "./coordinates.js";
import { type PlacePart, placeParts, type Seat } from "./place-parts.js";
import { activity, type RequestPart, requestParts } from "./request-parts.js";

/** Request parts that no available arm tells apart. `part` answers for all of them; `names`: what it may be, the likeliest first. */
export type RequestClass = { readonly part: RequestPart; readonly prior: number; readonly names: readonly CauseName[] };

/** Place parts that no available place tells apart. `seats`: the likeliest first. `cures`: bits of the available places. */
export type PlaceClass = { readonly cures: number; readonly prior: number; readonly seats: readonly Seat[] };

/** The request part of a cause: no factor, one, or several with their rule. Factors are ids, in the order of the space. */
export type CauseName = { readonly rule: "all" | "any"; readonly factors: readonly string[] };

/** The hypotheses of a space, merged. A hypothesis is a request class and a place class; its number is request × places + place. */
export type Model = {
  readonly space: Space;
  readonly available: Available;
  readonly requests: readonly RequestClass[];
  readonly places: readonly PlaceClass[];
};

/** A name or seat that has less than this share of a merged class is not worth a word. */
const worthNaming = 0.1;

/** Builds the hypotheses, and merges what no available arm tells apart. */
export function modelOf(space: Space, out: Out): Model {
  const available = availableOf(space, out);
  return { space, available, requests: requestClasses(space, available), places: placeClasses(space, available) };
}

function requestClasses(space: Space, available: Available): readonly RequestClass[] {
  const arms = tellingArms(space, available);
  const groups = grouped(requestParts(space), (part) => arms.map((values) => activity(part, values)).join(""));
  return groups.map((members) => {
    const prior = sum(members.map((member) => member.prior));
    const names = shares(members, ({ rule, factors }) => `${rule}:${factors.join(",")}`, prior);
    return {
      part: names[0]?.member ?? none,
      prior,
      names: names.map(({ member }) => ({
        rule: member.rule,
        factors: member.factors.map((index) => space.factors[index]?.id ?? ""),
      })),
    };
  });
}

const none: RequestPart = { rule: "all", factors: [], cures: [], prior: 0 };

function placeClasses(space: Space, { places }: Available): readonly PlaceClass[] {
  const usable = places.reduce((bits, place) => bits | (1 << place), 0);
  const seen = placeParts(space).map((part) => ({ ...part, cures: part.cures & usable }));
  const groups = grouped(seen, ({ cures }) => String(cures));
  return groups.map((members) => {
    const prior = sum(members.map((member) => member.prior));
    const seats = shares(members, ({ seat }) => seat, prior).map(({ member }) => member.seat);
    return { cures: (members[0] as PlacePart).cures, prior, seats };
  });
}

/** One level of one factor, and the first levels of two: what tells every two parts apart that can be told apart. */
function tellingArms(space: Space, { levels }: Available): readonly Int8Array[] {
  const arm = (changes: readonly (readonly [factor: number, level: number])[]) => {
    const values = new Int8Array(space.factors.length);
    for (const [factor, level] of changes) values[factor] = level + 1;
    return sweep(space, values);
  };
  const singles = levels.flatMap((own, factor) => own.map((level) => arm([[factor, level]])));
  const firsts = levels.flatMap((own, factor) => (own[0] === undefined ? [] : [[factor, own[0]] as const]));
  const pairs = firsts.flatMap((left, index) => firsts.slice(index + 1).map((right) => arm([left, right])));
  return [arm([]), ...singles, ...pairs];
}

function grouped<T>(members: readonly T[], key: (member: T) => string): readonly (readonly T[])[] {
  const groups = new Map<string, T[]>();
  for (const member of members) {
    const id = key(member);
    const group = groups.get(id);
    if (group === undefined) groups.set(id, [member]);
    else group.push(member);
  }
  return [...groups.values()];
}

/** The members by name, likeliest first, without those that are not worth naming. */
function shares<T extends { readonly prior: number }>(
  members: readonly T[],
  key: (member: T) => string,
  prior: number,
) {
  return grouped(members, key)
    .flatMap((group) => {
      const [member] = [...group].sort((left, right) => right.prior - left.prior);
      return member === undefined ? [] : [{ member, share: sum(group.map((one) => one.prior)) / prior }];
    })
    .sort((left, right) => right.share - left.share)
    .filter(({ share }, index) => index === 0 || share >= worthNaming);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
