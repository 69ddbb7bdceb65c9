/** `1, 3, 5–9`: numbers in ascending order, three and more in a row as a range. */
export function numberRanges(numbers: readonly number[]): string {
  const ranges: (readonly [from: number, to: number])[] = [];
  for (const number of numbers.toSorted((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last !== undefined && number === last[1] + 1) ranges[ranges.length - 1] = [last[0], number];
    else ranges.push([number, number]);
  }
  const texts = ranges.flatMap(([from, to]) => {
    if (from === to) return [String(from)];
    return to === from + 1 ? [String(from), String(to)] : [`${from}–${to}`];
  });
  return texts.join(", ");
}
