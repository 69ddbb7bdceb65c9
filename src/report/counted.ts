/** A count and its noun: `1 exchange`, `2 exchanges`. */
export function counted(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}
