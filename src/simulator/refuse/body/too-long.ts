/** The characters of a body that no simulated model takes: about 500,000 tokens. */
const mostCharacters = 2_000_000;

/** True for a request that is longer than the context of every simulated model. */
export function isTooLong({ bodyLength }: { readonly bodyLength: number }): boolean {
  return bodyLength > mostCharacters;
}
