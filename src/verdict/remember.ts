/**
 * Remembers what a pure function gave for each text. Recordings and runs repeat ids, schemas and texts thousands of times. The eldest
 * entry goes when there are `most`.
 */
export function remember<Result>(most: number, work: (text: string) => Result): (text: string) => Result {
  const known = new Map<string, { readonly result: Result }>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found.result;
    const result = work(text);
    const [eldest] = known.keys();
    if (known.size >= most && eldest !== undefined) known.delete(eldest);
    known.set(text, { result });
    return result;
  };
}
