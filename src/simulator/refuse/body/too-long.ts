/** The characters of a body that no simulated model takes: about 250,000 tokens. */
const mostCharacters = 1_000_000;

/** True for a request that is longer than the context of every simulated model. */
export function isTooLong({ bodyLength }: { readonly bodyLength: number }): boolean {
  return bodyLength > mostCharacters;
}
