import type { Verdict } from "../verdict.js";
import { passAllK, passAtK } from "./pass-at-k.js";

/** The estimated probabilities that any of `k` trials is ok (pass@k), and that all are (pass^k). */
export type PassRate = { readonly k: number; readonly any: number; readonly all: number };

const sizes = [1, 3, 5, 10];

/**
 * The estimates for k = 1, 3, 5 and 10, as far as there are trials. Empty for one trial, and where a sequential test stopped the
 * trials, which biases the estimates.
 */
export function passRatesOf({ trials, sampling }: Pick<Verdict, "trials" | "sampling">): readonly PassRate[] {
  const { ok: c, eligible: n } = trials;
  if (sampling === "sequential" || n < 2) return [];
  return sizes.flatMap((k) => {
    const [any, all] = [passAtK({ n, c, k }), passAllK({ n, c, k })];
    return any === null || all === null ? [] : [{ k, any, all }];
  });
}
