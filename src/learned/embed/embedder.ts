/**
 * Turns texts into vectors of length `dimensions`, one for each text, in order. `id` names everything that the numbers
 * depend on: do not compare vectors of different ids. Rejects with a ChatError, and when the signal aborts.
 */
export type Embedder = {
  readonly id: string;
  readonly dimensions: number;
  readonly embed: (texts: readonly string[], signal: AbortSignal) => Promise<readonly (readonly number[])[]>;
};
