/** A share between 0 and 1 as `12.5 %`. */
export function percentText(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

/** An interval of shares as `5.0 % to 100.0 %`. */
export function percentRange([low, high]: readonly [number, number]): string {
  return `${percentText(low)} to ${percentText(high)}`;
}
