/**
 * A number without the digits that only the order of additions decides. What ranks by it falls back to its second criterion where two
 * are equal but for rounding, so that the same calls lead to the same choice on every machine.
 */
export function significant(value: number): number {
  return Math.round(value * 1e9);
}
