/** Ends a `switch` over one of our unions, so that a new member fails the type check here. */
export function unreachable(value: never): never {
  throw new TypeError(`unexpected value ${JSON.stringify(value)}`);
}
