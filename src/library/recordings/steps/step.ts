/**
 * What the reading of recordings comes upon, in its order, as plain data that can pass between threads. `Seen`: what was made of an
 * exchange; `Ended`: what was made of a file after its last interaction.
 */
export type Step<Seen, Ended> =
  | {
      readonly kind: "damaged";
      readonly name: string;
      readonly interaction: number | null;
      readonly line: number | null;
      readonly reason: string;
      readonly message: string;
    }
  /** The start of a file; `format` null: not a known recording format. */
  | { readonly kind: "file"; readonly name: string; readonly format: string | null }
  /** An interaction that is no exchange; `word`: why, or which other call it is. */
  | { readonly kind: "skipped"; readonly word: string }
  | { readonly kind: "exchange"; readonly losses: readonly string[]; readonly seen: Seen }
  | { readonly kind: "file-end"; readonly ended: Ended };
