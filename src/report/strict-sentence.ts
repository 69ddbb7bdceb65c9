import type { Layer } from "../verdict/checks/rule.js";

/** What a matrix that is read by the specifications says of itself; null for one that is read as clients do. */
export function strictSentence(layer: Layer | undefined): string | null {
  return layer === "strict" ? sentence : null;
}

const sentence =
  "STRICT: a reply that breaks a specification counts as failing, even where every client copes. Without --layer strict, only what a client notices counts.";
