/**
 * The first whole number in `[from, end)` for which `holds`; `end` where there is none. Once it holds, it holds for every greater one.
 *
 * @example
 * bisect([0, sorted.length], (index) => (sorted[index] ?? 0) >= 5); // where the values from 5 on begin
 */
export function bisect([from, end]: readonly [from: number, end: number], holds: (number: number) => boolean): number {
  let [low, high] = [from, end];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
