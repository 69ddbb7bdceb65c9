import { groupBy } from "../../../chat/group-by.js";
import type { Space } from "../space.js";
import { type Available, availableOf, type Out } from "./available.js";
import { sweep } from "./coordinates.js";
import { activities, type FlatParts, flatParts } from "./flat-parts.js";
import { type PlacePart, placeParts, type Seat } from "./place-parts.js";
import { type Grown, nothingGrown, type RequestPart, requestParts } from "./request-parts.js";

/** Request parts that no available arm tells apart. `part` answers for all of them; `names`: what it may be, the likeliest first. */
export type RequestClass = { readonly part: RequestPart; readonly prior: number; readonly names: readonly CauseName[] };

/** Place parts that no available place tells apart. `seats`: the likeliest first. `cures`: bits of the available places. */
export type PlaceClass = { readonly cures: number; readonly prior: number; readonly seats: readonly Seat[] };

/** The request part of a cause: no factor, one, or several with their rule. Factors are ids, in the order of the space. */
export type CauseName = { readonly rule: "all" | "any"; readonly factors: readonly string[] };

/**
 * The hypotheses of a space, merged. A hypothesis is a request class and a place class; its number is request × places + place.
 * `constant`: the number of "no factor, no place". `causes`: the names that hypotheses may bear, a request name and a seat name each;
 * `causeOf`: which one each bears; `seatOf`: the number of the seat name of each place class, of `seats`.
 */
export type Model = {
  readonly space: Space;
  readonly available: Available;
  readonly requests: readonly RequestClass[];
  readonly places: readonly PlaceClass[];
  /** The parts of `requests` as numbers. */
  readonly flat: FlatParts;
  readonly priors: Float64Array;
  readonly constant: number;
  readonly causes: readonly string[];
  readonly causeOf: Int32Array;
  readonly seats: readonly string[];
  readonly seatOf: Int32Array;
};

/** A name or seat that has less than this share of a merged class is not worth a word. */
const worthNaming = 0.1;

/** The models that were made of a space, by what was out and had grown: many experiments on one cell begin alike. */
const mostKept = 12;
const known = new WeakMap<Space, Map<string, Model>>();

/**
 * The hypotheses of a space; what no available arm tells apart is merged. `grown`: what is believed in besides. A model that was made
 * before is the same one.
 */
export function modelOf(space: Space, out: Out, grown: Grown = nothingGrown): Model {
  const models = known.get(space) ?? new Map<string, Model>();
  known.set(space, models);
  const key = JSON.stringify([[...out.levels].sort(), [...out.places].sort(), grown]);
  const model = models.get(key) ?? madeModel(space, out, grown);
  const [oldest] = models.keys();
  if (models.size >= mostKept && oldest !== undefined && !models.has(key)) models.delete(oldest);
  models.set(key, model);
  return model;
}

function madeModel(space: Space, out: Out, grown: Grown): Model {
  const available = availableOf(space, out);
  const [requests, places] = [
    requestClasses(space, available, requestParts(space, grown)),
    placeClasses(space, available),
  ];
  const priors = requests.flatMap((request) => places.map((place) => request.prior * place.prior));
  const constantRequest = requests.findIndex(({ part }) => part.factors.length === 0);
  const constant = constantRequest * places.length + places.findIndex(({ cures }) => cures === 0);
  return {
    space,
    available,
    requests,
    places,
    flat: flatParts(requests.map(({ part }) => part)),
    priors: Float64Array.from(priors),
    constant,
    ...causesOf(requests, places),
  };
}

function causesOf(
  requests: readonly RequestClass[],
  places: readonly PlaceClass[],
): Pick<Model, "causes" | "causeOf" | "seats" | "seatOf"> {
  const numbers = new Map<string, number>();
  const names = requests.map((request) => request.names.map(nameKey).join(" or "));
  const ofPlaces = places.map((place) => place.seats.join(" or "));
  const seats = [...new Set(ofPlaces)];
  const causeOf = names.flatMap((name) =>
    ofPlaces.map((seat) => {
      const key = `${name} @ ${seat}`;
      const number = numbers.get(key) ?? numbers.size;
      numbers.set(key, number);
      return number;
    }),
  );
  return {
    causes: [...numbers.keys()],
    causeOf: Int32Array.from(causeOf),
    seats,
    seatOf: Int32Array.from(ofPlaces, (seat) => seats.indexOf(seat)),
  };
}

/** One text for each request part: "none", "a", "a and b", "either a or b". */
export function nameKey({ rule, factors }: CauseName): string {
  if (factors.length === 0) return "none";
  return rule === "all" ? factors.join(" and ") : `either ${factors.join(" or ")}`;
}

function requestClasses(space: Space, available: Available, parts: readonly RequestPart[]): readonly RequestClass[] {
  const flat = flatParts(parts);
  const active = tellingArms(space, available).map((values) => activities(flat, values));
  const groups = groupBy(parts.keys(), (part) => active.map((one) => ((one[part] ?? 0) > 0 ? 1 : 0)).join(""));
  return [...groups.values()].map((numbers) => {
    const members = numbers.flatMap((number) => parts[number] ?? []);
    const prior = sum(members.map((member) => member.prior));
    const names = shares(members, ({ rule, factors }) => `${rule}:${factors.join(",")}`, prior);
    const first = names[0]?.member ?? none;
    return {
      part: first,
      prior,
      names: names
        .filter(({ member }) => member === first || !isWider(member, first))
        .map(({ member }) => ({
          rule: member.rule,
          factors: member.factors.map((index) => space.factors[index]?.id ?? ""),
        })),
    };
  });
}

/** The same cause in more words: a part that adds factors to one which acts alike without them. */
function isWider({ factors }: RequestPart, than: RequestPart): boolean {
  return than.factors.length > 0 && than.factors.every((factor) => factors.includes(factor));
}

const none: RequestPart = { rule: "all", factors: [], cures: [], prior: 0 };

function placeClasses(space: Space, { places }: Available): readonly PlaceClass[] {
  const usable = places.reduce((bits, place) => bits | (1 << place), 0);
  const seen = placeParts(space).map((part) => ({ ...part, cures: part.cures & usable }));
  const groups = groupBy(seen, ({ cures }) => cures);
  return [...groups.values()].map((members) => {
    const prior = sum(members.map((member) => member.prior));
    const seats = shares(members, ({ seat }) => seat, prior).map(({ member }) => member.seat);
    return { cures: (members[0] as PlacePart).cures, prior, seats };
  });
}

/**
 * One level of one factor, and the first levels of two, or every level of one that contains others: what tells every two parts apart
 * that can be told apart.
 */
function tellingArms(space: Space, { levels }: Available): readonly Int8Array[] {
  const arm = (changes: readonly (readonly [factor: number, level: number])[]) => {
    const values = new Int8Array(space.factors.length);
    for (const [factor, level] of changes) values[factor] = level + 1;
    return sweep(space, values);
  };
  const singles = levels.flatMap((own, factor) => own.map((level) => arm([[factor, level]])));
  const firsts = levels.flatMap((own, factor) => {
    const holds = own.some((level) => (space.factors[factor]?.levels[level]?.contains ?? []).length > 0);
    return own.slice(0, holds ? own.length : 1).map((level) => [factor, level] as const);
  });
  const pairs = firsts.flatMap((left, index) =>
    firsts.slice(index + 1).flatMap((right) => (left[0] === right[0] ? [] : [arm([left, right])])),
  );
  return [arm([]), ...singles, ...pairs];
}

/** The members by name, likeliest first, without those that are not worth naming. */
function shares<T extends { readonly prior: number }>(
  members: readonly T[],
  key: (member: T) => string,
  prior: number,
) {
  return [...groupBy(members, key).values()]
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
