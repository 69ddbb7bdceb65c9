/** The most frequent values of a list. `most`: at most ten, values of equal frequency in ascending order. */
export type Ranked<Value> = {
  readonly distinct: number;
  readonly most: { readonly value: Value; readonly n: number }[];
};

/** Counts equal values. Nulls are no values: they are left out. */
export function rank<Value extends string | number>(values: readonly (Value | null)[]): Ranked<Value> {
  const counts = new Map<Value, number>();
  for (const value of values) if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
  const ranked = [...counts].map(([value, n]) => ({ value, n }));
  ranked.sort((a, b) => b.n - a.n || (a.value < b.value ? -1 : 1));
  return { distinct: ranked.length, most: ranked.slice(0, 10) };
}
