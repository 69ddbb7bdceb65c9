/**
 * Turns texts into vectors, one each, in their order, all of length `dimensions`. `id` names everything that the numbers
 * depend on: vectors of two ids must not be compared. Rejects with a ChatError, and when the signal aborts.
 */
export type Embedder = {
  readonly id: string;
  readonly dimensions: number;
  readonly embed: (texts: readonly string[], signal: AbortSignal) => Promise<readonly (readonly number[])[]>;
};
