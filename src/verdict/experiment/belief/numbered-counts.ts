import { allIn, type BadOfAll, badIn, type Counts } from "./counts.js";

/**
 * The different counts of all hypotheses, each once: `numbers` has the place in `once` and `twice` for each hypothesis. Most hypotheses
 * share theirs with others.
 */
export type NumberedCounts = {
  readonly numbers: Int32Array;
  readonly once: readonly BadOfAll[];
  readonly twice: readonly BadOfAll[];
};

/** Numbers the counts in the order in which they come. */
export function numberedCounts({ once, twice, total }: Counts): NumberedCounts {
  const size = once.length;
  const numbers = new Int32Array(size);
  const ofOnce: BadOfAll[] = [];
  const ofTwice: BadOfAll[] = [];
  const width = badIn(total) + 1;
  const alone = cleared("alone", (allIn(total) + 1) * width);
  const slots = cleared("slots", slotsFor(size));
  const mask = slots.length - 1;
  for (let hypothesis = 0; hypothesis < size; hypothesis += 1) {
    const one = once[hypothesis] ?? 0;
    const two = twice[hypothesis] ?? 0;
    const table = two === 0 ? alone : slots;
    let at = two === 0 ? allIn(one) * width + badIn(one) : mixed(one, two) & mask;
    // Zero is an empty place, so that numbers are kept with one added.
    let number = (table[at] ?? 0) - 1;
    while (two !== 0 && number >= 0 && (ofOnce[number] !== one || ofTwice[number] !== two)) {
      at = (at + 1) & mask;
      number = (slots[at] ?? 0) - 1;
    }
    if (number < 0) {
      number = ofOnce.length;
      ofOnce.push(one);
      ofTwice.push(two);
      table[at] = number + 1;
    }
    numbers[hypothesis] = number;
  }
  return { numbers, once: ofOnce, twice: ofTwice };
}

/** Large tables that each call would have to make anew; nothing of them is kept from one call to the next. */
const tables = { alone: new Int32Array(0), slots: new Int32Array(0) };

function cleared(name: keyof typeof tables, size: number): Int32Array {
  if (tables[name].length < size) tables[name] = new Int32Array(size);
  return tables[name].subarray(0, size).fill(0);
}

/** A power of two that is at least twice the number of hypotheses, so that an open place is found fast. */
function slotsFor(size: number): number {
  return 2 ** Math.ceil(Math.log2(2 * size + 2));
}

function mixed(one: BadOfAll, two: BadOfAll): number {
  const both = Math.imul(one, 0x9e3779b1) ^ Math.imul(two, 0x85ebca6b);
  return both ^ (both >>> 15);
}
