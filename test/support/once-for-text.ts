/**
 * The same function, which makes the value of each text once in a process: what costs much to make is asserted of in many tests and files.
 * Its values are not to be changed.
 */
export function onceForText<Value>(make: (text: string) => Value): (text: string) => Value {
  const made = new Map<string, { readonly value: Value }>();
  return (text) => {
    const known = made.get(text) ?? { value: make(text) };
    made.set(text, known);
    return known.value;
  };
}
