/** Keeps what a pure function gave, by a key; forgets everything once there are `most` entries, so that it cannot grow for ever. */
export function remembered<Value>(most: number): (key: string, make: () => Value) => Value {
  const known = new Map<string, Value>();
  return (key, make) => {
    const old = known.get(key);
    if (old !== undefined) return old;
    const value = make();
    if (known.size >= most) known.clear();
    known.set(key, value);
    return value;
  };
}
