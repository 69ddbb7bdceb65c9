import type { RequestPart } from "./request-parts.js";

/**
 * Request parts as plain numbers, for the loops that go over all of them. The factors of part `n` stand at `first[n]` to `first[n + 1]`
 * of `factors` and `cures`.
 */
export type FlatParts = {
  readonly count: number;
  readonly first: Int32Array;
  readonly factors: Int32Array;
  readonly cures: Int32Array;
  readonly isAny: Uint8Array;
};

/** The same parts, in their order. */
export function flatParts(parts: readonly RequestPart[]): FlatParts {
  const first = new Int32Array(parts.length + 1);
  parts.forEach(({ factors }, part) => {
    first[part + 1] = (first[part] ?? 0) + factors.length;
  });
  return {
    ...{ count: parts.length, first },
    factors: Int32Array.from(parts.flatMap(({ factors }) => factors)),
    cures: Int32Array.from(parts.flatMap(({ factors, cures }) => factors.map((_, at) => cures[at] ?? 0))),
    isAny: Uint8Array.from(parts, ({ rule }) => (rule === "any" ? 1 : 0)),
  };
}

/** Some of the parts, in the order of their numbers. */
export function partsOf({ first, factors, cures, isAny }: FlatParts, numbers: Int32Array): FlatParts {
  const starts = new Int32Array(numbers.length + 1);
  for (let at = 0; at < numbers.length; at += 1) {
    const part = numbers[at] ?? 0;
    starts[at + 1] = (starts[at] ?? 0) + (first[part + 1] ?? 0) - (first[part] ?? 0);
  }
  const size = starts[numbers.length] ?? 0;
  const some = { factors: new Int32Array(size), cures: new Int32Array(size), isAny: new Uint8Array(numbers.length) };
  for (let at = 0, to = 0; at < numbers.length; at += 1) {
    const part = numbers[at] ?? 0;
    some.isAny[at] = isAny[part] ?? 0;
    for (let from = first[part] ?? 0; from < (first[part + 1] ?? 0); from += 1, to += 1) {
      some.factors[to] = factors[from] ?? 0;
      some.cures[to] = cures[from] ?? 0;
    }
  }
  return { count: numbers.length, first: starts, ...some };
}

/** What {@link activity} says of each part, for a call with these values. */
export function activities({ count, first, factors, cures, isAny }: FlatParts, values: Int8Array): Uint8Array {
  // A value as a bit: it is kept if no bit of the curing levels meets it. What is swept along meets any.
  const bits = new Int32Array(values.length);
  for (let factor = 0; factor < values.length; factor += 1) {
    const value = values[factor] ?? 0;
    bits[factor] = value === 0 ? 0 : value < 0 ? -1 : 1 << (value - 1);
  }
  const found = new Uint8Array(count);
  let at = 0;
  for (let part = 0; part < count; part += 1) {
    const end = first[part + 1] ?? 0;
    const all = end - at;
    let kept = 0;
    for (; at < end; at += 1) if (((cures[at] ?? 0) & (bits[factors[at] ?? 0] ?? 0)) === 0) kept += 1;
    found[part] = isAny[part] === 1 ? Math.min(kept, 2) : kept === all ? 1 : 0;
  }
  return found;
}
