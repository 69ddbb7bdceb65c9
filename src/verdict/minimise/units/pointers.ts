/** True when a pointer leads to the same place as another, or to a place inside it. */
export function isInside(pointer: string, around: string): boolean {
  return pointer === around || pointer.startsWith(`${around}/`);
}
