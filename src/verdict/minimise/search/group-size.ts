/** What is known of a group of units: `isHeld`: one of them at least cannot go. `needed`: how many are expected that cannot. */
export type Knowledge = { readonly size: number; readonly isHeld: boolean; readonly needed: number };

/**
 * How many units of a group to take away next: as many as say most per call, if units are needed independently of each other. Of a
 * group in which one is needed for certain, a part of it.
 */
export function groupSize(
  { size, isHeld, needed }: Knowledge,
  calls: { readonly keeps: number; readonly cures: number },
): { readonly count: number; readonly chance: number } {
  const each = Math.min(needed / size, 0.5);
  const none = (count: number) => (1 - each) ** count;
  const free = (count: number) => (isHeld ? (none(count) - none(size)) / (1 - none(size)) : none(count));
  let [best, most] = [1, -1];
  for (let count = 1; count <= (isHeld ? size - 1 : size); count += 1) {
    const chance = free(count);
    const gain = uncertainty(chance) / (chance * calls.keeps + (1 - chance) * calls.cures);
    if (gain > most) [best, most] = [count, gain];
  }
  return { count: best, chance: free(best) };
}

function uncertainty(chance: number): number {
  if (chance <= 0 || chance >= 1) return 0;
  return -chance * Math.log2(chance) - (1 - chance) * Math.log2(1 - chance);
}
